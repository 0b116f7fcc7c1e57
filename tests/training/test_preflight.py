import pytest

from designer.data.propose import propose
from designer.data.schema import Array, Column, Dataset
from designer.document.builder import GraphBuilder
from designer.document.edits import apply_edits
from designer.document.templates import load_template
from designer.engine.protocol import Analysis, NodeFigures, TensorSpec, Totals
from designer.training.config import (
    ColumnPreparation,
    Feed,
    KerasObject,
    OutputConfig,
    RunConfig,
    Split,
)
from designer.training.preflight import preflight

ROWS = 100
NUMBER = Column(name="a", type="number", unique=90, minimum=-2.0, maximum=2.0, mean=0.0, std=1.0)
LABEL = Column(name="y", type="category", unique=3, counts=(("blue", 50), ("green", 30), ("red", 20)))
TABLE = Dataset(id="0" * 64, name="t.csv", kind="table", rows=ROWS, size_bytes=1, columns=(NUMBER, LABEL))


WATCHES_NOTHING = KerasObject(class_name="EarlyStopping", config={"monitor": "val_acc"})


def adam(**config):
    return KerasObject(class_name="Adam", config=config)


def model(units=3, activation="softmax", shape=(1,)):
    graph = GraphBuilder()
    x = graph.input("features", shape)
    graph.output("label", graph.call("Dense", x, name="head", units=units, activation=activation))
    return graph.document()


def analysis(document, *shape, params=10):
    figures = NodeFigures(outputs=(TensorSpec(shape=(None, *shape)),))
    return Analysis(nodes={"main": {document.main.outputs[0].node: figures}}, totals=Totals(total_params=params))


def settings(**changes):
    return propose(TABLE, model()).config.model_copy(update=changes)


def check(config, *, document=None, dataset=TABLE, shape=(3,), **more):
    document = document or model()
    return preflight(document, analysis(document, *shape), dataset, config, **more)


def codes(problems):
    return [problem.code for problem in problems]


def with_output(**changes):
    output = settings().outputs["label"].model_copy(update=changes)
    return settings(outputs={"label": output})


def with_data(**changes):
    return settings(data=settings().data.model_copy(update=changes))


def with_target(**changes):
    column = ColumnPreparation(column="y", **changes)
    return with_data(targets={"label": Feed(columns=(column,))})


def test_a_proposal_passes():
    assert check(settings()) == ()


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"epochs": 0}, "train.bad-epochs", "Epochs are 0"),
        ({"epochs": 10**9}, "train.bad-epochs", "from 1 to 1,000,000"),
        ({"batch_size": 0}, "train.bad-batch-size", "The batch size is 0"),
        ({"steps_per_execution": 0}, "train.bad-steps", "at least 1"),
        ({"seed": -1}, "train.bad-seed", "from 0"),
        ({"optimizer": adam(learning_rate=-1)}, "train.bad-learning-rate", "is -1"),
        ({"optimizer": adam(learning_rate=0.0)}, "train.bad-learning-rate", "is 0"),
        ({"optimizer": KerasObject(class_name="Adamant")}, "train.unknown-object", 'no optimizer "Adamant"'),
        ({"optimizer": adam(nesterov=True)}, "train.unknown-argument", "nesterov"),
        ({"optimizer": adam(amsgrad=3)}, "train.bad-argument", "amsgrad"),
        ({"callbacks": (WATCHES_NOTHING,)}, "train.unknown-monitor", "val_accuracy"),
        ({"outputs": {}}, "train.no-loss", "No output has a loss"),
    ],
)
def test_a_setting_that_does_not_fit_is_a_sentence(changes, code, words):
    problems = check(settings(**changes))
    assert problems[0].code == code
    assert problems[0].severity == "error"
    assert words in problems[0].message


def test_a_large_learning_rate_and_a_large_batch_are_warnings():
    optimizer = KerasObject(class_name="SGD", config={"learning_rate": 1e20})
    problems = check(settings(optimizer=optimizer, batch_size=500))
    assert codes(problems) == ["train.large-learning-rate", "train.large-batch"]
    assert {problem.severity for problem in problems} == {"warning"}


def test_unknown_losses_and_metrics_are_named():
    config = with_output(loss=KerasObject(class_name="MeanSquare"), metrics=(KerasObject(class_name="Acc"),))
    messages = [problem.message for problem in check(config) if problem.code == "train.unknown-object"]
    assert messages == [
        'There is no loss "MeanSquare" in Keras. Choose one from the list.',
        'There is no metric "Acc" in Keras. Choose one from the list.',
    ]


