"""Edits on documents: what a fix does when it is clicked, and what a proposal changes. Pure functions.

An edit's `arguments` are, by kind (the canvas reads the same)::

    set_config      layer, key, value (without value: back to Keras' default; the key "trainable" is the layer's own)
    rename_layer    layer, name
    rename_output   output, name
    rename_project  name
    insert_before   node, port, index (within a growing port, 0 when absent), class_name, config, name (optional)
    replace_class   layer, class_name, config
    delete_node     node (with one wire in, its readers read that wire instead)
    disconnect      node, port, index (within a growing port; absent: the whole port)
    add_output      node, index, name

A `port` is a port's name in the catalogue, or the position of the argument.
"""

from collections.abc import Callable, Iterable
from typing import NoReturn

from pydantic import JsonValue

from designer.document.model import Document, Graph, Layer, Node, Output, Position, Reference
from designer.document.parse import refuse
from designer.document.ports import Slot, find_slot, is_variadic, read_slot, write_slot
from designer.document.problem import MAIN, Edit, Place
from designer.document.rewire import (
    free_id,
    free_name,
    replace_references,
    snake_case,
    with_layer,
    with_node,
    without_reference,
    without_uncalled_layers,
)
from designer.document.walk import as_reference, node_references, successors

PITCH_Y = 108.0
Change = Callable[[Document, Graph, Edit], Graph]


def apply_edits(document: Document, edits: Iterable[Edit]) -> Document:
    """The document after the edits, in their order.

    Raises:
        DocumentError: an edit names a layer, node or output that the document does not have.
    """
    for edit in edits:
        document = _apply(document, edit)
    return document


def _apply(document: Document, edit: Edit) -> Document:
    if edit.kind == "rename_project":
        return document.model_copy(update={"name": _text(edit, "name")})
    change = CHANGES[edit.kind]
    if edit.graph == MAIN:
        return document.model_copy(update={"main": change(document, document.main, edit)})
    definition = document.definitions.get(edit.graph)
    if definition is None:
        _missing(edit, "sub-model", edit.graph)
    changed = definition.model_copy(update={"graph": change(document, definition.graph, edit)})
    return document.model_copy(update={"definitions": {**document.definitions, edit.graph: changed}})


def _set_config(document: Document, graph: Graph, edit: Edit) -> Graph:
    layer_id, layer = _layer(graph, edit)
    key = _text(edit, "key")
    value = edit.arguments.get("value")
    if key == "trainable" and isinstance(value, bool):
        return with_layer(graph, layer_id, layer.model_copy(update={"trainable": value}))
    config = {name: old for name, old in layer.config.items() if name != key}
    if "value" in edit.arguments:
        # A changed key keeps its place, so that a stored document differs in one line.
        config = {**layer.config, key: value}
    return with_layer(graph, layer_id, layer.model_copy(update={"config": config}))


def _rename_layer(document: Document, graph: Graph, edit: Edit) -> Graph:
    layer_id, layer = _layer(graph, edit)
    return with_layer(graph, layer_id, layer.model_copy(update={"name": _text(edit, "name")}))


def _replace_class(document: Document, graph: Graph, edit: Edit) -> Graph:
    layer_id, layer = _layer(graph, edit)
    update = {"class_name": _text(edit, "class_name"), "config": _config(edit), "definition": None, "weights": None}
    return with_layer(graph, layer_id, layer.model_copy(update=update))


def _rename_output(document: Document, graph: Graph, edit: Edit) -> Graph:
    output_id = _text(edit, "output")
    if output_id not in {output.id for output in graph.outputs}:
        _missing(edit, "output", output_id)
    update = {"name": _text(edit, "name")}
    outputs = tuple(o.model_copy(update=update) if o.id == output_id else o for o in graph.outputs)
    return graph.model_copy(update={"outputs": outputs})


def _add_output(document: Document, graph: Graph, edit: Edit) -> Graph:
    node_id, node = _node(graph, edit)
    calls = [other.layer for other in graph.nodes.values()]
    # An output may be called like its own layer, but not like another one, nor like one that is called twice.
    others = {layer.name for key, layer in graph.layers.items() if key != node.layer or calls.count(key) > 1}
    name = free_name(_text(edit, "name"), {output.name for output in graph.outputs} | others)
    output_id = free_id("o", {output.id for output in graph.outputs})
    output = Output(id=output_id, name=name, node=node_id, index=_number(edit, "index") or 0)
    return graph.model_copy(update={"outputs": (*graph.outputs, output)})


