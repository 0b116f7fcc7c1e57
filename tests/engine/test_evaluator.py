"""Figures and states of whole documents."""

import pytest

from designer.document import Node
from designer.document.builder import GraphBuilder
from designer.document.edits import apply_edits
from designer.engine.evaluator import Evaluator
from tests.engine.graphs import encoder_twice, merge, sequence, with_config

PERCEPTRON = sequence(
    (10,), ("Dense", "first", {"units": 8}), ("Dense", "second", {"units": 4}), ("Dense", "third", {"units": 1})
)


class Counter:
    """An evaluator that notes which nodes Keras was asked about."""

    def __init__(self):
        self.nodes = []
        self.evaluator = Evaluator(on_work=lambda graph, node, key: self.nodes.append(node))

    def analyse(self, document):
        self.nodes.clear()
        return self.evaluator.analyse(document)


@pytest.fixture(scope="module")
def evaluator():
    return Evaluator()


def state(analysis, name, graph="main"):
    node = next(row.node for row in analysis.summary if row.name == name and row.graph == graph)
    return analysis.nodes[graph][node]


def test_shapes_counts_and_rows_of_a_chain(evaluator):
    analysis = evaluator.analyse(PERCEPTRON)
    assert [(row.name, row.output_shape, row.params, row.connected_to) for row in analysis.summary] == [
        ("features", [None, 10], 0, ()),
        ("first", [None, 8], 88, ("features",)),
        ("second", [None, 4], 36, ("first",)),
        ("third", [None, 1], 5, ("second",)),
    ]
    assert (analysis.totals.total_params, analysis.totals.complete) == (129, True)


def test_below_a_mistake_nodes_wait_in_silence_and_the_rest_keeps_its_figures(evaluator):
    analysis = evaluator.analyse(with_config(PERCEPTRON, "second", units=0))
    assert [problem.code for problem in analysis.problems] == ["config.out-of-range"]
    assert state(analysis, "first").params == 88
    assert state(analysis, "second").state == "error"
    waiting = state(analysis, "third")
    assert (waiting.state, waiting.message, waiting.params) == ("blocked", "Waits for second", None)
    assert waiting.blocked_by == "n3"
    assert (analysis.totals.total_params, analysis.totals.complete) == (88, False)


def test_an_unknown_class_is_a_placeholder(evaluator):
    analysis = evaluator.analyse(sequence((4,), ("Lambda", "odd", {}), ("Dense", "after", {"units": 1})))
    assert state(analysis, "odd").state == "placeholder"
    assert state(analysis, "after").message == "Waits for odd"


def test_everything_on_a_loop_waits_for_the_node_that_is_named(evaluator):
    document = merge("Add", (4,), (4,))
    nodes = dict(document.main.nodes)
    nodes["n3"] = Node(layer="l3", args=([{"$node": "n1"}, {"$node": "n4"}],))
    nodes["n4"] = Node(op="keras.ops.abs", args=({"$node": "n3"},))
    analysis = evaluator.analyse(
        document.model_copy(update={"main": document.main.model_copy(update={"nodes": nodes})})
    )
    states = {node: item.state for node, item in analysis.nodes["main"].items()}
    assert sorted([states["n3"], states["n4"]]) == ["blocked", "error"]
    assert states["n1"] == "ok"


@pytest.mark.parametrize("dtype", ["int32", "bool", "string"])
def test_weights_that_are_no_decimal_numbers_are_a_problem_of_their_layer(evaluator, dtype):
    document = with_config(PERCEPTRON, "second", dtype=dtype)
    (problem,) = evaluator.analyse(document).problems
    assert (problem.code, problem.where.node, problem.where.field) == ("config.weights-dtype", "n3", "dtype")
    assert f"weights of the type {dtype}" in problem.message
    assert evaluator.analyse(apply_edits(document, problem.fixes[0].edits)).problems == ()


@pytest.mark.parametrize(
    ("shape", "dtype", "layer"),
    [
        ((4,), "string", ("Dense", "head", {"units": 2})),
        ((8, 8, 3), "uint8", ("Conv2D", "edges", {"filters": 2, "kernel_size": 3})),
        ((4,), "int32", ("Dropout", "forget", {"rate": 0.5})),
    ],
)
def test_inputs_that_a_layer_cannot_calculate_with_are_told_with_a_fix(evaluator, shape, dtype, layer):
    document = sequence(shape, layer, dtype=dtype)
    (problem,) = evaluator.analyse(document).problems
    assert (problem.code, problem.where.name) == ("shape.wrong-dtype", layer[1])
    assert f'cannot calculate with {dtype} from "features"' in problem.message
    assert evaluator.analyse(apply_edits(document, problem.fixes[0].edits)).problems == ()


