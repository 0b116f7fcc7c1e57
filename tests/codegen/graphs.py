"""Graphs whose code is looked at, and run as well."""

from designer.document import Document, Reference
from designer.document.builder import GraphBuilder


def shared_head() -> Document:
    """One head on two inputs, an output each."""
    graph = GraphBuilder()
    left, right = graph.input("left", (4,)), graph.input("right", (4,))
    head = graph.layer("Dense", name="score", units=1)
    graph.output("score", graph.call_layer(head, left))
    graph.output("score_right", graph.call_layer(head, right))
    return graph.document()


def two_states() -> Document:
    """The first and the second of three tensors that a layer gives."""
    graph = GraphBuilder()
    reader = graph.call("LSTM", graph.input("sequence", (4, 2)), name="reader", units=3, return_state=True)
    both = graph.call("Concatenate", [reader, Reference(node=reader.node, output=1)], name="both")
    graph.output("both", both)
    return graph.document()
