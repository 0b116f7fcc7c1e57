"""The node evaluator: a document in, figures and problems out. Engine process only.

Nodes are calculated one by one in the order of the graph, each by real Keras without weights, and remembered
under everything that decides the result: class, config, call, tensors. After an edit only the changed part is new.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import keras

from designer.document.expression import resolve_config
from designer.document.memo import Memo
from designer.document.model import Document, Graph
from designer.document.problem import MAIN, Place, Problem
from designer.document.reader import GraphReader, cycle_nodes, depths, read_graphs
from designer.document.validate import check_size, validate_graphs
from designer.engine.build import make_layer
from designer.engine.calls import Call, Outcome, input_outcome, run_calls
from designer.engine.messages import expensive, explain, look_twice
from designer.engine.protocol import Analysis
from designer.engine.report import GraphResult, NodeResult, figures, summarise
from designer.engine.specs import Spec
from designer.engine.submodels import call_arguments, graph_hash, make_model
from designer.engine.unchanged import Unchanged

MEMO_SIZE = 20_000
FAULTS_OF_ONE_CALL = frozenset(
    {"graph.cycle", "graph.dangling-output", "graph.dangling-reference", "graph.missing-output", "graph.unwired-port"}
)
"""What is wrong with a wire leaves the other calls of a shared layer alone; everything else is the layer's own."""
FAULTS_OF_A_NAME = frozenset(
    f"graph.{kind}-{whose}-name" for kind in ("bad", "duplicate") for whose in ("layer", "output")
)


@dataclass
class _LayerRun:
    """One layer during an analysis: its healthy calls so far, and its latest outcome."""

    key: str
    make: Callable[[], Any]
    calls: list[Call] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    failed_at: str | None = None


