"""Rows of the Export page: a file's name, what is known about it, its size, and the way to get it."""

from collections.abc import Callable

import streamlit as st

from components import ui
from designer.document.problem import Problem

MADE = "made-files"
Content = bytes | str | Callable[[], bytes]


def row(
    title: str, note: str, *, file_name: str, content: Content, size_bytes: int | None, mime: str, key: str
) -> None:
    """A file that is there, or is drawn while it is downloaded."""
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, key=f"file-{key}"):
        _words(title, note)
        if size_bytes is not None:
            st.markdown(ui.small(ui.size(size_bytes)), width="content", wrap=False)
        st.download_button(
            "Download",
            content,
            file_name=file_name,
            mime=mime,
            key=f"download-{key}",
            icon=":material/download:",
            on_click="ignore",
            wrap=False,
            help=file_name,
        )


def made_row(
    title: str, note: str, *, file_name: str, make: Callable[[], tuple[bytes, str] | Problem], key: str, version: object
) -> None:
    """A file that takes a while: made on request, then offered with what was proved about it."""
    kept = st.session_state.get(f"{MADE}-{key}")
    made = kept[1] if kept is not None and kept[0] == version else None
    if isinstance(made, tuple):
        content, proof = made
        mime = "application/octet-stream"
        row(title, proof, file_name=file_name, content=content, size_bytes=len(content), mime=mime, key=key)
        return
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, key=f"file-{key}"):
        _words(title, note)
        if st.button("Make the file", key=f"make-{key}", icon=":material/build:", wrap=False):
            with st.spinner("Writes and proves it"):
                st.session_state[f"{MADE}-{key}"] = (version, make())
            st.rerun()
    if isinstance(made, Problem):
        ui.problem_list([made], key=f"made-{key}")


def absent_row(title: str, note: str) -> None:
    """A file that there is none of, and why."""
    _words(title, note)


def refused_row(title: str, problem: Problem, *, key: str) -> None:
    """A file that cannot be written, and why."""
    _words(title, "")
    ui.problem_list([problem], key=f"refused-{key}")


def _words(title: str, note: str) -> None:
    with st.container(gap=None):
        st.markdown(ui.plain(title))
        if note:
            st.markdown(ui.small(ui.plain(note, limit=300)))
