import numpy as np
import pytest

from designer.data.errors import UnreadableData
from designer.data.fit import fit_preparation
from designer.data.inspect import inspect_file
from designer.data.split import split_rows
from designer.training.config import ArrayPreparation, ColumnPreparation, DataConfig, Feed, Split

ROWS = 40


@pytest.fixture
def csv(tmp_path):
    path = tmp_path / "data.csv"
    generator = np.random.default_rng(0)
    ages = generator.normal(50, 10, ROWS).round(1)
    lines = [f"{'' if row == 0 else ages[row]},{'north' if row % 3 else 'south'},{row % 2}" for row in range(ROWS)]
    path.write_text("age,region,y\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path, ages


def config(*columns, **more):
    target = Feed(columns=(ColumnPreparation(column="y", encoding="binary"),))
    return DataConfig(inputs={"x": Feed(columns=columns)}, targets={"y": target}, **more)


def fitted(path, wanted):
    return fit_preparation(path, inspect_file(path, name="data.csv"), wanted)


def test_mean_and_deviation_come_from_the_training_rows(csv):
    path, ages = csv
    wanted = config(ColumnPreparation(column="age", encoding="standardise"), drop_missing=True)
    one = fitted(path, wanted).inputs["x"].columns[0]
    train, _, _ = split_rows(ROWS - 1, validation=0.2, seed=42)
    assert one.mean == pytest.approx(ages[1:][train].mean())
    assert one.std == pytest.approx(ages[1:][train].std())


def test_stratified_rows_are_the_same_as_in_the_generated_code(csv):
    path, ages = csv
    split = Split(stratify="y", seed=7, test=0.1)
    wanted = config(ColumnPreparation(column="age", encoding="standardise"), drop_missing=True, split=split)
    labels = (np.arange(ROWS) % 2)[1:]
    train, _, _ = split_rows(ROWS - 1, validation=0.2, test=0.1, seed=7, labels=labels)
    assert fitted(path, wanted).inputs["x"].columns[0].mean == pytest.approx(ages[1:][train].mean())


def test_a_proposed_fill_becomes_the_median_of_the_training_rows(csv):
    path, ages = csv
    mean = inspect_file(path, name="data.csv").columns[0].mean
    one = (
        fitted(path, config(ColumnPreparation(column="age", encoding="standardise", fill=mean))).inputs["x"].columns[0]
    )
    train, _, _ = split_rows(ROWS, validation=0.2, seed=42)
    assert one.fill == pytest.approx(np.median(ages[train[train > 0]]))


def test_a_chosen_fill_is_kept(csv):
    one = fitted(csv[0], config(ColumnPreparation(column="age", fill=-1.0))).inputs["x"].columns[0]
    assert one.fill == -1.0


def test_categories_are_sorted_and_a_given_order_is_kept(csv):
    region = ColumnPreparation(column="region", encoding="one_hot")
    assert fitted(csv[0], config(region)).inputs["x"].columns[0].categories == ("north", "south")
    region = ColumnPreparation(column="region", encoding="one_hot", categories=("south", "north"))
    assert fitted(csv[0], config(region)).inputs["x"].columns[0].categories == ("south", "north")


def test_classes_of_the_target_are_whole_numbers(csv):
    found = fitted(csv[0], config(ColumnPreparation(column="age", fill=0.0))).targets["y"].columns[0].categories
    assert found == (0, 1)
    assert all(type(value) is int for value in found)


def test_words_cannot_be_used_as_numbers(csv):
    with pytest.raises(UnreadableData) as caught:
        fitted(csv[0], config(ColumnPreparation(column="region")))
    assert caught.value.problem.code == "data.text-in-number"
    assert 'row 1 holds "south"' in caught.value.problem.message


def test_a_missing_column_is_named(csv):
    with pytest.raises(UnreadableData, match='has no column "gone"'):
        fitted(csv[0], config(ColumnPreparation(column="gone")))


def test_arrays_are_measured_on_the_training_rows(tmp_path):
    path = tmp_path / "data.npz"
    x = np.random.default_rng(1).normal(5, 3, (ROWS, 4, 2)).astype("float32")
    y = np.arange(ROWS) % 3
    np.savez(path, x=x, y=y)
    wanted = DataConfig(
        inputs={"x": Feed(array=ArrayPreparation(array="x", encoding="standardise"))},
        targets={"y": Feed(array=ArrayPreparation(array="y", encoding="one_hot"))},
        split=Split(stratify="y"),
    )
    found = fitted(path, wanted)
    train, _, _ = split_rows(ROWS, validation=0.2, seed=42, labels=y)
    assert found.inputs["x"].array.offset == pytest.approx(x[train].mean(dtype="float64"))
    assert found.inputs["x"].array.scale == pytest.approx(x[train].std(dtype="float64"))
    assert found.targets["y"].array.categories == (0, 1, 2)
