"""Sub-models as weightless Keras models. Engine process only."""

import hashlib
import json
from typing import Any

import keras

from designer.document.expression import resolve_config
from designer.document.model import Document, Graph, Layer, Tree
from designer.document.reader import depths, read_graph
from designer.engine.build import make_layer
from designer.engine.calls import fill


def graph_hash(document: Document, graph: Graph, known: dict[str, str]) -> str:
    """Equal for graphs that give equal figures: everything but positions, groups, notes and names of layers.

    `known` keeps the hashes of definitions: blocks of blocks of blocks would otherwise be read again and again.
    """
    layers = {
        key: [
            layer.class_name,
            resolve_config(layer.config, document.hyperparameters),
            layer.trainable,
            _definition_hash(document, layer.definition, known),
        ]
        for key, layer in graph.layers.items()
    }
    nodes = {key: [node.layer, node.op, node.args, node.kwargs] for key, node in graph.nodes.items()}
    outputs = [[output.node, output.index] for output in graph.outputs]
    text = json.dumps([layers, nodes, graph.inputs, outputs], sort_keys=True, default=list)
    return hashlib.sha256(text.encode()).hexdigest()


def _definition_hash(document: Document, definition_id: str | None, known: dict[str, str]) -> str | None:
    if definition_id is None or definition_id not in document.definitions:
        return definition_id
    if definition_id not in known:
        known[definition_id] = graph_hash(document, document.definitions[definition_id].graph, known)
    return known[definition_id]


def make_model(document: Document, definition_id: str, *, name: str, trainable: bool) -> Any:
    """The sub-model as a Keras model, to be called like a layer. The graph must be free of errors."""
    graph = document.definitions[definition_id].graph
    layers: dict[str, Any] = {}
    tensors: dict[tuple[str, int], Any] = {}
    for node_id in depths(read_graph(document, graph, definition_id)):
        node = graph.nodes[node_id]
        if node.layer is None:
            target: Any = getattr(keras.ops, str(node.op).removeprefix("keras.ops."))
        elif node.layer not in layers:
            target = layers[node.layer] = _make(document, graph, node.layer)
        else:
            target = layers[node.layer]
        if isinstance(target, keras.layers.InputLayer):
            result = target.output
        else:
            layer = graph.layers.get(node.layer or "")
            args = [fill(tree, tensors) for tree in call_arguments(layer, node.args)]
            result = target(*args, **{key: fill(tree, tensors) for key, tree in node.kwargs.items()})
        for index, tensor in enumerate(keras.tree.flatten(result)):
            tensors[node_id, index] = tensor
    inputs = [tensors[node_id, 0] for node_id in graph.inputs]
    outputs = [tensors[output.node, output.index] for output in graph.outputs]
    model = keras.Model(
        inputs if len(inputs) > 1 else inputs[0], outputs if len(outputs) > 1 else outputs[0], name=name
    )
    if not trainable:
        # Only this way round: setting True would also unfreeze the layers inside.
        model.trainable = False
    return model


def call_arguments(layer: Layer | None, args: tuple[Tree, ...]) -> tuple[Tree, ...]:
    """The positional arguments of a call: a sub-model takes its several inputs as one list."""
    if layer is not None and layer.definition is not None and len(args) > 1:
        return (list(args),)
    return args


def _make(document: Document, graph: Graph, layer_id: str) -> Any:
    layer = graph.layers[layer_id]
    if layer.definition is not None:
        return make_model(document, layer.definition, name=layer.name, trainable=layer.trainable)
    config = resolve_config(layer.config, document.hyperparameters)
    return make_layer(layer.class_name, config, name=layer.name, trainable=layer.trainable)
