"""Data: what is in the file, what feeds which input and target, how the rows are split, what is proposed."""

import pandas as pd
import streamlit as st

from components import session, ui
from components.parts import (
    intake,
    proposal_card,
    reading_form,
    roles,
    schema_table,
    shapes_form,
    split_row,
    target_cards,
)
from designer.data.propose import propose
from designer.data.schema import Dataset
from designer.storage.projects import Project
from designer.training.config import RunConfig

PREVIEW_ROWS = 8


def show_data(project: Project, dataset: Dataset) -> None:
    """The page of a project with data."""
    count = len(roles.sources(dataset))
    sources = ui.amount(count, "column" if dataset.kind == "table" else "array")
    note = f"{dataset.name} · {ui.amount(dataset.rows, 'row')} · {sources} · {ui.size(dataset.size_bytes)}"
    with ui.page_header("Data", note):
        if st.button("Replace", icon=":material/upload_file:"):
            intake.forget_problem()
            intake.replace(project)
        if st.button("Sample data", icon=":material/dataset:"):
            intake.choose_sample(project)
    config = session.working_config(project, dataset)
    left, right = st.columns([2.2, 1], gap="medium")
    with left:
        edited = show_left(project, dataset, config)
    if edited != config:
        session.save_settings(project, edited, project.dataset_id)
        st.rerun()
    with right:
        show_right(project, dataset, config)


def show_left(project: Project, dataset: Dataset, config: RunConfig) -> RunConfig:
    """What is there, and what becomes of it; returns the settings as they are now."""
    intake.show_problem(project)
    data = schema_table.edit(dataset, project.document, config.data)
    if dataset.kind == "table":
        reading = reading_form.show(dataset)
        if reading is not None:
            intake.read_again(project, reading)
            st.rerun()
    target_cards.show(dataset, project.document, config)
    data = split_row.edit(dataset, project.document, data, key=dataset.id[:12])
    data = shapes_form.edit(dataset, project.document, data)
    show_rows(dataset)
    return config.model_copy(update={"data": data})


def show_right(project: Project, dataset: Dataset, config: RunConfig) -> None:
    """What is proposed, and what stands out."""
    targets = tuple(
        source.name
        for source in roles.sources(dataset)
        if (role := roles.role_of(config.data, source.name)) and role.side == "targets"
    )
    proposal = propose(dataset, project.document, targets=targets if project.config else ())
    proposal_card.show(project, proposal)
    ui.problem_list([*proposal.problems, *dataset.warnings], key="data")


def show_rows(dataset: Dataset) -> None:
    """The first rows as the file has them."""
    rows = [{name: _cell(value) for name, value in row.items()} for row in dataset.preview[:PREVIEW_ROWS]]
    frame = pd.DataFrame(rows)
    frame.index = pd.RangeIndex(1, len(frame) + 1, name="Row")
    st.dataframe(frame, row_height=32, height=len(frame) * 32 + ui.TABLE_FRAME, placeholder="empty", key="first-rows")


def _cell(value: object) -> object:
    if not isinstance(value, list):
        return value
    return ui.shorten(str(value).replace("[", "").replace("]", ""), limit=60)


def main() -> None:
    """The page, with or without data."""
    project = session.need_project("Data")
    dataset = session.current_dataset(project)
    if dataset is not None:
        show_data(project, dataset)
        return
    ui.page_header("Data", f"{project.name} · no data yet")
    intake.show_empty(project)


main()
