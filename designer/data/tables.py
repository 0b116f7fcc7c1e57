"""The schema of a table: types, missing values, distributions, and what stands out. Runs in the sandbox."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pydantic import JsonValue

from designer.data.errors import shown, warning
from designer.data.numbers import describe_numbers
from designer.data.reading import check_rows, find_encoding, header_names, read_table, sniff
from designer.data.schema import Column, ColumnType, Reading
from designer.document.problem import Problem

PREVIEW_ROWS = 12
PREVIEW_COLUMNS = 50
PREVIEW_TEXT = 200
MANY_COLUMNS = 50
DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}([T ]\d{1,2}:\d{2}.*)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}/\d{1,2}/\d{1,2}.*")


class Table:
    """What `inspect_table` found: a plain record inside the sandbox."""

    def __init__(self, frame: pd.DataFrame, reading: Reading, warnings: tuple[Problem, ...]) -> None:
        """Describe every column of the frame."""
        self.reading = reading
        self.rows = len(frame)
        # Few columns keep many counts, for class lists; many columns keep few, so that the schema stays small.
        limit = 1000 if len(frame.columns) <= MANY_COLUMNS else 20
        described = [_describe(frame[name], limit=limit) for name in frame.columns]
        self.columns = tuple(column for column, _ in described)
        self.warnings = (*warnings, *(problem for _, problems in described for problem in problems))
        self.preview = _preview(frame)


def inspect_table(path: Path, reading: Reading | None) -> Table:
    """Read a text file, as `reading` says or as it looks, and describe it.

    Raises:
        UnreadableData: the file is no table.
    """
    warnings: tuple[Problem, ...] = ()
    if reading is None:
        encoding, guessed = find_encoding(path)
        reading, sniffed = sniff(path, encoding)
        warnings = (*guessed, *sniffed)
    else:
        find_encoding(path)
        sniff(path, reading.encoding)
    warnings = (*warnings, *check_rows(path, reading), *_header_warnings(path, reading))
    return Table(read_table(path, reading), reading, warnings)


def _header_warnings(path: Path, reading: Reading) -> tuple[Problem, ...]:
    names = header_names(path, reading)
    found = []
    doubles = list(dict.fromkeys(name for name in names if name.strip() and names.count(name) > 1))
    if doubles:
        listed = ", ".join(shown(name) for name in doubles[:5])
        message = f"More than one column is named {listed}. The second one is called {shown(doubles[0] + '.1')} here."
        found.append(warning("data.duplicate-columns", message, short="Duplicate names"))
    blank = [index for index, name in enumerate(names) if not name.strip()]
    if blank:
        message = f"Column {blank[0] + 1} has no name in the header. It is called {shown(f'Unnamed: {blank[0]}')} here."
        found.append(warning("data.blank-column-name", message, short="Column without a name"))
    return tuple(found)


def _describe(series: "pd.Series[Any]", *, limit: int) -> tuple[Column, list[Problem]]:
    name = str(series.name)
    missing = int(series.isna().sum())
    if missing == len(series):
        return Column(name=name, type="empty", missing=missing), [
            warning(
                "data.empty-column", f"Column {shown(name)} is empty and is left out.", place=name, short="Empty column"
            )
        ]
    problems: list[Problem] = []
    numbers = _as_numbers(series)
    if numbers is None:
        column, problems = _describe_words(series, name=name, missing=missing, limit=limit)
    elif series.dtype == bool or _is_boolean(series):
        column = Column(
            name=name, type="boolean", missing=missing, unique=int(series.nunique()), counts=_counts(series, limit)
        )
    else:
        column = _describe_number_column(series, numbers, missing=missing, limit=limit)
        if series.dtype == object:
            message = (
                f"Column {shown(name)} holds whole numbers beyond 64 bits. They are read as floats and lose digits."
            )
            problems.append(warning("data.large-integers", message, place=name, short="Digits are lost"))
    if column.unique == 1 and not missing:
        message = f"Column {shown(name)} has the same value in every row and tells the model nothing."
        problems.append(warning("data.constant-column", message, place=name, short="Always the same"))
    return column, problems


def _is_boolean(series: "pd.Series[Any]") -> bool:
    return series.dtype == object and all(isinstance(value, bool) for value in series.dropna().unique())


def _as_numbers(series: "pd.Series[Any]") -> np.ndarray[Any, Any] | None:
    """The values as float64 with NaN for gaps, or None for a column of words."""
    if pd.api.types.is_numeric_dtype(series.dtype):
        return series.to_numpy(dtype="float64", na_value=np.nan)
    if series.dtype == object and all(isinstance(value, int) for value in series.dropna().unique()):
        return series.to_numpy(dtype="float64", na_value=np.nan)
    return None


def _describe_number_column(
    series: "pd.Series[Any]", numbers: np.ndarray[Any, Any], *, missing: int, limit: int
) -> Column:
    figures = describe_numbers(numbers)
    finite = numbers[np.isfinite(numbers)]
    is_whole = len(finite) > 0 and figures.infinite == 0 and bool(np.all(finite == np.floor(finite)))
    unique = int(series.nunique())
    return Column(
        name=str(series.name),
        type="integer" if is_whole else "number",
        missing=missing,
        infinite=figures.infinite,
        unique=unique,
        minimum=figures.minimum,
        maximum=figures.maximum,
        mean=figures.mean,
        std=figures.std,
        counts=_counts(series.astype("int64") if is_whole and not missing and series.dtype == float else series, limit)
        if unique <= limit
        else (),
        histogram=figures.histogram,
    )


def _describe_words(series: "pd.Series[Any]", *, name: str, missing: int, limit: int) -> tuple[Column, list[Problem]]:
    words = series.dropna().astype(str)
    unique = int(words.nunique())
    column_type: ColumnType = "category" if unique <= max(20, min(200, len(words) // 5)) else "text"
    if _are_dates(words):
        column_type = "date"
    column = Column(name=name, type=column_type, missing=missing, unique=unique, counts=_counts(series, limit))
    as_numbers = pd.to_numeric(words, errors="coerce")
    misfits = as_numbers.isna().to_numpy()
    # Mostly numbers: somebody typed a word into a column of numbers.
    if 0 < misfits.sum() <= len(words) / 2:
        first = int(misfits.argmax())
        message = f"Column {shown(name)} holds numbers except in {int(misfits.sum())} of {len(words)} cells,"
        message += f" first {shown(str(words.iloc[first]))} in row {int(words.index[first]) + 1}. It is read as text."
        message += " Correct these cells or empty them to use the column as numbers."
        return column, [warning("data.text-in-number", message, place=name, short="Text among numbers")]
    return column, []


def _are_dates(words: "pd.Series[Any]") -> bool:
    sample = words.iloc[:200]
    return sum(DATE.fullmatch(str(word).strip()) is not None for word in sample) >= 0.95 * len(sample)


def _counts(series: "pd.Series[Any]", limit: int) -> tuple[tuple[str, int], ...]:
    counted = series.value_counts()
    return tuple((_text(value), int(count)) for value, count in counted.iloc[:limit].items())


def _text(value: object) -> str:
    """A value as text; whole floats without the point, as in a column of integers with gaps."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _preview(frame: pd.DataFrame) -> tuple[dict[str, JsonValue], ...]:
    head = frame.iloc[:PREVIEW_ROWS, :PREVIEW_COLUMNS]
    return tuple(
        {str(name): _cell(value) for name, value in zip(head.columns, row, strict=True)}
        for row in head.itertuples(index=False, name=None)
    )


def _cell(value: object) -> JsonValue:
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        # Beyond 53 bits a JSON number would silently change in the browser.
        return int(value) if abs(int(value)) < 2**53 else str(value)
    if isinstance(value, float | np.floating):
        return None if np.isnan(value) else float(value) if np.isfinite(value) else str(value)
    return None if value is None or value is pd.NA else str(value)[:PREVIEW_TEXT]