@dataclass
class _Pass:
    """One graph on its way through the evaluator."""

    document: Document
    reader: GraphReader
    results: dict[str, GraphResult]
    found: list[Problem]
    result: GraphResult = field(init=False)
    runs: dict[str, _LayerRun] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Know which nodes the validator has already found wrong, and which layers with all their calls."""
        self.result = GraphResult(reader=self.reader)
        here = [item for item in self.found if item.severity == "error" and item.where.graph == self.reader.name]
        if self.reader.name == MAIN:
            # A name changes no figure. (A sub-model is made as one Keras model, which looks at the names in it.)
            here = [item for item in here if item.code not in FAULTS_OF_A_NAME]
        self.broken = {item.where.node for item in here if item.where.node}
        for item in here:
            node = self.reader.graph.nodes.get(item.where.node or "")
            if node is not None and node.layer is not None and item.code not in FAULTS_OF_ONE_CALL:
                self.runs.setdefault(node.layer, _LayerRun(key="", make=_nothing, failed_at=item.where.node))


class Evaluator:
    """Answers documents. Keeps its memory between them.

    `on_work(graph, node, key)` is called before Keras is asked; it may raise to give up the analysis.
    """

    def __init__(self, *, on_work: Callable[[str, str, str], None] | None = None) -> None:
        """Start with an empty memory."""
        self._memo: Memo[Outcome] = Memo(MEMO_SIZE)
        self._on_work = on_work or (lambda graph, node, key: None)
        self._avoid: frozenset[str] = frozenset()
        self._hashes: dict[str, str] = {}
        self._unchanged = Unchanged()

    def analyse(self, document: Document, *, avoid: frozenset[str] = frozenset()) -> Analysis:
        """Figures and problems of all graphs. Keys in `avoid` were too expensive before and are not tried again."""
        self._avoid = avoid
        self._hashes.clear()
        self._unchanged.begin(document)
        large = check_size(document)
        if large is not None:
            return Analysis(problems=(large,))
        readers = read_graphs(document)
        found = list(validate_graphs(document, readers.values()))
        results: dict[str, GraphResult] = {}
        for name in _inner_first(document):
            results[name] = self._graph(_Pass(document, readers[name], results, found))
        problems = _in_order(found, [MAIN, *document.definitions])
        rows, totals = summarise(document, results, problems)
        nodes = {name: figures(result, problems) for name, result in results.items()}
        return Analysis(nodes=nodes, problems=tuple(problems), summary=rows, totals=totals)

    def _graph(self, work: _Pass) -> GraphResult:
        graph, result = work.reader.graph, work.result
        for node_id in depths(work.reader):
            result.nodes[node_id] = self._node(work, node_id)
        _fill_cycles(work.reader, work.broken, result)
        work.found.extend(_missing_outputs(result))
        # Every call of a layer shows the weights of the layer after its last call.
        for node_id, node in result.nodes.items():
            run = work.runs.get(graph.nodes[node_id].layer or "")
            last = self._memo.get(_run_key(run)) if run and len(run.calls) > 1 else None
            if last is not None and node.outcome is not None:
                node.outcome = replace(node.outcome, trainable=last.trainable, frozen=last.frozen)
        return result

    def _node(self, work: _Pass, node_id: str) -> NodeResult:
        reader, result = work.reader, work.result
        node = reader.graph.nodes[node_id]
        if node_id in work.broken:
            return NodeResult(state="error")
        blocked_by = next((b for source, _ in reader.sources[node_id] if (b := result.blocker(source))), None)
        if blocked_by is not None:
            return NodeResult(state="blocked", blocked_by=blocked_by)
        layer = reader.graph.layers.get(node.layer or "")
        # A layer with several calls depends on all of them, a sub-model on another graph.
        is_own = layer is not None and layer.definition is None and reader.calls[str(node.layer)] == 1
        parts = (layer, node, *(result.nodes[source].outcome for source, _ in reader.sources[node_id]))
        known = self._unchanged.get(reader.name, node_id, parts) if is_own else None
        if known is not None and node.layer not in work.runs:
            return known
        specs = {}
        for source, index in reader.sources[node_id]:
            outputs = result.nodes[source].outputs
            if index >= len(outputs):
                work.found.append(_no_such_output(reader, node_id, source, index, len(outputs)))
                return NodeResult(state="error")
            specs[source, index] = outputs[index]
        if layer is not None and layer.definition is not None and _is_broken(work, layer.definition):
            return NodeResult(state="blocked", waits_for=work.document.definitions[layer.definition].name)
        run = self._run(work, node_id)
        if run.failed_at is not None:
            return NodeResult(state="blocked", blocked_by=run.failed_at)
        call = Call(call_arguments(layer, node.args), node.kwargs, specs)
        problems = len(work.found)
        answer = self._call(reader, node_id, run, call, work.found)
        if is_own and answer.state == "ok" and len(work.found) == problems:
            self._unchanged.put(reader.name, node_id, parts, answer)
        return answer

    def _run(self, work: _Pass, node_id: str) -> _LayerRun:
        node = work.reader.graph.nodes[node_id]
        if node.layer is None:
            name = str(node.op).removeprefix("keras.ops.")
            return _LayerRun(key=f"op {name}", make=lambda: getattr(keras.ops, name))
        if node.layer not in work.runs:
            work.runs[node.layer] = self._layer_run(work.document, work.reader, node.layer)
        return work.runs[node.layer]

    def _layer_run(self, document: Document, reader: GraphReader, layer_id: str) -> _LayerRun:
        layer = reader.graph.layers[layer_id]
        definition = layer.definition
        if definition is not None:
            inner = graph_hash(document, document.definitions[definition].graph, self._hashes)
            return _LayerRun(
                key=f"model {inner} {layer.trainable}",
                make=lambda: make_model(document, definition, name="model", trainable=layer.trainable),
            )
        config = resolve_config(layer.config, document.hyperparameters)
        return _LayerRun(
            key=f"{layer.class_name} {json.dumps(config, sort_keys=True)} {layer.trainable}",
            make=lambda: make_layer(layer.class_name, config, name="layer", trainable=layer.trainable),
        )

    def _call(self, reader: GraphReader, node_id: str, run: _LayerRun, call: Call, found: list[Problem]) -> NodeResult:
        tried = _LayerRun(run.key, run.make, [*run.calls, call], [*run.texts, _call_text(call)])
        key = _run_key(tried)
        outcome = self._memo.get(key)
        if outcome is None:
            digest = hashlib.sha256(key.encode()).hexdigest()
            if digest in self._avoid:
                found.append(expensive(reader, node_id))
                return NodeResult(state="error")
            self._on_work(reader.name, node_id, digest)
            is_input = reader.is_input(node_id)
            outcome = input_outcome(run.make) if is_input else run_calls(run.make, tried.calls)
            self._memo.put(key, outcome)
        if outcome.refusal is not None:
            found.append(explain(reader, node_id, outcome.refusal, call))
            return NodeResult(state="error")
        run.calls, run.texts = tried.calls, tried.texts
        found.extend(look_twice(reader, node_id, outcome, call))
        return NodeResult(state="ok", outcome=outcome)


def _is_broken(work: _Pass, definition_id: str) -> bool:
    inner = work.results.get(definition_id)
    return inner is None or inner.is_broken


def _nothing() -> None:
    return None


def _run_key(run: _LayerRun) -> str:
    return "\n".join([run.key, *run.texts])


def _call_text(call: Call) -> str:
    """The call without the names of nodes, which change nothing: references become numbers in order of appearance."""
    numbers = {node: str(index) for index, node in enumerate(dict.fromkeys(node for node, _ in call.specs))}
    specs = [[numbers[node], output, _spec_text(spec)] for (node, output), spec in call.specs.items()]
    # Tree by tree: a keyword called like the mark of a reference does not make the keywords one.
    keywords = {key: _renumbered(tree, numbers) for key, tree in call.kwargs.items()}
    trees: Any = [_renumbered(list(call.args), numbers), keywords]
    return json.dumps([trees, specs])


def _spec_text(spec: Spec) -> list[Any]:
    return [spec.shape, spec.dtype, spec.sparse, spec.ragged, spec.mask]


def _renumbered(tree: Any, numbers: dict[str, str]) -> Any:
    if isinstance(tree, dict):
        if isinstance(node := tree.get("$node"), str):
            return [numbers[node], tree.get("output", 0)]
        return {key: _renumbered(item, numbers) for key, item in tree.items()}
    return [_renumbered(item, numbers) for item in tree] if isinstance(tree, list) else tree


def _inner_first(document: Document) -> list[str]:
    """The graphs so that each sub-model comes before the graphs that use it; a loop of definitions ends somewhere."""
    order: list[str] = []
    entered: set[str] = set()

    def visit(name: str, graph: Graph) -> None:
        if name in entered:
            return
        entered.add(name)
        for layer in graph.layers.values():
            if layer.definition in document.definitions:
                visit(str(layer.definition), document.definitions[str(layer.definition)].graph)
        order.append(name)

    for name, definition in document.definitions.items():
        visit(name, definition.graph)
    visit(MAIN, document.main)
    return order


def _fill_cycles(reader: GraphReader, broken: set[str], result: GraphResult) -> None:
    """Nodes on or below a loop wait for the node at which the loop was reported."""
    loops = cycle_nodes(reader)
    for node_id in reader.graph.nodes:
        if node_id not in result.nodes:
            loop = next((item for item in loops if node_id in item), loops[0] if loops else [])
            cause = loop[0] if loop else None
            is_cause = node_id in broken
            result.nodes[node_id] = NodeResult(
                state="error" if is_cause else "blocked", blocked_by=None if is_cause else cause
            )


def _no_such_output(reader: GraphReader, node_id: str, source: str, index: int, count: int) -> Problem:
    message = (
        f"{reader.label(node_id)} reads output {index + 1} of {reader.label(source)}, which has {count}. "
        "Connect it again."
    )
    return Problem(
        code="graph.missing-output", where=reader.place(node_id), message=message, short="reads a missing output"
    )


def _missing_outputs(result: GraphResult) -> Iterator[Problem]:
    """Outputs of the graph that their node, which is calculated, does not have."""
    for output in result.reader.graph.outputs:
        node = result.nodes.get(output.node)
        if node is None or node.state != "ok" or output.index < 0 or result.has(output):
            continue
        name = result.reader.label(output.node)
        message = (
            f'The output "{output.name}" is tensor {output.index + 1} of {name}, which has {len(node.outputs)}. '
            f"Take the mark off {name} and make it an output again."
        )
        where = Place(name=output.name, graph=result.reader.name, node=output.node)
        yield Problem(code="graph.missing-output", where=where, message=message, short="output without a tensor")


def _in_order(problems: list[Problem], graphs: list[str]) -> list[Problem]:
    """Errors before warnings, the main graph before sub-models."""
    rank = {name: index for index, name in enumerate(graphs)}
    return sorted(problems, key=lambda item: (item.severity == "warning", rank.get(item.where.graph, len(rank))))
