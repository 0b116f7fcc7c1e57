"""What each kind of edit does to a document."""

import pytest
from pydantic import JsonValue

from designer.document import Document, Edit
from designer.document.builder import GraphBuilder
from designer.document.edits import CHANGES, apply_edits
from designer.document.model import Definition
from designer.document.parse import DocumentError
from designer.document.problem import EditKind
from designer.document.validate import validate_document


def two_branches() -> Document:
    """features → left, right → merged → head, which is the output `label`."""
    graph = GraphBuilder()
    x = graph.input("features", (4,))
    left = graph.call("Dense", x, name="left", units=4, at=(0, 108))
    right = graph.call("Dense", x, name="right", units=4, at=(256, 108))
    merged = graph.call("Concatenate", [left, right], name="merged", at=(128, 216))
    graph.output("label", graph.call("Dense", merged, name="head", units=1, at=(128, 324)))
    return graph.document("Two branches")


def edited(kind: EditKind, graph: str = "main", **arguments: JsonValue) -> Document:
    return apply_edits(two_branches(), [Edit(kind=kind, graph=graph, arguments=arguments)])


def test_set_config_changes_one_key_in_place() -> None:
    config = edited("set_config", layer="l2", key="units", value=8).main.layers["l2"].config
    assert config == {"units": 8}


def test_set_config_without_a_value_goes_back_to_the_default() -> None:
    assert edited("set_config", layer="l2", key="units").main.layers["l2"].config == {}


def test_set_config_of_trainable_freezes_the_layer() -> None:
    layer = edited("set_config", layer="l2", key="trainable", value=False).main.layers["l2"]
    assert not layer.trainable
    assert layer.config == {"units": 4}


def test_renames() -> None:
    assert edited("rename_layer", layer="l5", name="tail").main.layers["l5"].name == "tail"
    assert edited("rename_output", output="o1", name="price").main.outputs[0].name == "price"
    assert edited("rename_project", name="b").name == "b"


def test_replace_class_keeps_name_and_wires() -> None:
    document = edited("replace_class", layer="l4", class_name="Add", config={})
    assert (document.main.layers["l4"].name, document.main.layers["l4"].class_name) == ("merged", "Add")
    assert document.main.nodes == two_branches().main.nodes


def test_insert_before_a_port_puts_a_layer_on_the_wire_and_makes_room() -> None:
    document = edited("insert_before", node="n5", port="inputs", class_name="BatchNormalization", config={})
    graph = document.main
    assert graph.nodes["n5"].args == ({"$node": "n6", "output": 0},)
    assert graph.nodes["n6"].args == ({"$node": "n4", "output": 0},)
    assert graph.layers["l6"].name == "batch_normalization"
    assert (graph.nodes["n6"].position.y, graph.nodes["n5"].position.y) == (324, 432)


def test_insert_before_one_wire_of_a_growing_port() -> None:
    graph = edited("insert_before", node="n4", port="inputs", index=1, class_name="Flatten").main
    assert graph.nodes["n4"].args == ([{"$node": "n2", "output": 0}, {"$node": "n6", "output": 0}],)
    assert graph.nodes["n6"].args == ({"$node": "n3", "output": 0},)


def test_disconnect_one_wire_closes_up_a_growing_port() -> None:
    assert edited("disconnect", node="n4", port="inputs", index=0).main.nodes["n4"].args == (
        [{"$node": "n3", "output": 0}],
    )


def test_disconnect_a_port_leaves_it_absent() -> None:
    assert edited("disconnect", node="n5", port="inputs").main.nodes["n5"].args == ()


def test_delete_node_takes_its_wires_outputs_and_last_layer_along() -> None:
    graph = edited("delete_node", node="n3").main
    assert "l3" not in graph.layers
    assert graph.nodes["n4"].args == ([{"$node": "n2", "output": 0}, {"$node": "n1", "output": 0}],)
    assert edited("delete_node", node="n4").main.nodes["n5"].args == ()
    assert edited("delete_node", node="n5").main.outputs == ()
    assert edited("delete_node", node="n1").main.inputs == ()


def test_delete_one_call_of_a_shared_layer_keeps_the_layer() -> None:
    graph = GraphBuilder()
    a, b = graph.input("a", (4,)), graph.input("b", (4,))
    shared = graph.layer("Dense", units=2)
    graph.call_layer(shared, a)
    second = graph.call_layer(shared, b)
    document = apply_edits(graph.document(), [Edit(kind="delete_node", arguments={"node": second.node})])
    assert shared in document.main.layers


def test_a_port_of_two_places_keeps_the_other_in_place() -> None:
    graph = GraphBuilder()
    query, value = graph.input("query", (4, 8)), graph.input("value", (4, 8))
    attended = graph.call("MultiHeadAttention", query, value, num_heads=2, key_dim=4)
    document = apply_edits(graph.document(), [Edit(kind="delete_node", arguments={"node": query.node})])
    assert document.main.nodes[attended.node].args == (None, {"$node": value.node, "output": 0})


def test_add_output_takes_a_free_name() -> None:
    outputs = edited("add_output", node="n4", index=0, name="label").main.outputs
    assert [(output.id, output.name, output.node) for output in outputs] == [
        ("o1", "label", "n5"),
        ("o2", "label_2", "n4"),
    ]


def test_add_output_avoids_the_name_of_a_layer_that_is_called_twice() -> None:
    graph = GraphBuilder()
    layer = graph.layer("Dense", name="head", units=1)
    head = graph.call_layer(layer, graph.input("left", (4,)))
    again = graph.call_layer(layer, graph.input("right", (4,)))
    document = graph.document("Shared")
    edits = [Edit(kind="add_output", arguments={"node": one.node, "index": 0, "name": "head"}) for one in (head, again)]
    changed = apply_edits(document, edits)
    assert [output.name for output in changed.main.outputs] == ["head_2", "head_3"]
    assert list(validate_document(changed)) == []


def test_edits_reach_into_sub_models() -> None:
    document = two_branches()
    definition = Definition(name="encoder", graph=document.main)
    document = document.model_copy(update={"definitions": {"d1": definition}})
    edit = Edit(kind="rename_layer", graph="d1", arguments={"layer": "l2", "name": "inner"})
    changed = apply_edits(document, [edit])
    assert changed.definitions["d1"].graph.layers["l2"].name == "inner"
    assert changed.main == document.main


@pytest.mark.parametrize("kind", CHANGES)
def test_an_edit_of_something_gone_is_refused_in_words(kind: EditKind) -> None:
    arguments: dict[str, JsonValue] = {"layer": "l99", "node": "n99", "output": "o99", "key": "units", "name": "a"}
    with pytest.raises(DocumentError, match="It may have been edited since"):
        apply_edits(two_branches(), [Edit(kind=kind, arguments=arguments)])
