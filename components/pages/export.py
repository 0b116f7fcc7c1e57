"""Export: every file to leave with, its size, and what was proved about it."""

import tempfile
from functools import partial
from pathlib import Path
from typing import Literal

import streamlit as st

from components import session, ui
from components.parts import files, start_run
from components.parts.history import history, history_table
from components.parts.states import STATES
from designer.codegen.picture import draw, to_dot
from designer.codegen.script import CannotGenerate, generate_script
from designer.document.parse import dump_document
from designer.document.problem import Problem
from designer.runs.jobs import Artefact, JobFailed, artefacts, export
from designer.runs.store import Run
from designer.storage.projects import Project
from designer.training.checkpoint import Checkpoints
from designer.training.events import ENDED, HISTORY, LOG, MODEL_H5, MODEL_KERAS, MODEL_SOURCE

TITLES = {
    MODEL_SOURCE: "Python code",
    MODEL_H5: "Trained model, HDF5",
    MODEL_KERAS: "Trained model, Keras",
    HISTORY: "History",
    LOG: "Log",
}
MIMES = {".py": "text/x-python", ".csv": "text/csv", ".txt": "text/plain"}
PICTURES: tuple[tuple[Literal["png", "svg", "pdf"], str], ...] = (
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("pdf", "application/pdf"),
)
MODEL_FORMATS: tuple[tuple[Literal["h5", "keras"], str], ...] = (("h5", "Model, HDF5"), ("keras", "Model, Keras"))


def choose_run(project: Project, runs: list[Run]) -> Run:
    """The run whose files are listed: the one of the address, else the latest."""
    wanted = session.current_run_id()
    index = next((number for number, run in enumerate(runs) if run.id == wanted), 0)
    number = st.selectbox(
        "Run",
        range(len(runs)),
        index,
        format_func=lambda place: f"Run {runs[place].number} · {STATES[runs[place].state].word.lower()}",
        label_visibility="collapsed",
        width=200,
        key=f"export-run-{project.id}",
    )
    session.show_run(runs[number].id)
    return runs[number]


def show_trained(project: Project, run: Run) -> None:
    """What a run left."""
    ui.section(f"Run {run.number}")
    if run.state not in ENDED:
        st.markdown(ui.small("This run has not ended. Its model files are written when it ends or is stopped."))
    base = f"{ui.slug(run.name or project.name)}-run-{run.number}"
    found = {entry.name: entry for entry in artefacts(run.path)}
    for name, title in TITLES.items():
        suffix = Path(name).suffix
        if name == HISTORY:
            show_history(run, base)
        elif name in found:
            show_file(run, found[name], title, file_name=f"{base}{'-log' if name == LOG else ''}{suffix}")
        elif name in (MODEL_H5, MODEL_KERAS) and run.state in ENDED:
            show_unwritten(run, name, base)
    for name, entry in found.items():
        if name not in TITLES:
            show_file(run, entry, f"Model file {name}", file_name=f"{base}-{name}")


def show_file(run: Run, entry: Artefact, title: str, *, file_name: str) -> None:
    """A file of the run's folder, with what was proved about it."""
    files.row(
        title,
        entry.proof,
        file_name=file_name,
        content=(run.path / entry.name).read_bytes,
        size_bytes=entry.size_bytes,
        mime=MIMES.get(Path(entry.name).suffix, "application/octet-stream"),
        key=f"{run.id}-{entry.name}",
    )


def show_unwritten(run: Run, name: str, base: str) -> None:
    """A model file that an ended run did not write: it can be made when a checkpoint holds weights."""
    checkpoint = Checkpoints(run.path).latest()
    if checkpoint is None:
        files.absent_row(TITLES[name], "The run ended before its first epoch did, so there are no trained weights.")
        return
    files.made_row(
        TITLES[name],
        f"The run wrote none. It can be made from the weights of epoch {checkpoint.epoch + 1}.",
        file_name=f"{base}{Path(name).suffix}",
        make=partial(make_model, run.path, "h5" if name == MODEL_H5 else "keras"),
        key=f"{run.id}-{name}",
        version=(run.state, checkpoint.epoch),
    )


