"""Preflight of the inputs: data for each of them, no gaps, numbers where numbers are needed, shapes that fit."""

import math
from collections.abc import Iterator, Sequence

from designer.data.assign import fits_shape
from designer.data.errors import shown
from designer.data.model_facts import ModelInput, model_inputs
from designer.data.schema import Array, Column, Dataset
from designer.document.model import Document
from designer.document.problem import Problem
from designer.engine.protocol import Analysis
from designer.training.config import ArrayPreparation, ColumnPreparation, Feed, RunConfig
from designer.training.preflight_settings import problem

LARGE_VALUE = 100.0
LARGEST_NUMBER = 1e38  # float32 ends at 3.4e38; a sum of some must fit as well
CODED = ("one_hot", "integer", "binary")
Shape = tuple[int, ...]


def check_inputs(document: Document, analysis: Analysis, dataset: Dataset, config: RunConfig) -> Iterator[Problem]:
    """Everything about the inputs' data."""
    targets = {name for feed in config.data.targets.values() for name in names_of(feed)}
    for entry in model_inputs(document):
        feed = config.data.inputs.get(entry.name)
        if feed is None or not names_of(feed):
            what = "columns" if dataset.kind == "table" else "array"
            message = f"Input {shown(entry.name)} gets no data. Choose its {what} on the Data page."
            yield problem("train.input-without-data", message, name=entry.name, short="No data")
            continue
        faults = list(check_feed(dataset, feed, drops_rows=config.data.drop_missing))
        yield from faults
        for name in names_of(feed):
            if name in targets:
                message = (
                    f"{shown(name)} is both an input and a target, so the answer is given away. Take it out of one."
                )
                yield problem("train.target-as-input", message, name=name, severity="warning", short="Input and target")
        if not any(fault.code == "train.unknown-column" for fault in faults):
            yield from _check_shape(entry, dataset, feed)
            yield from _check_tokens(document, entry, dataset, feed)
            yield from _check_scale(entry, dataset, feed)


def names_of(feed: Feed) -> list[str]:
    """The columns or the array that a feed uses."""
    return [feed.array.array] if feed.array is not None else [one.column for one in feed.columns]


def find_column(dataset: Dataset, name: str) -> Column | None:
    """The column of this name."""
    return next((column for column in dataset.columns if column.name == name), None)


def find_array(dataset: Dataset, name: str) -> Array | None:
    """The array of this name."""
    return next((array for array in dataset.arrays if array.name == name), None)


def check_feed(dataset: Dataset, feed: Feed, *, drops_rows: bool) -> Iterator[Problem]:
    """What is wrong with single columns or the array of a feed."""
    if feed.array is not None:
        array = find_array(dataset, feed.array.array)
        if array is None:
            yield _unknown("array", feed.array.array)
        else:
            yield from _check_gaps(array, is_filled=False, drops_rows=drops_rows)
        return
    for one in feed.columns:
        column = find_column(dataset, one.column)
        if column is None:
            yield _unknown("column", one.column)
            continue
        yield from _check_gaps(column, is_filled=one.fill is not None, drops_rows=drops_rows)
        yield from _check_encoding(column, one)


def _unknown(what: str, name: str) -> Problem:
    message = f"The data has no {what} {shown(name)}. Choose another one on the Data page, or the file that has it."
    return problem("train.unknown-column", message, name=name, short=f"No such {what}")


def _check_gaps(source: Column | Array, *, is_filled: bool, drops_rows: bool) -> Iterator[Problem]:
    if source.missing and not is_filled and not drops_rows:
        message = f"{shown(source.name)} has {source.missing:,} gaps, and one gap turns every weight into NaN."
        message += " Fill them, or leave out the rows that have them."
        yield problem("train.missing-values", message, name=source.name, short=f"{source.missing:,} gaps")
    if source.infinite and not drops_rows:
        message = f"{shown(source.name)} has {source.infinite:,} infinite values, and one turns every weight into NaN."
        message += " Correct them, or leave out the rows that have them."
        yield problem("train.infinite-values", message, name=source.name, short="Infinite values")
    if max(abs(source.minimum or 0.0), abs(source.maximum or 0.0)) > LARGEST_NUMBER:
        message = f"{shown(source.name)} holds numbers beyond {LARGEST_NUMBER:.0e}, which 32 bits cannot hold."
        message += " Correct them, or store the column in another unit or as a logarithm."
        yield problem("train.too-large-values", message, name=source.name, short="Too large numbers")


