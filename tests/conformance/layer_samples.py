"""One small document for every layer of the catalogue: as it comes from the palette, on inputs that fit it."""

import re

from designer.catalogue import Entry
from designer.document import Document
from designer.document.builder import GraphBuilder

SHAPES = {
    2: (32,),
    3: (16, 32),
    4: (16, 16, 3),
    5: (8, 16, 16, 3),
    6: (2, 8, 8, 8, 3),
}
SPECIAL = {
    "GroupNormalization": (8, 8, 32),
    "EinsumDense": (32,),
    "Dot": (16, 32),
    "Attention": (16, 32),
    "AdditiveAttention": (16, 32),
    "MultiHeadAttention": (16, 32),
    "GroupQueryAttention": (16, 32),
    "RandomCrop": (64, 64, 3),
    "CenterCrop": (64, 64, 3),
    "MelSpectrogram": (4096,),
    "HashedCrossing": (1,),
    "Hashing": (4,),
    "CategoryEncoding": (4,),
    "AdaptiveAveragePooling1D": (16, 32),
    "AdaptiveMaxPooling1D": (16, 32),
    "AdaptiveAveragePooling2D": (16, 16, 3),
    "AdaptiveMaxPooling2D": (16, 16, 3),
    "AdaptiveAveragePooling3D": (8, 16, 16, 3),
    "AdaptiveMaxPooling3D": (8, 16, 16, 3),
    "TimeDistributed": (16, 32),
}
INTEGERS = {"Embedding", "ReversibleEmbedding", "Hashing", "HashedCrossing", "CategoryEncoding"}


def row_shape(entry: Entry) -> tuple[int, ...]:
    """The shape of one row that this layer takes."""
    if entry.class_name in SPECIAL:
        return SPECIAL[entry.class_name]
    if entry.ports and entry.ports[0].name == "data":
        return SHAPES[4]
    match = re.match(r"(\d)D", entry.ndim)
    return SHAPES[int(match.group(1)) if match else 2]


def start_config(entry: Entry) -> dict[str, object]:
    """What the palette writes into a new layer."""
    return {item.name: item.start for item in entry.parameters if item.start is not None}


def document_with(entry: Entry, config: dict[str, object] | None = None) -> Document:
    """Inputs, this layer, an output."""
    graph = GraphBuilder()
    required = [port for port in entry.ports if port.required]
    count = 2 if required and required[0].variadic else len(required)
    dtype = "int32" if entry.class_name in INTEGERS else ""
    inputs = [graph.input(f"input_{index}", row_shape(entry), dtype=dtype) for index in range(count)]
    arguments = [inputs] if required and required[0].variadic else inputs
    if entry.class_name == "InputLayer":
        graph.output("result", graph.call("Identity", graph.input("input_0", (10,)), name="identity"))
        return graph.document()
    layer = graph.layer(entry.class_name, name="tested", **(start_config(entry) if config is None else config))
    graph.output("result", graph.call_layer(layer, *arguments))
    return graph.document()
