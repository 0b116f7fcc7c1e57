"""The button with which a run that broke off, or was stopped, goes on."""

import streamlit as st

from components import session
from designer.runs.resume import Resumption, resumption
from designer.runs.store import Run
from designer.training.supervisor import CannotStart


def button(run: Run, *, key: str, names_run: bool = False) -> bool:
    """Draw the button when the run can go on; True once it was pressed and the run is queued."""
    place = resumption(run)
    if place is None:
        return False
    pressed = st.button(
        label(place, number=run.number if names_run else None),
        icon=":material/resume:",
        help=explanation(place),
        key=key,
        wrap=False,
    )
    return pressed and _submit(run)


def label(place: Resumption, *, number: int | None = None) -> str:
    """What the button does: `Resume at epoch 8 of 20`, or where the run is to be named, `Resume run 3 at epoch 8`."""
    name = "Resume" if number is None else f"Resume run {number}"
    if place.is_from_the_beginning:
        return f"{name} from the beginning"
    return f"{name} at epoch {place.epoch:,}" + (f" of {place.epochs:,}" if number is None else "")


def explanation(place: Resumption) -> str:
    """What is kept, and what is not."""
    if place.is_from_the_beginning:
        return f"No epoch had finished, so all {place.epochs:,} are trained."
    done = place.epoch - 1
    kept = "epoch 1 is kept" if done == 1 else f"epochs 1 to {done:,} are kept"
    return f"Of {place.epochs:,} epochs, {kept}. What was trained after that is trained again."


def _submit(run: Run) -> bool:
    try:
        session.services().supervisor.submit(run.id)
    except CannotStart as error:
        st.toast(str(error), icon=":material/error:")
        return False
    return True
