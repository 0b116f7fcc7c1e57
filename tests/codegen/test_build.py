"""How a graph reads as Python."""

import pytest
from pydantic import JsonValue

from designer.codegen.errors import CannotGenerate
from designer.codegen.script import generate_script
from designer.document import Definition, Document
from designer.document.builder import GraphBuilder
from designer.document.templates import list_templates, load_template
from tests.codegen.code import is_formatted
from tests.codegen.graphs import shared_head, two_states


def body(document: Document) -> list[str]:
    """The lines of build_model between its docstring and the model."""
    source = generate_script(document).partition("def build_model(")[2]
    lines = source.partition('"""\n')[2].partition("    model = ")[0]
    return [line.strip() for line in lines.splitlines()]


def one_layer(class_name: str, *, trainable: bool = True, **config: JsonValue) -> str:
    graph = GraphBuilder()
    x = graph.input("features", (8,))
    layer = graph.layer(class_name, name="label", trainable=trainable)
    graph._layers[layer] = graph._layers[layer].model_copy(update={"config": config})
    graph.output("label", graph.call_layer(layer, x))
    return body(graph.document())[-1].removeprefix("label = layers.")


@pytest.mark.parametrize("name", [template.name for template in list_templates()])
def test_templates_are_written_as_ruff_leaves_them(name: str) -> None:
    assert is_formatted(generate_script(load_template(name))) == ""


def test_a_chain_reads_like_a_chain() -> None:
    assert body(load_template("multilayer-perceptron")) == [
        'features = keras.Input(shape=(10,), name="features")',
        'x = layers.Dense(10, activation="relu", name="hidden_1")(features)',
        'x = layers.Dense(20, activation="relu", name="hidden_2")(x)',
        'x = layers.Dense(10, activation="relu", name="hidden_3")(x)',
        'label = layers.Dense(1, activation="sigmoid", name="label")(x)',
    ]


def test_a_sub_model_is_a_function_called_with_one_set_of_weights() -> None:
    source = generate_script(load_template("siamese"))
    assert 'def build_encoder(*, name="encoder") -> keras.Model:' in source
    assert source.count("build_encoder(") == 2
    assert "encoder_of_left = encoder(left)\n    encoder_of_right = encoder(right)" in source


@pytest.mark.parametrize(
    ("config", "written"),
    [
        (
            {"units": 3, "activation": "linear", "use_bias": True},
            'Dense(3, activation="linear", name="label")(features)',
        ),
        ({"units": 3, "kernel_initializer": "glorot_uniform"}, 'Dense(3, name="label")(features)'),
        (
            {"units": 3, "kernel_initializer": {"class_name": "HeNormal", "config": {"seed": None}}},
            'Dense(3, kernel_initializer="he_normal", name="label")(features)',
        ),
        (
            {"units": 3, "kernel_initializer": {"class_name": "GlorotUniform", "config": {}}},
            'Dense(3, name="label")(features)',
        ),
        ({"units": 3, "unknown_key": 1, "name": "x"}, 'Dense(3, name="label")(features)'),
    ],
)
def test_only_arguments_that_differ_are_written(config: dict[str, JsonValue], written: str) -> None:
    assert one_layer("Dense", **config) == written


def test_nested_objects_are_constructor_calls() -> None:
    regularizer: JsonValue = {"module": "keras.regularizers", "class_name": "L2", "config": {"l2": 0.5}}
    graph = GraphBuilder()
    x = graph.input("a", (8,))
    graph.output("b", graph.call("Dense", x, name="b", units=3, kernel_regularizer=regularizer))
    written = 'b = layers.Dense(3, kernel_regularizer=keras.regularizers.L2(l2=0.5), name="b")(a)'
    assert written in body(graph.document())


def test_a_frozen_layer_says_so() -> None:
    assert one_layer("Dense", trainable=False, units=3) == 'Dense(3, name="label", trainable=False)(features)'


def test_one_head_for_two_outputs_ends_in_named_identities() -> None:
    assert body(shared_head())[2:] == [
        'score = layers.Dense(1, name="score_2")',
        "score_of_left = score(left)",
        "score_of_right = score(right)",
        'score_2 = layers.Identity(name="score")(score_of_left)',
        'score_right = layers.Identity(name="score_right")(score_of_right)',
    ]


def test_states_are_taken_by_their_place() -> None:
    assert body(two_states())[-1] == 'both = layers.Concatenate(name="both")([reader[0], reader[1]])'


def test_keyword_ports_and_operations() -> None:
    graph = GraphBuilder()
    a, b = graph.input("a", (4, 8)), graph.input("b", (4, 8))
    attended = graph.call_layer(graph.layer("MultiHeadAttention", name="at", num_heads=2, key_dim=4), a, b, key=b)
    graph.output("at", attended)
    document = graph.document()
    assert body(document)[-1] == 'at = layers.MultiHeadAttention(num_heads=2, key_dim=4, name="at")(a, b, key=b)'


def test_hyper_parameters_are_arguments() -> None:
    graph = GraphBuilder()
    x = graph.input("features", (8,))
    graph.output("label", graph.call("Dense", x, name="label", units={"$hp": "units*2"}))
    document = graph.document().model_copy(update={"hyperparameters": {"units": 16}})
    source = generate_script(document)
    assert "def build_model(*, units=16, weights=None) -> keras.Model:" in source
    assert 'layers.Dense(units * 2, name="label")' in source


def test_long_chains_raise_the_recursion_limit() -> None:
    graph = GraphBuilder()
    x = graph.input("features", (8,))
    for _ in range(750):
        x = graph.call("Dense", x, name="layer", units=8)
    graph.output("label", x)
    assert "sys.setrecursionlimit(" in generate_script(graph.document())


def test_a_sub_model_inside_itself_is_refused() -> None:
    inner = GraphBuilder()
    x = inner.input("features", (8,))
    inner.output("out", inner.call_layer(inner.layer(name="again", definition="d1"), x))
    outer = GraphBuilder()
    y = outer.input("features", (8,))
    outer.output("out", outer.call_layer(outer.layer(name="block", definition="d1"), y))
    document = outer.document(definitions={"d1": Definition(name="loop", graph=inner.build())})
    with pytest.raises(CannotGenerate, match="contains itself"):
        generate_script(document)


UNFINISHED = [
    (Document(), "has no input"),
    (
        load_template("recurrent").model_copy(
            update={"main": load_template("recurrent").main.model_copy(update={"outputs": ()})}
        ),
        "has no output",
    ),
]


@pytest.mark.parametrize(("document", "words"), UNFINISHED)
def test_unfinished_graphs_are_refused_in_words(document: Document, words: str) -> None:
    with pytest.raises(CannotGenerate, match=words) as caught:
        generate_script(document)
    assert caught.value.problem.code == "export.unfinished-graph"


def test_unknown_classes_are_refused() -> None:
    with pytest.raises(CannotGenerate, match="no layer of the catalogue"):
        one_layer("Lambda")
