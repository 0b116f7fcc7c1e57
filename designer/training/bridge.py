"""The callback that ties a training to its run folder: figures out, the wish to stop in, checkpoints at epoch ends."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import keras
import numpy as np

from designer.training.checkpoint import Checkpoints, Manifest, model_arrays
from designer.training.events import EpochEvent, Event, PlanEvent, StepEvent
from designer.training.failure import NonFiniteLoss
from designer.training.figures import StepMeans, as_text_when_not_finite

STEP_INTERVAL_S = 1.0
CHECKPOINT_SHARE = 0.02
"""The part of the time that checkpoints may take. Epochs of milliseconds get one every half second or so."""


class StopRequested(Exception):
    """Raised between two batches to leave `fit` at once, without the rest of the epoch and its validation."""


class Bridge(keras.callbacks.Callback):  # type: ignore[misc]
    """Must be the last callback, so that it sees what the others did.

    Attributes:
        finished_epochs: epochs done, those before a resume included.
        snapshot: the state after the last good epoch when it is not in a checkpoint on disk, else None.
    """

    def __init__(
        self,
        *,
        plan: PlanEvent,
        write: Callable[[Event], None],
        should_stop: Callable[[], bool],
        checkpoints: Checkpoints,
        others: Sequence[Any],
        resume: Manifest | None = None,
        best: float = math.inf,
    ) -> None:
        """`others` are the run's other callbacks (filled by the time training begins); `write` appends an event.

        `best` is the best loss of the epochs before a resume.
        """
        super().__init__()
        self.finished_epochs = resume.epoch + 1 if resume else 0
        self.epoch: int | None = None
        self.batch = 0
        self.snapshot: dict[str, np.ndarray[Any, Any]] | None = None
        self._plan = plan
        self._write = write
        self._should_stop = should_stop
        self._checkpoints = checkpoints
        self._others = others
        self._resume = resume
        self._best = best
        self._means = StepMeans()
        self._step_written_at = -math.inf
        self._rows_written = 0
        self._values: dict[str, float | str] = {}
        self._saved_at, self._save_seconds = -math.inf, 0.0

    def on_epoch_begin(self, epoch: int, logs: Mapping[str, float] | None = None) -> None:
        """Start counting anew."""
        if self._resume is not None:
            self._checkpoints.restore_callbacks(self._others, self._resume)
            self._resume = None
        if self.epoch is None:
            self._means = StepMeans(_names_of_no_means(self.model.metrics))
        self.epoch, self.batch = epoch, 0
        self._means.start_epoch()
        self._rows_written = 0
        self._epoch_began = time.monotonic()
        self._learning_rate = _learning_rate(self.model)

    def on_train_batch_end(self, batch: int, logs: Mapping[str, float] | None = None) -> None:
        """Write a step when one is due; leave when the loss is no number or the user wants to stop."""
        logs = logs or {}
        # With several batches per call the index that Keras reports can run past the end of the epoch.
        self.batch = min(batch + 1, self._plan.steps_per_epoch)
        self._check_loss(logs)
        now = time.monotonic()
        if now - self._step_written_at >= STEP_INTERVAL_S:
            self._write_step(logs, now)
        if self._should_stop():
            raise StopRequested

    def on_test_batch_end(self, batch: int, logs: Mapping[str, float] | None = None) -> None:
        """A long validation can be left as well."""
        if self._should_stop():
            raise StopRequested

    def on_epoch_end(self, epoch: int, logs: Mapping[str, float] | None = None) -> None:
        """Keep the state, then write the epoch."""
        logs = {name: float(value) for name, value in (logs or {}).items() if not name.startswith("learning_rate")}
        self._check_loss(logs)
        values = as_text_when_not_finite(logs)
        self._keep_state(epoch, values)
        self._values = values
        self.finished_epochs = epoch + 1
        event = EpochEvent(
            time=time.time(),
            epoch=epoch,
            values=values,
            seconds=time.monotonic() - self._epoch_began,
            learning_rate=self._learning_rate,
            best=self._is_best(logs),
        )
        self._write(event)
        # Keras' own progress bar would redraw itself in the log; one line an epoch says the same.
        figures = "  ".join(f"{name} {value:.4g}" for name, value in logs.items())
        print(f"Epoch {epoch + 1}/{self._plan.epochs}  {figures}  {event.seconds:.2f} s", flush=True)

    def keep_snapshot(self) -> None:
        """Put the state after the last finished epoch on disk, so that a stopped run goes on from there."""
        if self.snapshot is not None and self.finished_epochs > 0:
            epoch = self.finished_epochs - 1
            self._checkpoints.save(self.snapshot, self._others, epoch=epoch, values=self._values)
            self.snapshot = None

    def _keep_state(self, epoch: int, values: dict[str, float | str]) -> None:
        arrays = model_arrays(self.model)
        if not all(np.isfinite(array).all() for name, array in arrays.items() if name[0] == "v"):
            raise NonFiniteLoss(_nan_message("The weights became", epoch, self.finished_epochs))
        began = time.monotonic()
        is_last = epoch + 1 >= self._plan.epochs
        if is_last or (began - self._saved_at) * CHECKPOINT_SHARE >= self._save_seconds:
            self._checkpoints.save(arrays, self._others, epoch=epoch, values=values)
            self._saved_at = time.monotonic()
            self._save_seconds = self._saved_at - began
            self.snapshot = None
        else:
            self.snapshot = arrays

    def _check_loss(self, logs: Mapping[str, float]) -> None:
        if not math.isfinite(logs.get("loss", 0.0)):
            message = f"The loss became {logs['loss']} in batch {self.batch} of"
            raise NonFiniteLoss(_nan_message(message, self.epoch or 0, self.finished_epochs))

    def _write_step(self, logs: Mapping[str, float], now: float) -> None:
        rows = min(self.batch * self._plan.batch_size, self._plan.train_rows)
        seconds = now - max(self._step_written_at, self._epoch_began)
        epoch = self.epoch or 0
        self._write(
            StepEvent(
                time=time.time(),
                step=epoch * self._plan.steps_per_epoch + self.batch,
                epoch=epoch,
                batch=self.batch,
                values=self._means.since_last({name: float(value) for name, value in logs.items()}, rows=rows),
                rows_per_second=(rows - self._rows_written) / seconds if seconds > 0 else None,
            )
        )
        self._step_written_at, self._rows_written = now, rows

    def _is_best(self, logs: Mapping[str, float]) -> bool:
        judged = logs.get("val_loss", logs.get("loss", math.nan))
        if not judged < self._best:
            return False
        self._best = judged
        return True


def _nan_message(start: str, epoch: int, finished: int) -> str:
    where = f"{start} not a number in epoch {epoch + 1}" if "weights" in start else f"{start} epoch {epoch + 1}"
    kept = (
        f"The weights of epoch {finished} are kept." if finished else "No epoch had finished, so there is none to keep."
    )
    return f"{where}. {kept} Lower the learning rate, or look for extreme values in the data."


def _learning_rate(model: Any) -> float | None:
    rate = getattr(model.optimizer, "learning_rate", None)
    return None if rate is None else float(keras.ops.convert_to_numpy(rate))


def _names_of_no_means(metrics: Sequence[Any]) -> frozenset[str]:
    names: set[str] = set()
    for metric in metrics:
        names |= _names_of_no_means(getattr(metric, "metrics", ()))
        if not hasattr(metric, "metrics") and type(metric).result is not keras.metrics.Mean.result:
            names.add(metric.name)
    return frozenset(names)
