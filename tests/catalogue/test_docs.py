"""Docstrings as plain text."""

import pytest

from designer.catalogue import docs

DOCSTRING = """Does a thing, see [the paper](https://example.org).

    More about **it**.

    Args:
        units: Positive integer, the size
            of `outputs`.
        width, height: Two sizes.

    Example:

    >>> 1
    """


def test_summary_is_the_first_paragraph_without_links():
    assert docs.summary(DOCSTRING) == "Does a thing, see the paper."


def test_description_stops_at_the_first_section():
    assert docs.description(DOCSTRING) == "More about it."


def test_arguments_are_joined_lines_also_for_names_that_share_a_text():
    assert docs.arguments(DOCSTRING) == {
        "units": "Positive integer, the size of outputs.",
        "width": "Two sizes.",
        "height": "Two sizes.",
    }


PUT_TOGETHER = """Optimizes.

Args:
    rate: The rate.
    decay: How fast. No more than
        one.
        note: nothing here is an argument.
    epsilon: Small.
        name: The name
            of it.
        clip: The limit
            of it.

Example:
    other: no argument
"""


@pytest.mark.parametrize("indent", ["", "    "])
def test_arguments_of_a_docstring_that_was_put_together(indent):
    """Python takes away the common indentation since 3.13, and Keras then adds a part that is further to the right."""
    first, *rest = PUT_TOGETHER.split("\n")
    docstring = "\n".join([first, *(indent + line for line in rest), "x = 1"])
    assert docs.arguments(docstring, known={"rate", "decay", "epsilon", "name", "clip"}) == {
        "rate": "The rate.",
        "decay": "How fast. No more than one. note: nothing here is an argument.",
        "epsilon": "Small.",
        "name": "The name of it.",
        "clip": "The limit of it.",
    }


def test_long_texts_end_with_a_sentence():
    assert docs.shorten("One sentence here. " * 10, limit=45) == "One sentence here. One sentence here."