def test_whole_numbers_go_where_keras_takes_them(evaluator):
    for layer in (("Dense", "head", {"units": 2}), ("Rescaling", "scale", {"scale": 0.5}), ("Flatten", "flat", {})):
        assert evaluator.analyse(sequence((8, 3), layer, dtype="uint8")).problems == ()
    assert evaluator.analyse(sequence((4,), ("Hashing", "hash", {"num_bins": 3}), dtype="string")).problems == ()


def test_an_output_beyond_the_tensors_of_its_node_is_told(evaluator):
    outputs = tuple(output.model_copy(update={"index": 4}) for output in PERCEPTRON.main.outputs)
    document = PERCEPTRON.model_copy(update={"main": PERCEPTRON.main.model_copy(update={"outputs": outputs})})
    (problem,) = evaluator.analyse(document).problems
    assert (problem.code, problem.where.node) == ("graph.missing-output", "n4")
    assert 'The output "result" is tensor 5 of third, which has 1.' in problem.message


@pytest.mark.parametrize("kwargs", [{"$node": "n1"}, {"$node": "gone"}, {"$node": "n1", "output": 0}])
def test_keywords_that_look_like_a_reference_are_a_problem_and_no_failure(evaluator, kwargs):
    nodes = {**PERCEPTRON.main.nodes, "n3": Node(layer="l3", args=({"$node": "n2"},), kwargs=kwargs)}
    document = PERCEPTRON.model_copy(update={"main": PERCEPTRON.main.model_copy(update={"nodes": nodes})})
    analysis = evaluator.analyse(document)
    assert [problem.code for problem in analysis.problems] == ["graph.bad-argument"]
    assert state(analysis, "first").params == 88


def test_a_shared_layer_counts_once_and_says_so(evaluator):
    graph = GraphBuilder()
    left, right = graph.input("left", (8,)), graph.input("right", (8,))
    shared = graph.layer("Dense", name="shared", units=3)
    both = [graph.call_layer(shared, left), graph.call_layer(shared, right)]
    graph.output("result", graph.call("Concatenate", both, name="both"))
    analysis = evaluator.analyse(graph.document())
    calls = [item for item in analysis.nodes["main"].values() if item.calls == 2]
    assert [(item.params, item.counted) for item in calls] == [(27, True), (27, False)]
    assert analysis.totals.total_params == 27
    row = next(row for row in analysis.summary if row.name == "shared")
    assert (row.calls, row.output_shape, row.connected_to) == (2, [None, 3], ("left", "right"))


def test_the_second_call_of_a_shared_layer_fails_on_the_shape_of_the_first(evaluator):
    graph = GraphBuilder()
    shared = graph.layer("Dense", name="shared", units=3)
    for name, size in (("left", 8), ("right", 9)):
        graph.output(f"out_{name}", graph.call_layer(shared, graph.input(name, (size,))))
    analysis = evaluator.analyse(graph.document())
    (problem,) = analysis.problems
    assert problem.code == "shape.shared-mismatch"
    assert problem.message.startswith(
        'Dense "shared" was first called with 8 in axis -1 and now gets (None, 9) from "right".'
    )
    assert [item.state for item in analysis.nodes["main"].values()].count("error") == 1


def test_frozen_layers_have_no_trainable_weights(evaluator):
    document = PERCEPTRON
    layers = {**document.main.layers, "l2": document.main.layers["l2"].model_copy(update={"trainable": False})}
    analysis = evaluator.analyse(
        document.model_copy(update={"main": document.main.model_copy(update={"layers": layers})})
    )
    assert (analysis.totals.trainable_params, analysis.totals.non_trainable_params) == (41, 88)


def test_batch_normalization_has_weights_that_are_not_trained(evaluator):
    totals = evaluator.analyse(sequence((10,), ("BatchNormalization", "norm", {}))).totals
    assert (totals.trainable_params, totals.non_trainable_params) == (20, 20)


def test_a_sub_model_counts_once_and_lists_its_rows(evaluator):
    analysis = evaluator.analyse(encoder_twice())
    assert analysis.problems == ()
    assert [(row.depth, row.name, row.class_name, row.params) for row in analysis.summary] == [
        (0, "left", "InputLayer", 0),
        (0, "right", "InputLayer", 0),
        (0, "encoder", "Encoder", 36),
        (1, "row", "InputLayer", 0),
        (1, "squeeze", "Dense", 36),
        (1, "forget", "Dropout", 0),
        (0, "both", "Concatenate", 0),
        (0, "match", "Dense", 9),
    ]
    assert analysis.totals.total_params == 45


