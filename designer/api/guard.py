"""The one gate in front of every route of the API: host, origin, token, and no traceback on the way out.

Streamlit checks none of these for routes of its `App` (measured with 1.67). The token is in a header, never in a
cookie or an address, so another site's page cannot send it; the origin and host checks stand in front all the same.
"""

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from designer.api.answers import error_response, problem_error
from designer.api.failures import as_api_error
from designer.storage.tokens import Tokens

TOKEN_HEADER = "X-Layerloom-Token"  # noqa: S105 (the name of a header)

AllowedHosts = Callable[[], Sequence[str]]


class Guard:
    """ASGI middleware around all routes of the API, and around its "not found" too."""

    def __init__(self, app: ASGIApp, *, tokens: Callable[[], Tokens], allowed_hosts: AllowedHosts) -> None:
        """Guard `app`; both callables are asked at each request, so settings may change while the server runs."""
        self._app = app
        self._tokens = tokens
        self._allowed_hosts = allowed_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check, pass on, renew the token with the answer."""
        started = False
        fresh = ""

        async def send_renewed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                headers["Cache-Control"] = headers.get("Cache-Control", "no-store")
                headers["X-Content-Type-Options"] = "nosniff"
                if fresh:
                    headers[TOKEN_HEADER] = fresh
            await send(message)

        try:
            fresh = self._admit(scope)
            await self._app(scope, receive, send_renewed)
        except ClientDisconnect:
            return  # a tab was closed in the middle of its request: there is nobody to answer
        except Exception as error:  # the outermost line of the API: every failure becomes an answer
            if started:
                raise
            await error_response(as_api_error(error))(scope, receive, send_renewed)

    def _admit(self, scope: Scope) -> str:
        """Refuse, or note the caller in the scope and return a fresh token."""
        headers = Headers(scope=scope)
        check_host(headers.get("host", ""), self._allowed_hosts())
        check_origin(headers)
        tokens = self._tokens()
        claims = tokens.check(headers.get(TOKEN_HEADER, ""))
        if claims is None:
            raise problem_error(
                401, "api.no-token", "This page is no longer signed in to the server. Reload it: nothing is lost."
            )
        scope.setdefault("state", {})["claims"] = claims
        return tokens.issue(owner=claims.owner, session=claims.session)


def host_name(host: str) -> str:
    """The name in a Host header, without port and in lower case."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def check_host(host: str, allowed: Sequence[str]) -> None:
    """Refuse names that are not ours: a foreign name that resolves to this machine is DNS rebinding."""
    name = host_name(host)
    for pattern in allowed:
        if pattern == "*" or name == pattern.lower():
            return
        if pattern.startswith("*.") and name.endswith(pattern[1:].lower()):
            return
    raise problem_error(
        403,
        "api.foreign-host",
        "The server does not answer under this name. Open it under the address that it printed at its start.",
        place=name[:80],
    )


def check_origin(headers: Headers) -> None:
    """Refuse what another site's page sends."""
    origin = headers.get("origin")
    site = headers.get("sec-fetch-site", "same-origin")
    same = origin is None or _place_of(origin) == headers.get("host", "").lower()
    if not same or site not in ("same-origin", "none"):
        raise problem_error(
            403, "api.foreign-origin", "Only pages of this server may use its API. Open the server's own address."
        )


def _place_of(origin: str) -> str | None:
    """Host and port of an Origin header; None where there is no host, as in `null`."""
    try:
        return urlsplit(origin).netloc.lower() or None
    except ValueError:
        return None
