"""Tidying a graph: layers from top to bottom, as few crossings as a few sweeps find, readers below what they read.

A plain layered layout (Sugiyama, Tagawa, Toda 1981): rows by the longest path from the inputs, order in the row by the
mean place of the neighbours, then the places themselves by least squares with a minimum distance. Wires that pass rows
keep a lane of their own there, so that they do not run behind nodes.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from designer.document.model import Document, Graph, Position
from designer.document.walk import predecessors, topological_order

PITCH_X = 256.0
PITCH_Y = 108.0
LANE = 80.0  # between two passing wires
GRID = 4.0
SWEEPS = 12

Item = str | tuple[str, str, int]
"""A node, or a lane: the place of one wire (source, reader) in one row it passes."""


def tidy(document: Document) -> Document:
    """The document with every node of its graphs laid out anew, on a pitch of 256 × 108 from the top down."""
    definitions = {
        key: definition.model_copy(update={"graph": tidy_graph(definition.graph)})
        for key, definition in document.definitions.items()
    }
    return document.model_copy(update={"main": tidy_graph(document.main), "definitions": definitions})


def tidy_graph(graph: Graph) -> Graph:
    """One graph laid out anew; nodes on a cycle stand in a row of their own below the rest."""
    places = place_nodes(graph)
    nodes = {
        node_id: node.model_copy(update={"position": Position(x=places[node_id][0], y=places[node_id][1])})
        for node_id, node in graph.nodes.items()
    }
    return graph.model_copy(update={"nodes": nodes})


def place_nodes(graph: Graph) -> dict[str, tuple[float, float]]:
    """The top-left corner of every node; the leftmost is at 0, the topmost at 0."""
    if not graph.nodes:
        return {}
    row_of = rank(graph)
    rows, neighbours = _rows(graph, row_of)
    _order(rows, neighbours)
    centres = _centres(rows, neighbours)
    left = min(centres[node_id] for node_id in graph.nodes)
    return {
        node_id: (round((centres[node_id] - left) / GRID) * GRID, row_of[node_id] * PITCH_Y) for node_id in graph.nodes
    }


def rank(graph: Graph) -> dict[str, int]:
    """The row of every node: one below the lowest of those it reads, from 0; nodes on a cycle share the last."""
    order, cyclic = topological_order(graph)
    sources = predecessors(graph)
    rows: dict[str, int] = {}
    for node_id in order:
        rows[node_id] = 1 + max((rows[source] for source in sources[node_id]), default=-1)
    last = 1 + max(rows.values(), default=-1)
    return rows | dict.fromkeys(cyclic, last)


def _rows(graph: Graph, row_of: dict[str, int]) -> tuple[list[list[Item]], dict[Item, tuple[list[Item], list[Item]]]]:
    """Rows of items, and for every item its neighbours in the row above and in the row below."""
    rows: list[list[Item]] = [[] for _ in range(1 + max(row_of.values()))]
    above: dict[Item, list[Item]] = defaultdict(list)
    below: dict[Item, list[Item]] = defaultdict(list)
    order, cyclic = topological_order(graph)
    sources = predecessors(graph)
    for node_id in (*order, *cyclic):
        rows[row_of[node_id]].append(node_id)
        for source in sources[node_id]:
            lanes: list[Item] = [(source, node_id, row) for row in range(row_of[source] + 1, row_of[node_id])]
            for lane in lanes:
                rows[lane[2] if isinstance(lane, tuple) else 0].append(lane)
            if row_of[source] < row_of[node_id]:
                for upper, lower in pairwise([source, *lanes, node_id]):
                    above[lower].append(upper)
                    below[upper].append(lower)
    return rows, {item: (above[item], below[item]) for row in rows for item in row}


def _order(rows: list[list[Item]], neighbours: dict[Item, tuple[list[Item], list[Item]]]) -> None:
    """Sort every row by the mean place of its neighbours, downwards and upwards in turn; keep the best order seen."""
    best, fewest = [list(row) for row in rows], _crossings(rows, neighbours)
    for sweep in range(SWEEPS):
        downwards = sweep % 2 == 0
        side = 0 if downwards else 1
        for row in rows if downwards else reversed(rows):
            place = {item: index for other in rows for index, item in enumerate(other)}
            row.sort(key=lambda item, side=side, place=place: _mean(neighbours[item][side], place, place[item]))  # type: ignore[misc]
        crossings = _crossings(rows, neighbours)
        if crossings < fewest:
            best, fewest = [list(row) for row in rows], crossings
    rows[:] = best


def _mean(items: Sequence[Item], place: dict[Item, int] | dict[Item, float], otherwise: float) -> float:
    return sum(place[item] for item in items) / len(items) if items else otherwise


def _crossings(rows: list[list[Item]], neighbours: dict[Item, tuple[list[Item], list[Item]]]) -> int:
    total = 0
    for upper, lower in pairwise(rows):
        place = {item: index for index, item in enumerate(lower)}
        ends = [place[reader] for item in upper for reader in sorted(neighbours[item][1], key=place.__getitem__)]
        total += sum(first > second for index, first in enumerate(ends) for second in ends[index + 1 :])
    return total


def _centres(rows: list[list[Item]], neighbours: dict[Item, tuple[list[Item], list[Item]]]) -> dict[Item, float]:
    centres: dict[Item, float] = {}
    for row in rows:
        _spread(row, [0.0] * len(row), centres)
    for sweep in range(SWEEPS):
        # One side at a time: a place then travels along a whole chain in one sweep and the chain stays straight.
        side = sweep % 2
        for row in rows if side == 0 else reversed(rows):
            wanted = [_mean(neighbours[item][side], centres, centres[item]) for item in row]
            _spread(row, wanted, centres)
    return centres


def _spread(row: list[Item], wanted: list[float], centres: dict[Item, float]) -> None:
    """Give the items of a row the places nearest to the wanted ones that keep their order and distance.

    Pool adjacent violators: after subtracting the distances what remains is a fit by a non-decreasing sequence.
    """
    offsets = [0.0]
    for left, right in pairwise(row):
        offsets.append(offsets[-1] + _distance(left, right))
    pools: list[tuple[float, int]] = []
    for value, offset in zip(wanted, offsets, strict=True):
        mean, size = value - offset, 1
        while pools and pools[-1][0] > mean:
            other, count = pools.pop()
            mean = (mean * size + other * count) / (size + count)
            size += count
        pools.append((mean, size))
    places = [mean for mean, size in pools for _ in range(size)]
    for item, place, offset in zip(row, places, offsets, strict=True):
        centres[item] = place + offset


def _distance(left: Item, right: Item) -> float:
    # A lane beside a node keeps a node's distance: a chain beside a long wire then stays straight.
    return LANE if not isinstance(left, str) and not isinstance(right, str) else PITCH_X
