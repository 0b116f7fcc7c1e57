"""The shape that a row of each input and target gets before it reaches the model."""

import streamlit as st

from components import ui
from components.parts import roles
from designer.data.model_facts import model_inputs
from designer.data.schema import Dataset
from designer.document.model import Document
from designer.training.config import DataConfig, Feed


def edit(dataset: Dataset, document: Document, data: DataConfig) -> DataConfig:
    """Draw one row per input and target that receives something; returns the settings as they are now."""
    fed = [(role, getattr(data, role.side).get(role.name)) for role in roles.model_roles(document)]
    fed = [(role, feed) for role, feed in fed if feed is not None]
    if not fed:
        return data
    waiting = {entry.name: entry.shape for entry in model_inputs(document)}
    with st.expander("Shapes and gaps"):
        for role, feed in fed:
            data = _row(dataset, data, role, feed, waiting.get(role.name) if role.side == "inputs" else None)
        drop = st.toggle("Leave out rows with missing values", data.drop_missing, key=f"drop-{dataset.id[:12]}")
    return data.model_copy(update={"drop_missing": drop})


def _row(
    dataset: Dataset, data: DataConfig, role: roles.Role, feed: Feed, waiting: tuple[int | None, ...] | None
) -> DataConfig:
    text, field = st.columns([2, 1], vertical_alignment="center")
    note = f"receives {_receives(dataset, feed)}"
    if waiting is not None:
        note += f", the model waits for {ui.shape(waiting)}"
    text.markdown(f"**{ui.plain(role.label)}** {ui.small(note)}")
    current = ", ".join(str(size) for size in feed.shape) if feed.shape else ""
    typed = field.text_input(
        f"Shape of {ui.plain(role.label)}",
        current,
        key=f"shape-{dataset.id[:12]}-{role.side}-{role.name}",
        placeholder="Reshape to, such as 8, 8, 1",
        label_visibility="collapsed",
    )
    shape, problem = parse_shape(typed)
    if problem:
        field.markdown(f":red[:small[{problem}]]")
        return data
    return data if shape == feed.shape else roles.reshape(data, role, shape)


def parse_shape(text: str) -> tuple[tuple[int, ...] | None, str]:
    """A shape as typed (`8, 8, 1` or `8 × 8 × 1`), or a sentence about what is wrong with it."""
    sizes = [part for part in text.replace("×", ",").replace("x", ",").strip("() ").split(",") if part.strip()]
    if not sizes:
        return None, ""
    try:
        shape = tuple(int(size) for size in sizes)
    except ValueError:
        return None, "A shape is whole numbers, such as 8, 8, 1."
    if any(size < 1 for size in shape):
        return None, "Every size of a shape is 1 or more."
    return shape, ""


def _receives(dataset: Dataset, feed: Feed) -> str:
    if feed.array is not None:
        array = next((entry for entry in dataset.arrays if entry.name == feed.array.array), None)
        return ui.shape(array.shape) if array else "a missing array"
    width = ui.amount(len(feed.columns), "column")
    wide = any(column.encoding == "one_hot" for column in feed.columns)
    return f"{width}, some of them one-hot" if wide else width
