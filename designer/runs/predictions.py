"""Predictions as a table: class names and probabilities, or values."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from designer.storage.files import replace_atomically

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
Array = np.ndarray[Any, Any]


def safe_cell(text: str) -> str:
    """Text that a spreadsheet shows and does not compute.

    >>> safe_cell("=1+1"), safe_cell("rose")
    ("'=1+1", 'rose')
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def columns_of(name: str, values: Array, classes: Sequence[Any]) -> Iterator[tuple[str, Sequence[Any]]]:
    """The columns that show one output.

    Args:
        name: the output's name.
        values: `(rows, ...)`.
        classes: the class names in the order of the output's units; for one unit the second is the positive one; empty
            when the output is no class.
    """
    flat = values.reshape(len(values), -1)
    if len(classes) == 2 and flat.shape[1] == 1:
        flat = np.column_stack([1 - flat[:, 0], flat[:, 0]])
    if classes and flat.shape[1] == len(classes) and values.ndim == 2:
        yield name, [safe_cell(str(classes[index])) for index in flat.argmax(axis=1)]
        sums_to_one = np.allclose(flat.sum(axis=1), 1.0, atol=1e-3) and float(flat.min(initial=0.0)) >= 0
        word = "probability" if sums_to_one else "score"
        for index, label in enumerate(classes):
            yield f"{name} {word} {label}", flat[:, index].tolist()
    elif flat.shape[1] == 1:
        yield name, flat[:, 0].tolist()
    else:
        for index in range(flat.shape[1]):
            yield f"{name} {index + 1}", flat[:, index].tolist()


def write_predictions(path: Path, outputs: Mapping[str, Array], classes: Mapping[str, Sequence[Any]]) -> int:
    """Write one row per prediction, numbered from 1 as in the file that was predicted. Returns the number of rows."""
    columns: list[tuple[str, Sequence[Any]]] = []
    for name, values in outputs.items():
        columns.extend(columns_of(name, values, classes.get(name, ())))
    rows = len(next(iter(outputs.values())))
    replace_atomically(path, lambda temporary: _write(temporary, columns, rows))
    return rows


def _write(path: Path, columns: list[tuple[str, Sequence[Any]]], rows: int) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["row", *(safe_cell(name) for name, _ in columns)])
        for index in range(rows):
            writer.writerow([index + 1, *(values[index] for _, values in columns)])
