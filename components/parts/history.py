"""What the log of a run says, boiled down for tables and curves."""

import math
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from designer.runs import progress
from designer.runs.events import read_events
from designer.runs.store import Run
from designer.training.events import EVENTS, PlanEvent

LOWER_IS_BETTER = ("loss", "error", "divergence", "hinge", "poisson", "entropy")


class History(NamedTuple):
    """One list of values for every figure, an entry for each finished epoch (None for NaN or a missing value)."""

    values: dict[str, list[float | None]]
    params: int | None
    seconds: float | None

    @property
    def epochs(self) -> int:
        """How many epochs are finished."""
        return max((len(values) for values in self.values.values()), default=0)

    def best(self, name: str) -> float | None:
        """The best value of a figure so far, None when there is none."""
        found = [value for value in self.values.get(name, []) if value is not None]
        if not found:
            return None
        return min(found) if is_lower_better(name) else max(found)


def is_lower_better(name: str) -> bool:
    """Whether a smaller value of this figure is the better one."""
    return any(word in name.lower() for word in LOWER_IS_BETTER)


def history(run: Run) -> History:
    """The history of a run, read again only when its log has grown."""
    path = run.path / EVENTS
    size = path.stat().st_size if path.exists() else 0
    return _history(str(run.path), size)


@st.cache_data(show_spinner=False, max_entries=500)
def _history(folder: str, size: int) -> History:
    """`size` is part of the key; run folders have unguessable names, so the cache mixes nobody's runs."""
    events, _ = read_events(Path(folder))
    values: dict[str, list[float | None]] = {}
    for done, event in enumerate(progress.finished_epochs(events)):
        for name, value in event.values.items():
            column = values.setdefault(name, [])
            column += [None] * (done - len(column))
            column.append(float(value) if math.isfinite(float(value)) else None)
    params = next((event.params for event in reversed(events) if isinstance(event, PlanEvent)), None)
    return History(values, params, progress.seconds_at_work(events))


def history_table(run: Run) -> bytes:
    """The history of a run as a CSV file, as far as it got."""
    return progress.history_table(run.events()[0])


def main_figure(histories: list[History]) -> str:
    """The figure that runs are judged by: validation loss when there is one, else loss."""
    names = {name for entry in histories for name in entry.values}
    return "val_loss" if "val_loss" in names or not names else "loss"


def figures(histories: list[History]) -> list[str]:
    """All figures of some runs, the usual ones first."""
    names = list(dict.fromkeys(name for entry in histories for name in entry.values))
    first = [name for name in ("val_loss", "loss") if name in names]
    return [*first, *sorted(name for name in names if name not in first)]
