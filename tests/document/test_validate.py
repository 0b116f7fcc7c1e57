"""What is wrong with a document, said without Keras."""

import time

import pytest

from designer.document import Definition, Document, Graph, Layer, Node, Output
from designer.document.builder import GraphBuilder
from designer.document.edits import apply_edits
from designer.document.validate import validate_document


def perceptron(**dense):
    graph = GraphBuilder()
    x = graph.input("features", (10,))
    graph.output("head", graph.call("Dense", x, name="head", **({"units": 1} | dense)))
    return graph.document()


def codes(document):
    return [problem.code for problem in validate_document(document)]


def chain(length):
    layers = {"l0": Layer(name="features", class_name="InputLayer", config={"batch_shape": [None, 4]})}
    nodes = {"n0": Node(layer="l0")}
    for index in range(1, length + 1):
        layers[f"l{index}"] = Layer(name=f"dense_{index}", class_name="Dense", config={"units": 4})
        nodes[f"n{index}"] = Node(layer=f"l{index}", args=({"$node": f"n{index - 1}"},))
    outputs = (Output(id="o1", name="last", node=f"n{length}"),)
    return Document(main=Graph(layers=layers, nodes=nodes, inputs=("n0",), outputs=outputs))


def test_a_sound_document_has_no_problems():
    assert codes(perceptron()) == []


def test_an_empty_canvas_misses_an_input():
    assert codes(Document()) == ["graph.no-input"]


def test_a_model_without_output_offers_its_last_layer():
    document = perceptron()
    document = document.model_copy(update={"main": document.main.model_copy(update={"outputs": ()})})
    (problem,) = validate_document(document)
    assert problem.code == "graph.no-output"
    assert problem.fixes[0].label == "Make head an output"
    assert codes(apply_edits(document, problem.fixes[0].edits)) == []


def test_a_cycle_is_named_along_the_wires():
    nodes = {
        "n1": Node(layer="l1"),
        "n2": Node(layer="l2", args=([{"$node": "n1"}, {"$node": "n3"}],)),
        "n3": Node(layer="l3", args=({"$node": "n2"},)),
    }
    layers = {
        "l1": Layer(name="features", class_name="InputLayer", config={"batch_shape": [None, 4]}),
        "l2": Layer(name="mix", class_name="Add"),
        "l3": Layer(name="back", class_name="Dense", config={"units": 4}),
    }
    outputs = (Output(id="o1", name="back", node="n3"),)
    document = Document(main=Graph(layers=layers, nodes=nodes, inputs=("n1",), outputs=outputs))
    (problem,) = validate_document(document)
    assert problem.code == "graph.cycle"
    assert problem.message == (
        "back waits for itself: back → mix → back. A model has no loops. Remove one of these wires."
    )
    assert "graph.cycle" not in codes(apply_edits(document, problem.fixes[0].edits))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("os.system('id')", "cannot be a Python name"),
        ("lambda", "needs itself"),
        ("x", "needs itself"),
        ("_u", "begins"),
    ],
)
def test_a_hyperparameter_that_the_code_cannot_name_is_told(name, words):
    document = perceptron().model_copy(update={"hyperparameters": {name: 8, "units": 4}})
    (problem,) = validate_document(document)
    assert (problem.code, problem.where.name) == ("config.hyperparameter-name", name)
    assert words in problem.message


@pytest.mark.parametrize(
    ("inputs", "words"),
    [(("n1", "n1"), "lists its input features 2 times"), (("n1", "n2"), '"head" among its inputs, which is no Input')],
)
def test_the_list_of_inputs_holds_each_input_once_and_nothing_else(inputs, words):
    document = perceptron()
    document = document.model_copy(update={"main": document.main.model_copy(update={"inputs": inputs})})
    (problem,) = validate_document(document)
    assert problem.code == "graph.bad-input-list"
    assert words in problem.message


