"""Bring data: an upload that goes to disk at once, or a sample."""

import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO

import streamlit as st

from components import session, ui
from components.parts import sample_row
from designer.data.errors import UnreadableData
from designer.data.model_facts import model_inputs
from designer.data.samples import list_samples
from designer.data.schema import Reading
from designer.document.model import Document
from designer.document.problem import Problem
from designer.storage.projects import Project
from designer.storage.scratch import UPLOAD

TYPES = ["csv", "tsv", "txt", "npy", "npz"]
PROBLEM = "data-problem"
COUNT = "uploads"


def limit_mb() -> int:
    """The largest file that the server takes, in MB."""
    return int(st.get_option("server.maxUploadSize"))


def limits() -> str:
    """What kind of file is taken, and what to do with a larger one."""
    return f"CSV, NPY or NPZ up to {limit_mb()} MB. Larger data: fewer rows, or float32 in an NPZ."


def show_empty(project: Project) -> None:
    """The page of a project without data."""
    left, right = st.columns([1.25, 1], gap="medium")
    with left, st.container(border=True):
        st.subheader("Bring your data", anchor=False)
        st.markdown(ui.small(f"{limits()} It stays on this computer."))
        upload(project)
        _waits_for(project.document)
    with right, st.container(border=True):
        st.subheader("Sample data", anchor=False)
        st.markdown(ui.small("Real, small, and ready to train."))
        _show_samples(project)


def forget_problem() -> None:
    """What was wrong with an earlier file no longer matters: the project's data is what it was."""
    st.session_state.pop(PROBLEM, None)


@st.dialog("Replace the data", width="medium", on_dismiss=forget_problem)
def replace(project: Project) -> None:
    """Another file for a project that has data."""
    st.markdown(ui.small(f"{limits()} Columns and targets are proposed anew."))
    upload(project, in_dialog=True)


@st.dialog("Sample data", width="medium")
def choose_sample(project: Project) -> None:
    """Sample data for a project that has data."""
    st.markdown(ui.small("Real, small, and ready to train. Columns and targets are proposed anew."))
    _show_samples(project)


def upload(project: Project, *, in_dialog: bool = False) -> None:
    """The upload field, and what was wrong with the last file until another one comes.

    A file that was taken or refused is followed by a rerun without the file.
    """
    # A new key after every file: the old widget's value, which lives in the server's memory, is dropped with it.
    number = st.session_state.setdefault(COUNT, 0)
    file = st.file_uploader("Data file", type=TYPES, label_visibility="collapsed", key=f"data-file-{number}")
    below = st.empty()
    if file is None:
        with below.container():
            show_problem(project)
        return
    with below, st.spinner("Reads the file"):
        accepted = _add(project, file, file.name)
    st.session_state[COUNT] = number + 1
    # Only a rerun of the whole page closes a dialog.
    st.rerun(scope="fragment" if in_dialog and not accepted else "app")


def read_again(project: Project, reading: Reading) -> None:
    """Read the project's file with another separator, encoding, decimal sign or header."""
    services = session.services()
    if project.dataset_id is None:
        return
    dataset = services.datasets.get(project.dataset_id)
    try:
        read = services.datasets.read_again(dataset.id, reading=reading)
    except UnreadableData as error:
        _remember(project, error.problem)
        return
    _remember(project, None)
    session.save_settings(project, None, read.id)


def show_problem(project: Project) -> None:
    """What was wrong with the last file."""
    stored = st.session_state.get(PROBLEM)
    if stored is not None and stored[0] == project.id:
        ui.problem_list([stored[1]], key="intake")


def _add(project: Project, stream: BinaryIO, name: str) -> bool:
    services = session.services()
    suffix = Path(name).suffix.lower()
    with tempfile.NamedTemporaryFile(dir=services.home, prefix=UPLOAD, suffix=suffix) as temporary:
        shutil.copyfileobj(stream, temporary, 1 << 20)
        temporary.flush()
        try:
            dataset = services.datasets.add(Path(temporary.name), name=name)
        except UnreadableData as error:
            _remember(project, error.problem)
            return False
    _remember(project, None)
    session.save_settings(project, None, dataset.id)
    return True


def _remember(project: Project, problem: Problem | None) -> None:
    st.session_state[PROBLEM] = (project.id, problem) if problem is not None else None


def _show_samples(project: Project) -> None:
    """The data sets that come with the program, for this project."""
    for sample in list_samples():
        if sample_row.show(sample):
            with st.spinner("Reads the data"):
                dataset = session.services().datasets.add(sample.path, name=sample.path.name)
                _remember(project, None)
                session.save_settings(project, None, dataset.id)
            st.rerun()


def _waits_for(document: Document) -> None:
    """The shapes that the model's inputs expect."""
    st.subheader("What the model waits for", anchor=False)
    inputs = model_inputs(document)
    if not inputs:
        st.markdown(ui.small("Nothing yet: the model has no input. Add one on the Design page."))
        return
    parts = []
    for entry in inputs:
        size = "any shape" if entry.shape is None else ui.shape(entry.shape)
        unit = " whole numbers" if entry.is_integer else ""
        parts.append(f"**{ui.plain(entry.name)}** {ui.small(size + unit)}")
    st.markdown(" · ".join(parts))
