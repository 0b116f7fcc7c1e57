"""What one call of the graph reads, how often each tensor is read, and in which order the code makes the calls."""

import re
from collections import Counter

from pydantic import JsonValue

from designer.codegen.errors import cannot
from designer.document.model import Graph, Layer, Node
from designer.document.problem import MAIN
from designer.document.walk import graph_references, predecessors, successors

OPERATION = re.compile(r"keras\.ops\.(?:[a-z]+\.)?[a-z_][a-z0-9_]*")
SEVERAL_TENSORS = frozenset(
    f"keras.ops.{name}"
    for name in (
        *("array_split", "divmod", "eigh", "histogram", "lu_factor", "meshgrid", "moments", "nonzero", "qr"),
        *("slogdet", "split", "svd", "top_k", "unstack"),
    )
)


def call_order(graph: Graph) -> list[str]:
    """All nodes in an order that runs along one branch until it must wait, as a person would write it; inputs first.

    Raises:
        CannotGenerate: the wires form a loop.
    """
    sources, readers = predecessors(graph), successors(graph)
    waiting = {node_id: len(items) for node_id, items in sources.items()}
    inputs = [node_id for node_id in graph.inputs if node_id in graph.nodes]
    free = [node_id for node_id in graph.nodes if waiting[node_id] == 0 and node_id not in inputs]
    order: list[str] = []
    stack = [*reversed(free), *reversed(inputs)]
    pending: list[str] = []
    for node_id in inputs:
        # All inputs are written first, but what follows each is taken up in their order.
        stack.remove(node_id)
        order.append(node_id)
        pending += _enabled(node_id, readers, waiting)
    stack += reversed(pending)
    while stack:
        node_id = stack.pop()
        order.append(node_id)
        stack += reversed(_enabled(node_id, readers, waiting))
    if len(order) < len(graph.nodes):
        raise cannot("export.unfinished-graph", "The wires form a loop. Remove one of them.")
    return order


def _enabled(node_id: str, readers: dict[str, list[str]], waiting: dict[str, int]) -> list[str]:
    found = []
    for reader in readers[node_id]:
        waiting[reader] -= 1
        if waiting[reader] == 0:
            found.append(reader)
    return found


def count_readers(graph: Graph) -> Counter[str]:
    """How often each node's tensors are read, by calls and as outputs."""
    found = Counter(reference.node for references in graph_references(graph).values() for reference in references)
    found.update(output.node for output in graph.outputs)
    return found


def nodes_with_several_tensors(graph: Graph, outputs_of: dict[str, int]) -> set[str]:
    """The nodes whose call returns a list. `outputs_of` has the number of outputs of every sub-model."""
    found = {
        reference.node
        for references in graph_references(graph).values()
        for reference in references
        if reference.output > 0
    }
    found |= {output.node for output in graph.outputs if output.index > 0}
    for node_id, node in graph.nodes.items():
        layer = graph.layers.get(node.layer or "")
        if layer and layer.definition is not None:
            several = outputs_of.get(layer.definition, 1) > 1
        else:
            several = node.op in SEVERAL_TENSORS or (layer is not None and _returns_states(layer, node))
        if several:
            found.add(node_id)
    return found


def _returns_states(layer: Layer, node: Node) -> bool:
    if node.kwargs.get("return_attention_scores") is True or layer.config.get("return_state") is True:
        return True
    inner = layer.config.get("layer")
    config: JsonValue = inner.get("config") if isinstance(inner, dict) else None
    return isinstance(config, dict) and config.get("return_state") is True


def check_wires(graph: Graph, *, name: str = MAIN) -> None:
    """Make sure that every wire and every call leads somewhere.

    Raises:
        CannotGenerate: a call of a missing layer, a wire from a missing node, no input, or no output.
    """
    if not graph.inputs or not graph.outputs:
        what, first = ("input", "Add an Input layer") if not graph.inputs else ("output", "Mark a layer as output")
        raise cannot("export.unfinished-graph", f"The model has no {what}. {first}.", graph=name)
    references = graph_references(graph)
    for node_id, node in graph.nodes.items():
        if node.layer is not None and node.layer not in graph.layers:
            raise cannot(
                "export.unfinished-graph", "A node calls a layer that is missing. Delete the node.", graph=name
            )
        if node.layer is None and not OPERATION.fullmatch(node.op or ""):
            message = f"{(node.op or '')[:80]!r} is no operation of keras.ops. Delete the node."
            raise cannot("export.unknown-class", message, graph=name)
        if any(reference.node not in graph.nodes for reference in references[node_id]):
            message = "A wire comes from a node that is missing. Remove the wire."
            raise cannot("export.unfinished-graph", message, graph=name)
    if any(output.node not in graph.nodes for output in graph.outputs):
        raise cannot("export.unfinished-graph", "An output stands on a node that is missing. Remove it.", graph=name)
