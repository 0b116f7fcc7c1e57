"""Recent projects: open, rename, delete."""

import streamlit as st

from components import session, ui
from components.parts.states import STATES
from designer.runs.store import Run
from designer.storage.projects import Project

COLUMNS = 3
ASKED = "delete-asked"  # the project whose deletion is being asked for


def show() -> None:
    """The three projects edited last, and the others on request."""
    projects, left_out = session.services().projects.overview()
    shown = projects if st.session_state.get("all-projects") else projects[:COLUMNS]
    for row in ui.grid_rows(shown, COLUMNS):
        for column, project in zip(st.columns(COLUMNS), row, strict=False):
            with column:
                _card(project)
    if len(projects) > COLUMNS:
        st.toggle(f"Show all {len(projects)} projects", key="all-projects")
    for problem in left_out:
        st.markdown(ui.small(ui.plain(session.closed_project(problem), limit=400)))


def _card(project: Project) -> None:
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", wrap=False, gap="xsmall", key=f"card-{project.id}"
    ):
        text = st.container(gap=None)
        text.markdown(f"**{ui.plain(project.name, limit=80) or 'Untitled'}**", wrap=False)
        text.markdown(ui.small(f"Edited {ui.ago(project.edited)}"), wrap=False)
        _state(session.services().runs.list(project.id))
        if ui.forward_button("Open", key=f"open-{project.id}"):
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
    # Not a popover: Streamlit 1.67 keeps it in front of the dialog that asks whether to delete.
    if st.button(
        "", key=f"menu-{project.id}", icon=":material/more_horiz:", type="tertiary", help="Rename or delete", wrap=False
    ):
        st.session_state[ASKED] = None
        _change(project)


@st.dialog("Rename or delete")
def _change(project: Project) -> None:
    name = st.text_input("Name", project.name, key=f"name-{project.id}", max_chars=200)
    if st.session_state.get(ASKED) == project.id:
        _question(project)
        return
    with st.container(horizontal=True):
        if st.button("Rename", key=f"rename-{project.id}", type="primary", disabled=not name.strip()):
            session.services().projects.rename(project.id, name.strip())
            st.rerun()
        if st.button("Delete project", key=f"delete-{project.id}", icon=":material/delete:"):
            st.session_state[ASKED] = project.id
            st.rerun(scope="fragment")


def _question(project: Project) -> None:
    st.text("The model and its versions will be gone for good. Its runs and data stay on disk.")
    with st.container(horizontal=True):
        if st.button("Delete for good", type="primary", key="delete-confirmed"):
            session.services().projects.delete(project.id)
            session.forget_project(project.id)
            st.rerun()
        if st.button("Keep it", key="delete-cancelled"):
            st.rerun()
