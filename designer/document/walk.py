"""Reading a graph: references inside call trees, order, neighbours. Pure functions over documents."""

from collections.abc import Callable, Iterator
from functools import lru_cache

from pydantic import JsonValue

from designer.document.model import NODE_KEY, Graph, Node, Reference


def as_reference(value: JsonValue) -> Reference | None:
    """The reference a tree value stands for, or None when it is a plain value."""
    if isinstance(value, dict) and isinstance(value.get(NODE_KEY), str):
        output = value.get("output", 0)
        # As in `tree_leaves`: what is no number is no tensor of any node.
        index = output if isinstance(output, int) and not isinstance(output, bool) else -1
        return _reference(str(value[NODE_KEY]), index)
    return None


@lru_cache(maxsize=16_384, typed=True)
def _reference(node: str, output: int) -> Reference:
    """References are immutable; they are not checked, because one may lead nowhere, to an id that none could have."""
    return Reference.model_construct(node=node, output=output)


def tree_references(tree: JsonValue) -> Iterator[Reference]:
    """All references of one tree, in order of appearance."""
    reference = as_reference(tree)
    if reference is not None:
        yield reference
    elif isinstance(tree, list):
        for item in tree:
            yield from tree_references(item)
    elif isinstance(tree, dict):
        for item in tree.values():
            yield from tree_references(item)


def node_references(node: Node) -> Iterator[Reference]:
    """All references of one call: positional arguments first, then keyword arguments."""
    for tree in (*node.args, *node.kwargs.values()):
        yield from tree_references(tree)


def graph_references(graph: Graph) -> dict[str, tuple[Reference, ...]]:
    """The references of every call. Worked out once per graph: order, readers and code all ask for them."""
    return _graph_references(_Whole(graph))


class _Whole:
    """A graph as a key: equal only to itself, because comparing two of them takes longer than reading one."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Whole) and other.graph is self.graph

    def __hash__(self) -> int:
        return id(self.graph)


@lru_cache(maxsize=8)
def _graph_references(whole: _Whole) -> dict[str, tuple[Reference, ...]]:
    return {node_id: tuple(node_references(node)) for node_id, node in whole.graph.nodes.items()}


def map_references(tree: JsonValue, replace: Callable[[Reference], JsonValue]) -> JsonValue:
    """The same tree with every reference replaced."""
    reference = as_reference(tree)
    if reference is not None:
        return replace(reference)
    if isinstance(tree, list):
        return [map_references(item, replace) for item in tree]
    if isinstance(tree, dict):
        return {key: map_references(item, replace) for key, item in tree.items()}
    return tree


def predecessors(graph: Graph) -> dict[str, list[str]]:
    """For every node the nodes it reads, without repetition; references to missing nodes are left out."""
    return {
        node_id: list(dict.fromkeys([ref.node for ref in references if ref.node in graph.nodes]))
        for node_id, references in graph_references(graph).items()
    }


def successors(graph: Graph) -> dict[str, list[str]]:
    """For every node the nodes that read it."""
    return _readers(predecessors(graph))


def _readers(predecessors: dict[str, list[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {node_id: [] for node_id in predecessors}
    for node_id, sources in predecessors.items():
        for source in sources:
            found[source].append(node_id)
    return found


def topological_order(graph: Graph) -> tuple[list[str], list[str]]:
    """Nodes in an order in which every node follows what it reads, and the nodes on or below a cycle.

    Inputs come first in their order; among equals the order of the document decides, so the result is stable.
    """
    sources = predecessors(graph)
    readers = _readers(sources)
    waiting = {node_id: len(items) for node_id, items in sources.items()}
    inputs = [node_id for node_id in graph.inputs if node_id in graph.nodes]
    ready = list(dict.fromkeys([*inputs, *graph.nodes]))
    queue = [node_id for node_id in ready if waiting[node_id] == 0]
    order: list[str] = []
    for node_id in queue:
        order.append(node_id)
        for reader in readers[node_id]:
            waiting[reader] -= 1
            if waiting[reader] == 0:
                queue.append(reader)
    done = set(order)
    return order, [node_id for node_id in graph.nodes if node_id not in done]


def calls_by_layer(graph: Graph) -> dict[str, list[str]]:
    """For every layer the nodes that call it, in topological order (nodes on a cycle last)."""
    order, rest = topological_order(graph)
    found: dict[str, list[str]] = {}
    for node_id in (*order, *rest):
        layer = graph.nodes[node_id].layer
        if layer is not None:
            found.setdefault(layer, []).append(node_id)
    return found
