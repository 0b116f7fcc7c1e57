"""What each output is judged by: loss, weight, metrics, class weights."""

import pandas as pd
import streamlit as st

from components import ui
from components.parts.arguments import class_names, edit_arguments
from designer.document.model import Document
from designer.training.config import KerasObject, OutputConfig, RunConfig

NONE = "No loss"
ROW = 28


def edit(config: RunConfig, document: Document, *, key: str) -> RunConfig:
    """The table of losses and weights, then one fold for each output; the settings as they are now."""
    outputs = {output.name: config.outputs.get(output.name, OutputConfig()) for output in document.main.outputs}
    if not outputs:
        st.markdown(ui.small("The model has no output yet. Mark one on the Design page."))
        return config
    outputs = _edit_table(outputs, key=key)
    for name, output in outputs.items():
        with st.expander(f"Metrics and class weights · {ui.plain(name)}"):
            outputs[name] = _edit_output(output, key=f"{key}-{name}")
    if outputs == {name: config.outputs.get(name, OutputConfig()) for name in outputs}:
        return config
    return config.model_copy(update={"outputs": outputs})


def _edit_table(outputs: dict[str, OutputConfig], *, key: str) -> dict[str, OutputConfig]:
    losses = [NONE, *class_names("losses")]
    frame = pd.DataFrame(
        {
            "Output": list(outputs),
            "Loss": [output.loss.class_name if output.loss else NONE for output in outputs.values()],
            "Weight": [output.loss_weight for output in outputs.values()],
        }
    )
    options = list(dict.fromkeys([*losses, *frame["Loss"]]))
    edited = st.data_editor(
        frame,
        key=f"losses-{key}-{hash(tuple(map(tuple, frame.to_numpy().tolist())))}",
        hide_index=True,
        row_height=ROW,
        height=len(frame) * ROW + ui.TABLE_FRAME,
        disabled=["Output"],
        # The weight of the only loss changes nothing, and its column would cut the loss's name.
        column_order=["Output", "Loss"] if len(outputs) == 1 and frame["Weight"][0] == 1.0 else None,
        column_config={
            # Widths for a page of 1024 pixels; wider ones stretch them, and longer names scroll inside the table.
            "Output": st.column_config.TextColumn(width=60),
            "Loss": st.column_config.SelectboxColumn(options=options, required=True, width=160),
            "Weight": st.column_config.NumberColumn(required=True, format="%.3g", width=72),
        },
    )
    changed = {}
    for (name, output), (_, row) in zip(outputs.items(), edited.iterrows(), strict=True):
        loss = output.loss
        if row["Loss"] != (loss.class_name if loss else NONE):
            loss = None if row["Loss"] == NONE else KerasObject(class_name=str(row["Loss"]))
        changed[name] = output.model_copy(update={"loss": loss, "loss_weight": float(row["Weight"])})
    return changed


def _edit_output(output: OutputConfig, *, key: str) -> OutputConfig:
    known = {metric.class_name: metric for metric in output.metrics}
    options = list(dict.fromkeys([*class_names("metrics"), *known]))
    chosen = st.multiselect("Metrics", options, list(known), key=f"metrics-{key}")
    metrics = tuple(known.get(name) or KerasObject(class_name=name) for name in chosen)
    output = output.model_copy(
        update={"metrics": _edit_each(metrics, key=key), "loss": _edit_loss(output.loss, key=key)}
    )
    return output.model_copy(update={"class_weight": _edit_class_weight(output, key=key)})


def _edit_each(metrics: tuple[KerasObject, ...], *, key: str) -> tuple[KerasObject, ...]:
    """The arguments of the metrics; every metric may stand in the list once."""
    edited = []
    for metric in metrics:
        with st.popover(f"Arguments of {metric.class_name}", type="tertiary", icon=":material/tune:"):
            edited.append(edit_arguments(metric, kind="metrics", key=f"metric-{key}", columns=1))
    return tuple(edited)


def _edit_loss(loss: KerasObject | None, *, key: str) -> KerasObject | None:
    if loss is None:
        return None
    with st.popover(f"Arguments of {loss.class_name}", type="tertiary", icon=":material/tune:"):
        return edit_arguments(loss, kind="losses", key=f"loss-{key}", columns=1)


def _edit_class_weight(output: OutputConfig, *, key: str) -> object:
    current = output.class_weight
    words = ("None", "Balanced", "By hand")
    index = 0 if current is None else 1 if current == "balanced" else 2
    chosen = st.segmented_control("Class weights", words, default=words[index], required=True, key=f"weights-{key}")
    if chosen == "None":
        return None
    if chosen == "Balanced":
        return "balanced"
    text = ", ".join(f"{weight:g}" for weight in current) if isinstance(current, tuple) else ""
    typed = st.text_input(
        "One weight for each class, in their order", text, key=f"weight-list-{key}", placeholder="1, 2.5"
    )
    try:
        weights = tuple(float(part) for part in typed.split(",") if part.strip())
    except ValueError:
        st.markdown(":red[:small[Weights are numbers, separated by commas.]]")
        return current
    return weights or current
