"""Curves of the chosen runs, and in what they differ."""

import html

import pandas as pd
import streamlit as st

from components import charts, ui
from components.parts import units_note
from components.parts.history import figures, history
from components.parts.run_difference import Difference, code_difference, differences
from designer.codegen.preview import preview_svg
from designer.runs.store import Run

MOST_LINES = 60
DIFF_COLORS = {
    "light": {"-": ("#A32018", "#FDEFED"), "+": ("#14603A", "#E7F4EC"), " ": ("#5A5D63", "transparent")},
    "dark": {"-": ("#FF9B90", "#331917"), "+": ("#7FD9A8", "#14301F"), " ": ("#A6A9B1", "transparent")},
}


def show(runs: list[Run]) -> None:
    """Both cards."""
    left, right = st.columns([1.35, 1], gap="medium")
    with left, st.container(border=True):
        _curves(runs)
    with right, st.container(border=True):
        _difference(runs)


def _curves(runs: list[Run]) -> None:
    names = figures([history(run) for run in runs])
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.subheader(titles(runs), anchor=False, width="content")
        st.space("stretch")
        figure = st.selectbox("Figure", names, key="figure", label_visibility="collapsed", width=180) if names else None
    if figure is None:
        ui.empty_state("No curves yet", "They appear with the first finished epoch.")
        return
    lines = {f"run {run.number}": history(run).values.get(figure, []) for run in runs}
    charts.show(charts.curves({name: values for name, values in lines.items() if values}), key="curves")
    units_note.show(runs)


def titles(runs: list[Run]) -> str:
    """`Run 15 and run 14`."""
    names = [f"run {run.number}" for run in runs]
    text = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return text[:1].upper() + text[1:]


def _difference(runs: list[Run]) -> None:
    st.subheader("What differs", anchor=False)
    if len(runs) < 2:
        st.markdown(ui.small("Tick a second run in the table to compare it with this one."))
        _picture(runs[0])
        return
    after, before = sorted(runs, key=lambda run: run.number, reverse=True)[:2]
    found = differences(before, after)
    st.markdown(ui.small(_sentence(before, after, found)))
    if found:
        frame = pd.DataFrame(
            [(entry.argument, entry.before, entry.after) for entry in found],
            columns=["Argument", f"Run {before.number}", f"Run {after.number}"],
        )
        st.dataframe(
            frame, hide_index=True, row_height=28, height=min(len(frame), 6) * 28 + ui.TABLE_FRAME, key="differences"
        )
    _picture(after)
    lines = code_difference(before, after)
    if lines:
        st.html(diff_html(lines[:MOST_LINES], theme=ui.theme()))


def _sentence(before: Run, after: Run, found: list[Difference]) -> str:
    if not found:
        return "Model and settings are the same. Rerunning with the same seed gives the same figures on a CPU."
    sentence = f"{ui.amount(len(found), 'difference')} between run {before.number} and run {after.number}."
    old, new = history(before).params, history(after).params
    if old is not None and new is not None and old != new:
        more = "more" if new > old else "fewer"
        sentence += f" Run {after.number} has {abs(new - old):,} parameters {more}."
    return sentence


def _picture(run: Run) -> None:
    st.image(preview_svg(run.document, theme=ui.theme()), width="stretch", alt=f"The model of run {run.number}")


def diff_html(lines: list[tuple[str, str]], *, theme: str) -> str:
    """The lines in the colours of the visual guide (st.code's red and green look too pale). All text is escaped."""
    rows = []
    for mark, line in lines:
        color, background = DIFF_COLORS[theme].get(mark, DIFF_COLORS[theme][" "])
        rows.append(
            f'<div style="color:{color};background:{background};padding:0 7px;white-space:pre">'
            f"{html.escape(mark)} {html.escape(line)}</div>"
        )
    style = "font:12px/20px 'JetBrains Mono',monospace;font-variant-ligatures:none;overflow-x:auto;border-radius:6px"
    return f'<div style="{style}">{"".join(rows)}</div>'
