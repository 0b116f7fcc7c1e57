"""What a document says about its inputs and about the layer that answers for each output. No Keras, no analysis."""

import math
from typing import NamedTuple

from pydantic import JsonValue

from designer.document.expression import ExpressionError, resolve
from designer.document.model import Document, Graph, Layer, Node
from designer.document.walk import node_references, successors

CONVOLUTIONS = frozenset(f"Conv{rank}D{suffix}" for rank in (1, 2, 3) for suffix in ("", "Transpose"))


class ModelInput(NamedTuple):
    """One input. `shape` is without batch; None when the document does not say. `embedding` reads it as token ids."""

    name: str
    layer_id: str
    shape: tuple[int | None, ...] | None
    dtype: str
    embedding: str | None

    @property
    def is_integer(self) -> bool:
        """Whether the input takes whole numbers."""
        return self.dtype.startswith(("int", "uint"))

    @property
    def width(self) -> int | None:
        """How many values one row has; None while a dimension is open."""
        if self.shape is None:
            return None
        sizes = [size for size in self.shape if size is not None]
        return math.prod(sizes) if len(sizes) == len(self.shape) else None


class Head(NamedTuple):
    """The layer whose units or filters an output has, and the layer that activates it (often the same).

    `units_key` is units or filters; for TimeDistributed both live in the config of the inner layer.
    """

    layer_id: str
    units_key: str
    units: int | None
    activation_layer_id: str
    activation: str
    is_wrapped: bool = False


class ModelOutput(NamedTuple):
    """One output. `head` is None when no layer above it can be sized."""

    name: str
    layer_id: str
    class_name: str
    layer_name: str
    head: Head | None


def _layer_of(graph: Graph, node_id: str) -> tuple[str, Layer] | None:
    node = graph.nodes.get(node_id)
    layer = graph.layers.get(node.layer or "") if node else None
    return (node.layer, layer) if node and node.layer and layer else None


def _config(document: Document, layer: Layer) -> dict[str, JsonValue]:
    try:
        config = resolve(layer.config, document.hyperparameters)
    except ExpressionError:
        return layer.config
    return config if isinstance(config, dict) else layer.config


def model_inputs(document: Document) -> list[ModelInput]:
    """The inputs in their order."""
    graph = document.main
    readers = successors(graph)
    found = []
    for node_id in graph.inputs:
        entry = _layer_of(graph, node_id)
        if entry is None:
            continue
        layer_id, layer = entry
        config = _config(document, layer)
        dtype = config.get("dtype")
        embedding = None
        for reader in readers.get(node_id, []):
            read_by = _layer_of(graph, reader)
            if read_by and read_by[1].class_name == "Embedding":
                embedding = read_by[0]
        name = dtype if isinstance(dtype, str) and dtype else "float32"
        found.append(ModelInput(layer.name, layer_id, _shape(config), name, embedding))
    return found


def _shape(config: dict[str, JsonValue]) -> tuple[int | None, ...] | None:
    batch_shape = config.get("batch_shape")
    sizes = batch_shape[1:] if isinstance(batch_shape, list) else config.get("shape")
    if not isinstance(sizes, list):
        return None
    shape: list[int | None] = []
    for size in sizes:
        if size is not None and (isinstance(size, bool) or not isinstance(size, int)):
            return None
        shape.append(size)
    return tuple(shape)


def model_outputs(document: Document) -> list[ModelOutput]:
    """The outputs in their order, each with the layer that can be sized for it."""
    graph = document.main
    found = []
    for output in graph.outputs:
        entry = _layer_of(graph, output.node)
        if entry is None:
            found.append(ModelOutput(output.name, "", "", "", None))
            continue
        layer_id, layer = entry
        head = _find_head(document, graph, graph.nodes[output.node])
        found.append(ModelOutput(output.name, layer_id, layer.class_name, layer.name, head))
    return found


def _find_head(document: Document, graph: Graph, node: Node) -> Head | None:
    """The sized layer at or above a node, past layers that only activate."""
    layer = graph.layers.get(node.layer or "")
    if layer is None or node.layer is None or layer.definition is not None:
        return None
    config = _config(document, layer)
    if layer.class_name in ("Activation", "Softmax", "Identity"):
        above = next(node_references(node), None)
        head = _find_head(document, graph, graph.nodes[above.node]) if above and above.node in graph.nodes else None
        if head is None or layer.class_name == "Identity":
            return head
        activation = "softmax" if layer.class_name == "Softmax" else _text(config.get("activation"))
        return head._replace(activation_layer_id=node.layer, activation=activation)
    if layer.class_name == "TimeDistributed":
        inner = config.get("layer")
        inner_config = inner.get("config") if isinstance(inner, dict) else None
        if not isinstance(inner, dict) or inner.get("class_name") != "Dense" or not isinstance(inner_config, dict):
            return None
        return _head(node.layer, "units", inner_config, is_wrapped=True)
    if layer.class_name == "Dense":
        return _head(node.layer, "units", config)
    if layer.class_name in CONVOLUTIONS:
        return _head(node.layer, "filters", config)
    return None


def _head(layer_id: str, units_key: str, config: dict[str, JsonValue], *, is_wrapped: bool = False) -> Head:
    units = config.get(units_key)
    whole = units if isinstance(units, int) and not isinstance(units, bool) else None
    return Head(layer_id, units_key, whole, layer_id, _text(config.get("activation")), is_wrapped)


def _text(activation: JsonValue) -> str:
    """The name of an activation as it stands in a config; linear when there is none."""
    if isinstance(activation, dict):
        inner = activation.get("config")
        return str(inner) if isinstance(inner, str) else str(activation.get("class_name", ""))
    return activation if isinstance(activation, str) else "linear"
