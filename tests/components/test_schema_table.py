import pytest

from components.parts.schema_table import shown_name, value_range, words_that_fit
from designer.data.schema import Column


@pytest.mark.parametrize(
    ("minimum", "maximum", "text"),
    [
        (1970, 1982, "1970 – 1982"),
        (0.05263, 0.1634, "0.053 – 0.16"),
        (-221_602, 191_693, "-222k – 192k"),
        (72_265, 1_558_132, "72.3k – 1.56M"),
        (-3e12, 2.5e-7, "-3e+12 – 2.5e-07"),
    ],
)
def test_a_range_is_short_enough_to_be_seen_whole(minimum: float, maximum: float, text: str) -> None:
    column = Column(name="x", type="number", unique=50, minimum=minimum, maximum=maximum)
    assert value_range(column) == text


def test_two_values_are_no_range() -> None:
    assert value_range(Column(name="x", type="integer", unique=2, minimum=0, maximum=1)) == "0, 1"


def test_words_are_named_whole_and_the_rest_is_counted() -> None:
    assert words_that_fit(["Adelie", "Gentoo", "Chinstrap"]) == "Adelie +2"


def test_a_name_that_would_be_cut_keeps_its_end() -> None:
    assert shown_name("mean_fractal_dimension") == "mean_fractal_dimension"
    assert shown_name("reading of the sensor number 12") == "reading o…umber 12"
