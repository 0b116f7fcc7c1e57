"""The templates against the table of reference architectures: what Keras itself must count."""

import pytest

from designer.catalogue import find_layer
from designer.data.samples import list_samples
from designer.document import Graph
from designer.document.layout import tidy
from designer.document.parse import dump_document
from designer.document.templates import FOLDER, list_templates, load_template
from designer.training.config import RunConfig
from tests.architectures import LAYERS, TOTALS

NAMES = [template.name for template in list_templates()]


def test_every_template_says_its_parameters() -> None:
    assert {template.name: template.params for template in list_templates()} == TOTALS


def test_the_parts_of_the_table_make_its_totals() -> None:
    assert {name: sum(counts) for name, counts in LAYERS.items()} == TOTALS


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
    assert template.dataset in {sample.name for sample in list_samples()}


def test_an_unknown_template_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load_template("../../README")
