"""What one browser session works on: the current project and run, kept in the session and in the address."""

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import NoReturn

import streamlit as st
from pydantic import JsonValue

from components import ui
from designer.data.errors import shown
from designer.data.propose import propose
from designer.data.schema import Dataset
from designer.document.edits import apply_edits
from designer.document.model import Document
from designer.document.parse import DocumentError
from designer.document.problem import Edit, Problem
from designer.services import Services, get_services
from designer.storage.projects import Conflict, Project, UnknownProject
from designer.training.config import RunConfig

PROJECT = "project"
RUN = "run"


def services() -> Services:
    """The stores, the engine and the supervisor of this process."""
    return get_services()


def token() -> str:
    """A fresh token for the components' calls of the API."""
    session = st.session_state.setdefault("session_id", uuid.uuid4().hex)
    return services().tokens.issue(session=session)


def current_project() -> Project | None:
    """The project named by the address, else by the session, else the one edited last; None when there is none.

    Address and session agree afterwards, so a reload comes back here.

    Raises:
        DocumentError: this version cannot open the project, such as one that a newer Layerloom saved.
    """
    project = find_project(*project_names()) or next(iter(services().projects.list()), None)
    _remember(PROJECT, project.id if project else None)
    return project


def project_names() -> tuple[str | None, str | None]:
    """The ids of the project that the address names, and of the one that the session is at."""
    return st.query_params.get(PROJECT), st.session_state.get(PROJECT)


def find_project(*ids: str | None) -> Project | None:
    """The first of these projects that there is."""
    return next((project for project_id in ids if (project := _find(project_id)) is not None), None)


def need_project(title: str) -> Project:
    """The current project; without one the page shows its title and the way to one, and ends here."""
    try:
        project = current_project()
    except DocumentError as error:
        _no_project(title, "This project cannot be opened", closed_project(error.problem))
    if project is None:
        _no_project(title, "No project open", "Choose a template or an empty canvas on the start page.")
    return project


def closed_project(problem: Problem) -> str:
    """Why a stored project cannot be opened, and what becomes of it, as plain text."""
    return f"{shown(problem.where.name)}: {problem.message} The project stays stored as it is."


def _no_project(title: str, state: str, sentence: str) -> NoReturn:
    """A page without a project: why, and the way to one. The page ends here."""
    ui.page_header(title)
    with st.container(border=True):
        ui.empty_state(state, ui.plain(sentence, limit=400))
        if st.button("Go to start"):
            _remember(PROJECT, None)
            go("start")
    st.stop()


def open_project(project_id: str, page: str = "design") -> None:
    """Make a project the current one and show a page of it."""
    st.session_state[PROJECT] = project_id
    st.session_state.pop(RUN, None)
    go(page, project=project_id)


def forget_project(project_id: str) -> None:
    """Leave a project that is gone."""
    if st.session_state.get(PROJECT) == project_id:
        _remember(PROJECT, None)
        _remember(RUN, None)


def go(page: str, **query: str) -> None:
    """Show another page by its name, with the current project in the address."""
    if PROJECT not in query and st.session_state.get(PROJECT):
        query[PROJECT] = st.session_state[PROJECT]
    st.switch_page(f"pages/{page}.py", query_params=query)


def current_run_id() -> str | None:
    """The run that the address or the session names."""
    return st.query_params.get(RUN) or st.session_state.get(RUN)


def show_run(run_id: str | None) -> None:
    """Make a run the current one, also after a reload."""
    _remember(RUN, run_id)


def current_dataset(project: Project) -> Dataset | None:
    """The project's data; None when there is none, or its file is gone."""
    return services().datasets.get(project.dataset_id) if project.dataset_id else None


def proposed_config(document: Document, dataset: Dataset, known: Mapping[str, JsonValue]) -> RunConfig:
    """The settings proposed for data and model; `known` (a template's settings) replaces single fields."""
    config = propose(dataset, document).config
    return RunConfig.model_validate_json(json.dumps({**config.model_dump(mode="json"), **known}))


def working_config(project: Project, dataset: Dataset | None) -> RunConfig:
    """The project's settings; until some are saved, the proposed ones."""
    if project.config is not None:
        return project.config
    return propose(dataset, project.document).config if dataset else RunConfig()


def save_settings(project: Project, config: RunConfig | None, dataset_id: str | None) -> None:
    """Store training settings and the chosen data of a project."""
    services().projects.save_settings(project.id, config, dataset_id)


def save_edits(project: Project, edits: Iterable[Edit]) -> str:
    """Apply edits to the stored document as a new revision, which the canvas adopts as one undoable step.

    Returns an empty string, or a sentence when the project was edited elsewhere in the meantime.
    """
    changes = tuple(edits)
    if not changes:
        return ""
    document: Document = apply_edits(project.document, changes)
    try:
        services().projects.save(project.id, project.revision, document)
    except Conflict:
        return "The model was edited in another tab just now. Look at it again, then repeat this step."
    return ""


def _find(project_id: str | None) -> Project | None:
    if not project_id:
        return None
    try:
        return services().projects.get(project_id)
    except UnknownProject:
        return None


def _remember(name: str, value: str | None) -> None:
    if value is None:
        st.session_state.pop(name, None)
        st.query_params.pop(name, None)
        return
    st.session_state[name] = value
    if st.query_params.get(name) != value:
        st.query_params[name] = value
