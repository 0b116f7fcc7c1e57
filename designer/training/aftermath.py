"""What is written about a run from outside of its worker: that it waits, and how its worker died."""

import time

from designer.runs.events import append_event
from designer.runs.folder import Run
from designer.training.checkpoint import Checkpoints
from designer.training.events import RunState, StateEvent
from designer.training.executor import UNKNOWN_STATUS
from designer.training.process import boot_id, read_identity


def enter(run: Run, state: RunState, *, message: str = "", code: str = "") -> None:
    """Write that a run enters a state."""
    append_event(run.path, StateEvent(time=time.time(), state=state, message=message, code=code))


def explain_death(run: Run, status: int) -> None:
    """Write the last state of a run whose worker could not."""
    identity = read_identity(run.path)
    kept = " What was finished before is kept." if Checkpoints(run.path).latest() else ""
    goes_on = f"{kept[:-1]}; the run can go on from there." if kept else " It had finished no epoch yet."
    if identity is None:
        message = f"The training process did not start (exit status {status}). The server's log holds the reason."
        enter(run, "failed", message=message, code="train.worker-did-not-start")
    elif identity.boot != boot_id():
        message = f"The machine was restarted while the run was at work.{goes_on}"
        enter(run, "interrupted", message=message, code="train.machine-restarted")
    elif status in (-9, UNKNOWN_STATUS) or status < 0:
        signal_text = f" (signal {-status})" if status < 0 else ""
        message = f"The training process was ended from outside{signal_text}; short memory is a common reason.{goes_on}"
        enter(run, "interrupted", message=message, code="train.killed")
    else:
        message = f"The training process ended early (exit status {status}). The log holds the details.{kept}"
        enter(run, "failed", message=message, code="train.worker-died")