def _delete_node(document: Document, graph: Graph, edit: Edit) -> Graph:
    node_id, node = _node(graph, edit)
    sources = list(node_references(node))
    nodes = {key: other for key, other in graph.nodes.items() if key != node_id}
    for key, other in nodes.items():
        if len(sources) == 1:
            nodes[key] = replace_references(other, node_id, sources[0])
        else:
            variadic = is_variadic(document, graph, other)
            nodes[key] = without_reference(other, lambda ref: ref.node == node_id, variadic)
    groups = {
        key: group.model_copy(update={"nodes": tuple(member for member in group.nodes if member != node_id)})
        for key, group in graph.groups.items()
    }
    update = {
        "nodes": nodes,
        "groups": groups,
        "inputs": tuple(item for item in graph.inputs if item != node_id),
        "outputs": tuple(output for output in graph.outputs if output.node != node_id),
    }
    return without_uncalled_layers(graph.model_copy(update=update), {node.layer} if node.layer else set())


def _disconnect(document: Document, graph: Graph, edit: Edit) -> Graph:
    node_id, node = _node(graph, edit)
    slot = _slot(document, graph, node, edit)
    index = _number(edit, "index")
    wires = read_slot(node, slot)
    if index is None or not isinstance(wires, list):
        return with_node(graph, node_id, write_slot(node, slot, None))
    rest = [wire for position, wire in enumerate(wires) if position != index]
    return with_node(graph, node_id, write_slot(node, slot, rest))


def _insert_before(document: Document, graph: Graph, edit: Edit) -> Graph:
    node_id, node = _node(graph, edit)
    slot = _slot(document, graph, node, edit)
    wires = read_slot(node, slot)
    index = _number(edit, "index") or 0
    wire = (wires[index] if index < len(wires) else None) if isinstance(wires, list) else wires
    source = as_reference(wire)
    if source is None:
        _missing(edit, "wire", str(edit.arguments.get("port", 0)))
    graph, position = _make_room(graph, source, node_id)
    class_name = _text(edit, "class_name")
    used = {layer.name for layer in graph.layers.values()}
    name = edit.arguments.get("name")
    label = free_name(name if isinstance(name, str) else snake_case(class_name), used)
    layer_id, new_id = free_id("l", set(graph.layers)), free_id("n", set(graph.nodes))
    graph = with_layer(graph, layer_id, Layer(name=label, class_name=class_name, config=_config(edit)))
    graph = with_node(graph, new_id, Node(layer=layer_id, args=(source.as_leaf(),), position=position))
    leaf = Reference(node=new_id).as_leaf()
    changed = [*wires[:index], leaf, *wires[index + 1 :]] if isinstance(wires, list) else leaf
    return with_node(graph, node_id, write_slot(graph.nodes[node_id], slot, changed))


def _make_room(graph: Graph, source: Reference, node_id: str) -> tuple[Graph, Position]:
    """Where a node between the two goes; without a free row there, everything from the reader on moves one row down."""
    place = graph.nodes[node_id].position
    above = graph.nodes[source.node].position if source.node in graph.nodes else place
    if place.y - above.y >= 2 * PITCH_Y:
        return graph, Position(x=place.x, y=place.y - PITCH_Y)
    moved = {node_id}
    readers = successors(graph)
    waiting = [node_id]
    while waiting:
        found = [reader for reader in readers[waiting.pop()] if reader not in moved]
        moved.update(found)
        waiting.extend(found)
    nodes = {key: _lower(node) if key in moved else node for key, node in graph.nodes.items()}
    return graph.model_copy(update={"nodes": nodes}), place


def _lower(node: Node) -> Node:
    return node.model_copy(update={"position": Position(x=node.position.x, y=node.position.y + PITCH_Y)})


def _text(edit: Edit, key: str) -> str:
    value = edit.arguments.get(key)
    if not isinstance(value, str):
        _missing(edit, key, "")
    return value


def _number(edit: Edit, key: str) -> int | None:
    value = edit.arguments.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _config(edit: Edit) -> dict[str, JsonValue]:
    config = edit.arguments.get("config")
    return dict(config) if isinstance(config, dict) else {}


def _layer(graph: Graph, edit: Edit) -> tuple[str, Layer]:
    layer_id = _text(edit, "layer")
    if layer_id not in graph.layers:
        _missing(edit, "layer", layer_id)
    return layer_id, graph.layers[layer_id]


def _node(graph: Graph, edit: Edit) -> tuple[str, Node]:
    node_id = _text(edit, "node")
    if node_id not in graph.nodes:
        _missing(edit, "node", node_id)
    return node_id, graph.nodes[node_id]


def _slot(document: Document, graph: Graph, node: Node, edit: Edit) -> Slot:
    port = edit.arguments.get("port", 0)
    return find_slot(document, graph, node, port if isinstance(port, int | str) else 0)


def _missing(edit: Edit, what: str, name: str) -> NoReturn:
    named = f" {name!r}" if name else ""
    message = f"The change cannot be made: the document has no {what}{named}. It may have been edited since."
    refuse("document.edit-without-target", message, where=Place(name=name or what, graph=edit.graph))


CHANGES: dict[str, Change] = {
    "set_config": _set_config,
    "rename_layer": _rename_layer,
    "rename_output": _rename_output,
    "insert_before": _insert_before,
    "replace_class": _replace_class,
    "delete_node": _delete_node,
    "disconnect": _disconnect,
    "add_output": _add_output,
}
