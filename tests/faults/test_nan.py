import keras
import numpy as np

from designer.training.config import KerasObject
from designer.training.events import EpochEvent
from tests.training_runs import events_of, make_run, work


def test_a_loss_that_is_no_number_ends_the_run_with_a_sentence(tmp_path):
    run = make_run(tmp_path / "run", optimizer=KerasObject(class_name="SGD", config={"learning_rate": 1e38}))
    last = work(run)
    assert (last.state, last.code) == ("failed", "train.nan")
    assert "in epoch 1" in last.message or "epoch 1." in last.message
    assert "Lower the learning rate" in last.message
    assert not (run.path / "model.keras").exists()


def test_the_weights_of_the_last_good_epoch_are_kept(tmp_path):
    run = make_run(tmp_path / "run", epochs=8)
    source = (run.path / "model.py").read_text()
    schedule = "keras.optimizers.schedules.PiecewiseConstantDecay([30], [0.01, 1e38])"
    assert "learning_rate=0.01" in source
    (run.path / "model.py").write_text(source.replace("learning_rate=0.01", f"learning_rate={schedule}"))
    last = work(run)
    finished = len(events_of(run, EpochEvent))
    assert (last.state, last.code) == ("failed", "train.nan")
    assert f"The weights of epoch {finished} are kept." in last.message
    assert finished >= 3
    for array in keras.models.load_model(run.path / "model.keras").get_weights():
        assert np.isfinite(array).all()
