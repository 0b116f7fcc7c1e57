"""Documents read again and again while they are edited: parts that are as before are the same objects as before.

One edit changes one layer of two hundred. Whoever keeps what was worked out for a part only has to ask whether it
still is that part (`is`), and only what is new is checked against the format.
"""

import json
from typing import Any, TypeVar

from pydantic import TypeAdapter

from designer.document.model import Document, Graph, Id, Layer, Node

MEMO_SIZE = 16_384
"""Layers and as many nodes that are remembered; with more, all are read anew once."""

Part = TypeVar("Part", Layer, Node)

_LAYERS = TypeAdapter(dict[Id, Layer])
_NODES = TypeAdapter(dict[Id, Node])


def text_of_parts(document: Document) -> str:
    """A document as JSON on one line, half as long: without defaults, notes, and the places of nodes.

    What is left decides figures and code. Who moves a node gets the same text.
    """
    return document.model_dump_json(exclude=_LOOKS, exclude_defaults=True)


_LOOKS_OF_A_GRAPH: Any = {"nodes": {"__all__": {"position"}}, "notes": True, "groups": True}
_LOOKS: Any = {"main": _LOOKS_OF_A_GRAPH, "definitions": {"__all__": {"graph": _LOOKS_OF_A_GRAPH}}}


class PartsReader:
    """Reads documents exactly as `Document.model_validate_json` does, and remembers their layers and nodes."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._layers: dict[str, Layer] = {}
        self._nodes: dict[str, Node] = {}

    def read(self, raw: Any) -> Document:
        """The document from its parsed JSON.

        Raises:
            ValidationError: it is no document; as `Document.model_validate_json` says it.
        """
        try:
            return self._read(raw)
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
            return Document.model_validate_json(json.dumps(raw))

    def _read(self, raw: dict[str, Any]) -> Document:
        definitions = raw.get("definitions", {})
        shells = {key: {**item, "graph": _shell(item["graph"])} for key, item in definitions.items()}
        main = raw.get("main", {})
        shell = {**raw, "main": _shell(main), "definitions": shells}
        document = Document.model_validate_json(json.dumps(shell))
        filled = {
            key: item.model_copy(update={"graph": self._filled(item.graph, definitions[key]["graph"])})
            for key, item in document.definitions.items()
        }
        return document.model_copy(update={"main": self._filled(document.main, main), "definitions": filled})

    def _filled(self, graph: Graph, raw: dict[str, Any]) -> Graph:
        layers = _known(raw.get("layers", {}), self._layers, _LAYERS)
        nodes = _known(raw.get("nodes", {}), self._nodes, _NODES)
        return graph.model_copy(update={"layers": layers, "nodes": nodes})


def _shell(raw: dict[str, Any]) -> dict[str, Any]:
    """A graph without what makes it long."""
    return {**raw, "layers": {}, "nodes": {}}


def _known(raw: dict[str, Any], memo: dict[str, Part], adapter: TypeAdapter[dict[str, Part]]) -> dict[str, Part]:
    """The parts under their ids. A part is known by its text: `==` would take `true` for 1."""
    found: dict[str, Part | None] = {}
    fresh: dict[str, str] = {}
    for key, item in raw.items():
        text = f"{key} {item!r}"
        part = found[key] = memo.get(text)
        if part is None:
            fresh[key] = text
    if fresh:
        if len(memo) > MEMO_SIZE:
            memo.clear()
        for key, part in adapter.validate_json(json.dumps({key: raw[key] for key in fresh})).items():
            found[key] = memo[fresh[key]] = part
    return {key: part for key, part in found.items() if part is not None}
