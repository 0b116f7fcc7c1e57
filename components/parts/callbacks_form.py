"""Stop early, keep the best weights, lower the learning rate, and the other callbacks."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import streamlit as st
from pydantic import JsonValue

from components.parts.arguments import class_names, edit_arguments
from designer.document.model import Document
from designer.training.config import KerasObject, RunConfig
from designer.training.preflight_callbacks import watched_names


class Offer(NamedTuple):
    """A callback with a switch of its own, and what it starts with."""

    class_name: str
    label: str
    start: dict[str, JsonValue]
    help_text: str


OFFERS = (
    Offer(
        "EarlyStopping",
        "Stop early",
        {"patience": 5, "restore_best_weights": True},
        "Ends the run when the monitored figure has not improved for `patience` epochs; the best weights come back.",
    ),
    Offer(
        "ReduceLROnPlateau",
        "Lower the learning rate on a plateau",
        {"factor": 0.5, "patience": 3},
        "Multiplies the learning rate by `factor` when the monitored figure has not improved for `patience` epochs.",
    ),
    Offer(
        "ModelCheckpoint",
        "Keep the best weights of every run",
        {"filepath": "best.keras", "save_best_only": True},
        "Writes the model to a file of the run, after every epoch that is better than those before.",
    ),
)


def edit(config: RunConfig, document: Document, *, key: str) -> RunConfig:
    """One switch for each usual callback, a list for the others; the settings as they are now."""
    callbacks = list(config.callbacks)
    options = {"monitor": watched_names(config, [output.name for output in document.main.outputs])}
    for offer in OFFERS:
        callbacks = _edit_offer(callbacks, offer, options, key=key)
    return config.model_copy(update={"callbacks": tuple(_edit_others(callbacks, key=key))})


def _edit_offer(
    callbacks: list[KerasObject], offer: Offer, options: Mapping[str, Sequence[str]], *, key: str
) -> list[KerasObject]:
    current = next((callback for callback in callbacks if callback.class_name == offer.class_name), None)
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        wanted = st.toggle(offer.label, current is not None, key=f"{offer.class_name}-{key}", help=offer.help_text)
        st.space("stretch")
        if not wanted:
            return [callback for callback in callbacks if callback is not current]
        callback = current or KerasObject(class_name=offer.class_name, config=offer.start)
        with st.popover("", icon=":material/tune:", type="tertiary", help=f"Arguments of {offer.class_name}"):
            edited = edit_arguments(callback, kind="callbacks", key=f"callback-{key}", columns=1, options=options)
    if current is None:
        return [*callbacks, edited]
    return [edited if callback is current else callback for callback in callbacks]


def _edit_others(callbacks: list[KerasObject], *, key: str) -> Sequence[KerasObject]:
    """Any further callback of the catalogue."""
    switched = {offer.class_name for offer in OFFERS}
    others = [callback for callback in callbacks if callback.class_name not in switched]
    options = [name for name in class_names("callbacks") if name not in switched]
    with st.expander("More callbacks"):
        names = [callback.class_name for callback in others]
        chosen = st.multiselect("Callbacks", list(dict.fromkeys([*options, *names])), names, key=f"callbacks-{key}")
        known = {callback.class_name: callback for callback in others}
        edited = []
        for name in chosen:
            with st.popover(f"Arguments of {name}", type="tertiary", icon=":material/tune:"):
                callback = known.get(name) or KerasObject(class_name=name)
                edited.append(edit_arguments(callback, kind="callbacks", key=f"more-{key}", columns=1))
    return [*(callback for callback in callbacks if callback.class_name in switched), *edited]
