"""The button that starts a run, what stands in its way, and when it would start."""

import shutil

import streamlit as st

from components import session, ui
from designer.codegen.script import CannotGenerate
from designer.data.errors import UnreadableData
from designer.data.schema import Dataset
from designer.document.model import Document
from designer.document.problem import Fix, Problem
from designer.engine.client import EngineFailed, Overtaken
from designer.engine.protocol import Analysis
from designer.runs.store import Run
from designer.storage.projects import Project
from designer.training.config import RunConfig
from designer.training.events import ENDED
from designer.training.preflight import preflight

ANALYSIS = "train-analysis"


def show(project: Project, dataset: Dataset | None, config: RunConfig, run: Run | None) -> None:
    """Button, and problems in words."""
    active = [other for other in session.services().runs.list() if other.state not in ENDED]
    if dataset is None:
        st.button("Add data to train", icon=":material/play_arrow:", disabled=True, width="stretch")
        if st.button("Go to data", width="stretch"):
            session.go("data")
        return
    analysis = analyse(project)
    problems = check(project.document, analysis, dataset, config) if analysis else ()
    errors = [problem for problem in problems if problem.severity == "error"]
    label = button_label(project.document, errors, is_busy=bool(active))
    icon = ":material/add:" if active and not errors else ":material/play_arrow:"
    blocked = bool(errors) or analysis is None
    if st.button(label, type="primary", icon=icon, disabled=blocked, width="stretch", key="train"):
        start(project, dataset, config)
    elif not blocked:
        get_ready(dataset, config)
    if active and not errors:
        st.markdown(ui.small(f"Starts when run {min(other.number for other in active)} ends."))
    ui.problem_list(problems, key="preflight", on_fix=lambda fix: carry_out(project, fix))


def check(document: Document, analysis: Analysis, dataset: Dataset, config: RunConfig) -> tuple[Problem, ...]:
    """What stands in the way of a run, also on the disk that it would be written to."""
    free_bytes = shutil.disk_usage(session.services().home).free
    return preflight(document, analysis, dataset, config, free_bytes=free_bytes)


def get_ready(dataset: Dataset, config: RunConfig) -> None:
    """What takes long and is the same whenever the user clicks: Keras in a worker, and the fitted preparation."""
    services = session.services()
    services.supervisor.prepare()
    services.fitting.begin(services.datasets.path(dataset.id), dataset, config.data)


def button_label(document: Document, errors: list[Problem], *, is_busy: bool) -> str:
    """What the button does, or what it waits for."""
    if not document.main.inputs:
        return "Add an input to train"
    if not document.main.outputs:
        return "Mark an output to train"
    if errors:
        return f"Fix {ui.amount(len(errors), 'problem')} to train"
    return f"Queue run {session.services().runs.next_number}" if is_busy else "Train"


def analyse(project: Project) -> Analysis | None:
    """The engine's answer for the stored document; kept until the document changes."""
    kept = st.session_state.get(ANALYSIS)
    if kept is not None and kept[:2] == (project.id, project.revision):
        return kept[2]
    try:
        with st.spinner("Checks the model"):
            analysis = session.services().engine.analyse(project.document, canvas=f"train-{project.id}")
    except Overtaken:
        return None
    except EngineFailed as error:
        ui.problem_list([error.problem], key="analysis")
        return None
    st.session_state[ANALYSIS] = (project.id, project.revision, analysis)
    return analysis


def start(project: Project, dataset: Dataset, config: RunConfig) -> None:
    """Fit the preparation on the training rows, write the run's folder, and queue it."""
    services = session.services()
    path = services.datasets.path(dataset.id)
    try:
        with st.spinner("Prepares the run"):
            fitted = config.model_copy(update={"data": services.fitting.result(path, dataset, config.data)})
            run = services.runs.create(project.document, fitted, dataset, path, project=project.id)
            services.supervisor.submit(run.id)
    except (CannotGenerate, UnreadableData) as error:
        ui.problem_list([error.problem], key="start")
        return
    session.save_settings(project, config, project.dataset_id)
    session.show_run(run.id)
    st.rerun()


def carry_out(project: Project, fix: Fix) -> None:
    """Apply the edits behind a fix; the canvas adopts them as one step."""
    problem = session.save_edits(project, fix.edits)
    if problem:
        st.session_state["fix-problem"] = problem
