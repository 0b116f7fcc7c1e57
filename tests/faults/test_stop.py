import os
import signal

import keras
import pytest

from designer.runs.artefacts import artefacts
from designer.runs.progress import finished_epochs
from designer.runs.resume import Resumption, resumption
from designer.training.aftermath import enter
from designer.training.checkpoint import Checkpoints
from designer.training.control import ask_to_stop, withdraw
from designer.training.events import EpochEvent, LogEvent, PlanEvent, StateEvent
from tests.training_runs import events_of, make_run, start_worker, wait_until, work

FOREVER = 100_000


@pytest.mark.parametrize("way", ["file", "signal"])
def test_a_stop_keeps_the_weights_of_that_moment(tmp_path, way):
    run = make_run(tmp_path / "run", epochs=FOREVER)
    with start_worker(run.path) as worker:
        wait_until(lambda: len(events_of(run, EpochEvent)) >= 3 or worker.poll() is not None)
        if way == "file":
            ask_to_stop(run.path)
        else:
            worker.send_signal(signal.SIGTERM)
        wait_until(lambda: run.state == "stopped", timeout_s=20)
        os.killpg(worker.pid, signal.SIGKILL)
    last = run.last_state
    assert [event.state for event in events_of(run, StateEvent)][-2:] == ["stopping", "stopped"]
    assert "model.h5 and model.keras hold the weights of that moment." in last.message
    assert last.message.startswith("Stopped in epoch ")
    assert {"model.h5", "model.keras"} <= set(last.files)
    assert keras.models.load_model(run.path / "model.keras").compiled
    assert "history.csv" in [artefact.name for artefact in artefacts(run.path)]


def test_a_stop_before_the_first_batch_trains_nothing(tmp_path):
    run = make_run(tmp_path / "run", epochs=FOREVER)
    ask_to_stop(run.path)
    with start_worker(run.path) as worker:
        worker.wait(timeout=60)
    assert run.last_state.message == "Stopped before the first batch: nothing was trained."
    assert events_of(run, EpochEvent) == []


def stop_after(run, epochs: int) -> None:
    """Train until some epochs are done, then stop; the proof of the files is cut short."""
    with start_worker(run.path) as worker:
        wait_until(lambda: len(events_of(run, EpochEvent)) >= epochs or worker.poll() is not None, timeout_s=120)
        ask_to_stop(run.path)
        wait_until(lambda: run.state == "stopped", timeout_s=20)
        os.killpg(worker.pid, signal.SIGKILL)
    withdraw(run.path)


def test_a_stopped_run_goes_on_after_its_last_whole_epoch_and_ends_as_if_undisturbed(tmp_path):
    epochs = 100
    run, undisturbed = (make_run(tmp_path / name, epochs=epochs) for name in ("run", "undisturbed"))
    stop_after(run, 5)
    done = finished_epochs(run.events()[0])[-1].epoch + 1
    assert resumption(run) == Resumption(epoch=done + 1, epochs=epochs)
    enter(run, "queued")
    assert work(run).state == work(undisturbed).state == "finished"
    first, second = events_of(run, PlanEvent)
    assert (first.epochs_before, second.epochs_before) == (0, done)
    assert f"Goes on after epoch {done}, from its checkpoint." in [event.message for event in events_of(run, LogEvent)]
    lines = [(event.epoch, event.values, event.best) for event in events_of(run, EpochEvent)]
    assert lines == [(event.epoch, event.values, event.best) for event in events_of(undisturbed, EpochEvent)]


def test_a_run_that_broke_off_after_a_stop_offers_no_weights_of_that_stop(tmp_path):
    run = make_run(tmp_path / "run", epochs=FOREVER)
    stop_after(run, 3)
    assert (run.path / "model.h5").exists()
    done = len(finished_epochs(run.events()[0]))
    with start_worker(run.path) as worker:
        wait_until(lambda: len(finished_epochs(run.events()[0])) > done + 3 or worker.poll() is not None, timeout_s=120)
        os.killpg(worker.pid, signal.SIGKILL)
    assert not (run.path / "model.h5").exists() and not (run.path / "model.keras").exists()
    assert Checkpoints(run.path).latest().epoch >= done