def show_history(run: Run, base: str) -> None:
    """The table of the epochs as far as the run got; not its file, which only a run that ended by itself has."""
    epochs = history(run).epochs
    if epochs == 0:
        return
    table = history_table(run)
    files.row(
        TITLES[HISTORY],
        f"One row for each finished epoch: {epochs:,} of {run.config.epochs:,}.",
        file_name=f"{base}-history.csv",
        content=table,
        size_bytes=len(table),
        mime=MIMES[".csv"],
        key=f"{run.id}-{HISTORY}",
    )


def show_design(project: Project, *, has_runs: bool) -> None:
    """The model as it stands on the canvas, without training."""
    ui.section("The model as designed")
    base = ui.slug(project.name)
    document = dump_document(project.document).encode()
    files.row(
        "Document",
        "Everything on the canvas. Open it again on the start page.",
        file_name=f"{base}.json",
        content=document,
        size_bytes=len(document),
        mime="application/json",
        key="document",
    )
    try:
        source = generate_script(project.document).encode()
    except CannotGenerate as error:
        files.refused_row("Python code and model files", error.problem, key="script")
    else:
        note = "build_model and a summary. The code of a run also loads data and trains."
        files.row(
            "Python code",
            note,
            file_name=f"{base}.py",
            content=source,
            size_bytes=len(source),
            mime="text/x-python",
            key="script",
        )
        if not has_runs:
            show_untrained(project, base)
    show_pictures(project, base)


def show_untrained(project: Project, base: str) -> None:
    """Model files with the initial weights, for a project that was never trained."""
    for format_name, title in MODEL_FORMATS:
        files.made_row(
            title,
            "Architecture and initial weights: nothing is trained yet.",
            file_name=f"{base}.{format_name}",
            make=partial(make_model, project.document, format_name),
            key=f"untrained-{format_name}",
            version=(project.id, project.revision),
        )


def show_pictures(project: Project, base: str) -> None:
    """The graph, drawn by Graphviz; needs the engine's figures."""
    analysis = start_run.analyse(project)
    if analysis is None or not project.document.main.nodes:
        return
    dot = to_dot(project.document, analysis)
    for format_name, mime in PICTURES:
        files.row(
            f"Picture, {format_name.upper()}",
            "The graph with shapes and parameters.",
            file_name=f"{base}.{format_name}",
            content=partial(draw, dot, format_name),
            size_bytes=None,
            mime=mime,
            key=f"picture-{format_name}",
        )


def make_model(source: object, format_name: Literal["h5", "keras"]) -> tuple[bytes, str] | Problem:
    """A model file and what was proved about it, or why there is none."""
    with tempfile.TemporaryDirectory(prefix="layerloom-export-") as folder:
        path = Path(folder) / f"model.{format_name}"
        try:
            proof = export(source, format_name, path)
        except (JobFailed, CannotGenerate) as error:
            return error.problem
        return path.read_bytes(), proof


def main() -> None:
    """The page: a run's files beside those of the design."""
    project = session.need_project("Export")
    runs = session.services().runs.list(project.id)
    with ui.page_header("Export", project.name):
        run = choose_run(project, runs) if runs else None
    if run is None:
        with st.container(border=True):
            ui.empty_state(
                "Nothing is trained yet",
                "Train the model once to leave with trained weights and the code that trained.",
            )
            if st.button("Go to train"):
                session.go("train")
        with st.container(border=True):
            show_design(project, has_runs=False)
        return
    left, right = st.columns([1.35, 1], gap="medium")
    with left, st.container(border=True):
        show_trained(project, run)
    with right, st.container(border=True):
        show_design(project, has_runs=True)


main()
