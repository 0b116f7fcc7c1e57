"""What must hold before the server starts; else it ends with a sentence instead of a traceback."""

from starlette.types import ASGIApp, Receive, Scope, Send

from designer.storage.home import HomeUnusable, home


async def refuse_start(receive: Receive, send: Send, message: str) -> None:
    """Answer the start-up of the ASGI lifespan with a refusal: the server prints the message and ends."""
    await receive()
    await send({"type": "lifespan.startup.failed", "message": message})


class NeedsHome:
    """ASGI middleware around everything: no start without a folder for the state."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at the folder when the server starts; pass on everything else."""
        if scope["type"] == "lifespan":
            try:
                home()
            except HomeUnusable as error:
                await refuse_start(receive, send, str(error))
                return
        await self._app(scope, receive, send)