def test_a_frozen_sub_model_is_frozen_inside(evaluator):
    totals = evaluator.analyse(encoder_twice(trainable=False)).totals
    assert (totals.trainable_params, totals.non_trainable_params) == (9, 36)


def test_a_mistake_inside_a_sub_model_is_reported_there_once(evaluator):
    analysis = evaluator.analyse(encoder_twice(units=0))
    (problem,) = analysis.problems
    assert (problem.where.graph, problem.where.name, problem.code) == ("d1", "squeeze", "config.out-of-range")
    assert state(analysis, "encoder").message == "Waits for Encoder"
    assert state(analysis, "match").state == "blocked"


def test_operations_are_calculated_too(evaluator):
    document = merge("Add", (4,), (4,))
    nodes = {**document.main.nodes, "n3": Node(op="keras.ops.mean", args=({"$node": "n1"},), kwargs={"axis": -1})}
    analysis = evaluator.analyse(
        document.model_copy(update={"main": document.main.model_copy(update={"nodes": nodes})})
    )
    assert [spec.shape for spec in analysis.nodes["main"]["n3"].outputs] == [(None,)]


def test_states_of_a_recurrent_layer_are_outputs_of_their_own(evaluator):
    graph = GraphBuilder()
    encoder = graph.call("LSTM", graph.input("steps", (5, 2)), name="encoder", units=3, return_state=True)
    states = [{"$node": encoder.node, "output": index} for index in (1, 2)]
    decoder = graph.call("LSTM", graph.input("start", (7, 2)), name="decoder", units=3)
    graph.output("result", decoder)
    document = graph.document()
    node = document.main.nodes[decoder.node].model_copy(update={"kwargs": {"initial_state": states}})
    nodes = {**document.main.nodes, decoder.node: node}
    analysis = evaluator.analyse(
        document.model_copy(update={"main": document.main.model_copy(update={"nodes": nodes})})
    )
    assert analysis.problems == ()
    assert [spec.shape for spec in state(analysis, "encoder").outputs] == [(None, 3)] * 3
    assert state(analysis, "decoder").params == 72


def test_an_output_that_is_not_there_is_named(evaluator):
    document = PERCEPTRON
    nodes = {**document.main.nodes, "n3": Node(layer="l3", args=({"$node": "n2", "output": 4},))}
    analysis = evaluator.analyse(
        document.model_copy(update={"main": document.main.model_copy(update={"nodes": nodes})})
    )
    (problem,) = analysis.problems
    assert problem.message == "second reads output 5 of first, which has 1. Connect it again."


def test_layers_that_lead_to_no_output_are_not_counted(evaluator):
    document = PERCEPTRON
    outputs = (document.main.outputs[0].model_copy(update={"node": "n2"}),)
    analysis = evaluator.analyse(
        document.model_copy(update={"main": document.main.model_copy(update={"outputs": outputs})})
    )
    assert analysis.totals.total_params == 88
    assert [row.name for row in analysis.summary] == ["features", "first"]


def test_hyperparameters_decide_figures(evaluator):
    document = with_config(PERCEPTRON, "first", units={"$hp": "width * 2"})
    for width, params in ((4, 88), (8, 176)):
        analysis = evaluator.analyse(document.model_copy(update={"hyperparameters": {"width": width}}))
        assert state(analysis, "first").params == params


def test_only_what_an_edit_changes_is_calculated():
    counter = Counter()
    counter.analyse(PERCEPTRON)
    assert len(counter.nodes) == 4
    counter.analyse(PERCEPTRON)
    assert counter.nodes == []
    counter.analyse(with_config(PERCEPTRON, "second", units=5))
    assert counter.nodes == ["n3", "n4"]


def test_names_and_positions_cost_nothing():
    counter = Counter()
    counter.analyse(PERCEPTRON)
    layers = {**PERCEPTRON.main.layers, "l2": PERCEPTRON.main.layers["l2"].model_copy(update={"name": "renamed"})}
    counter.analyse(PERCEPTRON.model_copy(update={"main": PERCEPTRON.main.model_copy(update={"layers": layers})}))
    assert counter.nodes == []


