"""Arithmetic on hyper-parameters, and nothing else."""

import pytest

from designer.document.expression import ExpressionError, evaluate, resolve


@pytest.mark.parametrize(
    ("text", "value"),
    [("units", 32), ("units * 2 - 1", 63), ("max(units, 64) // 4", 16), ("-rate / 2", -0.25), ("name", "relu")],
)
def test_allowed_expressions(text, value):
    assert evaluate(text, {"units": 32, "rate": 0.5, "name": "relu"}) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "units +",
        "__import__('os')",
        "units.real",
        "[units]",
        "name * 2",
        "missing",
        "1 / 0",
        "10 ** 65",
        "9 ** 64",
        "True + 1",
        "max()",
        "(" * 150,
        "1 if 1 else 2",
        "x" * 300,
        "units if True else 0",
        "(-8) ** 0.5",
    ],
)
def test_everything_else_is_refused_with_a_sentence(text):
    with pytest.raises(ExpressionError, match=r"\."):
        evaluate(text, {"units": 32, "name": "relu"})


def test_references_are_resolved_inside_nested_values():
    config = {"layer": {"config": {"units": {"$hp": "n"}}}, "dims": [{"$hp": "n + 1"}]}
    assert resolve(config, {"n": 2}) == {"layer": {"config": {"units": 2}}, "dims": [3]}
