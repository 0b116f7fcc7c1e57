"""What the server costs while nobody trains: its memory, and that TensorFlow is not in it."""

from pathlib import Path

import psutil
from playwright.sync_api import Page

from bench.table import Row
from tests.server import Server

MEGABYTE = 1e6
PAGES = ("start", "design", "data", "train", "runs", "export")


def measure(server: Server, page: Page, project: str) -> list[Row]:
    """Memory after every page was opened once with a project of 200 nodes."""
    for name in PAGES:
        page.goto(f"{server.url}/{'' if name == 'start' else name}?project={project}")
        page.get_by_test_id("stAppViewContainer").wait_for()
        page.wait_for_timeout(1500)
    if server.process is None:
        raise RuntimeError("The server is not running.")
    process = psutil.Process(server.process.pid)
    libraries = Path(f"/proc/{process.pid}/maps").read_text()
    loaded = sum(name in libraries for name in ("libtensorflow", "_pywrap_tensorflow"))
    return [
        Row("app process, memory", process.memory_info().rss / MEGABYTE, "MB", at_most=220),
        Row("app process, TensorFlow libraries loaded", loaded, "", at_most=0),
    ]
