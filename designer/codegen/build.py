"""The functions that make the model: one per sub-model, and build_model."""

from designer.codegen.errors import cannot
from designer.codegen.formulas import check_formulas, formula_names, graph_formulas
from designer.codegen.graph import Body, Builder, iterate_definitions, main_name, model_call
from designer.codegen.names import Names, comment
from designer.codegen.source import WIDTH, assign, literal, render, text
from designer.document.model import Document, Graph
from designer.document.problem import MAIN

LONG_CHAIN = 700
"""From here on Keras' own recursion over a chain of layers passes Python's limit of 1000 (Keras 3.15)."""


def build_functions(document: Document, names: Names, *, seeded: bool) -> list[list[str]]:
    """The lines of every function, sub-models first. `names` are those of the module; `seeded` sets the seed."""
    check_formulas(document)
    builders: dict[str, Builder] = {}
    functions = []
    for definition_id in _definition_order(document):
        definition = document.definitions[definition_id]
        arguments = _used_hyperparameters(document, definition.graph)
        function = names.add(f"build_{definition.name}")
        builders[definition_id] = Builder(function, arguments, len(definition.graph.outputs))
        functions.append(_sub_model(document, definition_id, builders))
    return [*functions, _main(document, builders, seeded=seeded)]


def size(document: Document) -> int:
    """The number of calls of the whole document."""
    graphs = [document.main, *(definition.graph for definition in document.definitions.values())]
    return sum(len(graph.nodes) for graph in graphs)


def _definition_order(document: Document) -> list[str]:
    """Used sub-models, each after those it contains.

    Raises:
        CannotGenerate: a sub-model contains itself.
    """
    order: list[str] = []
    open_ids: list[str] = []

    def visit(graph: Graph) -> None:
        for definition_id in iterate_definitions(graph):
            if definition_id in open_ids:
                name = document.definitions[definition_id].name
                message = f"The sub-model {name} contains itself. Take it out of its own graph."
                raise cannot("export.unfinished-graph", message, name=name, graph=definition_id)
            if definition_id in document.definitions and definition_id not in order:
                open_ids.append(definition_id)
                visit(document.definitions[definition_id].graph)
                open_ids.pop()
                order.append(definition_id)

    visit(document.main)
    return order


def _used_hyperparameters(document: Document, graph: Graph) -> tuple[str, ...]:
    used = {name for formula in graph_formulas(graph) for name in formula_names(formula)}
    for definition_id in iterate_definitions(graph):
        if definition_id in document.definitions:
            used |= set(_used_hyperparameters(document, document.definitions[definition_id].graph))
    return tuple(name for name in document.hyperparameters if name in used)


def _body(document: Document, graph: Graph, graph_name: str, builders: dict[str, Builder]) -> Body:
    taken = {"x", *document.hyperparameters, *(builder.function for builder in builders.values())}
    body = Body(
        graph=graph,
        graph_name=graph_name,
        builders=builders,
        names=Names(taken | {"build_model", "compile_model", "load_data", "prepare_inputs", "train", "main"}),
        wraps_outputs=graph_name == MAIN,
    )
    body.write()
    return body


def _sub_model(document: Document, definition_id: str, builders: dict[str, Builder]) -> list[str]:
    definition = document.definitions[definition_id]
    builder = builders[definition_id]
    body = _body(document, definition.graph, definition_id, builders)
    default = text(main_name(definition.name))
    arguments = [f"name={default}", *_defaults(document, builder.arguments)]
    model = model_call(body.inputs, body.outputs, name="name")
    return [
        *signature(builder.function, arguments, "keras.Model"),
        *_docstring(definition.name, "as a part of the model."),
        *body.lines,
        *render(model, indent=4, before="return "),
    ]


def _main(document: Document, builders: dict[str, Builder], *, seeded: bool) -> list[str]:
    body = _body(document, document.main, MAIN, builders)
    arguments = [*_defaults(document, tuple(document.hyperparameters)), "weights=None"]
    lines = [
        *signature("build_model", arguments, "keras.Model"),
        *_docstring(document.name, "not compiled; `weights` names a .weights.h5 file."),
    ]
    if size(document) > LONG_CHAIN:
        lines += [
            "    # Keras walks along a chain of layers by recursion.",
            f"    sys.setrecursionlimit(max(sys.getrecursionlimit(), {20 * size(document)}))",
        ]
    if seeded:
        lines.append("    keras.utils.set_random_seed(SEED)")
    model = model_call(body.inputs, body.outputs, name=text(main_name(document.name)))
    return [
        *lines,
        *body.lines,
        *assign("model", model),
        "    if weights is not None:",
        "        model.load_weights(weights)",
        "    return model",
    ]


def _defaults(document: Document, names: tuple[str, ...]) -> list[str]:
    values = [literal(document.hyperparameters[name]) for name in names]
    return [f"{name}={value}" for name, value in zip(names, values, strict=True)]


def _docstring(label: str, rest: str) -> list[str]:
    shown = comment(label)
    start = f"{shown[:1].upper()}{shown[1:]}, " if shown else "The model, "
    line = f'    """{start}{rest}"""'
    return [line if len(line) <= WIDTH else f'    """{start.rstrip(", ")}, {rest}"""']


def signature(function: str, arguments: list[str], returns: str) -> list[str]:
    """The first lines of a function whose arguments go by keyword."""
    line = f"def {function}(*, {', '.join(arguments)}) -> {returns}:"
    if len(line) <= WIDTH:
        return [line]
    return [f"def {function}(", "    *,", *(f"    {argument}," for argument in arguments), f") -> {returns}:"]
