"""Train: settings for the next run on the left, the run that is shown on the right."""

import streamlit as st

from components import session, ui
from components.live_chart import live_chart
from components.parts import callbacks_form, fit_form, outputs_form, resume, start_run, units_note
from components.parts.states import STATES
from designer.runs.store import Run
from designer.storage.projects import Project
from designer.training.config import RunConfig
from designer.training.events import ENDED


def shown_run(project: Project) -> Run | None:
    """The run of the address, when it is one of this project, else the project's latest."""
    runs = session.services().runs
    wanted = session.current_run_id()
    run = runs.get(wanted) if wanted else None
    if run is None or run.project != project.id:
        run = next(iter(runs.list(project.id)), None)
    session.show_run(run.id if run else None)
    return run


def show_header(project: Project, run: Run | None) -> None:
    """Title, state of the run, and the way to stop it."""
    note = f"{ui.shorten(project.name, limit=60)} · run {run.number}" if run else project.name
    with ui.page_header("Train", note):
        if run is None:
            return
        state = run.state
        shown = STATES[state]
        ui.badge(shown.word, shown.color, icon=shown.icon)
        if resume.button(run, key=f"resume-{run.id}"):
            st.rerun()
        if state in ENDED and st.button("Export", icon=":material/download:", wrap=False):
            session.go("export", run=run.id)
        if state not in ENDED and st.button(
            "Stop and keep weights", icon=":material/stop:", disabled=state == "stopping", wrap=False
        ):
            session.services().supervisor.request_stop(run.id)
            st.rerun()


def edit_settings(project: Project, config: RunConfig) -> RunConfig:
    """The form for the next run; returns the settings as they are now."""
    key = project.id
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.subheader("Settings", anchor=False, width="content")
        st.space("stretch")
        st.markdown(ui.small("For the next run"), width="content")
    config = fit_form.edit_fit(config, key=key)
    config = outputs_form.edit(config, project.document, key=key)
    config = callbacks_form.edit(config, project.document, key=key)
    return fit_form.edit_device(config, key=key)


def show_run(run: Run) -> None:
    """The live part; it keeps its zoom and its log over reruns."""
    units_note.show([run])
    live_chart(token=session.token(), run=run.id, key=f"live-{run.id}", state=run.state)


def main() -> None:
    """The page."""
    project = session.need_project("Train")
    run = shown_run(project)
    show_header(project, run)
    dataset = session.current_dataset(project)
    config = session.working_config(project, dataset)
    left, right = st.columns([1, 2.2], gap="medium")
    with left, st.container(border=True):
        edited = edit_settings(project, config)
        if edited != config:
            session.save_settings(project, edited, project.dataset_id)
        start_run.show(project, dataset, edited, run)
    with right:
        if run is None:
            with st.container(border=True):
                ui.empty_state("No runs yet", "Train the model once and its curves, weights and code stay here.")
        else:
            show_run(run)


main()
