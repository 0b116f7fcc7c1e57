"""One of the data sets that come with the program, as a row of a list."""

import streamlit as st

from components import ui
from designer.data.samples import Sample


def show(sample: Sample, *, help: str | None = None) -> bool:
    """Title, summary, and a button at the end; whether it was pressed."""
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        text = st.container(gap=None)
        text.markdown(sample.title)
        text.markdown(ui.small(sample.summary))
        return ui.forward_button("Use", key=f"sample-{sample.name}", help=help)
