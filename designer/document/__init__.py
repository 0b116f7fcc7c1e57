"""The graph document: what a model is while it is designed, stored and exported."""

from designer.document.model import (
    Definition,
    Document,
    Graph,
    Group,
    Layer,
    Node,
    Note,
    Output,
    Position,
    Reference,
    WeightsReference,
)
from designer.document.parse import DocumentError, dump_document, parse_document
from designer.document.problem import Edit, Fix, Place, Problem

__all__ = [
    "Definition",
    "Document",
    "DocumentError",
    "Edit",
    "Fix",
    "Graph",
    "Group",
    "Layer",
    "Node",
    "Note",
    "Output",
    "Place",
    "Position",
    "Problem",
    "Reference",
    "WeightsReference",
    "dump_document",
    "parse_document",
]
