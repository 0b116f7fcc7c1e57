"""A mistake as data: one code, one place, one sentence, and fixes that can be clicked."""

from typing import Literal

from pydantic import Field, JsonValue

from designer.document.base import Frozen

MAIN = "main"
"""The name of the document's own graph wherever a graph is named beside definition ids."""

Severity = Literal["error", "warning"]
EditKind = Literal[
    "set_config",  # layer, key, value
    "rename_layer",  # layer, name
    "rename_output",  # output, name
    "rename_project",  # name
    "insert_before",  # node, port, class_name, config: a new layer on the wire into that port
    "replace_class",  # layer, class_name, config
    "delete_node",  # node
    "disconnect",  # node, port, index
    "add_output",  # node, index, name
]


class Edit(Frozen):
    """One change of a document, as the canvas and `designer.document.edits` both carry it out."""

    kind: EditKind
    graph: str = MAIN
    arguments: dict[str, JsonValue] = Field(default_factory=dict)


class Fix(Frozen):
    """What one click does: a label of verb and object, and the edits behind it (one undo step)."""

    label: str
    edits: tuple[Edit, ...]


class Place(Frozen):
    """Where a problem stands. `name` is what the user calls the place."""

    name: str = ""
    graph: str = MAIN
    node: str | None = None
    layer: str | None = None
    field: str | None = None


class Problem(Frozen):
    """What does not fit, returned and never raised.

    Attributes:
        code: kebab-case in an area, such as `shape.rank-mismatch`; each has a section in docs/problems.md.
        severity: an error blocks training and everything below the node; a warning blocks nothing.
        where: the cause, not the place where it was noticed.
        message: what received what, what was expected, what to do. Names, not ids.
        short: at most 30 characters, for the foot of a node.
        fixes: best first.
    """

    code: str
    severity: Severity = "error"
    where: Place = Place()
    message: str
    short: str = ""
    fixes: tuple[Fix, ...] = ()
