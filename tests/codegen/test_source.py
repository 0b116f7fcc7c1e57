"""Text, numbers and brackets as ruff writes them."""

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.codegen.source import apply, assign, call, flat, literal, mapping, sequence, text
from tests.codegen.code import is_formatted


@pytest.mark.parametrize(
    ("value", "expected"),
    [("plain", '"plain"'), ("it's", '"it\'s"'), ('say "a"', "'say \"a\"'"), ("a\nb", '"a\\nb"'), ("\\", '"\\\\"')],
)
def test_text_is_quoted_as_ruff_does(value: str, expected: str) -> None:
    assert text(value) == expected


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_text_is_the_same_when_python_reads_it(value: str) -> None:
    written = text(value)
    assert ast.literal_eval(written) == value
    assert written.isprintable()


def test_short_calls_stay_on_one_line() -> None:
    line = apply(call("layers.Dense", "10", activation=text("relu")), "x")
    assert assign("x", line) == ['    x = layers.Dense(10, activation="relu")(x)']


def test_a_tuple_of_one_keeps_its_comma() -> None:
    assert flat(call("keras.Input", shape=sequence(["10"], brackets="()"))) == "keras.Input(shape=(10,))"


def test_long_arguments_open_the_last_brackets() -> None:
    names = [f"branch_number_{index}" for index in range(3)]
    lines = assign("merged", apply(call("layers.Concatenate", axis="-1", name=text("merged")), sequence(names)))
    assert lines == [
        '    merged = layers.Concatenate(axis=-1, name="merged")(',
        "        [branch_number_0, branch_number_1, branch_number_2],",
        "    )",
    ]


def test_long_constructors_open_the_first_brackets() -> None:
    arguments = {f"argument_{index}": "None" for index in range(6)}
    lines = assign("x", apply(call("layers.Dense", "10", **arguments), "x"))
    assert lines[0] == "    x = layers.Dense("
    assert lines[-1] == "    )(x)"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=30),
    lambda leaf: st.lists(leaf, max_size=5) | st.dictionaries(st.text(max_size=12), leaf, max_size=4),
    max_leaves=25,
)


@settings(max_examples=8, deadline=None)
@given(st.lists(values, min_size=8, max_size=8))
def test_any_value_is_written_as_ruff_leaves_it(items: list[object]) -> None:
    lines = [line for item in items for line in assign("value", call("f", literal(item)), indent=0)]  # type: ignore[arg-type]
    assert is_formatted("\n".join(lines) + "\n") == ""


def test_mappings_have_text_keys() -> None:
    assert flat(mapping([('a"b', "1")])) == "{'a\"b': 1}"