@pytest.mark.parametrize(
    ("split", "code"),
    [
        (Split(validation=0.6, test=0.5), "train.no-train-rows"),
        (Split(validation=0.004), "train.empty-part"),
        (Split(validation=0.2, test=0.004), "train.empty-part"),
    ],
)
def test_every_part_needs_rows(split, code):
    assert code in codes(check(with_data(split=split)))


def test_a_callback_cannot_watch_validation_without_rows():
    problem = check(with_data(split=Split(validation=0.0)))[0]
    assert problem.code == "train.unknown-monitor"
    assert "No rows are held out for validation" in problem.message


def test_missing_data_is_named():
    assert codes(check(with_data(inputs={}))) == ["train.input-without-data"]
    assert codes(check(with_data(targets={}))) == ["train.output-without-target"]
    feed = Feed(columns=(ColumnPreparation(column="gone"),))
    problem = check(with_data(inputs={"features": feed}))[0]
    assert problem.message.startswith('The data has no column "gone"')


def dataset_with(**changes):
    return TABLE.model_copy(update={"columns": (NUMBER.model_copy(update=changes), LABEL)})


def test_gaps_and_infinities_are_refused_until_something_is_chosen():
    gaps = dataset_with(missing=3)
    assert codes(check(settings(), dataset=gaps)) == ["train.missing-values"]
    assert check(with_data(drop_missing=True), dataset=gaps) == ()
    filled = Feed(columns=(ColumnPreparation(column="a", encoding="standardise", fill=0.0),))
    assert check(with_data(inputs={"features": filled}), dataset=gaps) == ()
    assert codes(check(settings(), dataset=dataset_with(infinite=1))) == ["train.infinite-values"]


def test_numbers_that_32_bits_cannot_hold_are_refused():
    assert codes(check(settings(), dataset=dataset_with(minimum=-1e308))) == ["train.too-large-values"]
    assert codes(check(settings(), dataset=dataset_with(maximum=4e38))) == ["train.too-large-values"]


def test_rows_that_all_have_gaps_leave_nothing():
    problem = check(with_data(drop_missing=True), dataset=dataset_with(missing=ROWS))[0]
    assert problem.code == "train.no-train-rows"


def test_words_are_no_numbers():
    feed = Feed(columns=(ColumnPreparation(column="y", encoding="standardise"),))
    found = codes(check(with_data(inputs={"features": feed})))
    assert found == ["train.text-as-number", "train.target-as-input"]


def test_an_input_of_another_width_is_refused():
    problem = check(settings(), document=model(shape=(7,)))[0]
    assert problem.message == (
        'Input "features" expects (None, 7) but the data gives (None, 1).'
        " Give the input this shape, or choose other columns."
    )


def test_a_target_of_another_width_offers_the_units():
    document = model(units=5)
    problem = check(settings(), document=document, shape=(5,))[0]
    assert problem.code == "train.target-shape"
    assert 'Output "label" gives (None, 5) but its target has rows of shape (None, 3)' in problem.message
    repaired = apply_edits(document, problem.fixes[0].edits)
    assert [layer.config["units"] for layer in repaired.main.layers.values() if layer.name == "head"] == [3]


def test_a_map_instead_of_one_answer_offers_a_flatten():
    problem = check(settings(), shape=(13, 13, 3))[0]
    assert problem.fixes[0].label == "Insert Flatten"
    assert "Put a Flatten" in problem.message


def test_class_numbers_and_one_hot_losses_do_not_mix():
    numbers = with_target(encoding="integer", categories=("blue", "green", "red"))
    problem = check(numbers)[0]
    assert problem.code == "train.target-shape"
    assert "use SparseCategoricalCrossentropy" in problem.message
    sparse = with_output(loss=KerasObject(class_name="SparseCategoricalCrossentropy"))
    assert codes(check(sparse)) == ["train.target-shape", "train.metric-target"]


def test_more_classes_than_units_are_refused():
    loss = KerasObject(class_name="SparseCategoricalCrossentropy")
    config = with_target(encoding="integer", categories=("blue", "green", "red"))
    config = config.model_copy(update={"outputs": {"label": OutputConfig(loss=loss)}})
    problem = check(config, document=model(units=2), shape=(2,))[0]
    assert problem.message == ('"y" holds 3 classes, but output "label" has 2 units. Set the last layer to 3 units.')


def numbers_config(loss, document, label):
    dataset = TABLE.model_copy(update={"columns": (NUMBER, label)})
    feed = Feed(columns=(ColumnPreparation(column=label.name),))
    data = settings().data.model_copy(update={"targets": {"label": feed}, "split": Split()})
    config = RunConfig(outputs={"label": OutputConfig(loss=KerasObject(class_name=loss))}, data=data)
    return check(config, document=document, dataset=dataset, shape=(1,))


WIDE = Column(name="y", type="number", unique=90, minimum=-5.0, maximum=50.0, mean=9.0, std=5.0)


