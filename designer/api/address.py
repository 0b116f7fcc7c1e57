"""Who may reach the server at all: this machine, unless a login stands in front.

Streamlit has no login of its own here, and its upload route takes files from anyone who reaches it. So a server that
listens on another address than a loopback one does not start, whoever starts it (`streamlit run`, `python app.py`,
another ASGI server), unless `LAYERLOOM_BEHIND_LOGIN=1` says that a proxy asks for a login first.
"""

import asyncio
import ipaddress
import os
import signal
import sys

import psutil
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from designer.api.start import refuse_start

VARIABLE = "LAYERLOOM_BEHIND_LOGIN"
BIND_DEADLINE_S = 5.0


def is_loopback(address: str) -> bool:
    """Whether only this machine can reach `address`. A name counts only when it is `localhost`."""
    if address == "localhost":
        return True
    try:
        parsed = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return (mapped or parsed).is_loopback


def open_addresses() -> tuple[str, ...]:
    """Addresses other than loopback ones on which this process listens."""
    listening = {
        connection.laddr.ip
        for connection in psutil.Process().net_connections(kind="tcp")
        if connection.status == psutil.CONN_LISTEN and connection.laddr
    }
    return tuple(sorted(address for address in listening if not is_loopback(address)))


def is_login_in_front() -> bool:
    """Whether the person who started the server says that a login protects it."""
    return os.environ.get(VARIABLE) == "1"


def refusal(address: str) -> str:
    """The sentence for an address that everyone can reach."""
    return (
        f"Layerloom does not listen on {address}: it has no login of its own, so everyone who reaches that address "
        "could use it. Use 127.0.0.1 (the default), or put a proxy that asks for a login in front and set "
        f"{VARIABLE}=1. SECURITY.md says how."
    )


class LocalOnly:
    """ASGI middleware around everything: refuses to start, and to answer, on an open address."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app
        self._watch: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what came over a loopback address, or all when a login stands in front."""
        if is_login_in_front():
            await self._app(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._start(scope, receive, send)
        elif (address := _server_address(scope)) is not None and not is_loopback(address):
            await self._refuse(address, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _start(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = open_addresses()
        if found:
            await refuse_start(receive, send, refusal(found[0]))
            return
        self._watch = asyncio.create_task(_stop_when_open())
        await self._app(scope, receive, send)

    async def _refuse(self, address: str, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        answer = PlainTextResponse(refusal(address), status_code=403)
        await answer(scope, receive, send)


def _server_address(scope: Scope) -> str | None:
    server = scope.get("server")
    return server[0] if server else None


async def _stop_when_open() -> None:
    """End the process when its port opens on another address: uvicorn binds only after the start-up."""
    waited = 0.0
    while waited < BIND_DEADLINE_S:
        found = open_addresses()
        if found:
            sys.stderr.write(refusal(found[0]) + "\n")
            signal.raise_signal(signal.SIGTERM)
            return
        await asyncio.sleep(0.25)
        waited += 0.25
