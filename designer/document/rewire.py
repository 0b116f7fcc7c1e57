"""Small changes of graphs: references taken out or replaced, nodes and layers added or removed. Pure functions."""

import re
from collections.abc import Callable

from pydantic import JsonValue

from designer.document.model import Graph, Layer, Node, Reference
from designer.document.walk import as_reference, calls_by_layer, map_references, node_references

Tree = JsonValue


def snake_case(class_name: str) -> str:
    """A Keras class as a layer's name.

    >>> snake_case("GlobalAveragePooling2D"), snake_case("LSTM")
    ('global_average_pooling2d', 'lstm')
    """
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])", "_", class_name)
    return re.sub(r"\W+", "_", text).strip("_").lower()


def free_name(base: str, used: set[str]) -> str:
    """`base`, or `base_2`, `base_3` … when it is taken."""
    name, number = base, 1
    while name in used:
        number += 1
        name = f"{base}_{number}"
    return name


def free_id(prefix: str, used: set[str]) -> str:
    """The first free id of the form `n1`, `n2`, `n3`."""
    number = len(used) + 1
    while f"{prefix}{number}" in used:
        number += 1
    return f"{prefix}{number}"


def without(tree: Tree, gone: Callable[[Reference], bool], *, compact: bool) -> Tree:
    """The tree with some references taken out: null in their place, or with `compact` closed up inside lists."""
    reference = as_reference(tree)
    if reference is not None:
        return None if gone(reference) else tree
    if isinstance(tree, list):
        items = [without(item, gone, compact=compact) for item in tree]
        pairs = zip(items, tree, strict=True)
        return [new for new, old in pairs if not compact or new is not None or old is None]
    if isinstance(tree, dict):
        return {key: without(item, gone, compact=compact) for key, item in tree.items()}
    return tree


def normal_call(args: list[Tree], kwargs: dict[str, Tree]) -> tuple[tuple[Tree, ...], dict[str, Tree]]:
    """The call with unwired ports absent: no null at the end of the arguments, none among the keywords."""
    while args and args[-1] in (None, []):
        args = args[:-1]
    return tuple(args), {key: value for key, value in kwargs.items() if value is not None and value != []}


def without_reference(node: Node, gone: Callable[[Reference], bool], variadic: Callable[[int | str], bool]) -> Node:
    """The call without some references; `variadic` says which argument is a growing list, and closes up."""
    args = [without(tree, gone, compact=variadic(index)) for index, tree in enumerate(node.args)]
    kwargs = {key: without(tree, gone, compact=variadic(key)) for key, tree in node.kwargs.items()}
    if args == list(node.args) and kwargs == node.kwargs:
        return node
    new_args, new_kwargs = normal_call(args, kwargs)
    return node.model_copy(update={"args": new_args, "kwargs": new_kwargs})


def replace_references(node: Node, old: str, new: Reference) -> Node:
    """The call with everything that it reads from the node `old` read from `new` instead."""
    if all(reference.node != old for reference in node_references(node)):
        return node

    def leaf(reference: Reference) -> Tree:
        return new.as_leaf() if reference.node == old else reference.as_leaf()

    args = tuple(map_references(tree, leaf) for tree in node.args)
    kwargs = {key: map_references(tree, leaf) for key, tree in node.kwargs.items()}
    return node.model_copy(update={"args": args, "kwargs": kwargs})


def without_uncalled_layers(graph: Graph, layer_ids: set[str]) -> Graph:
    """The graph without those of these layers that nothing calls any more."""
    called = calls_by_layer(graph)
    kept = {key: layer for key, layer in graph.layers.items() if key in called or key not in layer_ids}
    return graph.model_copy(update={"layers": kept})


def with_layer(graph: Graph, layer_id: str, layer: Layer) -> Graph:
    """The graph with one layer added or replaced."""
    return graph.model_copy(update={"layers": {**graph.layers, layer_id: layer}})


def with_node(graph: Graph, node_id: str, node: Node) -> Graph:
    """The graph with one node added or replaced."""
    return graph.model_copy(update={"nodes": {**graph.nodes, node_id: node}})
