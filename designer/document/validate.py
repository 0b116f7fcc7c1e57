"""Everything that is wrong with a document and can be said without Keras: structure, names, values of arguments."""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pydantic import JsonValue

from designer.catalogue import find_layer
from designer.document.expression import HYPERPARAMETER_KEY, ExpressionError, resolve
from designer.document.memo import Memo
from designer.document.model import Document, Graph, Layer
from designer.document.problem import Fix, Place, Problem, Severity
from designer.document.python_names import fault_of_hyperparameter
from designer.document.reader import GraphReader, depths, read_graphs
from designer.document.structure import check_structure
from designer.document.values import Fault, check_config, show

MAXIMUM_NODES = 5_000
MAXIMUM_CHAIN = 2_000
"""Keras builds, saves and loads chains of 2,000 layers (with a higher recursion limit); beyond is not promised."""


def validate_document(document: Document) -> tuple[Problem, ...]:
    """All problems of a document that need no Keras, in the order of its graphs and nodes.

    A document that is too large gets that one problem and no other.
    """
    large = check_size(document)
    if large is not None:
        return (large,)
    return validate_graphs(document, read_graphs(document).values())


def validate_graphs(document: Document, readers: Iterable[GraphReader]) -> tuple[Problem, ...]:
    """The same for a document of bearable size whose graphs are read already."""
    found: list[Problem] = [*_check_hyperparameters(document), *_check_definitions(document)]
    for reader in readers:
        found.extend(validate_graph(reader))
    return tuple(found)


def validate_graph(reader: GraphReader) -> Iterator[Problem]:
    """The problems of one graph."""
    yield from check_structure(reader)
    yield from _check_chain(reader)
    yield from _check_layers(reader)


def check_size(document: Document) -> Problem | None:
    """The one problem of a document with more nodes than can be shown and calculated."""
    count = len(document.main.nodes) + sum(len(item.graph.nodes) for item in document.definitions.values())
    if count <= MAXIMUM_NODES:
        return None
    message = f"The document has {count:,} nodes; at most {MAXIMUM_NODES:,} are calculated. Split it into sub-models."
    return Problem(code="graph.too-many-nodes", where=Place(name="the model"), message=message, short="too many nodes")


def _check_hyperparameters(document: Document) -> Iterator[Problem]:
    """They are arguments of the generated function that builds the model."""
    for name in document.hyperparameters:
        message = fault_of_hyperparameter(name)
        if message:
            where = Place(name=name[:80] or "hyper-parameter")
            yield Problem(code="config.hyperparameter-name", where=where, message=message, short="name is not possible")


def _check_definitions(document: Document) -> Iterator[Problem]:
    """Sub-models that contain themselves."""
    inner = {key: _definitions_in(item.graph) for key, item in document.definitions.items()}
    for start, definition in document.definitions.items():
        reached: set[str] = set()
        waiting = list(inner[start])
        while waiting:
            key = waiting.pop()
            if key not in reached and key in inner:
                reached.add(key)
                waiting.extend(inner[key])
        if start in reached:
            message = f"The sub-model {definition.name} contains itself. Take it out of its own graph."
            where = Place(name=definition.name, graph=start)
            yield Problem(code="graph.endless-definition", where=where, message=message, short="contains itself")


def _definitions_in(graph: Graph) -> set[str]:
    return {layer.definition for layer in graph.layers.values() if layer.definition is not None}


def _check_chain(reader: GraphReader) -> Iterator[Problem]:
    depth = depths(reader)
    longest = max(depth.values(), default=0)
    if longest > MAXIMUM_CHAIN:
        node_id = next(key for key, value in depth.items() if value == MAXIMUM_CHAIN + 1)
        message = (
            f"The model is a chain of {longest:,} layers; Keras can build {MAXIMUM_CHAIN:,}. "
            f"Shorten it at {reader.label(node_id)}."
        )
        yield reader.problem("graph.too-long-chain", node_id, message, "chain is too long")


def _check_layers(reader: GraphReader) -> Iterator[Problem]:
    first_call = {node.layer: node_id for node_id, node in reversed(reader.graph.nodes.items()) if node.layer}
    for node_id, node in reader.graph.nodes.items():
        layer = reader.graph.layers.get(node.layer or "")
        if node.layer and layer is not None and layer.definition is None and first_call[node.layer] == node_id:
            yield from _check_layer(reader, node_id, node.layer, layer)


def _check_layer(reader: GraphReader, node_id: str, layer_id: str, layer: Layer) -> Iterator[Problem]:
    # Nearly all layers are as they were and free of faults; their look in one string is enough to know it.
    text = f"{layer.class_name} {layer.config!r}"
    if _faultless.get(text):
        return
    config: dict[str, JsonValue] = {}
    unclear: list[str] = []
    for key, value in layer.config.items():
        try:
            config[key] = resolve(value, reader.document.hyperparameters)
        except ExpressionError as error:
            unclear.append(key)
            message = f"{_name(layer)}: {key} cannot be worked out. {error}"
            where = reader.place(node_id, field_name=key)
            yield Problem(code="config.bad-expression", where=where, message=message, short=f"{key} unclear"[:30])
    faults = _faults(layer.class_name, json.dumps(config), tuple(unclear))
    if not faults and HYPERPARAMETER_KEY not in text:
        _faultless.put(text, True)
    for fault in faults:
        yield _problem(reader, node_id, layer_id, layer, fault)


_faultless: Memo[bool] = Memo(4096)


@lru_cache(maxsize=4096)
def _faults(class_name: str, config_json: str, unclear: tuple[str, ...]) -> tuple[Fault, ...]:
    """The faults of a config: remembered, because one edit leaves all other layers as they are."""
    entry = find_layer(class_name)
    if entry is None:
        return ()
    config = json.loads(config_json)
    known = [parameter for parameter in entry.parameters if parameter.name not in unclear]
    faults = [*check_config(entry.class_name, config, known)]
    return (*faults, *_unknown_keys(config, {parameter.name for parameter in entry.parameters}))


_OWN_KEYS = {"name", "trainable", "dtype", "registered_name", "build_config"}


def _unknown_keys(config: dict[str, JsonValue], known: set[str]) -> Iterator[Fault]:
    for key, value in config.items():
        # What get_config writes beside the arguments is false or null unless someone used it.
        if key not in known and key not in _OWN_KEYS and value not in (None, False):
            says = f'has no argument "{key[:40]}". It is kept in the document and not used.'
            yield Fault(code="config.unknown-argument", field=key, says=says, short="has an unknown argument")


def _name(layer: Layer) -> str:
    return f'{layer.class_name} "{layer.name}"'


def _problem(reader: GraphReader, node_id: str, layer_id: str, layer: Layer, fault: Fault) -> Problem:
    where = reader.place(node_id, field_name=fault.field)
    edits = [reader.edit("set_config", layer=layer_id, key=fault.field, value=value) for value in fault.better[:3]]
    labels = [f"Set {fault.field} to {show(value, limit=24)}" for value in fault.better[:3]]
    severity: Severity = "error"
    if fault.code == "config.unknown-argument":
        # Without a value the edit takes the key out.
        edits, labels = [reader.edit("set_config", layer=layer_id, key=fault.field)], [f"Remove {fault.field[:24]}"]
        severity = "warning"
    return Problem(
        code=fault.code,
        severity=severity,
        where=where,
        message=f"{_name(layer)} {fault.says}",
        short=fault.short,
        fixes=tuple(Fix(label=label, edits=(edit,)) for label, edit in zip(labels, edits, strict=True)),
    )
