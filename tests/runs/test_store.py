import time

import pytest

from designer.document.model import Document
from designer.runs.events import append_event
from designer.runs.folder import RunRecord, open_run, write_run_folder
from designer.runs.store import RunIsActive, RunStore
from designer.training.config import RunConfig
from designer.training.events import StateEvent
from tests.training_runs import put_run


@pytest.fixture
def store(tmp_path) -> RunStore:
    return RunStore(tmp_path)


def test_runs_are_listed_newest_first(store):
    for number in (1, 3, 2):
        put_run(store, number)
    assert [run.number for run in store.list()] == [3, 2, 1]


def test_runs_of_one_project_are_listed_alone(store):
    put_run(store, 1, project="a")
    put_run(store, 2, project="b")
    assert [run.number for run in store.list("a")] == [1]


def test_a_run_tells_what_it_trained(store):
    run = put_run(store, 1)
    assert store.get(run.id).document.name == "Model 1"
    assert store.get(run.id).config == RunConfig()
    assert (run.path / "model.py").read_text() == "EPOCHS = 1\n"


@pytest.mark.parametrize("run_id", ["", "..", "../../etc", "0" * 31, "g" * 32, "0" * 32, "<script>", "0" * 32 + "\n"])
def test_unknown_and_hostile_ids_are_not_found(store, run_id):
    assert store.get(run_id) is None
    store.delete(run_id)


def test_the_state_is_the_last_one_entered(store):
    run = put_run(store, 1)
    assert run.state == "queued"
    assert run.last_state is None
    append_event(run.path, StateEvent(time=time.time(), state="running"))
    assert run.state == "running"


def test_a_run_that_ended_can_be_deleted(store):
    run = put_run(store, 1)
    append_event(run.path, StateEvent(time=1.0, state="finished"))
    store.delete(run.id)
    assert store.list() == []
    assert not run.path.exists()


def test_a_run_at_work_cannot_be_deleted(store):
    run = put_run(store, 1)
    append_event(run.path, StateEvent(time=1.0, state="running"))
    with pytest.raises(RunIsActive, match=r"Run 1 is running\. Stop it first"):
        store.delete(run.id)


def test_a_folder_with_something_in_it_is_not_overwritten(tmp_path):
    (tmp_path / "mine.txt").write_text("kept")
    record = RunRecord(id="0" * 32, created=1.0, config=RunConfig(), data_path="/data.csv")
    with pytest.raises(FileExistsError):
        write_run_folder(tmp_path, record, Document(), "")
    assert (tmp_path / "mine.txt").read_text() == "kept"


def test_an_empty_folder_becomes_the_run(tmp_path):
    record = RunRecord(id="0" * 32, created=1.0, config=RunConfig(), data_path="/data.csv")
    (tmp_path / "out").mkdir()
    write_run_folder(tmp_path / "out", record, Document(), "")
    assert open_run(tmp_path / "out").record == record
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
