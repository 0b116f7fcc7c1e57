from functools import cache

import numpy as np
import pytest

from designer.data.inspect import inspect_file
from designer.data.propose import propose
from designer.data.samples import list_samples, sample_path
from designer.data.schema import Array, Column, Dataset
from designer.document.builder import GraphBuilder
from designer.document.edits import apply_edits
from designer.document.templates import list_templates, load_template
from designer.training.config import ColumnPreparation


@cache
def described(name):
    return inspect_file(sample_path(name), name=name)


def perceptron(shape=(4,), *, units=1, activation="sigmoid"):
    graph = GraphBuilder()
    hidden = graph.call("Dense", graph.input("features", shape), units=16, activation="relu")
    graph.output("label", graph.call("Dense", hidden, name="head", units=units, activation=activation))
    return graph.document()


def table(*columns, rows=100):
    return Dataset(id="0" * 64, name="t.csv", kind="table", rows=rows, size_bytes=1, columns=columns)


def arrays(*items, rows=100):
    return Dataset(id="0" * 64, name="t.npz", kind="arrays", rows=rows, size_bytes=1, arrays=items)


def number(name, **more):
    return Column(name=name, type="number", unique=90, minimum=-2.0, maximum=2.0, mean=0.0, std=1.0, **more)


def words(name, *counts):
    pairs = tuple((f"w{index}", count) for index, count in enumerate(counts))
    return Column(name=name, type="category", unique=len(counts), counts=pairs)


def settings(document, layer_name):
    return next(layer.config for layer in document.main.layers.values() if layer.name == layer_name)


def reasons(proposal, title):
    return next(choice for choice in proposal.choices if choice.title == title)


def test_classes_lead_to_softmax_with_one_unit_each():
    proposal = propose(described("iris"), perceptron())
    document = apply_edits(perceptron(), proposal.edits)
    assert settings(document, "head") == {"units": 3, "activation": "softmax"}
    assert proposal.config.outputs["label"].loss.class_name == "CategoricalCrossentropy"
    target = proposal.config.data.targets["label"].columns[0]
    assert target == ColumnPreparation(
        column="species", encoding="one_hot", categories=("setosa", "versicolor", "virginica")
    )
    assert reasons(proposal, "Task").reason == '"species" holds 3 words: "setosa", "versicolor" and "virginica".'


def test_the_input_takes_the_width_of_the_prepared_columns():
    proposal = propose(described("penguins"), perceptron((20,)))
    document = apply_edits(perceptron((20,)), proposal.edits)
    assert settings(document, "features")["batch_shape"] == [None, 9]
    assert reasons(proposal, "Input").value == "7 columns as 9 values"


def test_gaps_are_filled_and_said():
    proposal = propose(described("penguins"), perceptron())
    filled = {one.column for one in proposal.config.data.inputs["features"].columns if one.fill is not None}
    assert filled == {"bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "sex"}
    assert not proposal.config.data.drop_missing
    assert reasons(proposal, "Missing values").reason.startswith("19 gaps in")


def test_rows_without_a_target_are_left_out():
    target = Column(name="y", type="integer", unique=2, missing=3, minimum=0, maximum=1, counts=(("0", 50), ("1", 47)))
    proposal = propose(table(number("a"), target), perceptron((1,)))
    assert proposal.config.data.drop_missing


def test_an_uneven_pair_of_classes_gets_auc_and_weights():
    proposal = propose(table(number("a"), words("y", 95, 5)), perceptron((1,)))
    output = proposal.config.outputs["label"]
    assert [metric.class_name for metric in output.metrics] == ["AUC", "BinaryAccuracy"]
    assert output.class_weight == "balanced"
    assert reasons(proposal, "Metrics").reason == (
        '5.0 % of the rows are "w1", so accuracy alone would flatter the model.'
    )


def test_numbers_lead_to_regression():
    proposal = propose(described("cars"), perceptron())
    document = apply_edits(perceptron(), proposal.edits)
    assert settings(document, "head") == {"units": 1, "activation": "linear"}
    assert proposal.config.outputs["label"].loss.class_name == "MeanSquaredError"
    assert proposal.config.data.targets["label"].columns[0].encoding == "number"


def test_a_target_of_large_numbers_is_standardised():
    price = Column(name="price", type="number", unique=99, minimum=1e4, maximum=9e5, mean=2e5, std=1e5)
    proposal = propose(table(number("a"), price), perceptron((1,)))
    assert proposal.config.data.targets["label"].columns[0].encoding == "standardise"


def test_a_wide_target_is_learnt_faster():
    score = Column(name="score", type="number", unique=99, minimum=25, maximum=346, mean=152, std=77)
    proposal = propose(table(number("a"), score), perceptron((1,)))
    assert proposal.config.data.targets["label"].columns[0].encoding == "number"
    assert proposal.config.optimizer.config == {"learning_rate": 0.01}
    assert "Adam runs at 0.01" in reasons(proposal, "Training").reason


def test_few_rows_are_learnt_faster_and_large_ones_are_not():
    few = propose(described("iris"), perceptron())
    assert few.config.optimizer.config == {"learning_rate": 0.01}
    assert "because few rows make few steps" in reasons(few, "Training").reason
    assert propose(described("penguins"), perceptron()).config.optimizer.config == {}
    assert propose(described("photo_crops"), load_template("multiple-inputs")).config.optimizer.config == {}


def test_the_target_can_be_named():
    proposal = propose(described("penguins"), perceptron(), targets=["sex"])
    assert proposal.config.data.targets["label"].columns[0].column == "sex"
    assert "species" in [one.column for one in proposal.config.data.inputs["features"].columns]


def test_an_unknown_target_is_a_problem_that_lists_the_columns():
    problems = propose(described("iris"), perceptron(), targets=["colour"]).problems
    assert problems[0].code == "data.unknown-target"
    assert problems[0].message.startswith('The file has no column "colour". It has "sepal_length_cm"')


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        (Column(name="x", type="text", unique=100, counts=(("a", 1),)), "it is free text"),
        (Column(name="x", type="empty", missing=100), "it is empty"),
        (Column(name="x", type="date", unique=100), "dates are no numbers"),
        (Column(name="x", type="integer", unique=100, minimum=1, maximum=100), "it numbers the rows"),
        (number("x", infinite=2), "it holds 2 infinite values"),
    ],
)
def test_useless_columns_are_left_out_with_a_reason(column, reason):
    proposal = propose(table(column, number("a"), words("y", 50, 50)), perceptron((1,)))
    assert [one.column for one in proposal.config.data.inputs["features"].columns] == ["a"]
    assert f'"x" is left out: {reason}' in reasons(proposal, "Input").reason


