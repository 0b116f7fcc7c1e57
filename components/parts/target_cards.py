"""One card per target: class balance, or how the number is spread."""

import streamlit as st

from components import charts, ui
from components.parts import roles
from designer.data.schema import Array, Column, Dataset
from designer.document.model import Document
from designer.training.config import RunConfig

MOST_CLASSES = 24
UNEVEN = 5  # from this ratio on the card says which class is small


def show(dataset: Dataset, document: Document, config: RunConfig) -> None:
    """The cards of all targets, two in a row."""
    targets = _targets(dataset, document, config)
    for row in ui.grid_rows(targets, 2):
        for column, (output, source) in zip(st.columns(len(row)), row, strict=True):
            with column, st.container(border=True, key=f"target-{output}-{source.name}"[:80]):
                _card(output, source, config)


def _targets(dataset: Dataset, document: Document, config: RunConfig) -> list[tuple[str, Column | Array]]:
    found = []
    for output in document.main.outputs:
        role = roles.Role("targets", output.name)
        found += [
            (output.name, source)
            for source in roles.sources(dataset)
            if roles.role_of(config.data, source.name) == role
        ]
    return found


def _card(output: str, source: Column | Array, config: RunConfig) -> None:
    counts = list(source.counts)
    classes = source.unique or len(counts)
    preparation = roles.preparation_of(config.data, source.name)
    is_classes = preparation is not None and preparation.encoding in {"one_hot", "integer", "binary"}
    is_classes = is_classes or (bool(counts) and classes <= 2)
    # Many values a row, each 0 or 1: they have no counts by row, and a deviation would say little.
    is_yes_or_no = not counts and source.unique == 2 and (source.minimum, source.maximum) == (0, 1)
    note = ui.amount(classes, "class", "classes") if is_classes else "0 or 1" if is_yes_or_no else "numbers"
    st.markdown(f"**{ui.plain(source.name)}** {ui.small(note)}")
    if is_classes and 0 < len(counts) <= MOST_CLASSES and len(counts) == classes:
        charts.show(charts.class_balance(_ordered(counts)), key=f"balance-{output}-{source.name}")
        st.markdown(_verdict(counts, output, config))
    elif source.histogram and source.minimum is not None and source.maximum is not None:
        figure = charts.histogram(source.histogram, minimum=source.minimum, maximum=source.maximum)
        charts.show(figure, key=f"spread-{output}-{source.name}")
        summary = f"Mean {ui.figure(source.mean)}, standard deviation {ui.figure(source.std)}."
        if is_yes_or_no and source.mean is not None:
            summary = f"{100 * source.mean:.3g} % of the values are 1."
        st.markdown(ui.small(summary))
    else:
        st.markdown(ui.small(f"{classes:,} different values, too many to draw."))


def _ordered(counts: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Whole numbers in their order, words as they come: most frequent first."""
    try:
        return sorted(counts, key=lambda entry: float(entry[0]))
    except ValueError:
        return counts


def _verdict(counts: list[tuple[str, int]], output: str, config: RunConfig) -> str:
    most, least = max(counts, key=lambda entry: entry[1]), min(counts, key=lambda entry: entry[1])
    settings = config.outputs.get(output)
    weighted = settings is not None and settings.class_weight is not None
    if least[1] * UNEVEN <= most[1]:
        rare, usual = ui.plain(least[0], limit=20), ui.plain(most[0], limit=20)
        times = f"{most[1] / max(least[1], 1):.0f} times fewer than {usual}"
        end = " Class weights even that out." if weighted else ""
        text = f"{rare} has {ui.amount(least[1], 'row')}, {times}.{end}"
        return f":orange[:material/warning:] {ui.small(text)}"
    end = "Class weights are on." if weighted else "No class weights needed."
    text = f"Balanced enough. {end}"
    return f":green[:material/check_circle:] {ui.small(text)}"
