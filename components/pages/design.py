"""The design page: the canvas of the current project, and nothing else."""

import uuid

import streamlit as st

from components import session
from components.canvas import canvas


@st.cache_resource
def _server_nonce() -> str:
    """A name for this start of the server."""
    return uuid.uuid4().hex


def main() -> None:
    """Mount the canvas; follow it to another page when the user asks."""
    project = session.need_project("Design")
    wanted = canvas(
        key="canvas",
        token=session.token(),
        project=project.id,
        revision=project.revision,
        document=project.document.model_dump(mode="json"),
        nonce=_server_nonce(),
    )
    if wanted:
        session.go(wanted)


main()
