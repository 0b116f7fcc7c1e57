"""Names of layers and outputs, and what a model takes and gives. Pure functions, no Keras."""

import re
from collections import Counter
from collections.abc import Iterator

from designer.document.model import NAME_PATTERN
from designer.document.problem import Fix, Place, Problem
from designer.document.reader import GraphReader
from designer.document.rewire import free_name, snake_case

_NAME = re.compile(NAME_PATTERN)
NAME_RULE = "It begins with a letter, has at most 64 letters, digits and underscores, and nothing else."


def check_layer_names(reader: GraphReader) -> Iterator[Problem]:
    """Names that Keras refuses, and names that two layers share."""
    called = dict.fromkeys(node.layer for node in reader.graph.nodes.values() if node.layer in reader.graph.layers)
    first_call = {node.layer: node_id for node_id, node in reversed(reader.graph.nodes.items())}
    used: set[str] = {layer.name for layer in reader.graph.layers.values()}
    seen: set[str] = set()
    for layer_id in called:
        layer = reader.graph.layers[str(layer_id)]
        if not _NAME.fullmatch(layer.name):
            name = free_name(repaired_name(layer.name, snake_case(layer.class_name) or "layer"), used)
            message = f'"{layer.name[:60]}" cannot be a layer\'s name. {NAME_RULE}'
            code, short = "graph.bad-layer-name", "name is not allowed"
        elif layer.name in seen:
            name = free_name(layer.name[:60], used)
            message = f'Two layers are called "{layer.name}". Keras needs a name of its own for each layer.'
            code, short = "graph.duplicate-layer-name", "name is used twice"
        else:
            seen.add(layer.name)
            continue
        used.add(name)
        # An output that is called like its layer goes with it.
        nodes = reader.graph.nodes
        named = [output for output in reader.graph.outputs if output.name == layer.name and output.node in nodes]
        follow = [o.id for o in named if nodes[o.node].layer == layer_id]
        edits = [reader.edit("rename_layer", layer=layer_id, name=name)]
        edits += [reader.edit("rename_output", output=output_id, name=name) for output_id in follow]
        fix = Fix(label=f"Rename to {name}", edits=tuple(edits))
        yield reader.problem(code, str(first_call[layer_id]), message, short, fix)


def repaired_name(name: str, fallback: str) -> str:
    """The nearest allowed name.

    >>> repaired_name("2 heads / left", "layer")
    'heads_left'
    """
    text = re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_")
    text = re.sub(r"^[^A-Za-z]+", "", text)[:60]
    return text or fallback


def check_inputs(reader: GraphReader) -> Iterator[Problem]:
    """Is there an input, is each listed, is each read?"""
    placed = [node_id for node_id in reader.graph.nodes if reader.is_input(node_id)]
    if not placed:
        message = "The model has no input. Add an Input layer: it says what one row of the data looks like."
        yield Problem(
            code="graph.no-input", where=Place(name="the model", graph=reader.name), message=message, short="no input"
        )
    yield from _check_list_of_inputs(reader)
    listed = set(reader.graph.inputs)
    for node_id in placed:
        name = reader.label(node_id)
        if node_id not in listed or reader.sources[node_id]:
            message = f"The input {name} is not among the model's inputs, or is fed by a wire. Delete and add it again."
            yield reader.problem("graph.unlisted-input", node_id, message, "is not listed as input")
        elif not reader.readers[node_id] and not any(output.node == node_id for output in reader.graph.outputs):
            delete = Fix(label=f"Delete {name}", edits=(reader.edit("delete_node", node=node_id),))
            message = f"Nothing reads the input {name}. Draw a wire from it, or delete it."
            problem = reader.problem("graph.unused-input", node_id, message, "nothing reads this", delete)
            yield problem.model_copy(update={"severity": "warning"})


def _check_list_of_inputs(reader: GraphReader) -> Iterator[Problem]:
    """The list says the order in which a model takes its arrays: each Input layer once, and nothing else."""
    for node_id, count in Counter(reader.graph.inputs).items():
        name = reader.label(node_id)
        if not reader.is_input(node_id):
            message = f'The model lists "{name[:60]}" among its inputs, which is no Input layer. Take it off the list.'
        elif count > 1:
            message = f"The model lists its input {name} {count} times. It takes each input once: list it once."
        else:
            continue
        where = reader.place(node_id) if node_id in reader.graph.nodes else Place(name=name, graph=reader.name)
        yield Problem(code="graph.bad-input-list", where=where, message=message, short="list of inputs")


def check_outputs(reader: GraphReader) -> Iterator[Problem]:
    """Is there an output, does every end lead to one, has each a name of its own?"""
    ends = [node_id for node_id in reader.graph.nodes if not reader.readers[node_id] and not reader.is_input(node_id)]
    wanted = {output.node for output in reader.graph.outputs}
    if not reader.graph.outputs and any(reader.is_input(node_id) for node_id in reader.graph.nodes):
        fixes = tuple(_output_fix(reader, node_id) for node_id in ends[:3])
        message = "The model has no output. Make the last layer an output."
        where = Place(name="the model", graph=reader.name)
        yield Problem(code="graph.no-output", where=where, message=message, short="no output", fixes=fixes)
    elif reader.graph.outputs:
        for node_id in ends:
            if node_id not in wanted:
                name = reader.label(node_id)
                message = f"{name} leads to no output, so it is not part of the model. Make it an output, or delete it."
                delete = Fix(label=f"Delete {name}", edits=(reader.edit("delete_node", node=node_id),))
                fixes = (_output_fix(reader, node_id), delete)
                problem = reader.problem("graph.dead-end", node_id, message, "leads to no output", *fixes)
                yield problem.model_copy(update={"severity": "warning"})
    yield from _check_output_names(reader)


def _output_fix(reader: GraphReader, node_id: str) -> Fix:
    name = reader.label(node_id)
    edit = reader.edit("add_output", node=node_id, index=0, name=repaired_name(name, "output"))
    return Fix(label=f"Make {name} an output", edits=(edit,))


def _check_output_names(reader: GraphReader) -> Iterator[Problem]:
    called = [reader.graph.layers[n.layer].name for n in reader.graph.nodes.values() if n.layer in reader.graph.layers]
    used = {output.name for output in reader.graph.outputs} | set(called)
    seen: set[str] = set()
    for output in reader.graph.outputs:
        where = Place(name=output.name, graph=reader.name, node=output.node)
        if output.node not in reader.graph.nodes or output.index < 0:
            message = (
                f"The output {output.name} belongs to a node that is not in the graph. Choose another node for it."
            )
            yield Problem(code="graph.dangling-output", where=where, message=message, short="output without a node")
            continue
        if not _NAME.fullmatch(output.name):
            code, message = "graph.bad-output-name", f'"{output.name[:60]}" cannot be an output\'s name. {NAME_RULE}'
        elif output.name in seen:
            code = "graph.duplicate-output-name"
            message = (
                f'Two outputs are called "{output.name}". Losses and metrics are found by name, so each needs its own.'
            )
        elif output.name in called and (output.name != reader.label(output.node) or called.count(output.name) > 1):
            code = "graph.duplicate-output-name"
            message = f'The output "{output.name}" has the name of another layer, or of a layer that is called twice.'
        else:
            seen.add(output.name)
            continue
        name = free_name(repaired_name(output.name, "output"), used)
        used.add(name)
        fix = Fix(label=f"Rename to {name}", edits=(reader.edit("rename_output", output=output.id, name=name),))
        yield Problem(code=code, where=where, message=message, short="output's name", fixes=(fix,))
