"""What a run writes and anyone may read: `events.jsonl` (one JSON object a line, after fsync), and states.

A line is **acknowledged** once it is on disk. Steps are written at most once a second, epochs always.
"""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from designer.document.base import Frozen

RunState = Literal["queued", "starting", "running", "stopping", "finished", "stopped", "failed", "interrupted"]
ENDED: frozenset[str] = frozenset({"finished", "stopped", "failed", "interrupted"})

EVENTS = "events.jsonl"
CONTROL = "control"  # holds "stop" when the run is asked to stop
HEARTBEAT = "heartbeat"  # its modification time is the worker's last sign of life
DOCUMENT = "document.json"
RUN = "run.json"
MODEL_SOURCE = "model.py"
MODEL_KERAS = "model.keras"
MODEL_H5 = "model.h5"
HISTORY = "history.csv"
LOG = "log.txt"


class StateEvent(Frozen):
    """The run entered `state`. `device` names the hardware; `message` says why a run ended as it did."""

    event: Literal["state"] = "state"
    time: float
    state: RunState
    device: str = ""
    pid: int | None = None
    message: str = ""
    code: str = ""
    files: tuple[str, ...] = ()


class PlanEvent(Frozen):
    """Known once the data is read: how much there is to do.

    `epochs_before` are those that a run which goes on has behind it, according to its checkpoint. `keeps_best` says
    whether a callback keeps the weights of the best epoch.
    """

    event: Literal["plan"] = "plan"
    time: float
    epochs: int
    steps_per_epoch: int
    steps_per_execution: int
    batch_size: int
    train_rows: int
    validation_rows: int
    test_rows: int = 0
    params: int = 0
    epochs_before: int = 0
    keeps_best: bool = False


class StepEvent(Frozen):
    """Means over the batches since the previous step event. `step` counts the run's batches from 1, `epoch` from 0."""

    event: Literal["step"] = "step"
    time: float
    step: int
    epoch: int
    batch: int
    values: dict[str, float]
    rows_per_second: float | None = None


class EpochEvent(Frozen):
    """The figures of one finished epoch (from 0), validation ones prefixed `val_`. NaN is the string "nan"."""

    event: Literal["epoch"] = "epoch"
    time: float
    epoch: int
    values: dict[str, float | str]
    seconds: float
    learning_rate: float | None = None
    best: bool = False


class LogEvent(Frozen):
    """A sentence for the user: what happened unasked, and why."""

    event: Literal["log"] = "log"
    time: float
    message: str
    level: Literal["info", "warning", "error"] = "info"


Event = Annotated[StateEvent | PlanEvent | StepEvent | EpochEvent | LogEvent, Field(discriminator="event")]
EVENT_ADAPTER: TypeAdapter[Event] = TypeAdapter(Event)