def test_a_target_that_is_different_everywhere_is_refused():
    name = Column(name="y", type="text", unique=100, counts=tuple((f"n{n}", 1) for n in range(100)))
    problems = propose(table(number("a"), name), perceptron((1,))).problems
    assert [problem.code for problem in problems] == ["data.bad-target"]


def test_images_are_scaled_and_labels_encoded():
    graph = GraphBuilder()
    flat = graph.call("Flatten", graph.input("image", (28, 28, 1)))
    graph.output("digit", graph.call("Dense", flat, name="head", units=2, activation="softmax"))
    proposal = propose(described("digits"), graph.document())
    feed = proposal.config.data.inputs["image"]
    assert (feed.array.array, feed.array.scale, feed.shape) == ("image", 16.0, None)
    assert proposal.config.data.targets["digit"].array.categories == tuple(range(10))
    document = apply_edits(graph.document(), proposal.edits)
    assert settings(document, "image")["batch_shape"] == [None, 8, 8, 1]
    assert settings(document, "head")["units"] == 10


def test_an_image_is_flattened_for_an_input_of_columns():
    proposal = propose(described("digits"), perceptron((20,)))
    assert proposal.config.data.inputs["features"].shape == (64,)
    document = apply_edits(perceptron((20,)), proposal.edits)
    assert settings(document, "features")["batch_shape"] == [None, 64]


@pytest.mark.parametrize("template", [item for item in list_templates() if item.dataset], ids=lambda item: item.name)
def test_every_template_fits_its_sample(template):
    document = load_template(template.name)
    proposal = propose(described(template.dataset), document)
    assert proposal.problems == ()
    inputs = {document.main.layers[document.main.nodes[node].layer].name for node in document.main.inputs}
    assert set(proposal.config.data.inputs) == inputs
    assert set(proposal.config.data.targets) == {output.name for output in document.main.outputs}
    apply_edits(document, proposal.edits)


def test_two_outputs_get_a_loss_and_metrics_each():
    proposal = propose(described("temperatures"), load_template("multiple-outputs"))
    losses = {name: output.loss.class_name for name, output in proposal.config.outputs.items()}
    assert losses == {"label": "BinaryCrossentropy", "next_hour": "MeanSquaredError"}
    assert proposal.edits == ()
    assert proposal.config.data.targets["next_hour"].array.encoding == "standardise"
    assert "no output's loss outweighs another's" in reasons(proposal, "Targets").reason
    assert "in standard deviations of the target" in reasons(proposal, "Metrics").reason
    assert reasons(proposal, "Last layers").value == (
        "label: Dense 1, sigmoid\nnext_hour: TimeDistributed Dense 1, linear"
    )


