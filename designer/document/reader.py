"""One graph with what every check and the engine want to know about it, worked out once. No Keras."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from designer.document.model import NODE_KEY, Document, Graph, Node, Tree
from designer.document.problem import MAIN, Edit, Fix, Place, Problem


@dataclass(frozen=True)
class GraphReader:
    """A graph, the references of every node as (node, output), and the nodes that read each node."""

    document: Document
    graph: Graph
    name: str
    sources: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    readers: dict[str, dict[str, None]] = field(default_factory=dict)

    def label(self, node_id: str) -> str:
        """What the user calls a node."""
        return self._labels.get(node_id, node_id)

    @cached_property
    def _labels(self) -> dict[str, str]:
        layers = self.graph.layers
        return {
            node_id: layer.name
            if (layer := layers.get(node.layer or "")) is not None
            else (node.op or "").removeprefix("keras.ops.") or node_id
            for node_id, node in self.graph.nodes.items()
        }

    @cached_property
    def calls(self) -> dict[str, int]:
        """How many nodes call each layer."""
        return Counter(node.layer for node in self.graph.nodes.values() if node.layer is not None)

    @cached_property
    def depth(self) -> dict[str, int]:
        """See `depths`."""
        return _depths(self)

    def place(self, node_id: str, *, field_name: str | None = None) -> Place:
        """The place of a problem at a node."""
        node = self.graph.nodes.get(node_id)
        layer_id = node.layer if node and node.layer in self.graph.layers else None
        return Place(name=self.label(node_id), graph=self.name, node=node_id, layer=layer_id, field=field_name)

    def is_input(self, node_id: str) -> bool:
        """Whether a node is an input of the graph."""
        node = self.graph.nodes.get(node_id)
        layer = self.graph.layers.get(node.layer or "") if node else None
        return layer is not None and layer.class_name == "InputLayer"

    def problem(self, code: str, node_id: str, message: str, short: str, *fixes: Fix) -> Problem:
        """A problem at a node."""
        return Problem(code=code, where=self.place(node_id), message=message, short=short, fixes=fixes)

    def edit(self, kind: str, **arguments: object) -> Edit:
        """An edit of this graph."""
        return Edit.model_validate({"kind": kind, "graph": self.name, "arguments": arguments})


def read_graph(document: Document, graph: Graph, name: str) -> GraphReader:
    """A reader of this graph. References are read as plain pairs: 5,000 nodes have to take milliseconds."""
    sources = {node_id: _leaves(node) for node_id, node in graph.nodes.items()}
    # Dicts as ordered sets: the order of calculation must not change from one process to the next.
    readers: dict[str, dict[str, None]] = {node_id: {} for node_id in graph.nodes}
    for node_id, leaves in sources.items():
        for source, _ in leaves:
            if source in readers:
                readers[source][node_id] = None
    return GraphReader(document=document, graph=graph, name=name, sources=sources, readers=readers)


def read_graphs(document: Document) -> dict[str, GraphReader]:
    """A reader of every graph, under its name: `main` first, then the definitions."""
    graphs = {MAIN: document.main, **{key: item.graph for key, item in document.definitions.items()}}
    return {name: read_graph(document, graph, name) for name, graph in graphs.items()}


def _leaves(node: Node) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for tree in (*node.args, *node.kwargs.values()):
        if isinstance(tree, dict | list):
            found.extend(tree_leaves(tree))
    return found


def tree_leaves(tree: Tree) -> Iterator[tuple[str, int]]:
    """All references of a tree as (node, output); output is −1 where it is no number."""
    if isinstance(tree, dict):
        node = tree.get(NODE_KEY)
        if isinstance(node, str):
            output = tree.get("output", 0)
            yield node, output if isinstance(output, int) and not isinstance(output, bool) else -1
            return
        tree = list(tree.values())
    if isinstance(tree, list):
        for item in tree:
            yield from tree_leaves(item)


def depths(reader: GraphReader) -> dict[str, int]:
    """For every node its place in the longest chain that leads to it, from 1; nodes on or below a cycle are absent.

    The nodes stand in an order in which each follows what it reads. Worked out once per reader; not to be changed.
    """
    return reader.depth


def _depths(reader: GraphReader) -> dict[str, int]:
    known: dict[str, int] = {}
    waiting = dict.fromkeys(reader.readers, 0)
    for followers in reader.readers.values():
        for follower in followers:
            waiting[follower] += 1
    queue = [node_id for node_id, count in waiting.items() if count == 0]
    for node_id in queue:
        known[node_id] = 1 + max((known.get(source, 0) for source, _ in reader.sources[node_id]), default=0)
        for follower in reader.readers[node_id]:
            waiting[follower] -= 1
            if waiting[follower] == 0:
                queue.append(follower)
    return known


def cycle_nodes(reader: GraphReader) -> list[list[str]]:
    """Every cycle once, as the nodes around it; a node on two cycles appears in the first only."""
    if len(depths(reader)) == len(reader.graph.nodes):
        return []
    found: list[list[str]] = []
    done: set[str] = set()
    for start in reader.graph.nodes:
        if start in done:
            continue
        path: list[str] = []
        on_path: dict[str, int] = {}
        # A stack of iterators, not recursion: a chain may be longer than Python's stack.
        stack = [iter([start])]
        while stack:
            node_id = next(stack[-1], None)
            if node_id is None:
                stack.pop()
                if path:
                    leaving = path.pop()
                    del on_path[leaving]
                    done.add(leaving)
            elif node_id in on_path:
                cycle = path[on_path[node_id] :]
                if not any(set(cycle) & set(other) for other in found):
                    found.append(cycle)
            elif node_id not in done and node_id in reader.graph.nodes:
                on_path[node_id] = len(path)
                path.append(node_id)
                stack.append(iter(dict.fromkeys(source for source, _ in reader.sources[node_id])))
    return found
