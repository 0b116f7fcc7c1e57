import numpy as np
import pytest

from designer.data.scaling import original_units, scaling_of
from designer.training.config import ArrayPreparation, ColumnPreparation, Feed

PRICE = ColumnPreparation(column="price", encoding="standardise", mean=200_000.0, std=50_000.0)
ROOMS = ColumnPreparation(column="rooms", encoding="number")


def test_standardised_columns_come_back_in_their_own_units():
    values = np.array([[-1.0, 3.0], [0.5, 4.0]], "float32")
    assert original_units(values, Feed(columns=(PRICE, ROOMS))).tolist() == [[150_000.0, 3.0], [225_000.0, 4.0]]


def test_a_scaled_array_comes_back_in_its_own_units():
    target = Feed(array=ArrayPreparation(array="next", encoding="standardise", offset=10.0, scale=2.0), shape=(2, 1))
    assert original_units(np.array([[[1.0], [-1.0]]]), target).tolist() == [[[12.0], [8.0]]]


def test_classes_are_no_units():
    target = Feed(array=ArrayPreparation(array="label", encoding="integer", scale=2.0, categories=(0, 1)))
    assert original_units(np.array([[0.25, 0.75]]), target).tolist() == [[0.25, 0.75]]


@pytest.mark.parametrize(
    "target",
    [
        None,
        Feed(),
        Feed(columns=(ROOMS,)),
        Feed(array=ArrayPreparation(array="y")),
        Feed(columns=(ColumnPreparation(column="kind", encoding="one_hot", categories=("a", "b")),)),
    ],
)
def test_what_is_learnt_as_it_is_has_no_scaling(target: Feed | None):
    assert scaling_of(target) is None


def test_one_unit_stands_for_all_columns_only_where_they_share_it():
    alike = Feed(columns=(PRICE, PRICE.model_copy(update={"column": "last price", "mean": 1.0})))
    apart = Feed(columns=(PRICE, ROOMS))
    assert [scaling.unit for target in (alike, apart) if (scaling := scaling_of(target))] == [50_000.0, None]
