"""One training from the generated `model.py` to the files it leaves. Runs in the worker's process only."""

import importlib.util
import math
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from designer.runs.folder import EVALUATION, Run
from designer.runs.progress import finished_epochs
from designer.training.artefacts import count_rows, evaluate_held_out, save_evaluation, save_files, save_history
from designer.training.bridge import Bridge, StopRequested
from designer.training.calibrate import choose_steps_per_execution
from designer.training.checkpoint import Checkpoints, Manifest, assign_model
from designer.training.config import keeps_best_weights
from designer.training.events import MODEL_SOURCE, EpochEvent, LogEvent, PlanEvent, RunState, StateEvent
from designer.training.failure import Failure, NonFiniteLoss, explain
from designer.training.journal import Journal

MANY_NODES = 700
RECURSION_LIMIT = 20_000


def import_model(path: Path) -> ModuleType:
    """Import a `model.py`, which only our generator writes: the one import of generated code there is."""
    specification = importlib.util.spec_from_file_location("model", path)
    if specification is None or specification.loader is None:
        raise ImportError(f"{path.name} cannot be imported.")
    module = importlib.util.module_from_spec(specification)
    sys.modules["model"] = module
    specification.loader.exec_module(module)
    return module


class Session:
    """The steps of one run, in order; each leaves the run's folder complete as far as it got."""

    def __init__(self, run: Run, journal: Journal, *, should_stop: Callable[[], bool], device: str) -> None:
        """Import the run's code and read its data."""
        self.run, self.journal = run, journal
        self._should_stop = should_stop
        self._device = device
        self._bridge: Bridge | None = None
        self._checkpoints = Checkpoints(run.path)
        self._others: list[Any] = []
        self.model: Any = None
        if len(run.document.main.nodes) > MANY_NODES:
            # Keras walks a chain of layers by recursion; Python's own limit ends at about 800 layers.
            sys.setrecursionlimit(RECURSION_LIMIT)
        self.module = import_model(run.path / MODEL_SOURCE)
        self.data = self.module.load_data(run.data_path)

    def train(self) -> StateEvent:
        """Train to the end, or to the user's stop, and save. Returns the event that the run ends with."""
        resume = self._checkpoints.latest()
        plan = self._prepare_model(resume)
        if self._should_stop():
            return self._end("stopped", self._idle_message(resume), files=())
        self._bridge = self._make_bridge(plan, resume)
        self._watch_fit()
        self._announce(plan, resume)
        try:
            first = self._bridge.finished_epochs
            self.module.train(self.model, self.data, callbacks=(self._bridge,), initial_epoch=first, verbose=0)
        except StopRequested:
            self._bridge.keep_snapshot()
            self._sync_state()
            self.journal.write(StateEvent(time=time.time(), state="stopping", device=self._device))
            return self._save_and_end("stopped", self._stop_message(plan))
        except NonFiniteLoss as error:
            return self._keep_last_finite(error)
        return self._save_and_end("finished", self._finish_message(plan))

    def evaluate(self) -> None:
        """Keep the final figures on held-out rows in the run's folder."""
        evaluation = evaluate_held_out(self.model, self.data)
        if evaluation is not None:
            save_evaluation(self.run.path, evaluation)

    def explain(self, error: BaseException) -> Failure:
        """The failure behind an exception that `train` let through."""
        return explain(error, epoch=self._bridge.epoch if self._bridge else None)

    def _prepare_model(self, resume: Manifest | None) -> PlanEvent:
        config, module = self.run.config, self.module
        rows = count_rows(self.data.train)
        steps = math.ceil(rows / module.BATCH_SIZE)
        self.model = module.compile_model(module.build_model(), steps_per_execution=config.steps_per_execution or 1)
        if config.steps_per_execution is None:
            together = choose_steps_per_execution(module, self.model, self.data, steps_per_epoch=steps)
        else:
            together = config.steps_per_execution
        if resume is not None:
            self._checkpoints.restore_model(self.model, resume)
        return PlanEvent(
            time=time.time(),
            epochs=module.EPOCHS,
            steps_per_epoch=steps,
            steps_per_execution=together,
            batch_size=module.BATCH_SIZE,
            train_rows=rows,
            validation_rows=count_rows(self.data.validation),
            test_rows=count_rows(self.data.test),
            params=self.model.count_params(),
            epochs_before=resume.epoch + 1 if resume else 0,
            keeps_best=any(keeps_best_weights(callback) for callback in config.callbacks),
        )

    def _make_bridge(self, plan: PlanEvent, resume: Manifest | None) -> Bridge:
        # What comes after the checkpoint is trained once more, so it is not judged twice.
        epochs = [event for event in finished_epochs(self.run.events()[0]) if event.epoch < plan.epochs_before]
        judged = [event.values.get("val_loss", event.values.get("loss")) for event in epochs]
        if resume is not None and all(event.epoch != resume.epoch for event in epochs):
            # Killed between the checkpoint and the line: the line is made up for.
            seconds = 0.0
            self.journal.write(EpochEvent(time=time.time(), epoch=resume.epoch, values=resume.values, seconds=seconds))
        return Bridge(
            plan=plan,
            write=self.journal.write,
            should_stop=self._should_stop,
            checkpoints=self._checkpoints,
            others=self._others,
            resume=resume,
            best=min((value for value in judged if isinstance(value, float)), default=math.inf),
        )

    def _watch_fit(self) -> None:
        # `train` makes the run's callbacks itself and Keras tells no callback of the others, yet a checkpoint needs
        # their state: the list is picked up on its way into `fit`.
        fit = self.model.fit

        def fit_and_tell(*args: Any, callbacks: Any = None, **options: Any) -> Any:
            self._others.extend(each for each in callbacks or () if each is not self._bridge)
            return fit(*args, callbacks=callbacks, **options)

        object.__setattr__(self.model, "fit", fit_and_tell)

    def _announce(self, plan: PlanEvent, resume: Manifest | None) -> None:
        has_run_before = any(isinstance(event, PlanEvent) for event in self.run.events()[0])
        self.journal.write(plan)
        self.journal.write(StateEvent(time=time.time(), state="running", device=self._device))
        if resume is not None:
            message = f"Goes on after epoch {resume.epoch + 1}, from its checkpoint."
            self.journal.write(LogEvent(time=time.time(), message=message))
        elif has_run_before:
            message = "Starts from the beginning: no epoch had finished before."
            self.journal.write(LogEvent(time=time.time(), message=message))

    def _save_and_end(self, state: RunState, message: str, *, code: str = "") -> StateEvent:
        object.__delattr__(self.model, "fit")
        files = (*save_files(self.model, self.run.path), save_history(self.run.path))
        if state != "stopped":
            self.evaluate()
        else:  # who stops a run does not want to wait; the figures of an earlier stop do not hold any more
            (self.run.path / EVALUATION).unlink(missing_ok=True)
        return self._end(state, message, code=code, files=files)

    def _keep_last_finite(self, error: NonFiniteLoss) -> StateEvent:
        manifest = self._checkpoints.latest()
        bridge = self._bridge
        if bridge is not None and bridge.snapshot is not None:
            assign_model(self.model, bridge.snapshot)
        elif manifest is not None:
            self._checkpoints.restore_model(self.model, manifest)
        else:
            files = (save_history(self.run.path),)
            return self._end("failed", str(error), code="train.nan", files=files)
        return self._save_and_end("failed", str(error), code="train.nan")

    def _end(self, state: RunState, message: str, *, code: str = "", files: tuple[str, ...]) -> StateEvent:
        return StateEvent(time=time.time(), state=state, device=self._device, message=message, code=code, files=files)

    def _idle_message(self, resume: Manifest | None) -> str:
        if resume is None:
            return "Stopped before the first batch: nothing was trained."
        return f"Stopped before it went on: what epoch {resume.epoch + 1} left is kept."

    def _stop_message(self, plan: PlanEvent) -> str:
        bridge = self._bridge
        if bridge is None or bridge.epoch is None:
            return "Stopped before the first batch. model.h5 and model.keras hold the initial weights."
        place = f"epoch {bridge.epoch + 1}, batch {bridge.batch} of {plan.steps_per_epoch}"
        return f"Stopped in {place}. model.h5 and model.keras hold the weights of that moment."

    def _finish_message(self, plan: PlanEvent) -> str:
        done = self._bridge.finished_epochs if self._bridge else 0
        best = next((each for each in self._others if getattr(each, "best_weights", None) is not None), None)
        early = f"Finished after {done} of {plan.epochs} epochs" if done < plan.epochs else f"Finished {done} epochs"
        if best is not None:
            return f"{early}. model.h5 and model.keras hold the weights of the best epoch, {best.best_epoch + 1}."
        return f"{early}. model.h5 and model.keras hold the weights of the last one."

    def _sync_state(self) -> None:
        # JAX keeps the weights outside of the model while an epoch runs.
        sync = getattr(self.model, "jax_state_sync", None)
        if sync is not None:
            sync()
