"""Documents read part by part are the same documents."""

import json

import pytest
from pydantic import ValidationError

from designer.document import Definition, Document
from designer.document.builder import GraphBuilder
from designer.document.model import Position
from designer.document.parts import PartsReader, text_of_parts
from designer.document.templates import list_templates, load_template


def parsed(document):
    return json.loads(document.model_dump_json())


def small():
    graph = GraphBuilder()
    graph.output("out", graph.call("Dense", graph.input("row", (4,)), name="only", units=1))
    return graph.document()


@pytest.mark.parametrize("name", [template.name for template in list_templates()])
def test_a_template_is_read_as_pydantic_reads_it(name):
    document = load_template(name)
    reader = PartsReader()
    assert reader.read(parsed(document)) == document
    assert reader.read(parsed(document)) == document


def test_what_did_not_change_is_the_same_object():
    reader = PartsReader()
    raw = parsed(small())
    first = reader.read(raw)
    raw["main"]["layers"]["l2"]["config"]["units"] = 2
    second = reader.read(raw)
    assert second.main.layers["l1"] is first.main.layers["l1"]
    assert second.main.nodes["n2"] is first.main.nodes["n2"]
    assert second.main.layers["l2"].config["units"] == 2


@pytest.mark.parametrize("other", [True, 1.0])
def test_true_and_a_decimal_one_are_not_one(other):
    reader = PartsReader()
    raw = parsed(small())
    reader.read(raw)
    raw["main"]["layers"]["l2"]["config"]["units"] = other
    assert repr(reader.read(raw).main.layers["l2"].config["units"]) == repr(other)


@pytest.mark.parametrize("raw", [[], {"main": 3}, {"definitions": []}, {"main": {"layers": {"9 x": {"name": "a"}}}}])
def test_what_is_no_document_is_refused_as_ever(raw):
    with pytest.raises(ValidationError) as found:
        PartsReader().read(raw)
    with pytest.raises(ValidationError) as wanted:
        Document.model_validate_json(json.dumps(raw))
    assert found.value.errors() == wanted.value.errors()


def test_the_text_of_parts_knows_no_places_and_loses_nothing_else():
    inner = Definition(name="Block", graph=small().main)
    document = small().model_copy(update={"definitions": {"d1": inner}, "hyperparameters": {"units": 3}})
    moved = {key: node.model_copy(update={"position": Position(x=7)}) for key, node in document.main.nodes.items()}
    other = document.model_copy(update={"main": document.main.model_copy(update={"nodes": moved})})
    assert text_of_parts(other) == text_of_parts(document)
    again = PartsReader().read(json.loads(text_of_parts(other)))
    assert again.main.layers == document.main.layers
    assert (again.definitions["d1"].graph.outputs, again.hyperparameters) == (inner.graph.outputs, {"units": 3})
