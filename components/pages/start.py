"""Start: recent projects, templates, files."""

import streamlit as st

st.header("Start a model", anchor=False)