def test_labels_beyond_0_and_1_do_not_fit_a_probability():
    problem = numbers_config("BinaryCrossentropy", model(1, "sigmoid"), WIDE)[0]
    assert problem.code == "train.label-range"
    assert "takes 0 to 1" in problem.message


def test_numbers_that_the_activation_cannot_reach_are_refused():
    problem = numbers_config("MeanSquaredError", model(1, "sigmoid"), WIDE)[0]
    assert problem.code == "train.loss-activation"
    assert problem.fixes[0].label == "Set activation to linear"


def test_a_constant_target_teaches_nothing():
    constant = Column(name="y", type="number", unique=1, minimum=0.0, maximum=0.0, mean=0.0, std=0.0)
    assert numbers_config("MeanSquaredError", model(1, "linear"), constant)[0].code == "train.constant-target"


@pytest.mark.parametrize(
    ("activation", "severity"), [("linear", "error"), ("relu", "error"), ("sigmoid", "warning"), ("softmax", None)]
)
def test_a_cross_entropy_takes_probabilities(activation, severity):
    problems = check(settings(), document=model(3, activation))
    assert [problem.severity for problem in problems] == ([severity] if severity else [])


def test_softmax_over_one_unit_is_refused():
    label = LABEL.model_copy(update={"unique": 2, "counts": (("no", 50), ("yes", 50))})
    dataset = TABLE.model_copy(update={"columns": (NUMBER, label)})
    config = propose(dataset, model(1, "softmax")).config
    assert codes(check(config, document=model(1, "softmax"), dataset=dataset, shape=(1,))) == ["train.softmax-of-one"]


def test_class_weights_need_one_number_per_class():
    assert codes(check(with_output(class_weight=(1.0, 2.0)))) == ["train.class-weight"]
    assert check(with_output(class_weight=(1.0, 2.0, 3.0))) == ()


def test_class_weights_need_one_class_for_each_row():
    """Architecture 2 without Flatten gives a map: Keras has one weight for a row, not for each place."""
    red = Array(name="red", shape=(13, 13, 1), dtype="uint8", unique=2, minimum=0, maximum=1, mean=0.3, std=0.4)
    photo = Array(name="photo", shape=(64, 64, 1), dtype="uint8", unique=256, minimum=0, maximum=255, mean=90, std=50)
    dataset = Dataset(id="0" * 64, name="t", kind="arrays", rows=ROWS, size_bytes=1, arrays=(photo, red))
    document = load_template("convolutional")
    name = document.main.outputs[0].name
    config = propose(dataset, document).config
    assert preflight(document, analysis(document, 13, 13, 1), dataset, config) == ()
    weighted = config.outputs[name].model_copy(update={"class_weight": "balanced"})
    config = config.model_copy(update={"outputs": {name: weighted}})
    problem = preflight(document, analysis(document, 13, 13, 1), dataset, config)[0]
    assert problem.code == "train.class-weight"
    assert f'Class weights of "{name}" need one class for each row, but it gives (None, 13, 13, 1).' in problem.message


def test_token_ids_beyond_the_vocabulary_are_refused():
    graph = GraphBuilder()
    tokens = graph.call("Embedding", graph.input("text", (None,), dtype="int32"), input_dim=10, output_dim=2)
    graph.output("label", graph.call("Dense", graph.call("LSTM", tokens, units=2), units=1, activation="sigmoid"))
    document = graph.document()
    text = Array(name="text", shape=(5,), dtype="int32", minimum=0, maximum=99, mean=9, std=9)
    label = Array(name="label", shape=(), dtype="uint8", unique=2, minimum=0, maximum=1, counts=(("0", 50), ("1", 50)))
    dataset = Dataset(id="0" * 64, name="t", kind="arrays", rows=ROWS, size_bytes=1, arrays=(text, label))
    config = propose(dataset, document).config
    problem = preflight(document, analysis(document, 1), dataset, config)[0]
    assert problem.code == "train.token-range"
    assert "Set its input_dim to 100" in problem.message


def test_large_raw_numbers_are_a_warning():
    feed = Feed(columns=(ColumnPreparation(column="a"),))
    problems = check(with_data(inputs={"features": feed}), dataset=dataset_with(maximum=9e5))
    assert [(problem.code, problem.severity) for problem in problems] == [("train.unscaled-input", "warning")]


def test_a_full_disk_is_said_before_anything_starts():
    assert codes(check(settings(), free_bytes=100)) == ["train.disk-full"]
    assert check(settings(), free_bytes=10**9) == ()


def test_a_document_without_input_and_output_is_refused():
    found = codes(preflight(GraphBuilder().document(), Analysis(), TABLE, RunConfig()))
    assert found == ["train.no-input", "train.no-output"]
