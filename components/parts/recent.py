"""Recent projects: open, rename, delete."""

import streamlit as st

from components import session, ui
from components.parts.states import STATES
from designer.runs.store import Run
from designer.storage.projects import Project

COLUMNS = 3


def show() -> None:
    """The three projects edited last, and the others on request."""
    projects = session.services().projects.list()
    shown = projects if st.session_state.get("all-projects") else projects[:COLUMNS]
    for row in ui.grid_rows(shown, COLUMNS):
        for column, project in zip(st.columns(COLUMNS), row, strict=False):
            with column:
                _card(project)
    if len(projects) > COLUMNS:
        st.toggle(f"Show all {len(projects)} projects", key="all-projects")


def _card(project: Project) -> None:
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", wrap=False, gap="xsmall", key=f"card-{project.id}"
    ):
        text = st.container(gap=None)
        text.markdown(f"**{ui.plain(project.name, limit=40) or 'Untitled'}**", wrap=False)
        text.markdown(ui.small(f"Edited {ui.ago(project.edited)}"), wrap=False)
        _state(session.services().runs.list(project.id))
        if st.button(
            "Open",
            key=f"open-{project.id}",
            type="tertiary",
            icon=":material/arrow_forward:",
            icon_position="right",
            wrap=False,
        ):
            session.open_project(project.id)
        _menu(project)


def _state(runs: list[Run]) -> None:
    """The latest run in two words, when there is one."""
    if not runs:
        return
    latest = max(runs, key=lambda run: run.number)
    state = STATES[latest.state]
    ui.badge(f"run {latest.number} {state.word.lower()}", state.color)


def _menu(project: Project) -> None:
    with st.popover(
        "", icon=":material/more_horiz:", type="tertiary", help="Rename or delete", key=f"menu-{project.id}"
    ):
        name = st.text_input("Name", project.name, key=f"name-{project.id}", max_chars=200)
        if st.button("Rename", key=f"rename-{project.id}", disabled=not name.strip() or name == project.name):
            session.services().projects.rename(project.id, name.strip())
            st.rerun()
        st.markdown(ui.small("Deleting removes the model and its versions. Its runs stay on disk."))
        if st.button("Delete project", key=f"delete-{project.id}", icon=":material/delete:"):
            _confirm_delete(project)


@st.dialog("Delete the project")
def _confirm_delete(project: Project) -> None:
    st.text(f"{ui.shorten(project.name, limit=80)} and its versions will be gone. Its runs and data stay on disk.")
    with st.container(horizontal=True):
        if st.button("Delete project", type="primary", key="delete-confirmed"):
            session.services().projects.delete(project.id)
            session.forget_project(project.id)
            st.rerun()
        if st.button("Keep it", key="delete-cancelled"):
            st.rerun()
