"""Ports of a call: which argument of the call a port's name means."""

from collections.abc import Callable

from pydantic import JsonValue

from designer.catalogue import find_layer
from designer.catalogue.schema import Port
from designer.document.model import Document, Graph, Node
from designer.document.rewire import normal_call

Slot = int | str
"""One argument of a call: its position, or its keyword."""


def call_ports(document: Document, graph: Graph, node: Node) -> tuple[Port, ...]:
    """The ports of the layer that a node calls: the catalogue's, or one per input of a sub-model."""
    layer = graph.layers.get(node.layer or "")
    if layer is None:
        return ()
    if layer.definition is not None:
        return definition_ports(document, layer.definition)
    entry = find_layer(layer.class_name)
    return entry.ports if entry else ()


def definition_ports(document: Document, definition_id: str) -> tuple[Port, ...]:
    """One port per input of a sub-model, named like it."""
    definition = document.definitions.get(definition_id)
    if definition is None:
        return ()
    inner = definition.graph
    names = []
    for position, node_id in enumerate(inner.inputs):
        node = inner.nodes.get(node_id)
        layer = inner.layers.get(node.layer or "") if node else None
        names.append(layer.name if layer else f"input {position + 1}")
    return tuple(Port(name=name, arg=position) for position, name in enumerate(names))


def find_slot(document: Document, graph: Graph, node: Node, port: int | str) -> Slot:
    """The argument that a port's name or position stands for; an unknown name is a keyword."""
    if isinstance(port, int):
        return port
    for known in call_ports(document, graph, node):
        if known.name == port:
            return known.name if known.arg is None else known.arg
    return port


def is_variadic(document: Document, graph: Graph, node: Node) -> Callable[[Slot], bool]:
    """Tells of an argument whether it is a list that grows and closes up."""
    ports = call_ports(document, graph, node)
    slots = {port.name if port.arg is None else port.arg for port in ports if port.variadic}
    return lambda slot: slot in slots


def read_slot(node: Node, slot: Slot) -> JsonValue:
    """What is wired into an argument; None when nothing is."""
    if isinstance(slot, int):
        return node.args[slot] if slot < len(node.args) else None
    return node.kwargs.get(slot)


def write_slot(node: Node, slot: Slot, value: JsonValue) -> Node:
    """The call with one argument replaced; None takes it out."""
    args, kwargs = list(node.args), dict(node.kwargs)
    if isinstance(slot, int):
        args += [None] * (slot + 1 - len(args))
        args[slot] = value
    else:
        kwargs[slot] = value
    new_args, new_kwargs = normal_call(args, kwargs)
    return node.model_copy(update={"args": new_args, "kwargs": new_kwargs})
