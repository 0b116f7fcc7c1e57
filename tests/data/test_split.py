import numpy as np
import pytest

from designer.data.split import split_rows


def test_every_row_is_in_exactly_one_part():
    parts = split_rows(101, validation=0.2, test=0.1, seed=3)
    assert [len(part) for part in parts] == [71, 20, 10]
    assert sorted(np.concatenate(parts)) == list(range(101))


def test_the_seed_decides():
    first = split_rows(50, validation=0.2, seed=1)
    again = split_rows(50, validation=0.2, seed=1)
    other = split_rows(50, validation=0.2, seed=2)
    assert np.array_equal(first[1], again[1])
    assert not np.array_equal(first[1], other[1])


def test_without_shuffle_the_last_rows_are_held_out():
    train, validation, test = split_rows(10, validation=0.2, test=0.1, shuffle=False)
    assert train.tolist() == [0, 1, 2, 3, 4, 5, 6]
    assert validation.tolist() == [7, 8]
    assert test.tolist() == [9]


@pytest.mark.parametrize("seed", range(5))
def test_classes_keep_their_proportion(seed):
    labels = np.repeat(["setosa", "versicolor", "virginica"], [60, 30, 10])
    parts = split_rows(100, validation=0.2, test=0.1, seed=seed, labels=labels)
    counts = [[int((labels[part] == name).sum()) for name in np.unique(labels)] for part in parts]
    assert counts == [[42, 21, 7], [12, 6, 2], [6, 3, 1]]


@pytest.mark.parametrize("seed", range(5))
def test_a_single_row_of_a_class_stays_in_training(seed):
    labels = np.array([0] * 50 + [1])
    train, _, _ = split_rows(51, validation=0.3, test=0.1, seed=seed, labels=labels)
    assert 50 in train


def test_nothing_held_out_leaves_empty_parts():
    train, validation, test = split_rows(7, validation=0.0)
    assert train.tolist() == list(range(7))
    assert len(validation) == len(test) == 0
