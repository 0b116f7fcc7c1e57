"""The schema of a table: types, missing values, distributions, and what stands out. Runs in the sandbox."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pydantic import JsonValue

from designer.data.errors import UnreadableData, shown, warning
from designer.data.numbers import describe_numbers
from designer.data.reading import wrong_encoding
from designer.data.schema import Column, ColumnType, Reading
from designer.document.problem import Problem

PREVIEW_ROWS = 12
PREVIEW_COLUMNS = 50
PREVIEW_TEXT = 200
MANY_COLUMNS = 50
DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}([T ]\d{1,2}:\d{2}.*)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}/\d{1,2}/\d{1,2}.*")


class Table:
    """A table and what was found about it: a plain record inside the sandbox."""

    def __init__(self, frame: pd.DataFrame) -> None:
        """Describe every column of the frame."""
        self.rows = len(frame)
        # Few columns keep many counts, for class lists; many columns keep few, so that the schema stays small.
        limit = 1000 if len(frame.columns) <= MANY_COLUMNS else 20
        described = [_describe(frame[name], limit=limit) for name in frame.columns]
        self.columns = tuple(column for column, _ in described)
        self.warnings = tuple(problem for _, problems in described for problem in problems)
        self.preview = _preview(frame)


def read_table(path: Path, reading: Reading, *, columns: list[str] | None = None) -> pd.DataFrame:
    """The table as the generated code reads it; without a header the columns are column_1, column_2 and so on.

    Raises:
        UnreadableData: pandas cannot tell rows or fields apart.
    """
    try:
        table = pd.read_csv(
            path,
            sep=reading.separator,
            encoding=reading.encoding,
            decimal=reading.decimal,
            header=0 if reading.has_header else None,
            low_memory=False,
        )
    except pd.errors.ParserError as error:
        raise _parser_problem(str(error)) from error
    except pd.errors.EmptyDataError as error:
        raise UnreadableData.of(
            "data.empty-file", "The file is empty. Upload a file with a header and rows."
        ) from error
    except UnicodeError as error:
        raise wrong_encoding(reading.encoding) from error
    if not reading.has_header:
        table.columns = pd.Index([f"column_{number}" for number in range(1, len(table.columns) + 1)])
    return table if columns is None else table[columns]


def _parser_problem(text: str) -> UnreadableData:
    if match := re.search(r"EOF inside string starting at row (\d+)", text):
        line = int(match.group(1)) + 1
        return UnreadableData.of(
            "data.unclosed-quote",
            f"The quote that opens in line {line} is never closed. Close it, or double a quote inside a text.",
            place=f"line {line}",
        )
    if match := re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", text):
        expected, number, fields = match.groups()
        return UnreadableData.of(
            "data.ragged-row",
            f"Line {number} has {fields} fields, expected {expected}. Correct this line.",
            place=f"line {number}",
        )
    return UnreadableData.of("data.damaged-file", "The rows of this file cannot be told apart. Save it as CSV again.")


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
