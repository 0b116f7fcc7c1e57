"""The templates against the table of reference architectures: what Keras itself must count."""

import pytest

from designer.catalogue import find_layer
from designer.data.samples import list_samples
from designer.document import Graph
from designer.document.layout import tidy
from designer.document.parse import dump_document
from designer.document.templates import FOLDER, list_templates, load_template
from designer.training.config import RunConfig

NAMES = [template.name for template in list_templates()]

PARAMS = {
    "multilayer-perceptron": 551,
    "convolutional": 8_933,
    "recurrent": 601,
    "shared-input": 415_045,
    "shared-features": 1_151,
    "multiple-inputs": 49_699,
    "multiple-outputs": 1_452,
    "vgg-convnet": 7_998_250,
    "multiclass-perceptron": 6_154,
    "binary-perceptron": 3_265,
    "text-classifier": 459_393,
    "siamese": (3 * 3 + 1) * 32 + (3 * 3 * 32 + 1) * 32 + (1 + 1),
}


def test_every_template_says_its_parameters() -> None:
    assert {template.name: template.params for template in list_templates()} == PARAMS


def test_names_have_no_spaces_and_every_file_is_listed() -> None:
    assert all(" " not in name for name in NAMES)
    assert {path.stem for path in FOLDER.glob("*.json")} == {*NAMES, "index"}


@pytest.mark.parametrize("name", NAMES)
def test_documents_are_stored_as_they_are_written(name: str) -> None:
    assert (FOLDER / f"{name}.json").read_text() == dump_document(load_template(name))


@pytest.mark.parametrize("name", NAMES)
def test_documents_are_tidy(name: str) -> None:
    assert tidy(load_template(name)) == load_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_only_classes_of_the_catalogue_are_used(name: str) -> None:
    document = load_template(name)
    graphs: list[Graph] = [document.main, *(definition.graph for definition in document.definitions.values())]
    layers = [layer for graph in graphs for layer in graph.layers.values() if layer.definition is None]
    assert all(find_layer(layer.class_name) for layer in layers)


@pytest.mark.parametrize("template", list_templates(), ids=NAMES)
def test_settings_and_sample_data_exist(template) -> None:
    assert RunConfig.model_validate(template.settings, strict=False)
    assert template.dataset is None or template.dataset in {sample.name for sample in list_samples()}


def test_an_unknown_template_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load_template("../../README")
