"""What the tests of the panels share: a small graph, the panel's parts, and the document that the server keeps."""

import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from designer.document.builder import GraphBuilder
from designer.document.model import Document, Layer
from designer.storage.projects import ProjectStore
from tests.server import Server

WAIT_S = 60.0

# The first page of a server imports Streamlit's pages, and figures wait for Keras to load in the engine.
expect.set_options(timeout=60_000)


def small_document() -> Document:
    """An input of 10 numbers, a hidden layer, one output."""
    graph = GraphBuilder()
    features = graph.input("features", (10,))
    hidden = graph.call("Dense", features, name="hidden", at=(0, 108), units=8)
    graph.output("label", graph.call("Dense", hidden, name="label", at=(0, 216), units=1))
    return graph.document("Panels")


def open_project(page: Page, server: Server, document: Document | None = None) -> str:
    """Store a document, open it, and wait until the canvas is there."""
    project = server.create_project(document or small_document())
    page.goto(f"{server.url}/design?project={project}")
    expect(page.locator(".ll-palette")).to_be_visible()
    expect(page.locator(".react-flow__node").first).to_be_visible()
    return project


def select(page: Page, name: str) -> None:
    """Click the first node of this name; the inspector shows it."""
    page.locator(".react-flow__node").filter(has=page.get_by_text(name, exact=True)).first.click()
    expect(inspector(page).get_by_label("Layer name")).to_have_value(name)


def inspector(page: Page) -> Locator:
    return page.locator(".ll-inspector")


def drawer(page: Page) -> Locator:
    return page.locator(".ll-drawer")


def argument(page: Page, name: str) -> Locator:
    """The row of one argument of the selected layer (the outermost one of that name)."""
    return inspector(page).locator(f'[data-argument="{name}"]').first


def field(page: Page, name: str) -> Locator:
    """The editor of one argument."""
    return argument(page, name).locator("input, select, [role=switch]").first


def stored(server: Server, project: str) -> Document:
    """The document as the server has it."""
    store = ProjectStore(server.home)
    try:
        return store.get(project).document
    finally:
        store.database.close()


def layer(server: Server, project: str, name: str) -> Layer:
    """One layer of the stored document, by name."""
    return next(one for one in stored(server, project).main.layers.values() if one.name == name)


def eventually(holds: Callable[[], bool], what: str) -> None:
    """Saving is debounced: wait until the server has what the screen shows."""
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError(what)
