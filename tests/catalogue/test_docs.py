"""Docstrings as plain text."""

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


def test_long_texts_end_with_a_sentence():
    assert docs.shorten("One sentence here. " * 10, limit=45) == "One sentence here. One sentence here."
