"""The committed catalogue: complete, fresh, fast, and free of Keras."""

import inspect
import subprocess
import sys
import time

import keras
import pytest

from designer.catalogue import find_entry, find_layer, generate, load_catalogue, overrides

JSON_ONLY = {
    ("Dense", "quantization_config"),
    ("EinsumDense", "quantization_config"),
    ("Embedding", "quantization_config"),
    ("BatchNormalization", "renorm_clipping"),
    ("Hashing", "mask_value"),
    ("AUC", "label_weights"),
    ("TensorBoard", "embeddings_metadata"),
}
"""Arguments without an editor yet; they are shown as JSON."""

LISTS = ("initializers", "regularizers", "constraints", "optimizers", "schedules", "losses", "metrics", "callbacks")


def layer_classes():
    classes = {item for item in vars(keras.layers).values() if inspect.isclass(item)}
    return sorted(classes, key=lambda cls: cls.__name__)


def public_names(cls):
    return {name for name, item in vars(keras.layers).items() if item is cls}


@pytest.mark.parametrize("cls", layer_classes(), ids=lambda cls: cls.__name__)
def test_every_class_is_offered_or_excused(cls):
    offered = any(find_layer(name) for name in public_names(cls))
    excused = bool(public_names(cls) & overrides.NOT_OFFERED.keys())
    assert offered != excused


@pytest.mark.parametrize("entry", load_catalogue().layers, ids=lambda entry: entry.class_name)
def test_every_constructor_argument_has_a_field_or_an_excuse(entry):
    signature = inspect.signature(getattr(keras.layers, entry.class_name).__init__).parameters
    named = {name for name, item in signature.items() if item.kind not in (item.VAR_KEYWORD, item.VAR_POSITIONAL)}
    hidden = overrides.HIDDEN["*"].keys() | overrides.HIDDEN.get(entry.class_name, {}).keys()
    assert named - {"self"} - hidden <= {parameter.name for parameter in entry.parameters}


def test_arguments_shown_as_json_are_the_listed_ones():
    catalogue = load_catalogue()
    entries = [entry for name in ("layers", *LISTS) for entry in getattr(catalogue, name)]
    found = {(entry.class_name, item.name) for entry in entries for item in entry.parameters if item.kind == "json"}
    assert found == JSON_ONLY


def test_no_excuse_is_left_over():
    assert overrides.NOT_OFFERED.keys() <= set(vars(keras.layers))
    offered = {entry.class_name for entry in load_catalogue().layers}
    tables = (overrides.PORTS, overrides.CLASS_START, overrides.SYNONYMS, overrides.CLASS_FAMILIES, overrides.SUMMARIES)
    assert {name for table in tables for name in table} <= offered
    assert set(overrides.FIRST) <= offered


def test_the_committed_file_is_what_the_generator_writes():
    assert generate.dump(generate.generate()) == generate.PATH.read_text(encoding="utf-8")


def test_reading_is_fast_and_needs_no_keras():
    code = "import sys; from designer.catalogue import load_catalogue; load_catalogue(); print('keras' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
    load_catalogue.cache_clear()
    start = time.perf_counter()
    load_catalogue()
    assert time.perf_counter() - start < 0.2


@pytest.mark.parametrize(
    ("kind", "name", "class_name"),
    [
        ("layers", "Convolution2D", "Conv2D"),
        ("layers", "Input", "InputLayer"),
        ("initializers", "he_normal", "HeNormal"),
        ("optimizers", "adam", "Adam"),
        ("losses", "MeanSquaredError", "MeanSquaredError"),
    ],
)
def test_entries_are_found_under_all_their_names(kind, name, class_name):
    assert find_entry(kind, name).class_name == class_name


def test_unknown_names_are_not_found():
    assert find_layer("Lambda") is None
    assert find_layer("") is None


def test_every_text_is_plain_and_short():
    for entry in load_catalogue().layers:
        assert len(entry.summary) <= 160
        assert all(len(item.doc) <= 330 and "`" not in item.doc for item in entry.parameters)
