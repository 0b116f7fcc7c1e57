"""Live curves of a run: progress, charts and log, drawn in the browser from the events the server hands out.

The component asks `/api/v1/runs/<id>/events` itself, twice a second while the run lives, so nothing on this page
needs a rerun until the run changes its state.
"""

from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

_NAME = "layerloom.live_chart"
_ROOT = Path(__file__).resolve().parents[2]


def _register() -> None:
    # Every script run: AppTest brings a component manager of its own, and a second time does nothing.
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(_NAME) is None:
        config = ComponentConfig("live_chart", "components/live_chart/build")
        manager.register_from_manifest(ComponentManifest("layerloom", "0.1", [config]), _ROOT)


def live_chart(
    *, token: str, run: str, key: str, state: str = "", height: int | Literal["content", "stretch"] = "content"
) -> str:
    """Draw a run while it trains, and after.

    Args:
        token: what the API asks for in `X-Layerloom-Token`.
        run: the run's id.
        key: the element's key; the same key keeps chart, zoom and log over reruns.
        state: the run's state as the page knows it. The page reruns once the browser sees another one.
        height: in pixels, or as much as the content needs.

    Returns:
        The run's state as the browser saw it last, or `state` while it has not asked yet.
    """
    _register()
    component = st.components.v2.component(_NAME, js="live_chart-*.js", css="live_chart-*.css")
    result = component(
        key=key, data={"token": token, "run": run, "state": state}, height=height, on_state_change=lambda: None
    )
    return str(result.get("state") or state)
