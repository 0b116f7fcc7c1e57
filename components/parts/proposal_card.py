"""What the program proposes for this data and this model, each with its reason; accepted whole or one by one."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import streamlit as st

from components import session, ui
from designer.data.propose import Choice, Proposal
from designer.document.problem import Edit
from designer.storage.projects import Project
from designer.training.config import OutputConfig, RunConfig

MAIN = ("Task", "Last layer", "Loss", "Metric", "Class weight")  # what stands above the buttons; the rest folds
Change = Callable[[RunConfig, RunConfig], RunConfig]


class Part(NamedTuple):
    """One thing that can be accepted on its own: `take(mine, proposed)` gives mine with this part as proposed."""

    title: str
    take: Change


def _take_feeds(mine: RunConfig, proposed: RunConfig) -> RunConfig:
    update = {
        "inputs": proposed.data.inputs,
        "targets": proposed.data.targets,
        "drop_missing": proposed.data.drop_missing,
    }
    return mine.model_copy(update={"data": mine.data.model_copy(update=update)})


def _take_output(field: str) -> Change:
    def take(mine: RunConfig, proposed: RunConfig) -> RunConfig:
        outputs = {
            name: mine.outputs.get(name, OutputConfig()).model_copy(update={field: getattr(output, field)})
            for name, output in proposed.outputs.items()
        }
        return mine.model_copy(update={"outputs": outputs})

    return take


PARTS = (
    Part("Columns, arrays and their preparation", _take_feeds),
    Part("Losses", _take_output("loss")),
    Part("Metrics", _take_output("metrics")),
    Part("Class weights", _take_output("class_weight")),
)


def open_parts(mine: RunConfig, proposed: RunConfig) -> list[Part]:
    """The parts in which the project's settings differ from the proposal."""
    return [part for part in PARTS if part.take(mine, proposed) != mine]


def show(project: Project, proposal: Proposal) -> None:
    """The card."""
    mine = project.config or RunConfig()
    parts = list(PARTS) if project.config is None else open_parts(mine, proposal.config)
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            st.subheader("Proposal", anchor=False, width="content")
            st.space("stretch")
            _state(len(proposal.edits), is_settled=not parts and not proposal.edits)
        main = [choice for choice in proposal.choices if choice.title.startswith(MAIN)]
        others = [choice for choice in proposal.choices if choice not in main]
        if not main:  # without a target nothing can be said about the task
            main, others = others, []
        for choice in main:
            _choice(choice)
        if parts or proposal.edits:
            _buttons(project, proposal, parts)
        if others:
            with st.expander("Data and training, with reasons"):
                for choice in others:
                    _choice(choice)


def _choice(choice: Choice) -> None:
    title, text = st.columns([1, 2.9], gap="small")
    title.markdown(ui.small(ui.plain(choice.title)))
    with text, st.container(gap=None):
        st.markdown(_lines(choice.value))
        st.markdown(ui.small(ui.plain(choice.reason, limit=400)))


def _lines(text: str) -> str:
    """Markdown with the line breaks of `text`."""
    return "  \n".join(ui.plain(line, limit=200) for line in text.splitlines())


def _state(edits: int, *, is_settled: bool) -> None:
    if is_settled:
        ui.badge("Accepted", "green", icon="check")
    elif edits:
        ui.badge(f"{ui.amount(edits, 'change')} to the model", "blue")


def _buttons(project: Project, proposal: Proposal, parts: Sequence[Part]) -> None:
    with st.container(horizontal=True):
        if st.button("Accept all", type="primary"):
            _accept(project, proposal, parts, proposal.edits)
        if st.button("Choose one by one"):
            _choose(project, proposal, parts)


@st.dialog("Choose one by one", width="medium")
def _choose(project: Project, proposal: Proposal, parts: Sequence[Part]) -> None:
    st.markdown(ui.small("What is not ticked stays as it is."))
    taken = [part for index, part in enumerate(parts) if st.checkbox(part.title, True, key=f"part-{index}")]
    edits = [
        edit
        for index, edit in enumerate(proposal.edits)
        if st.checkbox(f"Model: {describe(project, edit)}", True, key=f"edit-{index}")
    ]
    number = len(taken) + len(edits)
    if st.button(f"Accept {ui.amount(number, 'choice')}", type="primary", disabled=number == 0):
        _accept(project, proposal, taken, edits)


def describe(project: Project, edit: Edit) -> str:
    """One edit in words, as Markdown."""
    arguments = edit.arguments
    layer = project.document.main.layers.get(str(arguments.get("layer", "")))
    name = f"**{ui.plain(layer.name)}**" if layer else "the model"
    match edit.kind:
        case "set_config":
            return f"{name} {ui.plain(str(arguments.get('key')))} = {ui.plain(str(arguments.get('value')))}"
        case "replace_class":
            return f"{name} becomes {ui.plain(str(arguments.get('class_name')))}"
        case "insert_before":
            return f"insert {ui.plain(str(arguments.get('class_name')))}"
        case "rename_layer" | "rename_output":
            return f"call {name} {ui.plain(str(arguments.get('name')))}"
        case _:
            return ui.plain(edit.kind.replace("_", " "))


def _accept(project: Project, proposal: Proposal, parts: Sequence[Part], edits: Sequence[Edit]) -> None:
    """Save the settings and change the model; then draw the page again."""
    problem = session.save_edits(project, edits)
    if problem:
        st.warning(problem)
        return
    config = project.config or proposal.config.model_copy(update={"outputs": {}})
    for part in parts:
        config = part.take(config, proposal.config)
    session.save_settings(project, config, project.dataset_id)
    st.rerun()
