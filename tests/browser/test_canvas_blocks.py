"""Blocks by hand: make one of a selection, look inside, use it again in each of three ways, take it apart."""

import re

import pytest
from playwright.sync_api import Page, expect

from designer.document.builder import GraphBuilder
from designer.document.model import Document
from tests.browser.canvas_page import CanvasPage
from tests.browser.panels import drawer
from tests.browser.studio import LONG_MS
from tests.server import Server


def tower() -> Document:
    """features (8) → a → b → c → label; four Dense layers of 8, 8, 8 and 1 units: 72 + 72 + 72 + 9 weights."""
    graph = GraphBuilder()
    x = graph.input("features", (8,), at=(0, 0))
    for place, name in enumerate("abc"):
        x = graph.call("Dense", x, name=name, units=8, at=(0, 108 * (place + 1)))
    graph.output("label", graph.call("Dense", x, name="label", units=1, at=(0, 432)))
    return graph.document("Tower")


class Blocks(CanvasPage):
    """The canvas with the gestures for blocks."""

    def pick(self, *names: str) -> None:
        self.node(names[0]).click()
        for name in names[1:]:
            self.node(name).click(modifiers=["Shift"])
        expect(self.page.locator(".ll-node[data-selected]")).to_have_count(len(names))

    def group(self, *names: str) -> None:
        self.pick(*names)
        self.press("Control+g")

    def expect_total(self, count: str) -> None:
        totals = drawer(self.page).locator(".totals")
        expect(totals).to_contain_text(f"{count} parameters", timeout=LONG_MS)
        expect(totals).not_to_contain_text("so far")

    def expect_names(self, *names: str) -> None:
        expect(self.nodes).to_have_count(len(names))
        assert {node.get_attribute("data-name") for node in self.nodes.all()} == set(names)

    def reuse(self, how: str) -> None:
        """Press the block's row in the palette, and answer how."""
        self.page.locator("[data-row][data-definition=d1]").click()
        self.page.get_by_role("dialog", name="Use block again").get_by_role("button", name=how).click()
        self.press("o")  # an output of the model: only then do its weights count


@pytest.fixture
def canvas(server: Server, page: Page) -> Blocks:
    found = Blocks(page, server, tower())
    found.expect_total("225")
    return found


def test_a_selection_becomes_a_block_that_can_be_opened_and_left(canvas: Blocks) -> None:
    canvas.group("a", "b")
    canvas.expect_names("features", "block", "c", "label")
    canvas.expect_total("225")
    canvas.node("block").dblclick()
    canvas.expect_names("features", "a", "b")
    trail = canvas.page.get_by_role("navigation", name="Open block")
    expect(trail).to_contain_text("Tower")
    trail.get_by_role("button", name="Tower").click()
    canvas.expect_names("features", "block", "c", "label")
    canvas.press("Control+z")
    canvas.expect_names("features", "a", "b", "c", "label")


def test_a_block_is_used_again_in_the_way_that_is_asked_for(canvas: Blocks) -> None:
    canvas.group("a", "b")
    canvas.pick("c")
    canvas.reuse("Same weights")
    expect(canvas.page.locator(".ll-badge-thread")).to_have_count(2)
    canvas.expect_total("225")
    canvas.press("Control+z")
    canvas.press("Control+z")
    canvas.pick("c")
    canvas.reuse("Own weights")
    canvas.expect_names("features", "block", "block_2", "c", "label")
    canvas.expect_total(str(225 + 144))
    canvas.press("Control+z")
    canvas.press("Control+z")
    canvas.pick("c")
    canvas.reuse("Independent copy")
    expect(canvas.page.locator("[data-row][data-definition]")).to_have_count(2)
    canvas.expect_total(str(225 + 144))


def test_blocks_stand_in_blocks_and_come_apart_again(canvas: Blocks) -> None:
    canvas.group("a", "b")
    canvas.expect_names("features", "block", "c", "label")
    canvas.group("block", "c")
    canvas.expect_names("features", "block_2", "label")
    canvas.expect_total("225")
    canvas.node("block_2").dblclick()
    canvas.expect_names("features", "block", "c")
    canvas.node("block").dblclick()
    trail = canvas.page.get_by_role("navigation", name="Open block")
    expect(trail).to_have_text(re.compile("Tower.*block_2.*block"))
    trail.get_by_role("button", name="Tower").click()
    canvas.pick("block_2")
    canvas.press("Control+Shift+g")
    canvas.expect_names("features", "block", "c", "label")
    canvas.pick("block")
    canvas.press("Control+Shift+g")
    canvas.expect_names("features", "a", "b", "c", "label")
    canvas.expect_total("225")
    expect(canvas.page.locator("[data-row][data-definition]")).to_have_count(0)


def test_a_block_stands_several_times_in_a_row(canvas: Blocks) -> None:
    canvas.group("a", "b")
    canvas.page.get_by_role("button", name="Repeat").click()
    dialog = canvas.page.get_by_role("dialog", name="Repeat")
    dialog.get_by_label("How many times").fill("1")
    expect(dialog.get_by_role("button", name="Repeat", exact=True)).to_be_disabled()
    dialog.get_by_label("How many times").fill("3")
    canvas.press("Enter")
    canvas.expect_names("features", "block", "block_2", "block_3", "c", "label")
    canvas.expect_total(str(225 + 2 * 144))


def test_what_cannot_be_a_block_says_why_and_changes_nothing(canvas: Blocks) -> None:
    canvas.group("a", "c")
    expect(canvas.page.locator(".ll-notice")).to_contain_text("A path leaves the selection at b and comes back.")
    canvas.expect_names("features", "a", "b", "c", "label")
