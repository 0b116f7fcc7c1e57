"""A worker that dies at any moment loses at most what it had not finished; the run goes on as if nothing had been."""

import os
import random
import signal
import time
from pathlib import Path

import keras
import numpy as np
import pytest

from designer.runs.folder import Run
from designer.training.aftermath import enter, explain_death
from designer.training.config import KerasObject
from designer.training.events import EpochEvent
from tests.soak import full
from tests.training_runs import events_of, make_run, start_worker, wait_until, work

KILLS = full(20)
EPOCHS = 60
CALLBACKS = (
    KerasObject(class_name="ReduceLROnPlateau", config={"patience": 2}),
    KerasObject(class_name="EarlyStopping", config={"patience": 1000}),
)


def kill_once(run: Run, moment: random.Random) -> None:
    """Let a worker train for a while, then kill it."""
    begun = len(events_of(run, EpochEvent))
    with start_worker(run.path) as worker:
        wait_until(lambda: len(events_of(run, EpochEvent)) > begun or worker.poll() is not None, timeout_s=120)
        time.sleep(moment.uniform(0, 0.8))
        os.killpg(worker.pid, signal.SIGKILL)


def weights_of(path: Path) -> list[np.ndarray]:
    return keras.models.load_model(path / "model.keras").get_weights()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> Run:
    run = make_run(tmp_path_factory.mktemp("undisturbed") / "run", epochs=EPOCHS, callbacks=CALLBACKS)
    assert work(run).state == "finished"
    return run


def test_a_killed_run_goes_on_and_ends_as_if_undisturbed(tmp_path, undisturbed):
    run = make_run(tmp_path / "run", epochs=EPOCHS, callbacks=CALLBACKS)
    moment = random.Random(20)
    for _ in range(KILLS):
        kill_once(run, moment)
        if run.state == "finished":
            break
        explain_death(run, -9)
        assert run.last_state.code == "train.killed"
        enter(run, "queued")
    assert work(run).state == "finished"
    epochs = {event.epoch: event.values for event in events_of(run, EpochEvent)}
    expected = {event.epoch: event.values for event in events_of(undisturbed, EpochEvent)}
    assert epochs == expected
    for got, wanted in zip(weights_of(run.path), weights_of(undisturbed.path), strict=True):
        assert np.array_equal(got, wanted)


@pytest.mark.parametrize("seed", range(full(20)))
def test_after_a_kill_only_whole_files_are_there(tmp_path, seed):
    run = make_run(tmp_path / "run", epochs=100_000)
    kill_once(run, random.Random(seed))
    for path in (run.path / "checkpoints").glob("epoch-*.npz"):
        with np.load(path) as arrays:
            assert all(arrays[name] is not None for name in arrays.files)
    numbers = [event.epoch for event in events_of(run, EpochEvent)]
    assert numbers == list(range(len(numbers)))
