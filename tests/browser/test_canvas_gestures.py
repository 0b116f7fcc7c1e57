"""Building and changing a graph with mouse and keys, in a real browser against a real server."""

import pytest
from playwright.sync_api import Page, expect

from designer.document.model import Definition
from designer.document.walk import node_references
from tests.browser.canvas_page import CanvasPage, two_layers
from tests.server import Server


@pytest.fixture
def empty(page: Page, server: Server) -> CanvasPage:
    return CanvasPage(page, server)


@pytest.fixture
def chain(page: Page, server: Server) -> CanvasPage:
    canvas = CanvasPage(page, server, two_layers())
    expect(canvas.nodes).to_have_count(3)
    expect(canvas.wires).to_have_count(2)
    return canvas


def test_a_layer_dragged_from_the_palette_stands_where_it_was_let_go(empty: CanvasPage) -> None:
    empty.drag_from_palette("Dense", x=0.3, y=0.3)
    expect(empty.node("dense")).to_be_visible()
    assert empty.layer_names() == ["dense"]


def test_a_wire_is_drawn_between_ports(empty: CanvasPage) -> None:
    empty.drag_from_palette("InputLayer", x=0.3, y=0.2)
    empty.drag_from_palette("Dense", x=0.6, y=0.6)
    empty.wire("input", "dense")
    expect(empty.wires).to_have_count(1)
    graph = empty.stored()
    assert [ref.node for node in graph.nodes.values() for ref in node_references(node)] == list(graph.inputs)


def test_a_wire_let_go_on_a_node_takes_its_free_port(empty: CanvasPage) -> None:
    empty.drag_from_palette("InputLayer", x=0.3, y=0.2)
    empty.drag_from_palette("Dense", x=0.6, y=0.6)
    x, y = empty.middle_of("dense")
    empty.drag(_port(empty, "input"), (x, y + 4))
    expect(empty.wires).to_have_count(1)


def _port(canvas: CanvasPage, name: str) -> tuple[float, float]:
    box = canvas.port(name, "source").bounding_box()
    assert box is not None
    return box["x"] + 14, box["y"] + 14


def test_enter_in_the_quick_search_appends_and_wires(chain: CanvasPage) -> None:
    chain.node("label").click()
    chain.press("Tab")
    chain.page.keyboard.type("dropout")
    chain.press("Enter")
    expect(chain.node("dropout")).to_be_visible()
    expect(chain.wires).to_have_count(3)
    assert [output.node for output in chain.stored().outputs] == ["n4"]


def test_a_circle_is_refused(chain: CanvasPage) -> None:
    chain.wire("label", "hidden")
    expect(chain.wires).to_have_count(2)
    assert chain.stored().nodes["n2"].args == ({"$node": "n1", "output": 0},)


def test_a_moved_node_stays_there(chain: CanvasPage) -> None:
    x, y = chain.middle_of("hidden")
    chain.drag((x, y), (x + 180, y + 12))
    before = chain.stored().nodes["n2"].position
    assert before.x > 120
    chain.press("Control+z")
    expect(chain.node("hidden")).to_be_visible()
    assert chain.stored().nodes["n2"].position.x == 0


def test_delete_keeps_a_chain_connected_and_undo_brings_all_back(chain: CanvasPage) -> None:
    chain.node("hidden").click()
    chain.press("Delete")
    expect(chain.nodes).to_have_count(2)
    expect(chain.wires).to_have_count(1)
    chain.press("Control+z")
    expect(chain.nodes).to_have_count(3)
    expect(chain.wires).to_have_count(2)
    chain.press("Control+Shift+z")
    expect(chain.nodes).to_have_count(2)
    assert chain.layer_names() == ["features", "label"]


def test_paste_makes_new_layers(chain: CanvasPage) -> None:
    chain.node("hidden").click()
    chain.press("Control+c")
    chain.press("Control+v")
    expect(chain.nodes).to_have_count(4)
    assert chain.layer_names() == ["features", "hidden", "hidden_2", "label"]
    # Beside what stands there: a copy that covered its neighbours would hide their names and ports.
    assert (chain.stored().nodes["n4"].position.x, chain.stored().nodes["n4"].position.y) == (256, 108)


def test_duplicate_makes_a_new_layer(chain: CanvasPage) -> None:
    chain.node("hidden").click()
    chain.press("Control+d")
    expect(chain.nodes).to_have_count(4)
    assert len(chain.stored().layers) == 4


