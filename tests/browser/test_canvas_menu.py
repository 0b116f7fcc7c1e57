"""The right button: a menu about nodes, a wire or an empty place, by mouse and by keys."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.canvas_page import CanvasPage, two_layers
from tests.server import Server


@pytest.fixture
def canvas(server: Server, page: Page) -> CanvasPage:
    return CanvasPage(page, server, two_layers())


def menu(canvas: CanvasPage) -> Locator:
    return canvas.page.get_by_role("menu", name="Actions")


def pick(canvas: CanvasPage, label: str) -> None:
    menu(canvas).get_by_role("menuitem", name=label).click()
    expect(menu(canvas)).to_have_count(0)


def press_empty(canvas: CanvasPage, *, x: float, y: float) -> tuple[float, float]:
    """The right button on a place of the canvas, in parts of its size; the place in pixels."""
    box = canvas.page.locator(".ll-canvas").bounding_box()
    assert box is not None
    place = (box["x"] + box["width"] * x, box["y"] + box["height"] * y)
    canvas.page.mouse.click(*place, button="right")
    return place


def press_between(canvas: CanvasPage, above: str, below: str) -> None:
    """The right button on the wire between two nodes that stand one below the other."""
    (x, top), (_, bottom) = canvas.middle_of(above), canvas.middle_of(below)
    canvas.page.mouse.click(x, (top + bottom) / 2, button="right")


def test_a_node_is_taken_by_the_right_button_and_keeps_the_focus_for_keys(canvas: CanvasPage) -> None:
    canvas.node("hidden").click(button="right")
    expect(canvas.page.get_by_label("Layer name")).to_have_value("hidden")
    expect(menu(canvas).get_by_role("menuitem", name="Unpack")).to_be_disabled()
    pick(canvas, "Duplicate")
    expect(canvas.nodes).to_have_count(4)
    canvas.press("Control+z")
    expect(canvas.nodes).to_have_count(3)


def test_several_nodes_stay_selected(canvas: CanvasPage) -> None:
    canvas.click_empty()
    canvas.press("Control+a")
    canvas.node("label").click(button="right")
    expect(canvas.page.get_by_text("3 nodes selected")).to_be_visible()
    pick(canvas, "Delete")
    expect(canvas.nodes).to_have_count(0)


def test_a_wire_is_cut_or_gets_a_layer(canvas: CanvasPage) -> None:
    press_between(canvas, "hidden", "label")
    pick(canvas, "Insert a layer")
    canvas.page.get_by_role("combobox", name="Add a layer").fill("Dropout")
    canvas.press("Enter")
    expect(canvas.node("dropout")).to_be_visible()
    expect(canvas.wires).to_have_count(3)
    press_between(canvas, "features", "hidden")
    pick(canvas, "Disconnect")
    expect(canvas.wires).to_have_count(2)


def test_a_layer_goes_where_the_button_was_pressed(canvas: CanvasPage) -> None:
    place = press_empty(canvas, x=0.15, y=0.3)
    pick(canvas, "Add a layer here")
    canvas.page.get_by_role("combobox", name="Add a layer").fill("Flatten")
    canvas.press("Enter")
    x, y = canvas.middle_of("flatten")
    assert abs(x - place[0]) < 12
    assert abs(y - place[1]) < 12


def test_the_menu_is_walked_by_keys_and_stays_on_the_canvas(canvas: CanvasPage) -> None:
    press_empty(canvas, x=0.97, y=0.6)
    box, area = menu(canvas).bounding_box(), canvas.page.locator(".ll-canvas").bounding_box()
    assert box is not None and area is not None
    assert box["x"] + box["width"] <= area["x"] + area["width"]
    assert box["y"] + box["height"] <= area["y"] + area["height"]
    items = menu(canvas).get_by_role("menuitem")
    expect(items.first).to_be_focused()
    canvas.press("ArrowDown")
    expect(items.nth(1)).to_be_focused()
    canvas.press("Home")
    canvas.press("ArrowUp")
    expect(items.last).to_be_focused()
    canvas.press("Escape")
    expect(menu(canvas)).to_have_count(0)
    canvas.press("Control+a")
    expect(canvas.page.get_by_text("3 nodes selected")).to_be_visible()


def test_a_press_elsewhere_closes_the_menu(canvas: CanvasPage) -> None:
    press_empty(canvas, x=0.2, y=0.2)
    expect(menu(canvas)).to_be_visible()
    canvas.node("label").click()
    expect(menu(canvas)).to_have_count(0)


def test_a_layer_is_swapped_and_keeps_its_wires(canvas: CanvasPage) -> None:
    canvas.node("hidden").click(button="right")
    pick(canvas, "Swap for another layer")
    canvas.page.get_by_role("combobox", name="Swap for").fill("Dropout")
    canvas.press("Enter")
    expect(canvas.node("hidden")).to_contain_text("Dropout")
    expect(canvas.wires).to_have_count(2)
    canvas.press("Control+z")
    expect(canvas.node("hidden")).to_contain_text("Dense")
