"""One harness over every layer that the catalogue offers: the engine, Keras and the generated code say the same."""

import importlib.util
import warnings

import keras
import numpy as np
import pytest

from designer.catalogue import load_catalogue
from designer.codegen.script import generate_script
from designer.engine.build import full_config
from designer.engine.evaluator import Evaluator
from tests.conformance.layer_samples import INTEGERS, document_with, row_shape, start_config

LAYERS = [entry for entry in load_catalogue().layers if entry.class_name != "InputLayer"]
EVALUATOR = Evaluator()

each_layer = pytest.mark.parametrize("entry", LAYERS, ids=lambda entry: entry.class_name)


def keras_model(entry):
    """The same model, written with Keras alone."""
    required = [port for port in entry.ports if port.required]
    count = 2 if required[0].variadic else len(required)
    dtype = "int32" if entry.class_name in INTEGERS else "float32"
    inputs = [keras.Input(row_shape(entry), dtype=dtype) for _ in range(count)]
    config = full_config(entry, start_config(entry))
    layer = getattr(keras.layers, entry.class_name).from_config(config | {"name": "tested"})
    result = layer(inputs) if required[0].variadic else layer(*inputs)
    return keras.Model(inputs, result), layer


def load_script(source, folder):
    path = folder / "generated_model.py"
    path.write_text(source, encoding="utf-8")
    specification = importlib.util.spec_from_file_location("generated_model", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@each_layer
def test_shape_and_count_equal_keras(entry):
    analysis = EVALUATOR.analyse(document_with(entry))
    assert [problem for problem in analysis.problems if problem.severity == "error"] == []
    model, _ = keras_model(entry)
    row = next(row for row in analysis.summary if row.name == "tested")
    assert tuple(row.output_shape) == tuple(model.output.shape)
    assert row.params == model.count_params()
    assert analysis.totals.total_params == model.count_params()
    assert analysis.totals.non_trainable_params == sum(int(np.prod(v.shape)) for v in model.non_trainable_weights)
    outputs = next(item for item in analysis.nodes["main"].values() if item.params == row.params and item.outputs)
    assert outputs.outputs[0].dtype in ("float32", "int32", "int64", "bool")


@each_layer
def test_config_round_trips_through_the_document(entry):
    model, layer = keras_model(entry)
    written = layer.get_config()
    analysis = EVALUATOR.analyse(document_with(entry, _as_document(written)))
    assert [problem.message for problem in analysis.problems] == []
    assert analysis.totals.total_params == model.count_params()
    again = type(layer).from_config(full_config(entry, _as_document(written)) | {"name": "tested"}).get_config()
    assert _plain(again) == _plain(written)


def _as_document(config):
    """get_config as JSON, without what stands beside a layer's config."""
    return {key: value for key, value in _plain(config).items() if key not in ("name", "trainable")}


def _plain(value):
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        # A layer inside another one also writes down the shape that it was built for.
        return {key: _plain(item) for key, item in value.items() if key != "build_config"}
    return value.item() if isinstance(value, np.generic) else value


@each_layer
def test_generated_code_builds_the_same_model_and_runs(entry, tmp_path):
    model, _ = keras_model(entry)
    with warnings.catch_warnings():
        # Keras' own remarks on its layers are not ours.
        warnings.simplefilter("ignore")
        built = load_script(generate_script(document_with(entry)), tmp_path).build_model()
        rows = [np.ones((2, *row_shape(entry)), dtype=tensor.dtype) for tensor in built.inputs]
        result = built(rows if len(rows) > 1 else rows[0])
    assert built.count_params() == model.count_params()
    expected = [2 if size is None else size for size in model.output.shape]
    assert list(keras.tree.flatten(result)[0].shape) == expected