@pytest.mark.parametrize("key", ["$node", "two words", "class", ""])
def test_an_argument_without_a_python_name_is_told_and_removed(key):
    document = perceptron()
    node = document.main.nodes["n2"].model_copy(update={"kwargs": {key: "n1"}})
    nodes = {**document.main.nodes, "n2": node}
    document = document.model_copy(update={"main": document.main.model_copy(update={"nodes": nodes})})
    (problem,) = validate_document(document)
    assert (problem.code, problem.where.node) == ("graph.bad-argument", "n2")
    assert f'head is called with an argument "{key}"' in problem.message
    assert codes(apply_edits(document, problem.fixes[0].edits)) == []


def test_a_node_that_reads_itself_is_a_cycle():
    document = perceptron()
    nodes = {**document.main.nodes, "n2": Node(layer="l2", args=({"$node": "n2"},))}
    document = document.model_copy(update={"main": document.main.model_copy(update={"nodes": nodes})})
    assert "graph.cycle" in codes(document)


@pytest.mark.parametrize("leaf", [{"$node": "gone"}, {"$node": "../x"}, {"$node": "n1", "output": -1}])
def test_a_reference_into_nowhere_can_be_removed(leaf):
    document = perceptron()
    nodes = {**document.main.nodes, "n2": Node(layer="l2", args=(leaf,))}
    document = document.model_copy(update={"main": document.main.model_copy(update={"nodes": nodes})})
    problem = next(item for item in validate_document(document) if item.code == "graph.dangling-reference")
    assert problem.where.name == "head"
    assert codes(apply_edits(document, problem.fixes[0].edits))[0] == "graph.unwired-port"


def test_an_unwired_layer_needs_an_input():
    graph = GraphBuilder()
    graph.input("features", (4, 8))
    graph.output("attend", graph.call("MultiHeadAttention", None, name="attend", num_heads=2, key_dim=4))
    problem = next(item for item in validate_document(graph.document()) if item.code == "graph.unwired-port")
    assert problem.message == "attend needs an input. Draw a wire into query and value."


def test_an_unknown_class_is_kept_and_named():
    graph = GraphBuilder()
    graph.output("odd", graph.call("Lambda", graph.input("features", (4,)), name="odd"))
    (problem,) = validate_document(graph.document())
    assert (problem.code, problem.short) == ("graph.unknown-layer", "Unknown class, kept as it is")


def test_unknown_operations_and_missing_layers_are_named():
    nodes = {"n1": Node(op="os.system", args=("rm",)), "n2": Node(layer="l9"), "n3": Node()}
    document = Document(main=Graph(nodes=nodes))
    assert {"graph.unknown-operation", "graph.missing-layer"} <= set(codes(document))


@pytest.mark.parametrize(
    ("name", "repaired"),
    [
        ("", "dense"),
        (".", "dense"),
        ("a/b", "a_b"),
        ("../../x", "x"),
        ('"); import os#', "import_os"),
        ("1st", "st"),
        ("über", "ber"),
        ("x" * 80, "x" * 60),
    ],
)
def test_a_bad_layer_name_is_repaired_with_one_click(name, repaired):
    graph = GraphBuilder()
    x = graph.call("Dense", graph.input("features", (4,)), units=1, name="d")
    graph.output("result", x)
    document = graph.document()
    layers = {**document.main.layers, "l2": document.main.layers["l2"].model_copy(update={"name": name})}
    document = document.model_copy(update={"main": document.main.model_copy(update={"layers": layers})})
    problem = next(item for item in validate_document(document) if item.code == "graph.bad-layer-name")
    fixed = apply_edits(document, problem.fixes[0].edits)
    assert fixed.main.layers["l2"].name == repaired
    assert codes(fixed) == []


def test_two_layers_of_one_name_are_told_apart():
    document = perceptron()
    layers = {**document.main.layers, "l1": document.main.layers["l1"].model_copy(update={"name": "head"})}
    document = document.model_copy(update={"main": document.main.model_copy(update={"layers": layers})})
    problem = validate_document(document)[0]
    assert problem.code == "graph.duplicate-layer-name"
    assert problem.message == 'Two layers are called "head". Keras needs a name of its own for each layer.'
    assert codes(apply_edits(document, problem.fixes[0].edits)) == []


