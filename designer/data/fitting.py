"""Means, deviations, medians and categories from the training rows. Runs in the sandbox.

The rows are chosen as the generated model.py chooses them: rows with gaps dropped when asked, then `split_rows`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from designer.data.errors import UnreadableData, shown
from designer.data.feeds import proposed_fill
from designer.data.schema import Column, Dataset
from designer.data.split import split_rows
from designer.data.tables import read_table
from designer.training.config import ArrayPreparation, ColumnPreparation, DataConfig, Feed

CODED = ("one_hot", "integer", "binary")
Values = np.ndarray[Any, Any]


def fit(path: Path, dataset: Dataset, config: DataConfig) -> DataConfig:
    """The same configuration with every fitted value filled in.

    Raises:
        UnreadableData: a column or array is missing, or words stand where numbers are expected.
    """
    _check_names(dataset, config)
    if dataset.kind == "table":
        return _fit_table(read_table(path, dataset.reading), dataset, config)
    return _fit_arrays(_load(path, config), config)


def _feeds(config: DataConfig) -> list[Feed]:
    return [*config.inputs.values(), *config.targets.values()]


def _check_names(dataset: Dataset, config: DataConfig) -> None:
    columns = {column.name for column in dataset.columns}
    arrays = {array.name for array in dataset.arrays}
    for feed in _feeds(config):
        missing = [one.column for one in feed.columns if one.column not in columns]
        if feed.array is not None and feed.array.array not in arrays:
            missing.append(feed.array.array)
        if missing:
            what = "column" if feed.columns else "array"
            message = f"The data has no {what} {shown(missing[0])}. Choose another one, or the file that has it."
            raise UnreadableData.of("data.missing-column", message, place=missing[0])


def _train_rows(config: DataConfig, count: int, labels: Values | None) -> Values:
    split = config.split
    parts = split_rows(  # type: ignore[no-untyped-call]
        count, validation=split.validation, test=split.test, seed=split.seed, shuffle=split.shuffle, labels=labels
    )
    found: Values = parts[0]
    return found


def _fit_table(table: pd.DataFrame, dataset: Dataset, config: DataConfig) -> DataConfig:
    if config.drop_missing:
        kept = [one.column for feed in _feeds(config) for one in feed.columns if one.fill is None]
        table = table.replace([np.inf, -np.inf], np.nan).dropna(subset=list(dict.fromkeys(kept)))
    stratified = config.targets.get(config.split.stratify or "")
    labels = _table_labels(table, stratified) if stratified is not None else None
    train = table.iloc[_train_rows(config, len(table), labels)]
    described = {column.name: column for column in dataset.columns}

    def fit_input(one: ColumnPreparation) -> ColumnPreparation:
        return _fit_column(one, described[one.column], train[one.column], table[one.column], is_target=False)

    def fit_target(one: ColumnPreparation) -> ColumnPreparation:
        return _fit_column(one, described[one.column], train[one.column], table[one.column], is_target=True)

    return config.model_copy(
        update={
            "inputs": {name: _map_columns(feed, fit_input) for name, feed in config.inputs.items()},
            "targets": {name: _map_columns(feed, fit_target) for name, feed in config.targets.items()},
        }
    )


def _map_columns(feed: Feed, change: Callable[[ColumnPreparation], ColumnPreparation]) -> Feed:
    return feed.model_copy(update={"columns": tuple(change(one) for one in feed.columns)})


def _table_labels(table: pd.DataFrame, feed: Feed) -> Values:
    names = [one.column for one in feed.columns]
    if len(names) == 1:
        codes: Values = pd.factorize(table[names[0]])[0]
        return codes
    place: Values = table[names].to_numpy(dtype="float64").argmax(axis=1)
    return place


def _fit_column(
    one: ColumnPreparation,
    described: Column,
    train: "pd.Series[Any]",
    everything: "pd.Series[Any]",
    *,
    is_target: bool,
) -> ColumnPreparation:
    update: dict[str, Any] = {}
    if one.fill is not None:
        fill = _fill(train) if one.fill == proposed_fill(described) else one.fill
        update["fill"] = fill
        train, everything = train.fillna(fill), everything.fillna(fill)
    if one.encoding in CODED:
        # Only one-hot columns of inputs have a way out for a value that training has not seen: all zeros.
        source = train if one.encoding == "one_hot" and not is_target else everything
        update["categories"] = _categories(one.categories, source.dropna().unique().tolist())
    else:
        numbers = _numbers(train, everything)
        if one.encoding == "standardise":
            update["mean"], update["std"] = _mean_and_std(numbers)
    return one.model_copy(update=update)


def _fill(train: "pd.Series[Any]") -> float | str | None:
    present = train.dropna()
    if present.empty:
        return None
    if pd.api.types.is_numeric_dtype(present.dtype) and present.dtype != bool:
        return float(present.median())
    value = present.mode().iloc[0]
    return float(value) if isinstance(value, bool | np.bool_) else str(value)


def _numbers(train: "pd.Series[Any]", everything: "pd.Series[Any]") -> Values:
    converted = pd.to_numeric(everything, errors="coerce")
    wrong = converted.isna() & everything.notna()
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        name = shown(str(everything.name))
        message = f"Column {name} cannot be used as numbers: row {int(everything.index[row]) + 1} holds"
        message += f" {shown(str(everything.iloc[row]))}. Correct the cell, or encode the column one-hot."
        raise UnreadableData.of("data.text-in-number", message, place=str(everything.name))
    numbers: Values = converted.loc[train.index].to_numpy(dtype="float64", na_value=np.nan)
    return numbers


def _mean_and_std(numbers: Values) -> tuple[float, float]:
    """Of the finite numbers; a deviation of 0 becomes 1, so that constant columns stay finite."""
    finite = numbers[np.isfinite(numbers)].astype("float64")
    if not finite.size:
        return 0.0, 1.0
    std = float(finite.std())
    return float(finite.mean()), std if std > 0 else 1.0


def _categories(given: tuple[Any, ...], found: list[Any]) -> tuple[Any, ...]:
    """The order that was asked for while it covers everything, else ascending."""
    plain = [int(value) if isinstance(value, float) and value.is_integer() else value for value in found]
    if given and set(plain) <= set(given):
        return given
    try:
        return tuple(sorted(plain))
    except TypeError:  # words beside numbers
        return tuple(sorted(plain, key=str))


def _load(path: Path, config: DataConfig) -> dict[str, Values]:
    loaded = np.load(path, mmap_mode="r", allow_pickle=False)
    if isinstance(loaded, np.ndarray):
        return {"array": loaded}
    names = dict.fromkeys(feed.array.array for feed in _feeds(config) if feed.array is not None)
    with loaded:
        return {name: loaded[name] for name in names}


def _fit_arrays(arrays: dict[str, Values], config: DataConfig) -> DataConfig:
    if config.drop_missing:
        checks = [np.isfinite(values).reshape(len(values), -1).all(axis=1) for values in arrays.values()]
        complete = np.logical_and.reduce(checks)
        arrays = {name: values[complete] for name, values in arrays.items()}
    stratified = config.targets.get(config.split.stratify or "")
    labels = _array_labels(arrays, stratified) if stratified is not None else None
    train = _train_rows(config, len(next(iter(arrays.values()))), labels)
    sides = {
        side: {name: _fit_feed(feed, arrays, train, is_target=side == "targets") for name, feed in feeds.items()}
        for side, feeds in (("inputs", config.inputs), ("targets", config.targets))
    }
    return config.model_copy(update=sides)


def _array_labels(arrays: dict[str, Values], feed: Feed) -> Values | None:
    if feed.array is None:
        return None
    values = arrays[feed.array.array]
    flat = values.reshape(len(values), -1)
    return flat.argmax(axis=1) if flat.shape[1] > 1 else flat[:, 0]


def _fit_feed(feed: Feed, arrays: dict[str, Values], train: Values, *, is_target: bool) -> Feed:
    if feed.array is None:
        return feed
    return feed.model_copy(update={"array": _fit_array(feed.array, arrays, train, is_target=is_target)})


def _fit_array(one: ArrayPreparation, arrays: dict[str, Values], train: Values, *, is_target: bool) -> ArrayPreparation:
    values = arrays[one.array]
    if one.encoding == "standardise":
        mean, std = _mean_and_std(np.asarray(values[train], dtype="float64").ravel())
        return one.model_copy(update={"offset": mean, "scale": std})
    if one.encoding in CODED:
        source = values[train] if one.encoding == "one_hot" and not is_target else values
        return one.model_copy(update={"categories": _categories(one.categories, np.unique(source).tolist())})
    return one
