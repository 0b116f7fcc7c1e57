"""Real parts for every test: a home folder, a server process, a browser."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from designer.runs.folder import Run
from tests.chromium import launch
from tests.server import Server
from tests.training_runs import make_run, work

HARMLESS = (
    # Streamlit 1.67 asks for its own addresses below the page of a deep link, then above it.
    re.compile(r"Failed to load resource: .*404.*/_stcore/(health|host-config)"),
)


def pytest_configure(config: pytest.Config) -> None:
    """Make our markers known."""
    config.addinivalue_line("markers", "expects_console_errors: the test provokes errors in the browser's console")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, which `designer.storage.home.home()` answers too."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("LAYERLOOM_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def trained_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run of five epochs on iris, trained once for all tests that only look at it."""
    run = make_run(tmp_path_factory.mktemp("trained") / "run")
    assert work(run, until_proved=True).state == "finished"
    return run


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server, one for all tests of a file. Tests make projects of their own in it."""
    running = Server(tmp_path_factory.mktemp("server") / "home")
    running.start()
    yield running
    running.close()


@pytest.fixture
def fresh_server(tmp_path: Path) -> Iterator[Server]:
    """A server with nothing in it, for tests that kill it or look at lists."""
    running = Server(tmp_path / "home")
    running.start()
    yield running
    running.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for the whole run."""
    with sync_playwright() as playwright:
        running = launch(playwright)
        yield running
        running.close()


class Watch:
    """What a browser did that it must not do."""

    def __init__(self, context: BrowserContext) -> None:
        self.foreign: list[str] = []
        self.errors: list[str] = []
        context.on("request", lambda request: self._note_address(request.url))
        context.on("page", lambda page: page.on("websocket", lambda socket: self._note_address(socket.url)))
        context.on("console", lambda message: self._note_message(message.type, message.text, message.location))
        context.on("weberror", lambda error: self.errors.append(f"uncaught: {error.error}"))

    def _note_address(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob", "about") and parts.hostname != "127.0.0.1":
            self.foreign.append(url)

    def _note_message(self, kind: str, text: str, location: dict[str, object]) -> None:
        line = f"{text} {location.get('url', '')}"
        if kind == "error" and not any(pattern.search(line) for pattern in HARMLESS):
            self.errors.append(line)


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser profile of its own at 1440×900, light. Foreign requests and console errors fail the test.

    A test that provokes errors (a killed server, say) is marked `@pytest.mark.expects_console_errors`.
    """
    profile = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme="light", accept_downloads=True)
    profile.set_default_timeout(30_000)
    watch = Watch(profile)
    yield profile
    profile.close()
    assert watch.foreign == [], "requests left for another origin"
    if request.node.get_closest_marker("expects_console_errors") is None:
        assert watch.errors == [], "errors in the browser's console"


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty tab; `page.goto(server.url)` opens the app."""
    return context.new_page()
