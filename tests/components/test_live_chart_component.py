"""The Python side of the live chart, in Streamlit's own test runner."""

from streamlit.testing.v1 import AppTest


def _page() -> None:
    import streamlit as st

    from components.live_chart import live_chart

    st.write(live_chart(token="t", run="run1", key="live", state="running"))


def test_the_page_draws_the_component_and_gets_its_own_state_back() -> None:
    app = AppTest.from_function(_page).run()
    assert not app.exception
    assert app.get("bidi_component")[0].proto.component_name == "layerloom.live_chart"
    assert app.markdown[0].value == "running"
