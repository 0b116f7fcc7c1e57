"""The ASGI app: the Streamlit studio, the JSON routes beside it, one lifespan.

`streamlit run app.py` starts it, with the settings of `.streamlit/config.toml`.
"""

import contextlib
import ctypes
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import streamlit as st
from starlette.middleware import Middleware
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager

from designer.api import LocalOnly, NeedsHome, api_routes
from designer.services import get_services

M_ARENA_MAX = -8  # glibc's number of that setting
STUDIO = Path(__file__).resolve().parent / "components" / "studio.py"


# A folder called pages beside the script makes Streamlit 1.67 run a page alone, without the navigation, when the first
# address that is opened after the start is a deep link.
PagesManager.uses_pages_directory = False


def share_memory_between_threads() -> None:
    """Let all threads allocate from two pools: glibc's own choice is a pool per thread, and each keeps its peak."""
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)


share_memory_between_threads()


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Everything that lives as long as the server: stores, engine, supervisor."""
    services = await anyio.to_thread.run_sync(get_services)
    try:
        await anyio.to_thread.run_sync(services.start)
        # Streamlit collects garbage after every script run; what stands now will stand for good.
        gc.collect()
        gc.freeze()
        yield
    finally:
        await anyio.to_thread.run_sync(services.close)


app = st.App(
    STUDIO,
    routes=api_routes(allowed_hosts=lambda: config.get_option("server.allowedHosts")),
    middleware=[Middleware(LocalOnly), Middleware(NeedsHome)],
    lifespan=lifespan,
)

if __name__ == "__main__":
    app.run()
