"""A graph as the body of a function: inputs, calls in order, outputs."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pydantic import JsonValue

from designer.codegen.calls import call_order, check_wires, count_readers, nodes_with_several_tensors
from designer.codegen.errors import cannot
from designer.codegen.expressions import argument_name, literal_or_object, object_call
from designer.codegen.names import Names, identifier
from designer.codegen.source import Expression, Group, apply, assign, call, literal, sequence, text
from designer.document.model import Graph, Layer, Node, Output, Reference
from designer.document.walk import as_reference, calls_by_layer, graph_references


@dataclass(frozen=True)
class Builder:
    """The function that makes a sub-model: its name, the arguments it takes, and how many tensors it returns."""

    function: str
    arguments: tuple[str, ...] = ()
    outputs: int = 1


@dataclass
class Body:
    """Writes the lines of one graph. `inputs` and `outputs` are variables, in order, once `write` is done."""

    graph: Graph
    graph_name: str
    builders: dict[str, Builder]
    names: Names
    wraps_outputs: bool
    lines: list[str] = field(default_factory=list)
    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Look once at what every step needs."""
        check_wires(self.graph, name=self.graph_name)
        self._order = call_order(self.graph)
        self._references = graph_references(self.graph)
        self._readers = count_readers(self.graph)
        self._calls = calls_by_layer(self.graph)
        self._several = nodes_with_several_tensors(self.graph, {key: b.outputs for key, b in self.builders.items()})
        self._output_nodes = {output.node for output in self.graph.outputs}
        self._tensors: dict[str, str] = {}
        self._layers: dict[str, str] = {}
        wrapped = {output.name for output in self.graph.outputs if self.wraps_outputs and not self._is_plain(output)}
        self._layer_names = _distinct_names(self.graph, wrapped)

    def write(self) -> None:
        """Fill `lines`, `inputs` and `outputs`."""
        after = dict(zip(self._order, [*self._order[1:], ""], strict=True))
        for node_id in self._order:
            self._write_call(node_id, next_id=after[node_id])
        self.inputs = [self._tensors[node_id] for node_id in self.graph.inputs]
        for output in self.graph.outputs:
            self._write_output(output)

    def _write_call(self, node_id: str, *, next_id: str) -> None:
        node = self.graph.nodes[node_id]
        layer = self.graph.layers.get(node.layer or "")
        expression = self._call(node, layer)
        name = self._tensor_name(node_id, node, layer, next_id=next_id)
        self.lines += assign(name, expression)
        self._tensors[node_id] = name

    def _tensor_name(self, node_id: str, node: Node, layer: Layer | None, *, next_id: str) -> str:
        """`x` within a run of single calls, else a name of its own."""
        is_output = node_id in self._output_nodes
        is_input = node_id in self.graph.inputs
        follows = next_id and [ref.node for ref in self._references[next_id]] == [node_id]
        is_run = self._readers[node_id] == 1 and follows and node_id not in self._several
        if is_run and not is_output and not is_input:
            return "x"
        if layer is None:
            return self.names.add((node.op or "").rpartition(".")[2], otherwise="tensor")
        if node.layer in self._layers:
            sources = [self.graph.nodes[ref.node] for ref in self._references[node_id]]
            beside = self.graph.layers.get(sources[0].layer or "") if len(sources) == 1 else None
            return self.names.add(f"{layer.name}_of_{beside.name}" if beside else f"{layer.name}_out")
        return self.names.add(layer.name, otherwise="tensor")

    def _call(self, node: Node, layer: Layer | None) -> Expression:
        arguments = [self._tree(tree) for tree in node.args]
        keywords = {argument_name(key): self._tree(tree) for key, tree in node.kwargs.items()}
        if layer is None:
            return call(node.op or "", *arguments, **keywords)
        layer_id = str(node.layer)
        if layer.class_name == "InputLayer":
            return input_call(layer)
        if layer.definition is not None and len(arguments) > 1:
            arguments = [sequence(arguments)]
        is_shared = len(self._calls[layer_id]) > 1
        is_frozen_block = layer.definition is not None and not layer.trainable
        if not is_shared and not is_frozen_block:
            return _with_arguments(apply(self._constructor(layer_id, layer), *arguments), keywords)
        if layer_id not in self._layers:
            self._write_layer(layer_id, layer)
        return call(self._layers[layer_id], *arguments, **keywords)

    def _write_layer(self, layer_id: str, layer: Layer) -> None:
        name = self.names.add(layer.name, otherwise="layer")
        self._layers[layer_id] = name
        self.lines += assign(name, self._constructor(layer_id, layer))
        if layer.definition is not None and not layer.trainable:
            self.lines.append(f"    {name}.trainable = False")

    def _constructor(self, layer_id: str, layer: Layer) -> Group:
        extra: dict[str, Expression] = {"name": text(self._layer_names[layer_id])}
        if layer.definition is None:
            if not layer.trainable:
                extra["trainable"] = "False"
            return object_call("layers", layer.class_name, layer.config, **extra)
        builder = self.builders.get(layer.definition)
        if builder is None:
            message = f"{layer.name} stands for a sub-model that is missing. Delete it, or import the sub-model."
            raise cannot("export.unfinished-graph", message, name=layer.name, graph=self.graph_name)
        passed: dict[str, Expression] = {argument: argument for argument in builder.arguments}
        return call(builder.function, **extra, **passed)

    def _tree(self, tree: JsonValue) -> Expression:
        reference = as_reference(tree)
        if reference is not None:
            return self._tensor(reference)
        if isinstance(tree, list):
            return sequence([self._tree(item) for item in tree])
        return literal_or_object(tree, kind=None)

    def _tensor(self, reference: Reference) -> str:
        name = self._tensors[reference.node]
        return f"{name}[{reference.output}]" if reference.node in self._several else name

    def _write_output(self, output: Output) -> None:
        tensor = self._tensor(Reference(node=output.node, output=output.index))
        if self.wraps_outputs and not self._is_plain(output):
            name = self.names.add(output.name, otherwise="output")
            self.lines += assign(name, apply(call("layers.Identity", name=text(output.name)), tensor))
            tensor = name
        self.outputs.append(tensor)

    def _is_plain(self, output: Output) -> bool:
        """Whether Keras already gives the output its name: its layer's, called once, one tensor, not an input."""
        layer_id = self.graph.nodes[output.node].layer or ""
        layer = self.graph.layers.get(layer_id)
        is_only = output.node not in self._several and len(self._calls.get(layer_id, ())) == 1
        return layer is not None and layer.name == output.name and is_only and layer.class_name != "InputLayer"


