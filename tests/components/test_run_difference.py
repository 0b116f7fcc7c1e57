from components.parts.run_difference import ABSENT, Difference, _in_settings, in_words
from components.parts.shapes_form import parse_shape
from designer.training.config import RunConfig


def test_one_difference_is_told_in_words() -> None:
    assert in_words([Difference("reader units", "64", "96")]) == "reader units 64 → 96"


def test_further_differences_are_counted() -> None:
    found = [Difference("dense", ABSENT, "Dense"), Difference("epochs", "3", "4")]
    assert in_words(found) == "added dense, 1 more"


def test_a_shape_is_read_as_people_write_it() -> None:
    assert parse_shape("8 × 8 × 1") == ((8, 8, 1), "")
    assert parse_shape("(8, 8)") == ((8, 8), "")
    assert parse_shape("") == (None, "")


def test_a_shape_that_is_none_is_refused_in_words() -> None:
    assert parse_shape("8, wide")[1] == "A shape is whole numbers, such as 8, 8, 1."
    assert parse_shape("0, 4")[1] == "Every size of a shape is 1 or more."


def test_amounts_have_separators_and_a_seed_has_none() -> None:
    before, after = RunConfig(epochs=20, seed=1), RunConfig(epochs=100_000, seed=12_345)
    assert _in_settings(before, after) == [Difference("epochs", "20", "100,000"), Difference("seed", "1", "12345")]