def _check_encoding(column: Column, one: ColumnPreparation) -> Iterator[Problem]:
    if one.encoding in ("number", "standardise") and column.type in ("category", "text", "date"):
        message = f"Column {shown(column.name)} holds words, which cannot be used as numbers."
        message += " Encode it one-hot, or leave it out."
        yield problem("train.text-as-number", message, name=column.name, short="Words as numbers")
    if one.encoding == "binary" and column.unique != 2:
        message = f"Column {shown(column.name)} holds {column.unique:,} different values, and 0 or 1 needs two."
        message += " Encode it one-hot."
        yield problem("train.binary-needs-two", message, name=column.name, short="Not two values")


def row_shape(dataset: Dataset, feed: Feed) -> Shape | None:
    """The shape of one prepared row; None when a column or array is unknown."""
    if feed.array is not None:
        array = find_array(dataset, feed.array.array)
        given = None if array is None else _array_shape(array, feed.array)
    else:
        widths = [_width(find_column(dataset, one.column), one) for one in feed.columns]
        given = None if None in widths else (sum(width or 0 for width in widths),)
    if given is None or feed.shape is None:
        return given
    return feed.shape if math.prod(feed.shape) == math.prod(given) else given


def _array_shape(array: Array, preparation: ArrayPreparation) -> Shape:
    if preparation.encoding != "one_hot":
        return array.shape
    return (*array.shape, len(preparation.categories) or array.unique or 1)


def _width(column: Column | None, one: ColumnPreparation) -> int | None:
    if column is None:
        return None
    return (len(one.categories) or column.unique) if one.encoding == "one_hot" else 1


def shape_text(shape: Sequence[int | None]) -> str:
    """A shape with the batch in front, as Keras writes it."""
    return "(None" + "".join(f", {size}" for size in shape) + ")"


def _check_shape(entry: ModelInput, dataset: Dataset, feed: Feed) -> Iterator[Problem]:
    given = row_shape(dataset, feed)
    if given is None:
        return
    if feed.shape is not None and given != feed.shape:
        message = f"Input {shown(entry.name)} gets {math.prod(given):,} values a row, which do not make the shape"
        message += f" {shape_text(feed.shape)}. Choose a shape with as many values."
        yield problem("train.bad-reshape", message, name=entry.name, short="Reshape does not fit")
    elif entry.shape is not None and not fits_shape(given, entry.shape):
        message = f"Input {shown(entry.name)} expects {shape_text(entry.shape)} but the data gives {shape_text(given)}."
        message += " Give the input this shape, or choose other columns."
        yield problem("train.input-shape", message, name=entry.name, short="Shape differs")


def _check_tokens(document: Document, entry: ModelInput, dataset: Dataset, feed: Feed) -> Iterator[Problem]:
    if entry.embedding is None or feed.array is None:
        return
    array = find_array(dataset, feed.array.array)
    layer = document.main.layers[entry.embedding]
    size = layer.config.get("input_dim")
    if array is None or array.minimum is None or array.maximum is None or not isinstance(size, int):
        return
    if array.minimum < 0 or array.maximum >= size:
        message = (
            f"{shown(array.name)} holds token ids from {array.minimum:,.0f} to {array.maximum:,.0f}, but Embedding"
        )
        message += f" {shown(layer.name)} knows 0 to {size - 1:,}. Set its input_dim to {array.maximum + 1:,.0f}."
        yield problem("train.token-range", message, name=layer.name, field="input_dim", short="Token ids out of range")


def _check_scale(entry: ModelInput, dataset: Dataset, feed: Feed) -> Iterator[Problem]:
    """Large raw numbers train badly; token ids and codes are meant to be what they are."""
    if entry.embedding is not None or entry.is_integer:
        return
    large = [
        one.column for one in feed.columns if one.encoding == "number" and _is_large(find_column(dataset, one.column))
    ]
    array = feed.array
    if array is not None and array.encoding == "number" and (array.offset, array.scale) == (0.0, 1.0):
        large += [array.array] if _is_large(find_array(dataset, array.array)) else []
    if large:
        message = (
            f"{shown(large[0])} goes in unscaled, with values beyond {LARGE_VALUE:g}, which makes training slow or"
        )
        message += " unstable. Standardise it, or divide it by its largest value."
        yield problem("train.unscaled-input", message, name=large[0], severity="warning", short="Large raw values")


def _is_large(source: Column | Array | None) -> bool:
    if source is None or source.minimum is None or source.maximum is None:
        return False
    return max(abs(source.minimum), abs(source.maximum)) > LARGE_VALUE
