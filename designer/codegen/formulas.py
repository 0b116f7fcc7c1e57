"""Formulas of hyper-parameters as Python: checked by computing them once, then written as they are."""

import ast
from collections.abc import Iterator

from pydantic import JsonValue

from designer.codegen.errors import cannot
from designer.document.expression import HYPERPARAMETER_KEY, ExpressionError, evaluate
from designer.document.model import Document, Graph
from designer.document.python_names import fault_of_hyperparameter

FUNCTIONS = frozenset({"min", "max", "round", "int", "abs"})


def formula_of(value: JsonValue) -> str | None:
    """The formula that a config value stands for, or None when it is a value."""
    if isinstance(value, dict) and len(value) == 1 and isinstance(value.get(HYPERPARAMETER_KEY), str):
        return str(value[HYPERPARAMETER_KEY])
    return None


def formula_source(formula: str) -> str:
    """A checked formula as `ruff format` writes it."""
    return ast.unparse(ast.parse(formula.strip(), mode="eval"))


def formula_names(formula: str) -> set[str]:
    """The hyper-parameters that a checked formula uses."""
    tree = ast.parse(formula.strip(), mode="eval")
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - FUNCTIONS


def graph_formulas(graph: Graph) -> Iterator[str]:
    """Every formula in the configs of the layers that a graph calls; a config itself is never one."""
    called = {node.layer for node in graph.nodes.values()}
    waiting = [value for key, layer in graph.layers.items() if key in called for value in layer.config.values()]
    while waiting:
        value = waiting.pop()
        formula = formula_of(value)
        if formula is not None:
            yield formula
        elif isinstance(value, list | dict):
            waiting.extend(value if isinstance(value, list) else value.values())


def check_formulas(document: Document) -> None:
    """Make sure that every hyper-parameter can be an argument and every formula has a value.

    Raises:
        CannotGenerate: one of them cannot.
    """
    for name in document.hyperparameters:
        message = fault_of_hyperparameter(name)
        if message:
            raise cannot("export.argument-name", message, name=name[:80])
    for graph in (document.main, *(definition.graph for definition in document.definitions.values())):
        for formula in graph_formulas(graph):
            try:
                evaluate(formula, document.hyperparameters)
            except ExpressionError as error:
                message = f"The formula {formula[:80]!r} has no value. {error}"
                raise cannot("export.bad-formula", message, name=formula[:80]) from error
