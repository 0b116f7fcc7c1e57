"""Figures about numbers, in blocks, so that a large array is never doubled in memory. Runs in the sandbox."""

from typing import Any, NamedTuple

import numpy as np

BINS = 16
BLOCK_VALUES = 4 * 1024 * 1024


class Figures(NamedTuple):
    """Extremes, mean and standard deviation of the finite values; None where there is none or it overflows."""

    missing: int
    infinite: int
    minimum: float | None
    maximum: float | None
    mean: float | None
    std: float | None
    histogram: tuple[int, ...]


def describe_numbers(values: np.ndarray[Any, Any]) -> Figures:
    """Figures about an array of any shape; real numbers or booleans.

    >>> describe_numbers(np.array([1.0, 3.0, np.nan])).mean
    2.0
    """
    blocks = _blocks(values)
    missing = infinite = count = 0
    total = 0.0
    low, high = np.inf, -np.inf
    for block in blocks:
        finite, gaps = _finite(block)
        missing += gaps
        infinite += block.size - finite.size - gaps
        if finite.size:
            count += finite.size
            total += float(finite.sum())
            low, high = min(low, float(finite.min())), max(high, float(finite.max()))
    if not count:
        return Figures(missing, infinite, None, None, None, None, ())
    mean = total / count
    squares = 0.0
    counts = np.zeros(BINS, dtype=np.int64)
    # Two passes: the textbook one-pass formula loses all digits for values such as 1e9 + 0.1.
    for block in blocks:
        finite, _ = _finite(block)
        with np.errstate(over="ignore"):
            squares += float(((finite - mean) ** 2).sum())
        if low < high and np.isfinite(high - low):
            counts += np.histogram(finite, bins=BINS, range=(low, high))[0]
    std = float(np.sqrt(squares / count))
    return Figures(
        missing,
        infinite,
        low,
        high,
        mean if np.isfinite(mean) else None,
        std if np.isfinite(std) else None,
        tuple(int(number) for number in counts) if counts.any() else (),
    )


def _blocks(values: np.ndarray[Any, Any]) -> list[np.ndarray[Any, Any]]:
    per_row = max(values[0].size, 1) if len(values) else 1
    step = max(BLOCK_VALUES // per_row, 1)
    return [values[start : start + step] for start in range(0, len(values), step)]


def _finite(block: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], int]:
    """The finite values as float64, and how many are NaN."""
    flat = np.asarray(block).reshape(-1)
    if flat.dtype.kind != "f":
        return flat.astype(np.float64), 0
    mask = np.isfinite(flat)
    finite = (flat if mask.all() else flat[mask]).astype(np.float64)
    return finite, int(np.isnan(flat).sum()) if finite.size < flat.size else 0
