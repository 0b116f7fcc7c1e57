"""How far a run got, and how long it worked, told from its events.

The live chart computes the same in `series.ts`; `tests/fixtures/protocol/run_resumed.json` keeps the two together.
"""

import csv
import io
from collections.abc import Iterable

from designer.training.events import ENDED, EpochEvent, Event, PlanEvent, StateEvent


def finished_epochs(events: Iterable[Event]) -> list[EpochEvent]:
    """The finished epochs in their order, each once.

    A run that goes on from a checkpoint repeats what came after it; those epochs count as not trained until then.
    """
    found: dict[int, EpochEvent] = {}
    for event in events:
        if isinstance(event, PlanEvent):
            found = {epoch: kept for epoch, kept in found.items() if epoch < event.epochs_before}
        elif isinstance(event, EpochEvent):
            found[event.epoch] = event
    return [found[epoch] for epoch in sorted(found)]


def seconds_at_work(events: Iterable[Event]) -> float | None:
    """How long a run trained: from "running" to its end, or to its last event; None while it has not begun.

    The time between a break and its continuation does not count, nor does the time until a break was noticed.
    """
    worked: float | None = None
    began: float | None = None
    last = 0.0
    for event in events:
        if isinstance(event, StateEvent) and event.state == "running":
            began = event.time if began is None else began
        elif isinstance(event, StateEvent) and began is not None and event.state in (*ENDED, "queued"):
            worked = (worked or 0.0) + (last if event.state == "interrupted" else event.time) - began
            began = None
        last = event.time
    return worked if began is None else (worked or 0.0) + last - began


def history_table(events: Iterable[Event]) -> bytes:
    """A CSV file with one row for each finished epoch (counted from 1), every figure a column."""
    rows = [
        {"epoch": event.epoch + 1, **event.values, "learning_rate": event.learning_rate, "seconds": event.seconds}
        for event in finished_epochs(events)
    ]
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(dict.fromkeys(name for row in rows for name in row)) or ["epoch"])
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()
