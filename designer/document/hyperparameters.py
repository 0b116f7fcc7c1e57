"""Hyper-parameters: named values that config fields refer to as `{"$hp": "units * 2"}`.

An expression is arithmetic on names and numbers, and nothing else: it is parsed, checked against a list of allowed
syntax and computed by walking the tree.
"""

import ast
import math
import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import JsonValue

from designer.document.model import Graph
from designer.document.parse import refuse
from designer.document.problem import Place

HP_KEY = "$hp"
Value = bool | int | float | str

_LARGEST = 1e15
_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {"int": int, "max": max, "min": min, "round": round}


def parse_expression(text: str) -> ast.expr:
    """The syntax tree of an expression, checked.

    Raises:
        DocumentError: it is not arithmetic on names and numbers.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval").body if len(text) <= 200 else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        tree = None
    if tree is None or not _is_arithmetic(tree):
        message = f"{text[:80]!r} is not a formula of hyper-parameters. Use names, numbers, + - * / // % and brackets."
        refuse("document.bad-formula", message, where=Place(name="hyper-parameters"))
    return tree


def _is_arithmetic(tree: ast.expr) -> bool:
    if isinstance(tree, ast.Name):
        return True
    if isinstance(tree, ast.Constant):
        return isinstance(tree.value, int | float)
    if isinstance(tree, ast.BinOp):
        return type(tree.op) in _OPERATORS and _is_arithmetic(tree.left) and _is_arithmetic(tree.right)
    if isinstance(tree, ast.UnaryOp):
        return type(tree.op) in _OPERATORS and _is_arithmetic(tree.operand)
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and not tree.keywords:
        return tree.func.id in _FUNCTIONS and bool(tree.args) and all(_is_arithmetic(arg) for arg in tree.args)
    return False


def resolve(value: JsonValue, values: Mapping[str, Value]) -> JsonValue:
    """A config value with every reference to hyper-parameters replaced by what it comes to.

    >>> resolve({"units": {"$hp": "units * 2"}, "rate": 0.5}, {"units": 8})
    {'units': 16, 'rate': 0.5}

    Raises:
        DocumentError: a formula is none, or names a hyper-parameter that does not exist.
    """
    if isinstance(value, list):
        return [resolve(item, values) for item in value]
    if not isinstance(value, dict):
        return value
    formula = value.get(HP_KEY)
    if isinstance(formula, str):
        return evaluate(formula, values)
    return {key: resolve(item, values) for key, item in value.items()}


def evaluate(formula: str, values: Mapping[str, Value]) -> Value:
    """What a formula comes to.

    Raises:
        DocumentError: it is no formula, a name in it does not exist, or it has no finite result.
    """
    tree = parse_expression(formula)
    for name in sorted(formula_names(formula)):
        if name not in values:
            refuse("document.bad-formula", f"{formula!r} uses {name!r}, which is no hyper-parameter. Add it first.")
    try:
        result: Value = _compute(tree, values)
    except (ArithmeticError, TypeError, ValueError):
        refuse("document.bad-formula", f"{formula!r} has no result with the present values. Change one of them.")
    if isinstance(result, int | float) and not (math.isfinite(result) and abs(result) <= _LARGEST):
        refuse("document.bad-formula", f"{formula!r} comes to a number too large to use. Change one of its values.")
    return result


def _compute(tree: ast.AST, values: Mapping[str, Value]) -> Any:
    if isinstance(tree, ast.Name):
        return values[tree.id]
    if isinstance(tree, ast.Constant):
        return tree.value
    if isinstance(tree, ast.BinOp):
        left, right = _compute(tree.left, values), _compute(tree.right, values)
        if isinstance(left, str) or isinstance(right, str):
            raise TypeError("arithmetic on a text")
        return _OPERATORS[type(tree.op)](left, right)
    if isinstance(tree, ast.UnaryOp):
        return _OPERATORS[type(tree.op)](_compute(tree.operand, values))
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name):
        return _FUNCTIONS[tree.func.id](*(_compute(arg, values) for arg in tree.args))
    raise TypeError(type(tree).__name__)


def formula_names(formula: str) -> set[str]:
    """The hyper-parameters that a formula uses."""
    names = {node.id for node in ast.walk(parse_expression(formula)) if isinstance(node, ast.Name)}
    return names - set(_FUNCTIONS)


def graph_formulas(graph: Graph) -> Iterator[str]:
    """Every formula in the configs of a graph's layers."""
    waiting: list[JsonValue] = [dict(layer.config) for layer in graph.layers.values()]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            formula = value.get(HP_KEY)
            if isinstance(formula, str):
                yield formula
            waiting.extend(value.values())