def _distinct_names(graph: Graph, wrapped: set[str]) -> dict[str, str]:
    """The Keras name of every layer; one that an output needs for its Identity gives way."""
    taken = {layer.name for layer in graph.layers.values()} | wrapped
    names = {}
    for layer_id, layer in graph.layers.items():
        name, number = layer.name, 1
        while name in wrapped or (name != layer.name and name in taken):
            number += 1
            name = f"{layer.name}_{number}"
        taken.add(name)
        names[layer_id] = name
    return names


def _with_arguments(group: Group, keywords: dict[str, Expression]) -> Group:
    items = (*group.items, *((f"{key}=", value) for key, value in keywords.items()))
    return Group(group.opening, items, group.closing, head=group.head)


def input_call(layer: Layer) -> Group:
    """`keras.Input` with the shape of one row, or with the whole shape when the batch size is fixed."""
    config = layer.config
    shape = config.get("batch_shape")
    if not isinstance(shape, list) or not shape:
        message = f"{layer.name} has no shape. Give it one, such as 10 or 28, 28, 1."
        raise cannot("export.unfinished-graph", message, name=layer.name, field="batch_shape")
    items = {"shape": shape[1:]} if shape[0] is None else {"batch_shape": shape}
    arguments: dict[str, Expression] = {
        key: sequence([literal_or_object(item, kind=None) for item in value], brackets="()")
        for key, value in items.items()
    }
    dtype = config.get("dtype")
    if isinstance(dtype, dict):
        inner = dtype.get("config")
        dtype = inner.get("name") if isinstance(inner, dict) else None
    if isinstance(dtype, str) and dtype != "float32":
        arguments["dtype"] = text(dtype)
    for flag in ("sparse", "ragged", "optional"):
        if config.get(flag) is True:
            arguments[flag] = literal(True)
    return call("keras.Input", **arguments, name=text(layer.name))


def iterate_definitions(graph: Graph) -> Iterator[str]:
    """The sub-models that a graph's layers stand for."""
    yield from dict.fromkeys(layer.definition for layer in graph.layers.values() if layer.definition is not None)


def model_call(inputs: list[str], outputs: list[str], *, name: Expression) -> Group:
    """`keras.Model(inputs=…, outputs=…, name=…)`, single tensors without brackets."""
    tensors: list[Expression] = [
        items[0] if len(items) == 1 else sequence(items) for items in (list(inputs), list(outputs))
    ]
    return call("keras.Model", inputs=tensors[0], outputs=tensors[1], name=name)


def main_name(label: str) -> str:
    """A project's name as Keras takes it for a model."""
    return identifier(label, otherwise="model")