def test_a_second_call_shares_the_layer_and_says_so(chain: CanvasPage) -> None:
    chain.node("hidden").click()
    chain.press("Control+Shift+d")
    expect(chain.nodes).to_have_count(4)
    expect(chain.page.get_by_text("×2").first).to_be_visible()
    graph = chain.stored()
    assert len(graph.layers) == 3
    assert [node.layer for node in graph.nodes.values()].count("l2") == 2


def test_a_second_call_of_an_output_gives_both_outputs_a_name(chain: CanvasPage) -> None:
    chain.node("label").click()
    chain.press("Control+Shift+d")
    expect(chain.nodes).to_have_count(4)
    again = chain.page.locator('.ll-node[data-name="label"]').nth(1).bounding_box()
    assert again is not None
    chain.drag(_port(chain, "hidden"), (again["x"] + 104, again["y"] + 38))
    expect(chain.page.get_by_text("No problems")).to_be_visible(timeout=60_000)
    assert [output.name for output in chain.stored().outputs] == ["label_1", "label_2"]
    chain.click_empty()
    chain.press("Control+z")
    chain.press("Control+z")
    expect(chain.nodes).to_have_count(3)
    assert [output.name for output in chain.stored().outputs] == ["label"]


def test_cut_and_paste_puts_a_layer_back_in_its_place(chain: CanvasPage) -> None:
    chain.node("hidden").click()
    expect(chain.page.get_by_label("Layer name")).to_have_value("hidden")
    chain.press("Control+x")
    expect(chain.nodes).to_have_count(2)
    chain.press("Control+v")
    expect(chain.nodes).to_have_count(3)
    assert [node.position.y for node in chain.stored().nodes.values()] == [0, 216, 108]


def test_the_quick_search_finds_blocks(page: Page, server: Server) -> None:
    inner = two_layers().main
    document = two_layers().model_copy(update={"definitions": {"d1": Definition(name="Encoder", graph=inner)}})
    canvas = CanvasPage(page, server, document)
    canvas.node("label").click()
    canvas.press("Tab")
    page.keyboard.type("encod")
    canvas.press("Enter")
    expect(canvas.node("encoder")).to_be_visible()
    assert canvas.stored().layers["l4"].definition == "d1"


def test_a_box_selects_what_it_touches(chain: CanvasPage) -> None:
    chain.click_empty()
    x, y = chain.middle_of("features")
    chain.page.keyboard.down("Shift")
    chain.drag((x - 160, y - 20), (x + 20, y + 120))
    chain.page.keyboard.up("Shift")
    expect(chain.page.locator(".ll-node[data-selected]")).to_have_count(2)


def test_select_all_and_delete_empties_the_canvas(chain: CanvasPage) -> None:
    chain.click_empty()
    chain.press("Control+a")
    chain.press("Backspace")
    expect(chain.page.get_by_text("An empty canvas")).to_be_visible()
    assert chain.stored().nodes == {}


def test_a_layer_let_go_on_a_wire_stands_in_it(chain: CanvasPage) -> None:
    x1, y1 = chain.middle_of("features")
    _, y2 = chain.middle_of("hidden")
    area = chain.page.locator(".ll-canvas").bounding_box()
    assert area is not None
    middle = (y1 + y2) / 2
    chain.drag_from_palette("Dropout", x=(x1 - area["x"]) / area["width"], y=(middle - area["y"]) / area["height"])
    expect(chain.wires).to_have_count(3)
    assert chain.stored().nodes["n2"].args == ({"$node": "n4", "output": 0},)


def test_letters_on_the_canvas_do_not_reach_streamlit(chain: CanvasPage) -> None:
    chain.click_empty()
    chain.press("c")
    chain.press("r")
    expect(chain.nodes).to_have_count(3)
    assert chain.page.get_by_text("Clear caches").count() == 0


def test_the_help_lists_the_keys(chain: CanvasPage) -> None:
    chain.click_empty()
    chain.press("?")
    expect(chain.page.get_by_role("dialog", name="Keys")).to_be_visible()
    expect(chain.page.get_by_text("Ctrl Shift D")).to_be_visible()
    chain.press("Escape")
    expect(chain.page.get_by_role("dialog", name="Keys")).to_have_count(0)