def test_outputs_need_names_of_their_own():
    graph = GraphBuilder()
    x = graph.input("features", (4,))
    graph.output("label", graph.call("Dense", x, units=1, name="a"))
    graph.output("label", graph.call("Dense", x, units=1, name="b"))
    graph.output("a", graph.call("Dense", x, units=1, name="c"))
    graph.output("no name", graph.call("Dense", x, units=1, name="d"))
    document = graph.document()
    problems = validate_document(document)
    assert [problem.code for problem in problems] == [
        "graph.duplicate-output-name",
        "graph.duplicate-output-name",
        "graph.bad-output-name",
    ]
    assert codes(apply_edits(document, [problem.fixes[0].edits[0] for problem in problems])) == []


def test_an_output_cannot_be_called_like_its_layer_when_that_is_called_twice():
    graph = GraphBuilder()
    x, y = graph.input("left", (4,)), graph.input("right", (4,))
    head = graph.layer("Dense", name="head", units=1)
    graph.output("head", graph.call_layer(head, x))
    graph.output("second", graph.call_layer(head, y))
    assert codes(graph.document()) == ["graph.duplicate-output-name"]


def test_ends_that_lead_nowhere_and_inputs_that_nobody_reads_are_warnings():
    graph = GraphBuilder()
    x = graph.input("features", (4,))
    graph.input("spare", (4,))
    graph.output("head", graph.call("Dense", x, name="head", units=1))
    graph.call("Dense", x, name="loose", units=1)
    problems = validate_document(graph.document())
    assert [(problem.code, problem.severity) for problem in problems] == [
        ("graph.unused-input", "warning"),
        ("graph.dead-end", "warning"),
    ]


def test_a_sub_model_that_contains_itself_is_refused():
    inner = GraphBuilder()
    x = inner.input("features", (4,))
    inner.output("again", inner.call_layer(inner.layer(definition="d1", name="again"), x))
    document = Document(definitions={"d1": Definition(name="loop", graph=inner.build())})
    assert "graph.endless-definition" in codes(document)


def test_missing_parts_of_a_sub_model_are_named():
    graph = GraphBuilder()
    x = graph.input("features", (4,))
    graph.output("result", graph.call_layer(graph.layer(definition="d7", name="block"), x))
    assert codes(graph.document()) == ["graph.missing-definition"]


def test_a_chain_longer_than_keras_can_build_is_refused_with_the_figure():
    problem = next(item for item in validate_document(chain(2_001)) if item.code == "graph.too-long-chain")
    assert problem.message.startswith("The model is a chain of 2,002 layers; Keras can build 2,000.")
    assert problem.where.name == "dense_2000"


def test_ten_thousand_nodes_are_refused_at_once():
    document = chain(10_000)
    start = time.perf_counter()
    assert codes(document) == ["graph.too-many-nodes"]
    assert time.perf_counter() - start < 0.05


def test_two_thousand_nodes_are_checked_quickly():
    document = chain(1_990)
    start = time.perf_counter()
    assert codes(document) == []
    assert time.perf_counter() - start < 1.0


def test_hyperparameters_are_worked_out_before_the_check():
    document = perceptron(units={"$hp": "width // 2"}).model_copy(update={"hyperparameters": {"width": 8}})
    assert codes(document) == []
    document = document.model_copy(update={"hyperparameters": {"width": 1}})
    assert codes(document) == ["config.out-of-range"]
    document = document.model_copy(update={"hyperparameters": {}})
    (problem,) = validate_document(document)
    assert problem.code == "config.bad-expression"
    assert 'There is no hyper-parameter "width".' in problem.message


def test_unknown_arguments_are_kept_and_said():
    (problem,) = validate_document(perceptron(colour="blue"))
    assert (problem.code, problem.severity) == ("config.unknown-argument", "warning")
