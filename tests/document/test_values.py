"""Arguments against their kinds."""

import pytest

from designer.catalogue import find_layer
from designer.document.builder import GraphBuilder
from designer.document.edits import apply_edits
from designer.document.validate import validate_document
from designer.document.values import check_config, check_object


def faults(class_name, **config):
    entry = find_layer(class_name)
    start = {item.name: item.start for item in entry.parameters if item.start is not None}
    return list(check_config(class_name, start | config, entry.parameters))


@pytest.mark.parametrize(
    ("units", "code"),
    [
        (-1, "config.out-of-range"),
        (0, "config.out-of-range"),
        (1.5, "config.wrong-type"),
        (True, "config.wrong-type"),
        ("8", "config.wrong-type"),
        (10**12, "config.out-of-range"),
        ([8], "config.wrong-type"),
        (None, "config.missing-value"),
    ],
)
def test_units_are_a_whole_number_from_one(units, code):
    assert [fault.code for fault in faults("Dense", units=units)] == [code]


def test_the_sentence_names_the_layer_the_value_and_the_remedy():
    graph = GraphBuilder()
    graph.output("head", graph.call("Dense", graph.input("features", (4,)), name="head", units=1.5))
    document = graph.document()
    (problem,) = validate_document(document)
    assert problem.message == 'Dense "head" has units = 1.5, but units is a whole number of at least 1.'
    assert (problem.where.layer, problem.where.field, problem.short) == ("l2", "units", "units is 1.5")
    assert [fix.label for fix in problem.fixes] == ["Set units to 2", "Set units to 1"]
    assert apply_edits(document, problem.fixes[0].edits).main.layers["l2"].config["units"] == 2


@pytest.mark.parametrize(
    ("class_name", "config", "code"),
    [
        ("Conv2D", {"kernel_size": 0}, "config.out-of-range"),
        ("Conv2D", {"kernel_size": [3, 0]}, "config.out-of-range"),
        ("Conv2D", {"kernel_size": [3, 3, 3]}, "config.wrong-type"),
        ("Conv2D", {"strides": 0}, "config.out-of-range"),
        ("Conv2D", {"padding": "sane"}, "config.unknown-name"),
        ("Dense", {"activation": "relux"}, "config.unknown-name"),
        ("Dense", {"kernel_initializer": "he_norm"}, "config.unknown-name"),
        ("Dense", {"kernel_initializer": {"class_name": "Constant", "config": {"value": "x"}}}, "config.wrong-type"),
        (
            "Dense",
            {"kernel_initializer": {"class_name": "Constant", "module": "os", "config": {}}},
            "config.unknown-name",
        ),
        ("Dense", {"kernel_regularizer": {"class_name": "system", "config": {}}}, "config.unknown-name"),
        ("Dense", {"use_bias": 1}, "config.wrong-type"),
        ("Dense", {"dtype": "float33"}, "config.unknown-name"),
        ("Dense", {"quantization_config": {"class_name": "Lambda"}}, "config.wrong-type"),
        ("Dropout", {"rate": 1.5}, "config.out-of-range"),
        ("Dropout", {"rate": True}, "config.wrong-type"),
        ("Dropout", {"rate": float("nan")}, "config.wrong-type"),
        ("InputLayer", {"batch_shape": [None, 0]}, "config.out-of-range"),
        ("InputLayer", {"batch_shape": "10"}, "config.wrong-type"),
        ("TimeDistributed", {"layer": {"class_name": "Lambda", "config": {}}}, "config.unknown-name"),
        ("TimeDistributed", {"layer": {"class_name": "Dense", "config": {"units": 0}}}, "config.out-of-range"),
        ("Bidirectional", {"layer": {"class_name": "Dense", "config": {"units": 1}}}, "config.wrong-type"),
        ("Permute", {"dims": [1.5]}, "config.wrong-type"),
        ("Rescaling", {"scale": "big"}, "config.wrong-type"),
    ],
)
def test_values_that_do_not_fit(class_name, config, code):
    assert [fault.code for fault in faults(class_name, **config)] == [code]


@pytest.mark.parametrize(
    ("class_name", "config"),
    [
        ("Conv2D", {"kernel_size": [3, 5], "strides": 2, "padding": "same"}),
        ("Dense", {"activation": None, "kernel_initializer": "he_normal", "kernel_regularizer": "l2"}),
        ("Dense", {"kernel_initializer": {"module": "keras.initializers", "class_name": "Constant", "config": {}}}),
        ("Dense", {"activation": {"module": "builtins", "class_name": "function", "config": "relu"}}),
        ("Dense", {"dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}}}),
        ("Cropping2D", {"cropping": [[1, 0], [0, 1]]}),
        ("Cropping1D", {"cropping": [1, 2]}),
        ("ZeroPadding2D", {"padding": 2}),
        ("Reshape", {"target_shape": [-1, 4]}),
        ("Bidirectional", {"merge_mode": None}),
        ("LSTM", {"use_cudnn": True}),
        ("InputLayer", {"batch_shape": [None, None, 3]}),
    ],
)
def test_values_that_fit(class_name, config):
    assert faults(class_name, **config) == []


@pytest.mark.parametrize(
    ("class_name", "field", "default"),
    [("Conv2D", "padding", "valid"), ("LSTM", "dropout", 0.0), ("MultiHeadAttention", "kernel_initializer", None)],
)
def test_null_where_keras_needs_a_value_is_told_with_the_default(class_name, field, default):
    (fault,) = faults(class_name, **{field: None})
    assert (fault.code, fault.field) == ("config.missing-value", field)
    assert fault.says.startswith(f"has {field} = null, but Keras needs a value there.")
    assert default is None or fault.better == (default,)


def test_null_is_told_inside_nested_objects_and_of_optimizers_too():
    (fault,) = faults("Dense", kernel_initializer={"class_name": "RandomNormal", "config": {"stddev": None}})
    assert "RandomNormal has stddev = null" in fault.says
    assert [fault.field for fault in check_object("optimizers", "Adam", {"beta_1": None, "clipnorm": None})] == [
        "beta_1"
    ]


@pytest.mark.parametrize(
    ("shape", "better"),
    [([None, 0], [None, 1]), ([0, 8], [None, 8]), ([None, 0, "3"], [None, 1, 1]), ([-1, None, 3], [None, None, 3])],
)
def test_the_fix_of_an_input_shape_is_one_that_layers_take(shape, better):
    (fault,) = faults("InputLayer", batch_shape=shape)
    assert fault.better == (better,)


def test_the_nearest_name_is_offered():
    (fault,) = faults("Dense", activation="relux")
    assert fault.better[0] == "relu"


def test_optimizers_are_checked_like_layers():
    assert list(check_object("optimizers", "Adam", {"learning_rate": 0.01})) == []
    (fault,) = check_object("optimizers", "Adam", {"learning_rate": -1})
    assert fault.says == "has learning_rate = -1, but learning_rate is a number of at least 0."
    (fault,) = check_object("losses", "MeanSquaredErrors", {})
    assert (fault.code, fault.better[0]) == ("config.unknown-name", "MeanSquaredError")
