"""The reference architectures as documents that a new project can start from.

The documents in sample_data/templates are the only home of the architectures; index.json beside them says what a card
shows. `dataset` names the sample data that fits, `settings` is the part of a RunConfig that the architecture is known
for, such as its optimizer; all the rest is proposed from the data.
"""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, JsonValue, TypeAdapter

from designer.document.base import Frozen
from designer.document.model import Document
from designer.document.parse import parse_document

FOLDER = Path(__file__).parents[2] / "sample_data" / "templates"


class Template(Frozen):
    """One card of the start page. `name` has no spaces and is what the command line calls it."""

    name: str
    title: str
    kind: Literal["Table", "Image", "Text", "Sequence"]
    params: int
    dataset: str | None = None
    settings: dict[str, JsonValue] = Field(default_factory=dict)


@cache
def list_templates() -> tuple[Template, ...]:
    """All templates, in the order of the start page."""
    return TypeAdapter(tuple[Template, ...]).validate_json((FOLDER / "index.json").read_bytes())


@cache
def load_template(name: str) -> Document:
    """The document of a template.

    Raises:
        KeyError: there is no template of this name.
    """
    if name not in {template.name for template in list_templates()}:
        raise KeyError(name)
    return parse_document((FOLDER / f"{name}.json").read_bytes())
