"""Open a document from a file."""

from collections.abc import Callable

import streamlit as st

from components import ui
from designer.document.model import Document
from designer.document.parse import DocumentError, parse_document

LIMIT_MB = 5


@st.dialog("Open a file", width="medium")
def show(create: Callable[[Document], None]) -> None:
    """Ask for a document's JSON file and make a project of it; what is wrong with it is said in a sentence."""
    st.markdown(ui.small(f"A Layerloom document (.json) of at most {LIMIT_MB} MB, as the Export page writes it."))
    upload = st.file_uploader(
        "Document", type=["json"], max_upload_size=LIMIT_MB, label_visibility="collapsed", key="document-file"
    )
    if upload is None:
        return
    try:
        document = parse_document(upload.getvalue())
    except DocumentError as error:
        ui.problem_list([error.problem], key="open-file")
        return
    create(document)