def test_a_hundred_million_weights_are_counted_without_memory(evaluator):
    analysis = evaluator.analyse(sequence((25_088,), ("Dense", "wide", {"units": 4096})))
    assert analysis.totals.total_params == 102_764_544


def test_more_weights_than_any_machine_holds_are_a_problem_that_keeps_its_figures(evaluator):
    analysis = evaluator.analyse(sequence((100_000,), ("Dense", "huge", {"units": 10**6})))
    (problem,) = analysis.problems
    assert problem.message == (
        'Dense "huge" would have 100,001,000,000 weights, 400 GB. At most 2,000,000,000 are possible. '
        "Make the layer or its input smaller."
    )
    assert state(analysis, "huge").outputs[0].shape == (None, 1_000_000)


def test_no_variable_waits_for_a_value_afterwards(evaluator):
    from keras.src.backend.common import global_state

    evaluator.analyse(sequence((7,), ("Dense", "once", {"units": 3})))
    assert global_state.get_global_attribute("uninitialized_variables", []) == []


def test_a_chain_of_two_thousand_layers_is_calculated(evaluator):
    document = sequence((4,), *[("Dense", f"d{index}", {"units": 4}) for index in range(1_500)])
    assert evaluator.analyse(document).totals.total_params == 1_500 * 20


def shared_with_a_second_call(*wires):
    """A shared layer: one healthy call (n2), another one with these arguments (n4)."""
    graph = GraphBuilder()
    shared = graph.layer("Dense", name="shared", units=3)
    tensor = graph.call_layer(shared, graph.input("features", (8,)))
    graph.output("result", graph.call("Dense", tensor, name="last", units=1))
    document = graph.document()
    nodes = {**document.main.nodes, "n4": document.main.nodes["n2"].model_copy(update={"args": wires})}
    return document.model_copy(update={"main": document.main.model_copy(update={"nodes": nodes})})


@pytest.mark.parametrize("is_first", [False, True])
def test_a_second_call_without_a_wire_leaves_its_sibling_its_figures(evaluator, is_first):
    document = shared_with_a_second_call()
    if is_first:
        nodes = {key: document.main.nodes[key] for key in ("n4", "n1", "n2", "n3")}
        document = document.model_copy(update={"main": document.main.model_copy(update={"nodes": nodes})})
    analysis = evaluator.analyse(document)
    errors = [problem for problem in analysis.problems if problem.severity == "error"]
    assert [(problem.code, problem.where.node) for problem in errors] == [("graph.unwired-port", "n4")]
    figures = analysis.nodes["main"]
    assert (figures["n4"].state, figures["n4"].message, figures["n4"].params) == ("error", "needs an input", None)
    assert (figures["n2"].state, figures["n2"].params, figures["n2"].counted) == ("ok", 27, True)
    assert (figures["n3"].state, figures["n3"].params) == ("ok", 4)
    assert (analysis.totals.total_params, analysis.totals.complete) == (31, False)


def test_a_call_on_a_loop_leaves_its_sibling_its_figures(evaluator):
    figures = evaluator.analyse(shared_with_a_second_call({"$node": "n4"})).nodes["main"]
    assert (figures["n4"].state, figures["n2"].state, figures["n2"].params) == ("error", "ok", 27)


def test_a_mistake_in_a_shared_layer_stops_all_its_calls(evaluator):
    document = with_config(shared_with_a_second_call({"$node": "n1"}), "shared", units=0)
    figures = evaluator.analyse(document).nodes["main"]
    assert [figures[key].state for key in ("n2", "n4", "n3")] == ["error", "blocked", "blocked"]


def test_a_bad_name_takes_no_figures_away(evaluator):
    analysis = evaluator.analyse(sequence((4,), ("Dense", "2 heads", {"units": 3}), ("Dense", "last", {"units": 1})))
    assert [problem.code for problem in analysis.problems] == ["graph.bad-layer-name"]
    assert (state(analysis, "2 heads").state, state(analysis, "2 heads").params) == ("error", 15)
    assert (state(analysis, "last").state, state(analysis, "last").params) == ("ok", 4)


def test_an_unchanged_call_is_taken_over_and_a_new_hyper_parameter_is_not():
    evaluator = Evaluator()
    document = with_config(PERCEPTRON, "second", units={"$hp": "wide"})
    for wide, params in ((4, 36), (4, 36), (5, 45)):
        analysis = evaluator.analyse(document.model_copy(update={"hyperparameters": {"wide": wide}}))
        assert state(analysis, "second").params == params
    assert analysis.totals.total_params == 88 + 45 + 6
