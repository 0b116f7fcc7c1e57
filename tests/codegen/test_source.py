"""Text, numbers and brackets as ruff writes them."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.codegen.source import WIDTH, apply, assign, call, columns, flat, literal, mapping, sequence, text
from tests.codegen.code import is_formatted
from tests.soak import examples


@pytest.mark.parametrize(
    ("value", "expected"),
    [("plain", '"plain"'), ("it's", '"it\'s"'), ('say "a"', "'say \"a\"'"), ("a\nb", '"a\\nb"'), ("\\", '"\\\\"')],
)
def test_text_is_quoted_as_ruff_does(value: str, expected: str) -> None:
    assert text(value) == expected


@examples(3000)
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


@examples(80)
@given(st.lists(values, min_size=8, max_size=8))
def test_any_value_is_written_as_ruff_leaves_it(items: list[object]) -> None:
    lines = [line for item in items for line in assign("value", call("f", literal(item)), indent=0)]  # type: ignore[arg-type]
    assert is_formatted("\n".join(lines) + "\n") == ""


@pytest.mark.parametrize("sign", ["a", "é", "猫", "Ａ", "e\u0301", "각", "\u1100\u1161"])
@pytest.mark.parametrize("spare", [0, 1])
def test_lines_of_any_letters_are_as_wide_as_ruff_counts(sign: str, spare: int) -> None:
    start = assign("value", call("f", text(sign * 20), "1"), indent=0)[0]
    padding = "b" * (WIDTH - columns(start) + spare)
    lines = assign("value", call("f", text(sign * 20 + padding), "1"), indent=0)
    assert (len(lines) > 1) == bool(spare)
    assert is_formatted("\n".join(lines) + "\n") == ""


def test_mappings_have_text_keys() -> None:
    assert flat(mapping([('a"b', "1")])) == "{'a\"b': 1}"
