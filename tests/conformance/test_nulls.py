"""Null for an argument: what is let through Keras takes, and what is told Keras refuses."""

import keras
import numpy as np
import pytest

from designer.catalogue import Entry, load_catalogue
from designer.catalogue.nulls import takes_null
from designer.document.validate import validate_document
from designer.engine.build import full_config
from tests.conformance.layer_samples import INTEGERS, document_with, row_shape, start_config

CATALOGUE = load_catalogue()
LAYERS = [entry for entry in CATALOGUE.layers if entry.class_name != "InputLayer"]


def with_default(entry: Entry) -> list:
    return [item for item in entry.parameters if not item.required and item.default is not None]


def is_taken(entry: Entry, config: dict[str, object]) -> bool:
    """Whether Keras makes the layer, and a model with it answers in training and without."""
    required = [port for port in entry.ports if port.required]
    dtype = "int32" if entry.class_name in INTEGERS else "float32"
    rows = [np.ones((2, *row_shape(entry)), dtype) for _ in range(2 if required[0].variadic else len(required))]
    inputs = [keras.Input(item.shape[1:], dtype=dtype) for item in rows]
    try:
        layer = getattr(keras.layers, entry.class_name).from_config(full_config(entry, config) | {"name": "tested"})
        model = keras.Model(inputs, layer(inputs) if required[0].variadic else layer(*inputs))
        model(rows, training=True)
        model(rows, training=False)
    except Exception:  # any refusal, of whatever class
        return False
    return True


@pytest.mark.parametrize("entry", LAYERS, ids=lambda entry: entry.class_name)
def test_null_is_refused_where_keras_refuses_it_and_nowhere_else(entry):
    for parameter in with_default(entry):
        config = start_config(entry) | {parameter.name: None}
        problems = [item for item in validate_document(document_with(entry, config)) if item.severity == "error"]
        assert [item.where.field for item in problems] == ([] if is_taken(entry, config) else [parameter.name])


@pytest.mark.parametrize("entry", CATALOGUE.optimizers, ids=lambda entry: entry.class_name)
def test_the_same_of_optimizers(entry):
    for parameter in with_default(entry):
        weights = [keras.Variable(np.ones(shape, "float32")) for shape in ((3, 3), (3,))]
        try:
            made = getattr(keras.optimizers, entry.class_name).from_config(full_config(entry, {parameter.name: None}))
            made.build(weights)
            for _ in range(2):
                made.apply([keras.ops.ones_like(item) for item in weights], weights)
        except Exception:  # as above
            assert not takes_null(entry.class_name, parameter), parameter.name
        else:
            assert takes_null(entry.class_name, parameter), parameter.name
