"""The inspector: every kind of argument has an editor, and none loses what was typed."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from designer.document.builder import GraphBuilder
from designer.document.model import Document
from tests.browser.panels import argument, eventually, field, inspector, layer, open_project, select, stored
from tests.server import Server


def chain(class_name: str, shape: tuple[int | None, ...], **config: Any) -> Document:
    """An input and one layer called `it`."""
    graph = GraphBuilder()
    features = graph.input("features", shape)
    graph.output("it", graph.call(class_name, features, name="it", at=(0, 108), **config))
    return graph.document("Inspector")


TYPED = [
    ("Dense", (10,), {"units": 8}, "units", "32", 32),
    ("Dropout", (10,), {"rate": 0.5}, "rate", "1e-4", 0.0001),
    ("Conv2D", (8, 8, 1), {"filters": 4, "kernel_size": 3}, "kernel_size", "3, 5", [3, 5]),
    ("Conv2D", (8, 8, 1), {"filters": 4, "kernel_size": 3}, "strides", "2", 2),
    ("Reshape", (10,), {"target_shape": [10, 1]}, "target_shape", "2, 5", [2, 5]),
    ("Rescaling", (10,), {"scale": 0.5}, "offset", "-1", -1),
    ("EinsumDense", (10,), {"equation": "ab,bc->ac", "output_shape": [4]}, "equation", "ab,bd->ad", "ab,bd->ad"),
    ("LSTM", (5, 4), {"units": 3}, "seed", "7", 7),
]


@pytest.mark.parametrize(("class_name", "shape", "config", "name", "text", "value"), TYPED, ids=lambda item: str(item))
def test_a_typed_value_reaches_the_document(
    page: Page,
    server: Server,
    class_name: str,
    shape: tuple[int, ...],
    config: dict[str, Any],
    name: str,
    text: str,
    value: object,
) -> None:
    project = open_project(page, server, chain(class_name, shape, **config))
    select(page, "it")
    show(page, name)
    field(page, name).fill(text)
    eventually(lambda: layer(server, project, "it").config.get(name) == value, f"{name} is not {value}")


def show(page: Page, name: str) -> None:
    """Unfold the section that holds an argument."""
    for fold in inspector(page).locator(".fold[aria-expanded=false]").all()[::-1]:
        if argument(page, name).count() == 0:
            fold.click()
    expect(argument(page, name)).to_be_visible()


CHOSEN = [
    ("activation", "name:relu", "relu"),
    ("kernel_regularizer", "class:L2", "l2"),
    ("kernel_initializer", "class:HeNormal", "he_normal"),
    ("kernel_constraint", "class:NonNeg", "non_neg"),
    ("dtype", '"float16"', "float16"),
]


@pytest.mark.parametrize(("name", "key", "value"), CHOSEN)
def test_a_chosen_value_reaches_the_document_and_is_reset(
    page: Page, server: Server, name: str, key: str, value: str
) -> None:
    project = open_project(page, server)
    select(page, "hidden")
    show(page, name)
    field(page, name).select_option(key)
    eventually(lambda: layer(server, project, "hidden").config.get(name) == value, f"{name} is not {value}")
    expect(argument(page, name)).to_have_attribute("data-changed", "true")
    argument(page, name).get_by_label(f"Reset {name}").click()
    eventually(lambda: name not in layer(server, project, "hidden").config, f"{name} was not reset")


def test_a_regularizer_has_arguments_of_its_own(page: Page, server: Server) -> None:
    project = open_project(page, server)
    select(page, "hidden")
    field(page, "kernel_regularizer").select_option("class:L2")
    field(page, "l2").fill("1e-4")
    wanted = {"module": "keras.regularizers", "class_name": "L2", "config": {"l2": 0.0001}}
    eventually(lambda: layer(server, project, "hidden").config.get("kernel_regularizer") == wanted, "not 1e-4")
    expect(field(page, "l2")).to_be_focused()


def test_a_wrapped_layer_is_chosen_and_edited_inside_its_wrapper(page: Page, server: Server) -> None:
    inner = {"module": "keras.layers", "class_name": "LSTM", "config": {"units": 4}}
    project = open_project(page, server, chain("Bidirectional", (5, 3), layer=inner))
    select(page, "it")
    field(page, "units").fill("6")
    eventually(lambda: layer(server, project, "it").config["layer"]["config"]["units"] == 6, "units stayed")
    field(page, "layer").select_option("class:GRU")
    eventually(lambda: layer(server, project, "it").config["layer"]["class_name"] == "GRU", "no GRU")


def test_text_that_is_no_value_stays_in_the_field_and_out_of_the_document(page: Page, server: Server) -> None:
    project = open_project(page, server)
    select(page, "hidden")
    field(page, "units").fill("1.5")
    expect(argument(page, "units").get_by_role("alert")).to_have_text("Write a whole number, such as 32.")
    page.keyboard.press("Tab")
    expect(field(page, "units")).to_have_value("1.5")
    field(page, "units").fill("16")
    expect(argument(page, "units").get_by_role("alert")).to_have_count(0)
    eventually(lambda: layer(server, project, "hidden").config["units"] == 16, "16 was not taken")


def test_typing_keeps_the_focus_and_is_one_step(page: Page, server: Server) -> None:
    open_project(page, server)
    select(page, "hidden")
    field(page, "units").fill("")
    field(page, "units").press_sequentially("128", delay=60)
    expect(field(page, "units")).to_be_focused()
    expect(field(page, "units")).to_have_value("128")
    page.get_by_role("tab", name="History").click()
    expect(page.locator(".ll-drawer .steps li")).to_have_count(2)


def test_plus_minus_and_switch(page: Page, server: Server) -> None:
    project = open_project(page, server)
    select(page, "hidden")
    argument(page, "units").get_by_label("Raise units").click()
    field(page, "use_bias").click()
    eventually(lambda: layer(server, project, "hidden").config == {"units": 9, "use_bias": False}, "not 9, no bias")


def test_undo_brings_the_old_text_back(page: Page, server: Server) -> None:
    open_project(page, server)
    select(page, "hidden")
    field(page, "units").fill("64")
    page.locator(".react-flow__node").filter(has_text="hidden").click()
    page.keyboard.press("Control+z")
    expect(field(page, "units")).to_have_value("8")


def test_the_shape_of_an_input_is_edited_without_its_batch(page: Page, server: Server) -> None:
    project = open_project(page, server)
    select(page, "features")
    field(page, "batch_shape").fill("28, None, 1")
    eventually(lambda: layer(server, project, "features").config["batch_shape"] == [None, 28, None, 1], "no shape")


def test_a_name_that_keras_refuses_is_not_taken(page: Page, server: Server) -> None:
    project = open_project(page, server)
    select(page, "hidden")
    name = inspector(page).get_by_label("Layer name")
    name.fill("2 towers")
    expect(inspector(page).get_by_role("alert")).to_contain_text("Use a letter first")
    name.fill("label")
    expect(inspector(page).get_by_role("alert")).to_have_text("label is taken. Choose another name.")
    name.fill("towers")
    name.press("Enter")
    names = {"features", "towers", "label"}
    eventually(lambda: {one.name for one in stored(server, project).main.layers.values()} == names, "no towers")


def test_any_node_becomes_an_output_with_a_name(page: Page, server: Server) -> None:
    project = open_project(page, server)
    select(page, "hidden")
    inspector(page).get_by_label("output of the model").click()
    name = inspector(page).get_by_label("Output name")
    name.fill("code")
    name.press("Enter")
    eventually(lambda: "code" in [one.name for one in stored(server, project).main.outputs], "no output code")
    inspector(page).get_by_label("output of the model").click()
    eventually(lambda: len(stored(server, project).main.outputs) == 1, "the output stayed")


def test_the_filter_shows_only_what_was_changed(page: Page, server: Server) -> None:
    open_project(page, server)
    select(page, "hidden")
    field(page, "activation").select_option("name:relu")
    inspector(page).get_by_role("button", name="1 changed").click()
    expect(inspector(page).locator("[data-argument]")).to_have_count(1)


def test_a_shared_layer_says_that_its_weights_count_once(page: Page, server: Server) -> None:
    graph = GraphBuilder()
    left, right = graph.input("left", (5,)), graph.input("right", (5,), at=(256, 0))
    shared = graph.layer("Dense", name="tower", units=3)
    graph.output("a", graph.call_layer(shared, left, at=(0, 108)))
    graph.output("b", graph.call_layer(shared, right, at=(256, 108)))
    project = open_project(page, server, graph.document("Shared"))
    select(page, "tower")
    expect(inspector(page)).to_contain_text("Edits apply to both; weights count once.")
    inspector(page).get_by_role("tab", name="Calls").click()
    expect(inspector(page).locator(".calls li")).to_have_count(2)
    inspector(page).get_by_role("button", name="Unlink").click()
    eventually(lambda: len(stored(server, project).main.layers) == 4, "the call was not unlinked")


def test_nothing_and_several_selected(page: Page, server: Server) -> None:
    open_project(page, server)
    expect(inspector(page)).to_contain_text("Nothing selected")
    select(page, "hidden")
    page.keyboard.press("Control+a")
    expect(inspector(page)).to_contain_text("3 nodes selected")
