"""Runs: all runs of the project, compared, looked at, evaluated, used for predictions."""

import streamlit as st

from components import session, ui
from components.parts import architecture, comparison, predictions, resume, run_table
from designer.runs.resume import resumption
from designer.runs.store import Run, RunIsActive
from designer.storage.projects import Project

COMPARE, ARCHITECTURE, PREDICTIONS = "Compare", "Architecture", "Predictions"
SELECTED = "runs-selected"


def show_runs(project: Project, runs: list[Run]) -> None:
    """The page of a project with runs."""
    selected_before = st.session_state.get(SELECTED, 0)
    name = ui.shorten(project.name, limit=40)
    note = f"{name} · {ui.amount(len(runs), 'run')} · {selected_before} selected"
    with ui.page_header("Runs", note):
        view = st.segmented_control(
            "View",
            (COMPARE, ARCHITECTURE, PREDICTIONS),
            default=COMPARE,
            required=True,
            label_visibility="collapsed",
            key="view",
            wrap=False,
        )
        actions = st.container(horizontal=True, wrap=False, width="content")
    # The selection is one of rows: another number of runs must not make it one of other runs.
    chosen = run_table.select(runs, key=f"runs-table-{project.id}-{runs[0].number}-{len(runs)}")
    if len(chosen) != selected_before:
        st.session_state[SELECTED] = len(chosen)
        st.rerun()
    with actions:
        show_actions(chosen)
    if not chosen:
        with st.container(border=True):
            ui.empty_state(
                "No run selected", "Tick a run in the table to see its curves, its model and its predictions."
            )
    elif view == COMPARE:
        comparison.show(chosen)
    elif view == ARCHITECTURE:
        architecture.show(chosen[0])
    else:
        predictions.show(chosen[0])


def show_actions(chosen: list[Run]) -> None:
    """What can be done with the selected runs."""
    unfinished = next((run for run in chosen if resumption(run)), None)
    if unfinished and resume.button(unfinished, key=f"resume-{unfinished.id}", names_run=True):
        session.go("train", run=unfinished.id)
    if st.button("Delete", icon=":material/delete:", disabled=not chosen, wrap=False):
        confirm_delete(chosen)
    if st.button("Export", icon=":material/download:", type="primary", disabled=not chosen, wrap=False):
        session.go("export", run=chosen[0].id)


@st.dialog("Delete runs")
def confirm_delete(chosen: list[Run]) -> None:
    """Deletion is for good, so it is asked once more."""
    names = comparison.titles(chosen)
    st.text(f"{names} will be gone for good: curves, weights and code. Export what you want to keep first.")
    with st.container(horizontal=True):
        if st.button(f"Delete {ui.amount(len(chosen), 'run')}", type="primary"):
            delete(chosen)
        if st.button("Keep them" if len(chosen) > 1 else "Keep it"):
            st.rerun()


def delete(chosen: list[Run]) -> None:
    """Delete what has ended; say what has not."""
    kept = []
    for run in chosen:
        try:
            session.services().runs.delete(run.id)
        except RunIsActive as error:
            kept.append(str(error))
    if kept:
        st.warning(" ".join(kept))
        return
    st.rerun()


def main() -> None:
    """The page, with or without runs."""
    project = session.need_project("Runs")
    runs = session.services().runs.list(project.id)
    if runs:
        show_runs(project, runs)
        return
    with ui.page_header("Runs", f"{project.name} · no runs yet"):
        pass
    with st.container(border=True):
        ui.empty_state("No runs yet", "Train the model once and its curves, weights and code stay here.")
        if st.button("Go to train"):
            session.go("train")


main()
