"""A target that is scaled for training, and the way back to its own units."""

from typing import Any, NamedTuple

import numpy as np

from designer.training.config import Feed

Array = np.ndarray[Any, Any]


class Scaling(NamedTuple):
    """How a target was scaled: (value − offset) / scale, one pair for every column; an array has one for all of it.

    Attributes:
        names: the columns, or the array.
        shape: of one row, where its columns were reshaped.
        is_standardised: whether the scales are standard deviations, not numbers that the user chose.
    """

    names: tuple[str, ...]
    offsets: tuple[float, ...]
    scales: tuple[float, ...]
    shape: tuple[int, ...] | None
    is_standardised: bool

    @property
    def unit(self) -> float | None:
        """How much of the target's own units 1 stands for; None where that differs from column to column."""
        return self.scales[0] if len(set(self.scales)) == 1 else None

    def restore(self, values: Array) -> Array:
        """Values `(rows, ...)` in the target's own units."""
        offsets, scales = np.array(self.offsets), np.array(self.scales)
        if self.shape is not None:
            offsets, scales = offsets.reshape(self.shape), scales.reshape(self.shape)
        restored: Array = values * scales + offsets
        return restored


def scaling_of(target: Feed | None) -> Scaling | None:
    """How a target is scaled; None when it is learnt as it is, or is a class."""
    if target is None:
        return None
    scaling = _of_array(target) if target.array is not None else _of_columns(target)
    return None if set(zip(scaling.offsets, scaling.scales, strict=True)) <= {(0.0, 1.0)} else scaling


def _of_array(target: Feed) -> Scaling:
    array = target.array
    if array is None or array.encoding not in ("number", "standardise"):
        return Scaling((), (), (), None, False)
    return Scaling((array.array,), (array.offset,), (array.scale,), None, array.encoding == "standardise")


def _of_columns(target: Feed) -> Scaling:
    pairs = [
        (column.mean or 0.0, column.std or 1.0) if column.encoding == "standardise" else (0.0, 1.0)
        for column in target.columns
    ]
    names = tuple(column.column for column in target.columns)
    return Scaling(names, tuple(mean for mean, _ in pairs), tuple(std for _, std in pairs), target.shape, True)


def original_units(values: Array, target: Feed | None) -> Array:
    """Predictions `(rows, ...)` in the units of the file that was learnt from, where the target was scaled."""
    scaling = scaling_of(target)
    return values if scaling is None else scaling.restore(values)
