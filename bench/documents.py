"""The documents that are measured."""

from designer.document.builder import GraphBuilder
from designer.document.model import Document

COLUMNS = 20
PITCH = (256.0, 108.0)


def two_hundred() -> Document:
    """200 nodes, ten to a column: Dense, normalisation and dropout in one long chain, with a merge at its end."""
    graph = GraphBuilder()
    tensor = first = graph.input("features", (16,), at=(0.0, 0.0))
    classes = (("Dense", {"units": 32, "activation": "relu"}), ("BatchNormalization", {}), ("Dropout", {"rate": 0.1}))
    for index in range(1, 197):
        class_name, config = classes[index % 3]
        tensor = graph.call(class_name, tensor, at=_place(index), **config)
    side = graph.call("Dense", first, at=_place(197), name="side", units=32)
    merged = graph.call("Concatenate", [tensor, side], at=_place(198), name="merged")
    graph.output("label", graph.call("Dense", merged, at=_place(199), name="label", units=3, activation="softmax"))
    return graph.document("Two hundred nodes")


def _place(index: int) -> tuple[float, float]:
    column, row = divmod(index, 200 // COLUMNS)
    return column * PITCH[0], row * PITCH[1]
