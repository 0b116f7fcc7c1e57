"""Hyper-parameters inside a config: `{"$hp": "units * 2"}`. Arithmetic on names and numbers, nothing else.

>>> evaluate("units * 2 + 1", {"units": 32})
65
>>> resolve({"units": {"$hp": "units // 2"}, "activation": "relu"}, {"units": 32})
{'units': 16, 'activation': 'relu'}
"""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import JsonValue

HYPERPARAMETER_KEY = "$hp"
MAXIMUM_LENGTH = 200
_LARGEST = 2**53

Value = bool | int | float | str

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
_CALLS: dict[str, Callable[..., Any]] = {"min": min, "max": max, "round": round, "int": int, "abs": abs}


class ExpressionError(ValueError):
    """Raised when a text is no expression that a config can hold; the message says what is wrong with it."""


def evaluate(text: str, names: Mapping[str, Value]) -> Value:
    """The value of an expression over hyper-parameters.

    Allowed: names, numbers, + - * / // % **, brackets, min, max, round, int, abs. A lone name may stand for a text.

    Raises:
        ExpressionError: anything else, an unknown name, a division by zero, a number past 2⁵³.
    """
    if len(text) > MAXIMUM_LENGTH:
        raise ExpressionError(f"The expression is longer than {MAXIMUM_LENGTH} characters.")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError(f'"{text}" is not arithmetic.') from error
    if isinstance(tree, ast.Name) and tree.id in names:
        return names[tree.id]
    return _number(tree, names)


def resolve(value: JsonValue, names: Mapping[str, Value]) -> JsonValue:
    """The same JSON value with every reference to hyper-parameters replaced by its value.

    Raises:
        ExpressionError: one of the expressions cannot be evaluated.
    """
    if isinstance(value, dict):
        text = value.get(HYPERPARAMETER_KEY)
        if isinstance(text, str) and len(value) == 1:
            return evaluate(text, names)
        return {key: resolve(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [resolve(item, names) for item in value]
    return value


def resolve_config(config: Mapping[str, JsonValue], names: Mapping[str, Value]) -> dict[str, JsonValue]:
    """A config with its arguments resolved one by one; one that cannot be stays as it is, the validator tells it.

    The config itself is never an expression, even when an argument is called like the mark of one:

    >>> resolve_config({"$hp": "units", "units": {"$hp": "units"}, "rate": {"$hp": "gone"}}, {"units": 8})
    {'$hp': 'units', 'units': 8, 'rate': {'$hp': 'gone'}}
    """
    return {key: _resolved_or_same(value, names) for key, value in config.items()}


def _resolved_or_same(value: JsonValue, names: Mapping[str, Value]) -> JsonValue:
    try:
        return resolve(value, names)
    except ExpressionError:
        return value


def _number(tree: ast.expr, names: Mapping[str, Value]) -> int | float:
    result = _calculate(tree, names)
    if isinstance(result, complex) or not math.isfinite(result) or abs(result) > _LARGEST:
        raise ExpressionError("The expression gives a number that is too large.")
    return result


def _calculate(tree: ast.expr, names: Mapping[str, Value]) -> int | float:
    if isinstance(tree, ast.Constant) and isinstance(tree.value, int | float) and not isinstance(tree.value, bool):
        return tree.value
    if isinstance(tree, ast.Name):
        return _name(tree.id, names)
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub | ast.UAdd):
        inner = _number(tree.operand, names)
        return -inner if isinstance(tree.op, ast.USub) else inner
    if isinstance(tree, ast.BinOp) and type(tree.op) in _BINARY:
        return _binary(tree, names)
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id in _CALLS and not tree.keywords:
        arguments = [_number(item, names) for item in tree.args]
        try:
            return float(result) if isinstance(result := _CALLS[tree.func.id](*arguments), float) else int(result)
        except (TypeError, ValueError) as error:
            raise ExpressionError(f"{tree.func.id} cannot be applied to these numbers.") from error
    raise ExpressionError("An expression holds names, numbers, + - * / // % ** and brackets only.")


def _name(name: str, names: Mapping[str, Value]) -> int | float:
    if name not in names:
        raise ExpressionError(f'There is no hyper-parameter "{name}".')
    value = names[name]
    if isinstance(value, bool | str):
        raise ExpressionError(f'The hyper-parameter "{name}" is not a number.')
    return value


def _binary(tree: ast.BinOp, names: Mapping[str, Value]) -> int | float:
    left, right = _number(tree.left, names), _number(tree.right, names)
    if isinstance(tree.op, ast.Pow) and (abs(right) > 64 or abs(left) > 1_000_000):
        raise ExpressionError("The expression gives a number that is too large.")
    try:
        result: int | float = _BINARY[type(tree.op)](left, right)
    except (ZeroDivisionError, OverflowError) as error:
        raise ExpressionError("The expression divides by zero or gives a number that is too large.") from error
    return result
