"""Documents that the tests of the engine share."""

from designer.document import Definition, Document
from designer.document.builder import GraphBuilder


def sequence(shape, *layers, dtype=""):
    """A chain: each layer is (class name, name, config)."""
    graph = GraphBuilder()
    x = graph.input("features", shape, dtype=dtype)
    for class_name, name, config in layers:
        x = graph.call(class_name, x, name=name, **config)
    graph.output("result", x)
    return graph.document()


def merge(class_name, *shapes, **config):
    """Inputs of these shapes into one merging layer."""
    graph = GraphBuilder()
    inputs = [graph.input(f"input_{index}", shape) for index, shape in enumerate(shapes)]
    graph.output("result", graph.call(class_name, inputs, name="fused", **config))
    return graph.document()


def encoder_twice(*, units=4, trainable=True):
    """A sub-model that is called on two inputs, with one set of weights."""
    inner = GraphBuilder()
    x = inner.call("Dense", inner.input("row", (8,)), name="squeeze", units=units)
    inner.output("code", inner.call("Dropout", x, name="forget", rate=0.1))
    graph = GraphBuilder()
    left, right = graph.input("left", (8,)), graph.input("right", (8,))
    encoder = graph.layer(definition="d1", name="encoder", trainable=trainable)
    codes = [graph.call_layer(encoder, left), graph.call_layer(encoder, right)]
    graph.output("match", graph.call("Dense", graph.call("Concatenate", codes, name="both"), name="match", units=1))
    return graph.document(definitions={"d1": Definition(name="Encoder", graph=inner.build())})


def with_config(document: Document, name: str, **config) -> Document:
    """The document with other arguments for the layer of this name."""
    layers = {
        key: layer.model_copy(update={"config": layer.config | config}) if layer.name == name else layer
        for key, layer in document.main.layers.items()
    }
    return document.model_copy(update={"main": document.main.model_copy(update={"layers": layers})})


def blocks_of_blocks(depth):
    """Sub-models that hold the next smaller one twice: 2 ** depth layers from a few lines, as an attacker would."""
    definitions = {}
    for level in range(depth):
        inner = GraphBuilder()
        x = inner.input("row", (8,))
        for _ in range(2):
            below = inner.layer(definition=f"d{level - 1}", name="half") if level else None
            x = inner.call_layer(below, x) if below else inner.call("Dense", x, name="dense", units=8)
        inner.output("half_out", x)
        definitions[f"d{level}"] = Definition(name=f"Level{level}", graph=inner.build())
    graph = GraphBuilder()
    x = graph.input("features", (8,))
    graph.output("tower_out", graph.call_layer(graph.layer(definition=f"d{depth - 1}", name="tower"), x))
    graph.output("quick_out", graph.call("Dense", x, name="quick", units=2))
    return graph.document(definitions=definitions)