def test_the_vocabulary_grows_with_the_token_ids():
    graph = GraphBuilder()
    tokens = graph.call("Embedding", graph.input("text", (None,), dtype="int32"), input_dim=100, output_dim=4)
    graph.output("label", graph.call("Dense", graph.call("LSTM", tokens, units=4), units=1, activation="sigmoid"))
    proposal = propose(described("sentences"), graph.document())
    assert [edit.arguments["key"] for edit in proposal.edits] == ["input_dim"]
    assert proposal.edits[0].arguments["value"] == 1024
    assert proposal.config.data.inputs["text"].dtype == "int32"


def test_one_head_for_two_different_targets_is_a_problem():
    graph = GraphBuilder()
    head = graph.layer("Dense", name="head", units=1, activation="sigmoid")
    first, second = graph.input("first", (2,)), graph.input("second", (2,))
    graph.output("one", graph.call_layer(head, first))
    graph.output("two", graph.call_layer(head, second))
    data = arrays(
        Array(name="first", shape=(2,), dtype="float32", minimum=-1, maximum=1, mean=0, std=1),
        Array(name="second", shape=(2,), dtype="float32", minimum=-1, maximum=1, mean=0, std=1),
        Array(name="one", shape=(), dtype="int64", unique=2, minimum=0, maximum=1, counts=(("0", 50), ("1", 50))),
        Array(name="two", shape=(), dtype="float32", unique=99, minimum=-1, maximum=9, mean=1, std=2),
    )
    problem = propose(data, graph.document()).problems[0]
    assert problem.code == "data.shared-last-layer"
    assert '"head" answers for outputs "one" and "two"' in problem.message


def test_a_document_without_inputs_or_outputs_says_so():
    codes = [problem.code for problem in propose(described("iris"), GraphBuilder().document()).problems]
    assert codes == ["data.no-model-output", "data.no-model-input"]


@pytest.mark.parametrize("dtype", ["float64", "uint8", "bool"])
@pytest.mark.parametrize("classes", [2, 3, 10])
def test_rows_with_a_single_one_are_classes(tmp_path, classes, dtype):
    codes = np.random.default_rng(1).integers(0, classes, 120)
    path = tmp_path / "data.npz"
    np.savez(path, features=np.random.default_rng(2).normal(size=(120, 4)), label=np.eye(classes)[codes].astype(dtype))
    proposal = propose(inspect_file(path, name=path.name), perceptron())
    assert proposal.config.outputs["label"].loss.class_name == "CategoricalCrossentropy"
    assert settings(apply_edits(perceptron(), proposal.edits), "head")["units"] == classes
    assert proposal.problems == ()


def test_several_yes_and_no_are_not_taken_for_classes(tmp_path):
    """As many ones as a single one a row would give, but not one in each row."""
    values = np.zeros((120, 2), "uint8")
    values[:60] = 1
    path = tmp_path / "data.npz"
    np.savez(path, features=np.random.default_rng(2).normal(size=(120, 4)), label=values)
    proposal = propose(inspect_file(path, name=path.name), perceptron())
    assert proposal.config.outputs["label"].loss.class_name == "BinaryCrossentropy"


def test_an_array_alone_has_no_target():
    data = arrays(Array(name="array", shape=(4,), dtype="float32", minimum=0, maximum=1, mean=0.5, std=0.2))
    problem = propose(data, perceptron()).problems[0]
    assert problem.code == "data.output-without-target"
    assert "save inputs and targets together with numpy.savez" in problem.message


def test_a_table_does_not_become_a_picture():
    graph = GraphBuilder()
    flat = graph.call("Flatten", graph.input("photo", (64, 64, 3)))
    graph.output("label", graph.call("Dense", flat, units=1, activation="sigmoid"))
    problem = propose(described("iris"), graph.document()).problems[0]
    assert problem.code == "data.input-shape"
    assert "takes rows of shape (64, 64, 3), but the table gives 4 values a row" in problem.message


@pytest.mark.parametrize("sample", list_samples(), ids=lambda sample: sample.name)
def test_a_proposal_survives_json(sample):
    proposal = propose(described(sample.name), perceptron())
    assert type(proposal).model_validate_json(proposal.model_dump_json()) == proposal


@pytest.mark.parametrize(
    ("names", "end"),
    [
        ([f"w{number}" for number in range(8)], '"w0", "w1", "w2", "w3", "w4" and 3 more.'),
        ([f"class {number} with a long name" for number in range(8)], '"class 1 with a long name" and 6 more.'),
        (["no", "perhaps", "yes"], '"no", "perhaps" and "yes".'),
    ],
)
def test_a_reason_names_as_many_classes_as_a_line_holds(names: list[str], end: str):
    kind = Column(name="kind", type="category", unique=len(names), counts=tuple((name, 20) for name in names))
    proposal = propose(table(number("a"), kind, rows=20 * len(names)), perceptron((1,)))
    assert reasons(proposal, "Task").reason.endswith(end)
