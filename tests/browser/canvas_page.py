"""Hands and eyes for tests of the canvas: gestures as a person makes them, and what stands on the screen after them."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from designer.document.builder import GraphBuilder
from designer.document.model import Document, Graph
from tests.server import Server


def two_layers() -> Document:
    """features (10) → hidden → label, 10·8+8 and 8·1+1 weights."""
    graph = GraphBuilder()
    features = graph.input("features", (10,), at=(0, 0))
    hidden = graph.call("Dense", features, name="hidden", units=8, at=(0, 108))
    label = graph.call("Dense", hidden, name="label", units=1, at=(0, 216))
    graph.output("label", label)
    return graph.document("Two layers")


class CanvasPage:
    """The design page of one project in one tab."""

    def __init__(self, page: Page, server: Server, document: Document | None = None) -> None:
        self.page = page
        self.server = server
        self.project = server.create_project(document or Document())
        self.open()

    @classmethod
    def shown(cls, page: Page, server: Server) -> "CanvasPage":
        """The canvas that a tab shows already."""
        canvas = cls.__new__(cls)
        canvas.page, canvas.server = page, server
        canvas.project = parse_qs(urlsplit(page.url).query)["project"][0]
        canvas.expect_ready()
        return canvas

    def open(self) -> None:
        """Open the project's address, as a reload or a bookmark does."""
        self.page.goto(f"{self.server.url}/design?project={self.project}")
        self.expect_ready()

    def expect_ready(self) -> None:
        """Wait until the palette can be used."""
        expect(self.page.locator(".ll-palette, .ll-rail").first).to_be_visible(timeout=30_000)
        expect(self.page.locator("[data-layer=Dense]").first).to_be_attached(timeout=30_000)

    def node(self, name: str) -> Locator:
        """The node of a layer by its name; the first when there are several calls."""
        return self.page.locator(f'.ll-node[data-name="{name}"]').first

    @property
    def nodes(self) -> Locator:
        return self.page.locator(".ll-node")

    @property
    def wires(self) -> Locator:
        return self.page.locator(".react-flow__edge")

    def press(self, keys: str) -> None:
        self.page.keyboard.press(keys)

    def click_empty(self) -> None:
        """Click where nothing is: the selection goes, the canvas has the keys."""
        box = _box(self.page.locator(".ll-canvas"))
        self.page.mouse.click(box["x"] + 12, box["y"] + 12)

    def drag_from_palette(self, class_name: str, *, x: float = 0.5, y: float = 0.5) -> None:
        """Drag a row of the palette to a place of the canvas, given in parts of its size."""
        search = self.page.get_by_label("Search layers").first
        search.fill(class_name)
        row = self.page.locator(f"[data-row][data-layer={class_name}]").first
        start, area = _box(row), _box(self.page.locator(".ll-canvas"))
        mouse = self.page.mouse
        mouse.move(start["x"] + 30, start["y"] + start["height"] / 2)
        mouse.down()
        mouse.move(start["x"] + 60, start["y"] + 20, steps=3)
        mouse.move(area["x"] + area["width"] * x, area["y"] + area["height"] * y, steps=6)
        mouse.up()
        search.fill("")

    def port(self, name: str, kind: str, index: int = 0) -> Locator:
        """A port of a node: kind `source` (below) or `target` (above)."""
        return self.page.locator(".react-flow__node", has=self.node(name)).locator(f".ll-port.{kind}").nth(index)

    def wire(self, source: str, target: str, *, index: int = 0) -> None:
        """Drag a wire from the output of one node to an input of another."""
        start, end = _middle(self.port(source, "source")), _middle(self.port(target, "target", index))
        self.drag(start, end)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
        mouse.move(*end, steps=4)
        mouse.up()

    def middle_of(self, name: str) -> tuple[float, float]:
        return _middle(self.node(name))

    def expect_saved(self) -> None:
        """Wait until the server has what is on the screen."""
        expect(self.page.locator(".ll-save")).to_have_attribute("data-state", "saved")

    def stored(self) -> Graph:
        """The main graph as the server holds it."""
        self.expect_saved()
        answer: Any = self.server.call("GET", f"/projects/{self.project}").json
        return Document.model_validate_json(json.dumps(answer["document"])).main

    def layer_names(self) -> list[str]:
        """Names of the stored graph's layers, in order of the alphabet."""
        return sorted(layer.name for layer in self.stored().layers.values())


def _box(locator: Locator) -> dict[str, float]:
    box = locator.bounding_box()
    assert box is not None, f"{locator} is not on the screen"
    return dict(box)


def _middle(locator: Locator) -> tuple[float, float]:
    box = _box(locator)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
