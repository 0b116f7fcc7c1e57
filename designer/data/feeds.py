"""How columns and arrays become what an input takes: scaling, encoding, shape, and the input's own shape."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from pydantic import JsonValue

from designer.data.assign import fits_shape
from designer.data.errors import shown
from designer.data.model_facts import ModelInput
from designer.data.schema import Array, Column
from designer.document.model import Document
from designer.document.problem import Edit, Place, Problem
from designer.training.config import ArrayPreparation, ColumnPreparation, Encoding, Feed

BYTE_MAXIMUM = 255.0


class InputFeed(NamedTuple):
    """The feed of one input, the shape that the input must have for it, and words about it."""

    feed: Feed
    edits: tuple[Edit, ...] = ()
    problems: tuple[Problem, ...] = ()
    value: str = ""
    reasons: tuple[str, ...] = ()


def prepare_column(column: Column) -> ColumnPreparation:
    """A column as an input. Fitted values are found later, from the training rows."""
    encoding: Encoding = "standardise"
    if column.type == "category" or column.type == "text":
        encoding = "binary" if column.unique == 2 else "one_hot"
    elif column.type == "boolean":
        encoding = "binary"
    elif column.unique == 2 and (column.minimum, column.maximum) == (0, 1):
        encoding = "number"
    return ColumnPreparation(
        column=column.name, encoding=encoding, fill=proposed_fill(column) if column.missing else None
    )


def proposed_fill(column: Column) -> float | str | None:
    """What stands in for gaps until the training rows are known: the mean, or the most frequent value."""
    if column.type == "boolean":
        return float(column.counts[0][0] == "True") if column.counts else None
    if column.type in ("number", "integer"):
        return column.mean
    return column.counts[0][0] if column.counts else None


def column_width(column: Column, preparation: ColumnPreparation) -> int:
    """How many values a prepared column has."""
    return column.unique if preparation.encoding == "one_hot" else 1


def feed_columns(entry: ModelInput, columns: Sequence[Column]) -> InputFeed:
    """The feed of columns side by side."""
    prepared = tuple(prepare_column(column) for column in columns)
    width = sum(column_width(column, one) for column, one in zip(columns, prepared, strict=True))
    value = f"{len(columns)} columns as {width} values" if width != len(columns) else f"{len(columns)} columns"
    fitted = _fit_width(entry, width)
    if fitted is None:
        return InputFeed(
            feed=Feed(columns=prepared, dtype=entry.dtype),
            problems=(_wrong_width(entry, f"the table gives {width} values a row"),),
            value=value,
        )
    shape, edits = fitted
    words = [column for column, one in zip(columns, prepared, strict=True) if one.encoding in ("one_hot", "binary")]
    reasons = []
    if any(one.encoding == "standardise" for one in prepared):
        reasons.append("Numbers are standardised, so that no column outweighs another.")
    if words:
        reasons.append(f"Words become 0 and 1: {', '.join(shown(column.name) for column in words[:4])}.")
    feed = Feed(columns=prepared, shape=shape, dtype=entry.dtype)
    return InputFeed(feed, edits=edits, value=value, reasons=tuple(reasons))


def _fit_width(entry: ModelInput, width: int) -> tuple[tuple[int, ...] | None, tuple[Edit, ...]] | None:
    """The shape for a row of columns and the edit of the input; None when neither helps."""
    shape = entry.shape
    if shape is None or fits_shape((width,), shape):
        return None, ()
    if len(shape) == 1:
        return None, (set_shape(entry, (width,)),)
    sizes = tuple(size for size in shape if size is not None)
    if len(sizes) == len(shape) and math.prod(sizes) == width:
        return sizes, ()
    if len(shape) == 2 and shape[-1] == 1:
        edits = () if shape[0] is None else (set_shape(entry, (width, 1)),)
        return (width, 1), edits
    return None


def feed_array(document: Document, entry: ModelInput, array: Array) -> InputFeed:
    """The feed of one array."""
    preparation, reason = _prepare_array(entry, array)
    fitted = _fit_array(entry, array.shape)
    dtype = entry.dtype
    if fitted is None:
        problem = _wrong_width(entry, f"array {shown(array.name)} has rows of shape {array.shape}")
        return InputFeed(Feed(array=preparation, dtype=dtype), problems=(problem,), value=shown(array.name))
    shape, edits = fitted
    reasons = [reason] if reason else []
    vocabulary = _grow_vocabulary(document, entry, array)
    if vocabulary:
        edits = (*edits, vocabulary)
        reasons.append(f"The largest token id is {array.maximum:,.0f}, so the vocabulary grows with it.")
    size = " × ".join(str(size) for size in array.shape) or "1"
    return InputFeed(
        Feed(array=preparation, shape=shape, dtype=dtype),
        edits=edits,
        value=f"{array.name} {size}",
        reasons=tuple(reasons),
    )


def _prepare_array(entry: ModelInput, array: Array) -> tuple[ArrayPreparation, str]:
    low, high = array.minimum, array.maximum
    if entry.embedding or entry.is_integer:
        return ArrayPreparation(array=array.name), f"{shown(array.name)} goes in as whole numbers, unscaled."
    if low is None or high is None or array.mean is None or array.std is None or low == high:
        return ArrayPreparation(array=array.name), ""
    if array.dtype == "uint8" and high > 1:
        scale = BYTE_MAXIMUM if high > BYTE_MAXIMUM / 2 else high
        reason = f"{shown(array.name)} is divided by {scale:g}, which brings {low:g} to {high:g} between 0 and 1."
        return ArrayPreparation(array=array.name, scale=scale), reason
    if abs(array.mean) > 1 or array.std > 2 or array.std < 0.2:
        reason = f"{shown(array.name)} is standardised: its values run from {low:.4g} to {high:.4g}."
        return ArrayPreparation(array=array.name, encoding="standardise"), reason
    return ArrayPreparation(array=array.name), f"{shown(array.name)} goes in as it is: its values are small already."


def _fit_array(entry: ModelInput, given: tuple[int, ...]) -> tuple[tuple[int, ...] | None, tuple[Edit, ...]] | None:
    """The shape for rows of an array and the edit of the input; None when neither helps."""
    expected = entry.shape
    if expected is None or fits_shape(given, expected):
        return None, ()
    sizes = tuple(size for size in expected if size is not None)
    if len(sizes) == len(expected) and math.prod(sizes) == math.prod(given):
        return sizes, ()
    if len(expected) == 1:
        flat = (math.prod(given),)
        return (None if given == flat else flat), (() if expected == (None,) else (set_shape(entry, flat),))
    if len(given) == len(expected):
        return None, (set_shape(entry, given),)
    if len(given) + 1 == len(expected):
        with_channel = (*given, 1)
        edits = () if fits_shape(with_channel, expected) else (set_shape(entry, with_channel),)
        return with_channel, edits
    return None


def set_shape(entry: ModelInput, shape: Sequence[int]) -> Edit:
    """The edit that gives an input another shape."""
    batch_shape: list[JsonValue] = [None, *shape]
    return Edit(kind="set_config", arguments={"layer": entry.layer_id, "key": "batch_shape", "value": batch_shape})


def _grow_vocabulary(document: Document, entry: ModelInput, array: Array) -> Edit | None:
    if entry.embedding is None or array.maximum is None:
        return None
    size = document.main.layers[entry.embedding].config.get("input_dim")
    needed = int(array.maximum) + 1
    if isinstance(size, bool) or not isinstance(size, int) or size >= needed:
        return None
    return Edit(kind="set_config", arguments={"layer": entry.embedding, "key": "input_dim", "value": needed})


def _wrong_width(entry: ModelInput, given: str) -> Problem:
    shape = "(" + ", ".join("None" if size is None else str(size) for size in entry.shape or ()) + ")"
    message = f"Input {shown(entry.name)} takes rows of shape {shape}, but {given}. Choose other data or another input."
    return Problem(
        code="data.input-shape",
        where=Place(name=entry.name, layer=entry.layer_id),
        message=message,
        short="Shape differs",
    )
