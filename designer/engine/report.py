"""From results to what the canvas shows: figures per node, the summary table, totals. No Keras."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from designer.document.model import Document, Output
from designer.document.problem import MAIN, Problem
from designer.document.reader import GraphReader
from designer.engine.protocol import NodeFigures, NodeState, SummaryRow, TensorSpec, Totals

if TYPE_CHECKING:
    from designer.engine.calls import Outcome
    from designer.engine.specs import Spec

SHORT = 30
REMEMBERED = 8_192
MAXIMUM_ROWS = 5_000
MAXIMUM_DEPTH = 8
"""Rows of sub-models are opened so far and no further; their figures are in the row of the sub-model in any case."""


@dataclass
class NodeResult:
    """One node after the analysis. `waits_for` names a sub-model with problems of its own."""

    state: NodeState
    outcome: "Outcome | None" = None
    blocked_by: str | None = None
    waits_for: str = ""

    @property
    def outputs(self) -> tuple["Spec", ...]:
        """The tensors, none while unknown."""
        return self.outcome.outputs if self.outcome else ()


@dataclass
class GraphResult:
    """One graph after the analysis, its nodes in the order of calculation."""

    reader: GraphReader
    nodes: dict[str, NodeResult] = field(default_factory=dict)

    @property
    def is_broken(self) -> bool:
        """Whether a layer that stands for this graph can be calculated."""
        known = all(node.state == "ok" for node in self.nodes.values())
        outputs = self.reader.graph.outputs
        return not (known and self.reader.graph.inputs and outputs and all(self.has(item) for item in outputs))

    def has(self, output: Output) -> bool:
        """Whether an output of the graph is a tensor of its node. For nodes that are calculated."""
        node = self.nodes.get(output.node)
        return node is not None and 0 <= output.index < len(node.outputs)

    @cached_property
    def part(self) -> set[str]:
        """The nodes that lead to an output; all of them as long as there is no output. For when all nodes are in."""
        return _part_of_model(self)

    @cached_property
    def counted(self) -> set[str]:
        """The nodes whose weights are counted. For when all nodes are in."""
        return _counted(self)

    def blocker(self, node_id: str) -> str | None:
        """The node whose problem keeps `node_id` from being known, or None."""
        node = self.nodes.get(node_id)
        if node is None:
            return node_id
        if node.state == "ok":
            return None
        return node.blocked_by or node_id


def figures(result: GraphResult, problems: list[Problem]) -> dict[str, NodeFigures]:
    """What each node of a graph shows."""
    by_node: dict[str, Problem] = {}
    for problem in problems:
        if problem.where.graph == result.reader.name and problem.where.node:
            by_node.setdefault(problem.where.node, problem)
    return {node_id: _figures(result, node_id, node, by_node.get(node_id)) for node_id, node in result.nodes.items()}


def _figures(
    result: GraphResult,
    node_id: str,
    node: NodeResult,
    problem: Problem | None,
) -> NodeFigures:
    state, message = node.state, problem.short if problem else ""
    if state == "ok" and problem is not None:
        state = problem.severity
    elif state == "error" and problem is not None and problem.code == "graph.unknown-layer":
        state = "placeholder"
    elif state == "blocked":
        cause = node.waits_for or (result.reader.label(node.blocked_by) if node.blocked_by else "")
        message = f"Waits for {cause}"
    outcome = node.outcome
    layer = result.reader.graph.nodes[node_id].layer
    return _made(
        state,
        node.outputs,
        (outcome.trainable, outcome.frozen) if outcome else None,
        node_id in result.counted,
        result.reader.calls.get(layer or "", 1),
        message if len(message) <= SHORT else message[: SHORT - 1] + "…",
        node.blocked_by,
    )


@lru_cache(maxsize=REMEMBERED)
def _made(
    state: NodeState,
    outputs: tuple["Spec", ...],
    weights: tuple[int, int] | None,
    counted: bool,
    calls: int,
    message: str,
    blocked_by: str | None,
) -> NodeFigures:
    """Figures, made once for all nodes and edits that show the same."""
    trainable, frozen = weights or (None, None)
    return NodeFigures.model_construct(
        state=state,
        outputs=tuple(TensorSpec.model_construct(shape=spec.shape, dtype=spec.dtype) for spec in outputs),
        params=sum(weights) if weights else None,
        trainable_params=trainable,
        non_trainable_params=frozen,
        counted=counted,
        calls=calls,
        message=message,
        blocked_by=blocked_by,
    )


def _counted(result: GraphResult) -> set[str]:
    """The first known call of every layer, and every operation."""
    seen: set[str] = set()
    counted: set[str] = set()
    for node_id, node in result.nodes.items():
        layer = result.reader.graph.nodes[node_id].layer
        if layer is None or (layer not in seen and node.outcome is not None):
            counted.add(node_id)
            seen.add(layer or "")
    return counted


def summarise(
    document: Document, results: dict[str, GraphResult], problems: list[Problem]
) -> tuple[tuple[SummaryRow, ...], Totals]:
    """The rows that `keras.Model.summary` would list, and their sums."""
    rows: list[SummaryRow] = []
    _add_rows(document, results, MAIN, rows, depth=0)
    main = results[MAIN]
    counted = [main.nodes[node_id] for node_id in main.counted if node_id in main.part]
    outcomes = [node.outcome for node in counted if node.outcome is not None]
    trainable, frozen = sum(item.trainable for item in outcomes), sum(item.frozen for item in outcomes)
    complete = not any(problem.severity == "error" for problem in problems)
    totals = Totals(
        total_params=trainable + frozen, trainable_params=trainable, non_trainable_params=frozen, complete=complete
    )
    return tuple(rows), totals


def _part_of_model(result: GraphResult) -> set[str]:
    graph = result.reader.graph
    waiting = [output.node for output in graph.outputs if output.node in graph.nodes]
    if not waiting:
        return set(graph.nodes)
    found = set(graph.inputs) & graph.nodes.keys()
    while waiting:
        node_id = waiting.pop()
        if node_id not in found or node_id in graph.inputs:
            found.add(node_id)
            sources = (source for source, _ in result.reader.sources[node_id] if source in graph.nodes)
            waiting.extend(source for source in sources if source not in found)
    return found


def _add_rows(
    document: Document, results: dict[str, GraphResult], name: str, rows: list[SummaryRow], *, depth: int
) -> None:
    result = results[name]
    graph, reader = result.reader.graph, result.reader
    part = result.part
    calls: dict[str, list[str]] = {}
    for node_id in result.nodes:
        if node_id in part:
            calls.setdefault(graph.nodes[node_id].layer or f"operation {node_id}", []).append(node_id)
    for node_ids in calls.values():
        node = graph.nodes[node_ids[0]]
        layer = graph.layers.get(node.layer or "")
        known = next((result.nodes[item].outcome for item in node_ids if result.nodes[item].outcome), None)
        definition = document.definitions.get(layer.definition or "") if layer else None
        class_name = layer.class_name if layer else reader.label(node_ids[0])
        sources = (source for item in node_ids for source, _ in reader.sources[item] if source in graph.nodes)
        rows.append(
            _row(
                (name, node_ids[0]),
                (reader.label(node_ids[0]), definition.name if definition else class_name),
                _shapes([spec for item in node_ids for spec in result.nodes[item].outputs], known),
                known.params if known else None,
                tuple(dict.fromkeys(reader.label(source) for source in sources)),
                layer.trainable if layer else True,
                (len(node_ids), depth),
            )
        )
        # Blocks of blocks of blocks, or a loop of definitions (reported elsewhere), must come to an end.
        if layer is not None and layer.definition in results and depth < MAXIMUM_DEPTH and len(rows) < MAXIMUM_ROWS:
            _add_rows(document, results, layer.definition, rows, depth=depth + 1)


def _shapes(specs: list["Spec"], known: "Outcome | None") -> tuple[bool, tuple[tuple[int | None, ...], ...]] | None:
    """The shapes of several outputs, or of calls that differ, and whether there is but one."""
    if known is None:
        return None
    if len(known.outputs) == 1:
        shapes = tuple(dict.fromkeys(spec.shape for spec in specs))
        return len(shapes) == 1, shapes
    return False, tuple(spec.shape for spec in known.outputs)


@lru_cache(maxsize=REMEMBERED)
def _row(
    place: tuple[str, str],
    names: tuple[str, str],
    shapes: tuple[bool, tuple[tuple[int | None, ...], ...]] | None,
    params: int | None,
    connected_to: tuple[str, ...],
    trainable: bool,
    calls_and_depth: tuple[int, int],
) -> SummaryRow:
    """A row, made once for all edits that leave it as it is."""
    found = [list(shape) for shape in shapes[1]] if shapes else None
    return SummaryRow.model_construct(
        graph=place[0],
        node=place[1],
        name=names[0],
        class_name=names[1],
        output_shape=found[0] if found and shapes and shapes[0] else found,
        params=params,
        connected_to=connected_to,
        trainable=trainable,
        calls=calls_and_depth[0],
        depth=calls_and_depth[1],
    )
