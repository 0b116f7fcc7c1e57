"""Fields of the settings into which one types: what is typed is kept at once."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from components import session
from designer.training.config import RunConfig

Put = Callable[[RunConfig, Any], RunConfig]


def kept_field(key: str, put: Put) -> dict[str, Any]:
    """Arguments for such a field; `put(config, value)` gives the settings with the field's new value.

    A page saves what its form returns at the form's end. A click from the field straight on another page's name ends
    the script before it gets there; a callback comes before the script.
    """
    return {"key": key, "on_change": _keep, "args": (key, put)}


def _keep(key: str, put: Put) -> None:
    # A click that follows takes the session's state away from this run at any moment: what is needed of it comes first.
    value, names = st.session_state.get(key), session.project_names()
    if value is None:
        return
    project = session.find_project(*names)
    if project is None:
        return
    config = session.working_config(project, session.current_dataset(project))
    typed = put(config, value)
    if typed != config:
        session.save_settings(project, typed, project.dataset_id)
