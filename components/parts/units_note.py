"""What the figures of a run are measured in, where a target is scaled for training."""

from collections.abc import Sequence

import streamlit as st

from components import ui
from designer.runs.own_units import scaled_targets
from designer.runs.store import Run


def show(runs: Sequence[Run]) -> None:
    """One small grey sentence for each scaled target; nothing where all figures are in the units of the data."""
    for run in runs:
        prefix = f"Run {run.number}: " if len(runs) > 1 else ""
        for target in scaled_targets(run.document, run.config):
            st.markdown(ui.small(ui.plain(prefix + target.sentence, limit=400)))
