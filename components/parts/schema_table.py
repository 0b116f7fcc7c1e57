"""The table of columns or arrays: what is in them, what each is used for, how it is prepared."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components import charts, ui
from components.parts import roles
from designer.data.schema import Array, Column, Dataset
from designer.document.model import Document
from designer.training.config import DataConfig

USE, PREPARE, FILL = "Use as", "Prepare", "Fill gaps"
MOST_ROWS = 10
NAME_LETTERS = 24  # what the first column shows on a page of 1440 pixels, and of 1024
SHORT_NAME_LETTERS = 18
RANGE_LETTERS = 15  # what 96 pixels show


def edit(dataset: Dataset, document: Document, data: DataConfig) -> DataConfig:
    """Draw the table and return the settings as the user has them now."""
    frame = _frame(dataset, data)
    options = [roles.LEAVE_OUT, *(role.label for role in roles.model_roles(document))]
    used = [value for value in frame[USE] if value not in options]
    has_gaps = any(source.missing for source in roles.sources(dataset)) and dataset.kind == "table"
    first = "Column" if dataset.kind == "table" else "Array"
    edited = st.data_editor(
        frame,
        key=f"schema-{dataset.id[:12]}-{_version(frame)}",
        hide_index=True,
        row_height=40,
        height=min(len(frame), MOST_ROWS) * 40 + ui.TABLE_FRAME,
        disabled=[first, "Type", "Values", "Range", "Missing"],
        column_order=[name for name in frame.columns if name != FILL or has_gaps],
        column_config={
            # Widths for a page of 1024 pixels; wider ones stretch them.
            first: st.column_config.TextColumn(width=124),
            "Type": st.column_config.TextColumn(width=96),
            "Values": st.column_config.BarChartColumn(color=str(charts.tokens()["wire"]), width=72, y_min=0),
            "Range": st.column_config.TextColumn(width=96),
            "Missing": st.column_config.TextColumn(alignment="right", width=64),
            USE: st.column_config.SelectboxColumn(options=[*options, *used], required=True, width=108),
            PREPARE: st.column_config.SelectboxColumn(options=roles.preparation_words(dataset, data), width=96),
            FILL: st.column_config.TextColumn(width=72, help="What stands in for a missing value: a number or a word."),
        },
    )
    return _read_back(dataset, document, data, frame, edited)


def _frame(dataset: Dataset, data: DataConfig) -> pd.DataFrame:
    rows = []
    for source in roles.sources(dataset):
        role = roles.role_of(data, source.name)
        preparation = roles.preparation_of(data, source.name)
        filled = getattr(preparation, "fill", None)
        rows.append(
            {
                "Column" if dataset.kind == "table" else "Array": shown_name(source.name),
                "Type": describe(source),
                "Values": list(source.histogram) or [count for _, count in source.counts[:16]],
                "Range": value_range(source),
                "Missing": missing(source, dataset.rows),
                USE: role.label if role else roles.LEAVE_OUT,
                PREPARE: roles.preparation_word(preparation),
                FILL: "" if filled is None else f"{filled:.6g}" if isinstance(filled, float) else str(filled),
            }
        )
    return pd.DataFrame(rows)


def shown_name(name: str) -> str:
    """A name that would be cut anyway keeps both ends in sight on the smaller page too."""
    return name if len(name) <= NAME_LETTERS else ui.shorten_middle(name, limit=SHORT_NAME_LETTERS)


def describe(source: Column | Array) -> str:
    """What a column or array holds, in two words."""
    if isinstance(source, Array):
        return f"{ui.shape(source.shape)} {source.dtype}"
    words = {
        "number": "number",
        "integer": "whole number",
        "boolean": "yes or no",
        "category": f"{source.unique} categories",
        "text": "text",
        "date": "date",
        "empty": "empty",
    }
    return words[source.type]


def value_range(source: Column | Array) -> str:
    """Smallest and largest value, or the most frequent words."""
    if source.minimum is not None and source.maximum is not None:
        sign = ", " if source.unique == 2 else " – "
        bounds = (source.minimum, source.maximum)
        text = sign.join(_bound(bound) for bound in bounds)
        return text if len(text) <= RANGE_LETTERS else sign.join(_short(bound) for bound in bounds)
    return words_that_fit([value for value, _ in source.counts], more=(source.unique or 0) - len(source.counts))


def words_that_fit(words: Sequence[str], *, more: int = 0) -> str:
    """The first words that the column shows whole, and how many others there are: `Adelie +2`, never `Adelie, Gen`."""
    shown = [ui.shorten(word, limit=RANGE_LETTERS) for word in words[:3]]
    while len(shown) > 1 and len(", ".join(shown)) + (3 if len(words) + more > len(shown) else 0) > RANGE_LETTERS:
        shown.pop()
    others = len(words) + max(more, 0) - len(shown)
    if not others or not shown:
        return ", ".join(shown)
    return f"{ui.shorten(', '.join(shown), limit=RANGE_LETTERS - 4)} +{others:,}"


def _bound(value: float) -> str:
    """A number without a separator up to 9999: it may be a year."""
    return ui.figure(value).replace(",", "") if abs(value) < 10_000 else ui.figure(value)


def _short(value: float) -> str:
    """A number in at most six letters, for a bound that would not be seen whole: `-222k`, `1.5M`, `3e+12`."""
    for size, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if size <= abs(value) < 1000 * size:
            return f"{value / size:.3g}{unit}"
    return f"{value:.2g}"


def missing(source: Column | Array, rows: int) -> str:
    """The share of missing values."""
    count = source.missing + source.infinite
    values = rows
    if isinstance(source, Array):
        for size in source.shape:
            values *= size
    share = 100 * count / values if values else 0.0
    return "under 0.1 %" if 0 < share < 0.1 else f"{share:.1f} %"


def _read_back(
    dataset: Dataset, document: Document, data: DataConfig, before: pd.DataFrame, after: pd.DataFrame
) -> DataConfig:
    """Carry out what the user changed in the table."""
    by_label = {role.label: role for role in roles.model_roles(document)}
    for index, source in enumerate(roles.sources(dataset)):
        old, new = before.iloc[index], after.iloc[index]
        if new[USE] != old[USE]:
            data = roles.assign(data, dataset, document, source.name, by_label.get(str(new[USE])))
        if new[PREPARE] and new[PREPARE] != old[PREPARE]:
            data = roles.prepare(data, dataset, source.name, str(new[PREPARE]))
        if (new[FILL] or "") != old[FILL]:
            data = roles.fill(data, source.name, _fill_value(str(new[FILL] or "")))
    return data


def _fill_value(text: str) -> float | str | None:
    try:
        return float(text)
    except ValueError:
        return text.strip() or None


def _version(frame: pd.DataFrame) -> str:
    """Names the widget after its content: an edit that is stored leaves no pending one behind."""
    return str(hash(tuple(map(tuple, frame[[USE, PREPARE, FILL]].to_numpy().tolist()))))
