import csv
import fcntl
import json
import subprocess
import sys

import pytest

from designer.runs.artefacts import artefacts
from designer.runs.folder import Run
from designer.training.checkpoint import Checkpoints
from designer.training.events import EpochEvent, PlanEvent, StateEvent, StepEvent
from designer.training.process import child_environment
from tests.training_runs import events_of, make_run, start_worker, work

SCRIPT_ALONE = """
import json, sys, keras, model
keras.config.disable_interactive_logging()
data = model.load_data(sys.argv[1])
keras.utils.set_random_seed(model.SEED)
trained = model.compile_model(model.build_model())
print("HISTORY", json.dumps(model.train(trained, data).history))
"""


def test_a_run_goes_through_its_states_and_names_the_device(trained_run: Run):
    states = events_of(trained_run, StateEvent)
    assert [event.state for event in states] == ["starting", "running", "finished"]
    assert states[1].device.startswith(("CPU: ", "GPU "))
    assert states[2].message == "Finished 5 epochs. model.h5 and model.keras hold the weights of the last one."
    assert set(states[2].files) == {"model.keras", "model.h5", "history.csv"}


def test_the_plan_says_how_much_there_is_to_do(trained_run: Run):
    (plan,) = events_of(trained_run, PlanEvent)
    assert (plan.epochs, plan.batch_size, plan.steps_per_execution) == (5, 16, 1)
    assert plan.train_rows + plan.validation_rows + plan.test_rows == 150
    assert plan.steps_per_epoch == -(-plan.train_rows // 16)
    assert plan.params == 4 * 16 + 16 + 16 * 3 + 3


def test_every_epoch_is_written_with_training_and_validation_figures(trained_run: Run):
    epochs = events_of(trained_run, EpochEvent)
    assert [event.epoch for event in epochs] == [0, 1, 2, 3, 4]
    assert all(set(event.values) == {"loss", "accuracy", "val_loss", "val_accuracy"} for event in epochs)
    assert all(event.learning_rate == pytest.approx(0.01) for event in epochs)
    lowest = min(range(5), key=lambda epoch: epochs[epoch].values["val_loss"])
    assert [event.epoch for event in epochs if event.best][-1] == lowest


def test_the_first_point_is_drawn_after_the_first_batch(trained_run: Run):
    first = events_of(trained_run, StepEvent)[0]
    assert (first.step, first.epoch, first.batch) == (1, 0, 1)
    assert set(first.values) == {"loss", "accuracy"}


def test_the_history_is_a_table_of_the_epochs(trained_run: Run):
    rows = list(csv.DictReader((trained_run.path / "history.csv").read_text().splitlines()))
    epochs = events_of(trained_run, EpochEvent)
    assert [int(row["epoch"]) for row in rows] == [1, 2, 3, 4, 5]
    assert [float(row["val_loss"]) for row in rows] == [event.values["val_loss"] for event in epochs]


def test_the_model_is_evaluated_on_rows_that_it_never_saw(trained_run: Run):
    evaluation = trained_run.evaluation
    assert evaluation.part in ("test", "validation")
    assert evaluation.rows > 0
    assert set(evaluation.values) == {"loss", "accuracy"}


def test_both_files_are_proved_in_a_fresh_python(trained_run: Run):
    proofs = {artefact.name: artefact.proof for artefact in artefacts(trained_run.path)}
    assert proofs["model.keras"].startswith("Proved in a fresh Python")
    assert proofs["model.h5"].startswith("Proved in a fresh Python")


def test_the_log_holds_what_keras_said(trained_run: Run):
    assert "Epoch 5/5" in (trained_run.path / "log.txt").read_text()


def test_two_checkpoints_at_most_are_kept_the_last_one_complete(trained_run: Run):
    checkpoints = Checkpoints(trained_run.path)
    assert checkpoints.latest().epoch == 4
    assert len(list(checkpoints.folder.iterdir())) <= 4


def test_the_script_alone_gives_the_same_figures(trained_run: Run):
    command = [sys.executable, "-c", SCRIPT_ALONE, str(trained_run.data_path)]
    environment = child_environment()
    environment["PYTHONPATH"] = str(trained_run.path)
    answer = subprocess.run(command, cwd=trained_run.path, env=environment, capture_output=True, text=True, check=True)
    line = next(line for line in answer.stdout.splitlines() if line.startswith("HISTORY "))
    history = json.loads(line.removeprefix("HISTORY "))
    for event in events_of(trained_run, EpochEvent):
        for name, value in event.values.items():
            assert value == pytest.approx(history[name][event.epoch], rel=1e-5, abs=1e-7), (event.epoch, name)


def test_many_short_steps_are_handed_over_together(tmp_path):
    run = make_run(tmp_path / "run", epochs=2, batch_size=1)
    assert work(run).state == "finished"
    (plan,) = events_of(run, PlanEvent)
    assert 1 < plan.steps_per_execution <= plan.steps_per_epoch // 20
    assert len(events_of(run, EpochEvent)) == 2
    assert all(event.batch <= plan.steps_per_epoch for event in events_of(run, StepEvent))


def test_a_second_worker_leaves_the_run_to_the_first(tmp_path):
    run = make_run(tmp_path / "run")
    with (run.path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with start_worker(run.path) as worker:
            assert worker.wait(timeout=60) == 0
    assert run.last_state is None


def test_a_folder_that_is_no_run_is_refused(tmp_path):
    command = [sys.executable, "-m", "designer.training.worker", str(tmp_path)]
    answer = subprocess.run(command, env=child_environment(), capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    assert "is no run folder" in answer.stderr


def test_unreadable_data_fails_with_a_sentence(tmp_path):
    run = make_run(tmp_path / "run")
    record = run.record.model_copy(update={"data_path": str(tmp_path / "missing.csv")})
    (run.path / "run.json").write_text(record.model_dump_json())
    last = work(run)
    assert (last.state, last.code) == ("failed", "train.error")
    assert last.message.startswith("Training failed before the first epoch: ")
    assert "Traceback" in (run.path / "log.txt").read_text()
