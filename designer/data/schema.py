"""What is known about a dataset without holding it: columns or arrays, how the file was read, what stands out."""

from typing import Literal

from pydantic import Field, JsonValue

from designer.document.base import Frozen
from designer.document.problem import Problem

ColumnType = Literal["number", "integer", "boolean", "category", "text", "date", "empty"]


class Reading(Frozen):
    """How a text file was read, shown for correction and written into the generated code."""

    separator: str = ","
    encoding: str = "utf-8"
    decimal: str = "."
    has_header: bool = True


class Column(Frozen):
    """One column of a table. `counts` holds the most frequent values, as text, most frequent first."""

    name: str
    type: ColumnType
    missing: int = 0
    infinite: int = 0
    unique: int = 0
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None
    std: float | None = None
    counts: tuple[tuple[str, int], ...] = ()
    histogram: tuple[int, ...] = ()


class Array(Frozen):
    """One array of an NPY (named `array`) or NPZ file; `shape` without the row dimension.

    `is_one_hot`: each row is a vector of zeros with a single 1.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    missing: int = 0
    infinite: int = 0
    unique: int | None = None
    is_one_hot: bool = False
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None
    std: float | None = None
    counts: tuple[tuple[str, int], ...] = ()
    histogram: tuple[int, ...] = ()


class Dataset(Frozen):
    """A stored dataset: `id` is the SHA-256 of the file, `name` what the user called it (display only)."""

    id: str
    name: str
    kind: Literal["table", "arrays"]
    rows: int
    size_bytes: int
    reading: Reading = Reading()
    columns: tuple[Column, ...] = ()
    arrays: tuple[Array, ...] = ()
    preview: tuple[dict[str, JsonValue], ...] = ()
    warnings: tuple[Problem, ...] = Field(default=())
