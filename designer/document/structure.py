"""Is a graph one that can be calculated? Cycles, references, names, inputs and outputs. Pure functions, no Keras."""

import keyword
from collections.abc import Iterator

from designer.catalogue import find_layer
from designer.document.model import NODE_KEY, Node
from designer.document.names import check_inputs, check_layer_names, check_outputs
from designer.document.ports import call_ports, read_slot
from designer.document.problem import Fix, Problem
from designer.document.reader import GraphReader, cycle_nodes, tree_leaves

OPERATIONS = (
    *("add", "subtract", "multiply", "divide", "matmul", "einsum", "concatenate", "stack", "reshape", "transpose"),
    *("mean", "sum", "max", "min", "abs", "square", "sqrt", "exp", "log", "softmax", "sigmoid", "relu", "tanh"),
    *("cast", "expand_dims", "squeeze", "where", "norm", "pad", "slice", "take", "maximum", "minimum", "power"),
)
"""Functions of keras.ops that a node may call."""


def check_structure(reader: GraphReader) -> Iterator[Problem]:
    """Everything that can be said about a graph without looking at a layer's arguments."""
    yield from _check_references(reader)
    yield from _check_cycles(reader)
    yield from _check_targets(reader)
    yield from _check_keywords(reader)
    yield from _check_ports(reader)
    yield from check_layer_names(reader)
    yield from check_inputs(reader)
    yield from check_outputs(reader)


def _check_references(reader: GraphReader) -> Iterator[Problem]:
    for node_id, leaves in reader.sources.items():
        missing = [source for source, output in leaves if source not in reader.graph.nodes or output < 0]
        if missing:
            yield Problem(
                code="graph.dangling-reference",
                where=reader.place(node_id),
                message=f'{reader.label(node_id)} reads "{missing[0]}", which is not in the graph. Connect it again.',
                short="reads a missing node",
                fixes=tuple(_disconnect_fixes(reader, node_id, missing[0])),
            )


def _disconnect_fixes(reader: GraphReader, node_id: str, source: str) -> Iterator[Fix]:
    node = reader.graph.nodes[node_id]
    for port, tree in [*enumerate(node.args), *node.kwargs.items()]:
        items = tree if isinstance(tree, list) else [tree]
        for index, item in enumerate(items):
            if any(leaf == source for leaf, _ in tree_leaves(item)):
                yield Fix(
                    label="Remove the wire", edits=(reader.edit("disconnect", node=node_id, port=port, index=index),)
                )
                return


def _check_cycles(reader: GraphReader) -> Iterator[Problem]:
    for cycle in cycle_nodes(reader):
        # The walk went against the wires; the user reads along them.
        along = [reader.label(node_id) for node_id in reversed(cycle)]
        shown = [*along[:6], "…"] if len(along) > 6 else along
        path = " → ".join([*shown, along[0]])
        yield Problem(
            code="graph.cycle",
            where=reader.place(cycle[0]),
            message=f"{along[0]} waits for itself: {path}. A model has no loops. Remove one of these wires.",
            short="is part of a loop",
            fixes=tuple(_cycle_fixes(reader, cycle)),
        )


def _cycle_fixes(reader: GraphReader, cycle: list[str]) -> Iterator[Fix]:
    for node_id, source in zip(cycle, [*cycle[1:], cycle[0]], strict=True):
        for fix in _disconnect_fixes(reader, node_id, source):
            yield Fix(label=f"Remove {reader.label(source)} → {reader.label(node_id)}", edits=fix.edits)
            return


def _check_targets(reader: GraphReader) -> Iterator[Problem]:
    """Does every node call something that exists?"""
    for node_id, node in reader.graph.nodes.items():
        if node.layer is None:
            yield from _check_operation(reader, node_id, node)
            continue
        layer = reader.graph.layers.get(node.layer)
        if layer is None:
            message = f"Node {node_id} calls a layer that is not in the document. Delete it, or place the layer again."
            yield reader.problem("graph.missing-layer", node_id, message, "layer is missing", _delete(reader, node_id))
        elif layer.definition is not None:
            if layer.definition not in reader.document.definitions:
                message = f"{layer.name} stands for a sub-model that is not in the document. Delete it."
                yield reader.problem(
                    "graph.missing-definition", node_id, message, "sub-model is missing", _delete(reader, node_id)
                )
        elif find_layer(layer.class_name) is None:
            message = (
                f'{layer.name} is a "{layer.class_name[:60]}", which Layerloom does not offer. It is kept as it is; '
                "replace or delete it to train."
            )
            yield reader.problem(
                "graph.unknown-layer", node_id, message, "Unknown class, kept as it is", _delete(reader, node_id)
            )


def _check_operation(reader: GraphReader, node_id: str, node: Node) -> Iterator[Problem]:
    name = (node.op or "").removeprefix("keras.ops.")
    if name not in OPERATIONS:
        message = f'"{(node.op or node_id)[:60]}" is no operation that Layerloom knows. Delete the node.'
        yield reader.problem("graph.unknown-operation", node_id, message, "Unknown operation", _delete(reader, node_id))


def _delete(reader: GraphReader, node_id: str) -> Fix:
    return Fix(label=f"Delete {reader.label(node_id)}", edits=(reader.edit("delete_node", node=node_id),))


def _check_keywords(reader: GraphReader) -> Iterator[Problem]:
    """Is each argument that a call names one that Python could name?"""
    for node_id, node in reader.graph.nodes.items():
        odd = next((key for key in node.kwargs if not _is_argument_name(key)), None)
        if odd is not None:
            message = (
                f'{reader.label(node_id)} is called with an argument "{odd[:40]}", and no argument can be called that. '
                "Remove it."
            )
            fix = Fix(label="Remove the argument", edits=(reader.edit("disconnect", node=node_id, port=odd),))
            yield reader.problem("graph.bad-argument", node_id, message, "argument without a name", fix)


def _is_argument_name(key: str) -> bool:
    return key.isascii() and key.isidentifier() and not keyword.iskeyword(key)


def _check_ports(reader: GraphReader) -> Iterator[Problem]:
    for node_id, node in reader.graph.nodes.items():
        ports = [port for port in call_ports(reader.document, reader.graph, node) if port.required]
        open_ports = [port.name for port in ports if not _is_wired(node, port.name if port.arg is None else port.arg)]
        if open_ports:
            name, which = reader.label(node_id), " and ".join(open_ports)
            wants = "its input" if len(ports) == 1 else which
            message = f"{name} needs an input. Draw a wire into {wants}."
            short = "needs an input" if len(ports) == 1 else f"needs {which}"[:30]
            yield reader.problem("graph.unwired-port", node_id, message, short)


def _is_wired(node: Node, slot: int | str) -> bool:
    tree = read_slot(node, slot)
    if isinstance(tree, dict) and isinstance(tree.get(NODE_KEY), str):
        return True
    if isinstance(tree, list):
        return bool(tree) and all(next(tree_leaves(item), None) is not None for item in tree)
    return next(tree_leaves(tree), None) is not None
