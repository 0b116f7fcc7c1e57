"""The canvas on the Python side: registers the component's bundle, and mounts it with the data of one project."""

from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

ROOT = Path(__file__).resolve().parents[2]
BUILD = "components/canvas/build"
NAME = "layerloom.canvas"
DESTINATIONS = ("train", "data", "start", "export")


def _register() -> None:
    """Tell Streamlit where the bundle is. Its own scanner reads installed packages only, and we are a folder."""
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(NAME) is None:
        manifest = ComponentManifest("layerloom", "0.1", [ComponentConfig("canvas", BUILD)])
        manager.register_from_manifest(manifest, ROOT)


def canvas(*, key: str, token: str, project: str, revision: int, document: dict[str, Any], nonce: str) -> str | None:
    """Mount the canvas below Streamlit's navigation.

    The browser owns the document while it is edited and saves it through the JSON API; what is given here is
    adopted when the project is opened, or when `revision` is newer than what the browser knows.

    Args:
        key: The widget's key; the canvas keeps its state as long as it is the same.
        token: For the JSON API.
        project: Id of the project.
        revision: Revision of `document` in the store.
        document: The document as JSON data.
        nonce: Changes with each start of the server, so that the browser sends what the server may have missed.

    Returns:
        The page that the user asked for (`train`, `data`, `start`, `export`), or None.
    """
    _register()
    component = st.components.v2.component(NAME, js="canvas-*.js", css="canvas-*.css")
    data = {"token": token, "project": project, "revision": revision, "document": document, "nonce": nonce}
    result = component(key=key, data=data, on_go_change=_ignore)
    asked = result.get("go")
    return asked if asked in DESTINATIONS else None


def _ignore() -> None:
    """Streamlit creates a trigger only where a callback is named."""
