import time

import numpy as np
import pytest

from designer.runs.events import append_event
from designer.runs.folder import Run
from designer.runs.resume import Resumption, resumption
from designer.training.checkpoint import Checkpoints
from designer.training.events import RunState, StateEvent
from tests.training_runs import make_run


def run_in(path, state: RunState, *, checkpoint: int | None) -> Run:
    run = make_run(path, epochs=5)
    if checkpoint is not None:
        Checkpoints(run.path).save({"v0": np.zeros(2)}, (), epoch=checkpoint, values={})
    append_event(run.path, StateEvent(time=time.time(), state=state))
    return run


@pytest.mark.parametrize("state", ["interrupted", "stopped"])
def test_a_run_goes_on_with_the_epoch_after_its_checkpoint(tmp_path, state):
    assert resumption(run_in(tmp_path / "run", state, checkpoint=2)) == Resumption(epoch=4, epochs=5)


def test_an_interrupted_run_without_a_checkpoint_starts_from_the_beginning(tmp_path):
    place = resumption(run_in(tmp_path / "run", "interrupted", checkpoint=None))
    assert place == Resumption(epoch=1, epochs=5)
    assert place.is_from_the_beginning


def test_a_stop_before_the_first_epoch_ended_keeps_its_weights(tmp_path):
    assert resumption(run_in(tmp_path / "run", "stopped", checkpoint=None)) is None


@pytest.mark.parametrize("state", ["queued", "starting", "running", "stopping", "finished", "failed"])
def test_no_other_run_goes_on(tmp_path, state):
    assert resumption(run_in(tmp_path / "run", state, checkpoint=2)) is None


def test_a_run_without_epochs_left_has_nothing_to_go_on_with(tmp_path):
    assert resumption(run_in(tmp_path / "run", "stopped", checkpoint=4)) is None


def test_a_run_whose_data_is_gone_cannot_go_on(tmp_path):
    run = run_in(tmp_path / "run", "interrupted", checkpoint=2)
    elsewhere = run.record.model_copy(update={"data_path": str(tmp_path / "gone.csv")})
    assert resumption(Run(run.path, elsewhere)) is None
