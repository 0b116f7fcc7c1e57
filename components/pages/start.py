"""Start: recent projects, templates, an empty canvas, a file, sample data."""

import streamlit as st

from components import session, ui
from components.parts import open_file, recent, sample_row
from designer.codegen.preview import preview_svg
from designer.data.samples import Sample, find_sample, list_samples
from designer.document.model import Document
from designer.document.templates import Template, list_templates, load_template

KINDS = ("All", "Table", "Image", "Text", "Sequence")
COLUMNS = 4


@st.cache_data(show_spinner=False)
def preview(name: str, *, theme: str) -> str:
    """The small picture of a template; the same for everyone."""
    return preview_svg(load_template(name), theme=theme)


def create(document: Document, *, sample: str | None = None, page: str = "design", template: str | None = None) -> None:
    """Make a project of a document, with sample data and the settings a template is known for, and show it."""
    services = session.services()
    project = services.projects.create(document)
    found = find_sample(sample) if sample else None
    if found is not None:
        dataset = services.datasets.add(found.path, name=found.path.name)
        known = next((entry.settings for entry in list_templates() if entry.name == template), {})
        services.projects.save_settings(project.id, session.proposed_config(document, dataset, known), dataset.id)
    session.open_project(project.id, page)


def show_template(template: Template) -> None:
    """One card of the gallery."""
    with st.container(border=True, key=f"template-{template.name}"):
        st.image(preview(template.name, theme=ui.theme()), width="stretch", alt="")
        st.subheader(template.title, anchor=False)
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            note = f"{template.kind} · {template.params:,} params"
            st.markdown(ui.small(note), width="stretch", wrap=False)
            if ui.forward_button("Use", key=f"use-{template.name}"):
                with st.spinner("Opens the template"):
                    create(load_template(template.name), sample=template.dataset, template=template.name)


def show_gallery() -> None:
    """The templates, filtered by kind."""
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.subheader("Templates", anchor=False, width="content")
        st.markdown(ui.small("Each comes with sample data."), width="content", wrap=False)
        st.space("stretch")
        kind = st.pills("Kind", KINDS, default="All", required=True, label_visibility="collapsed", wrap=False)
    chosen = [template for template in list_templates() if kind in ("All", template.kind)]
    for row in ui.grid_rows(chosen, COLUMNS):
        for column, template in zip(st.columns(COLUMNS), row, strict=False):
            with column:
                show_template(template)


@st.dialog("Sample data", width="medium")
def show_samples() -> None:
    """The data sets that come with the program; one starts a project with it."""
    st.markdown(ui.small("Real, small, and ready to train."))
    for sample in list_samples():
        show_sample(sample)


def show_sample(sample: Sample) -> None:
    """One data set, and the way to a project with it."""
    template = next((entry for entry in list_templates() if entry.dataset == sample.name), None)
    leads_to = f"the template {template.title}" if template else "an empty canvas"
    if sample_row.show(sample, help=f"Opens it with {leads_to}."):
        document = load_template(template.name) if template else Document(name=sample.title)
        with st.spinner("Reads the data"):
            create(document, sample=sample.name, page="data", template=template.name if template else None)


def main() -> None:
    """The page, top to bottom."""
    with ui.page_header("Start a model"):
        if st.button("Open a file", icon=":material/folder_open:"):
            open_file.show(create)
        if st.button("Sample data", icon=":material/dataset:"):
            show_samples()
        if st.button("Empty canvas", icon=":material/add:", type="primary"):
            create(Document())
    notice = session.services().database.notice
    if notice:
        with st.container(border=True, horizontal=True, wrap=False, gap="xsmall", key="storage-notice"):
            st.markdown(":orange[:material/warning:]", width="content")
            st.text(notice.message, width="stretch")
    recent.show()
    show_gallery()


main()
