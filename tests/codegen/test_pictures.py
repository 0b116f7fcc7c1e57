"""Pictures: every format from pip alone, and no text of a user is read as markup."""

import xml.etree.ElementTree as ET

import pytest

from designer.catalogue import load_catalogue
from designer.codegen.errors import CannotGenerate
from designer.codegen.families import FAMILIES, Theme
from designer.codegen.picture import Format, draw, to_dot
from designer.codegen.preview import preview_svg
from designer.document import Document, Edit
from designer.document.edits import apply_edits
from designer.document.templates import list_templates, load_template
from designer.engine.protocol import Analysis, NodeFigures, TensorSpec

HOSTILE = '"><IMG SRC="/etc/passwd"/><![x](http://a.b/c)\n\\N\x00</B>'


def hostile() -> Document:
    edit = Edit(kind="rename_layer", arguments={"layer": "l2", "name": HOSTILE})
    return apply_edits(load_template("multilayer-perceptron"), [edit])


@pytest.mark.parametrize(("format", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_every_format_is_drawn(format: Format, start: bytes) -> None:
    assert draw(to_dot(load_template("siamese")), format).startswith(start)


def test_figures_are_on_the_cards() -> None:
    figures = NodeFigures(outputs=(TensorSpec(shape=(None, 10)),), params=1234)
    dot = to_dot(load_template("multilayer-perceptron"), Analysis(nodes={"main": {"n2": figures}}))
    assert "(None, 10)" in dot
    assert "1,234" in dot


def test_hostile_names_stay_text() -> None:
    drawn = ET.fromstring(draw(to_dot(hostile()), "svg"))
    assert not [element for element in drawn.iter() if element.tag.endswith("image")]
    assert any('<IMG SRC="/etc/passwd"/>' in (element.text or "") for element in drawn.iter())


def test_what_cannot_be_drawn_is_said_in_words() -> None:
    with pytest.raises(CannotGenerate, match="could not draw"):
        draw("digraph {", "png")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", [template.name for template in list_templates()])
def test_previews_are_pictures_without_text(name: str, theme: Theme) -> None:
    drawn = ET.fromstring(preview_svg(load_template(name), theme=theme))
    tags = {element.tag.rpartition("}")[2] for element in drawn.iter()}
    assert tags == {"svg", "defs", "pattern", "circle", "rect", "path"}


def test_an_empty_document_has_a_preview() -> None:
    assert preview_svg(Document()).startswith("<svg")


def test_every_family_of_the_catalogue_has_a_look() -> None:
    assert set(load_catalogue().families) <= set(FAMILIES)
