"""Writing documents by hand, for templates, tests and imports.

>>> graph = GraphBuilder()
>>> x = graph.input("features", (10,))
>>> graph.output("label", graph.call("Dense", x, name="head", units=1))
>>> sorted(layer.name for layer in graph.build().layers.values())
['features', 'head']
"""

from collections.abc import Sequence

from pydantic import JsonValue

from designer.document.model import Definition, Document, Graph, Layer, Node, Output, Position, Reference

Operand = Reference | Sequence[Reference] | None


def _tree(value: Operand) -> JsonValue:
    if value is None:
        return None
    if isinstance(value, Reference):
        return value.as_leaf()
    return [reference.as_leaf() for reference in value]


class GraphBuilder:
    """Collects layers and calls; `build` returns the finished graph."""

    def __init__(self) -> None:
        """Start with an empty graph."""
        self._layers: dict[str, Layer] = {}
        self._nodes: dict[str, Node] = {}
        self._inputs: list[str] = []
        self._outputs: list[Output] = []

    def layer(
        self,
        class_name: str = "",
        *,
        name: str = "",
        definition: str | None = None,
        trainable: bool = True,
        **config: JsonValue,
    ) -> str:
        """Add a layer without calling it and return its id."""
        label = self._free_name(name or (class_name or "block").lower())
        return self._add(Layer(name=label, class_name=class_name, definition=definition, trainable=trainable), config)

    def _add(self, layer: Layer, config: dict[str, JsonValue]) -> str:
        layer_id = f"l{len(self._layers) + 1}"
        self._layers[layer_id] = layer.model_copy(update={"config": config})
        return layer_id

    def _free_name(self, base: str) -> str:
        used = {layer.name for layer in self._layers.values()}
        label, number = base, 1
        while label in used:
            number += 1
            label = f"{base}_{number}"
        return label

    def call_layer(
        self, layer_id: str, *args: Operand, at: tuple[float, float] = (0, 0), **kwargs: Operand
    ) -> Reference:
        """Call an existing layer once more: same weights."""
        node_id = f"n{len(self._nodes) + 1}"
        self._nodes[node_id] = Node(
            layer=layer_id,
            args=tuple(_tree(arg) for arg in args),
            kwargs={key: _tree(value) for key, value in kwargs.items()},
            position=Position(x=float(at[0]), y=float(at[1])),
        )
        return Reference(node=node_id)

    def call(
        self, class_name: str, *args: Operand, name: str = "", at: tuple[float, float] = (0, 0), **config: JsonValue
    ) -> Reference:
        """Add a layer of a Keras class and call it on the operands (positional); `config` is the layer's."""
        layer = Layer(name=self._free_name(name or class_name.lower()), class_name=class_name)
        return self.call_layer(self._add(layer, config), *args, at=at)

    def input(
        self, name: str, shape: Sequence[int | None], *, dtype: str = "", at: tuple[float, float] = (0, 0)
    ) -> Reference:
        """Add an input; `shape` without batch."""
        config: dict[str, JsonValue] = {"batch_shape": [None, *shape]}
        if dtype:
            config["dtype"] = dtype
        reference = self.call("InputLayer", name=name, at=at, **config)
        self._inputs.append(reference.node)
        return reference

    def output(self, name: str, source: Reference) -> None:
        """Make one tensor an output of the graph."""
        output_id = f"o{len(self._outputs) + 1}"
        self._outputs.append(Output(id=output_id, name=name, node=source.node, index=source.output))

    def build(self) -> Graph:
        """The graph as it is now."""
        return Graph(
            layers=dict(self._layers), nodes=dict(self._nodes), inputs=tuple(self._inputs), outputs=tuple(self._outputs)
        )

    def document(self, name: str = "Untitled", definitions: dict[str, Definition] | None = None) -> Document:
        """A document with this graph as its main graph."""
        return Document(name=name, main=self.build(), definitions=definitions or {})
