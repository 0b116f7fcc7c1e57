import os
import signal

import keras
import pytest

from designer.runs.artefacts import artefacts
from designer.training.control import ask_to_stop
from designer.training.events import EpochEvent, StateEvent
from tests.training_runs import events_of, make_run, start_worker, wait_until

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
