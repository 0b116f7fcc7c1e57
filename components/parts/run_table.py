"""The table of a project's runs; its selection decides what the rest of the page shows."""

import pandas as pd
import streamlit as st

from components import charts, ui
from components.parts.history import History, figures, history, main_figure
from components.parts.run_difference import differences, in_words
from components.parts.states import STATES
from designer.runs.store import Run

MOST_ROWS = 8
ROW = 32


def select(runs: list[Run], *, key: str) -> list[Run]:
    """Draw the table and return the runs that are ticked: at first the newest two with curves."""
    histories = [history(run) for run in runs]
    figure = main_figure(histories)
    metrics = [name for name in figures(histories) if name.startswith("val_") and name != "val_loss"][:2]
    frame = pd.DataFrame([_row(run, runs, entry, figure, metrics) for run, entry in zip(runs, histories, strict=True)])
    first = [index for index, entry in enumerate(histories) if entry.epochs][:2] or [0]
    event = st.dataframe(
        frame,
        key=key,
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        selection_default={"selection": {"rows": first}},
        row_height=ROW,
        height=min(len(frame), MOST_ROWS) * ROW + ui.TABLE_FRAME,
        placeholder="–",
        column_config=_columns(figure, metrics, frame),
    )
    return [runs[index] for index in event.selection.rows if index < len(runs)]


def _row(run: Run, runs: list[Run], entry: History, figure: str, metrics: list[str]) -> dict[str, object]:
    older = [other for other in runs if other.number < run.number]
    before = max(older, key=lambda other: other.number, default=None)
    curve = [value for value in entry.values.get(figure, []) if value is not None]
    return {
        "Run": f"Run {run.number}",
        "State": STATES[run.state].word,
        "What changed": in_words(differences(before, run)) if before else "first run",
        figure: curve if len(curve) > 1 else None,
        f"Best {figure}": entry.best(figure),
        **{name: entry.best(name) for name in metrics},
        "Parameters": entry.params,
        "Time": ui.duration(entry.seconds) if entry.seconds is not None else None,
    }


def _columns(figure: str, metrics: list[str], frame: pd.DataFrame) -> dict[str, object]:
    accent = charts.tokens()["series"][0]
    columns: dict[str, object] = {
        "Run": st.column_config.TextColumn(width=60),
        "State": st.column_config.TextColumn(width=90),
        "What changed": st.column_config.TextColumn(width=190),
        figure: st.column_config.LineChartColumn(color=str(accent), width=110),
        f"Best {figure}": st.column_config.NumberColumn(format="%.4g", width=90),
        "Parameters": st.column_config.NumberColumn(format="localized", width=86),
        "Time": st.column_config.TextColumn(width=84),
    }
    for name in metrics:
        title = name.removeprefix("val_").replace("_", " ")
        values = frame[name].dropna()
        if len(values) and values.between(0, 1).all():
            columns[name] = st.column_config.ProgressColumn(title, format="%.3f", min_value=0, max_value=1, width=110)
        else:
            columns[name] = st.column_config.NumberColumn(title, format="%.4g", width=100)
    return columns
