"""What the pages offer for a run that broke off or was stopped: to go on, and the files that there are."""

import csv
import time

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from designer.runs.events import append_event
from designer.runs.store import Run
from designer.services import Services
from designer.training.checkpoint import Checkpoints
from designer.training.events import EpochEvent, RunState, StateEvent
from tests.components.conftest import open_page, texts
from tests.training_runs import IRIS, iris_config, iris_document

EPOCHS = 2000


@pytest.fixture
def project(services: Services) -> str:
    """Iris with its data and settings."""
    project = services.projects.create(iris_document())
    dataset = services.datasets.add(IRIS, name=IRIS.name)
    services.projects.save_settings(project.id, iris_config(), dataset.id)
    return project.id


def put_run(services: Services, project: str, state: RunState, *, epochs: int = 0, checkpoint: bool = True) -> Run:
    """A run whose log says how far it got; its worker never ran."""
    dataset_id = services.projects.get(project).dataset_id
    assert dataset_id is not None
    dataset, path = services.datasets.get(dataset_id), services.datasets.path(dataset_id)
    assert dataset is not None
    run = services.runs.create(iris_document(), iris_config(epochs=EPOCHS), dataset, path, project=project)
    append_event(run.path, StateEvent(time=time.time(), state="running"))
    for epoch in range(epochs):
        append_event(run.path, EpochEvent(time=time.time(), epoch=epoch, values={"loss": 1.5}, seconds=1.0))
    if epochs and checkpoint:
        Checkpoints(run.path).save({"v0": np.zeros(2)}, (), epoch=epochs - 1, values={})
    append_event(run.path, StateEvent(time=time.time(), state=state))
    return run


def resume_buttons(studio: AppTest) -> list[str]:
    return [button.label for button in studio.button if button.label.startswith("Resume")]


@pytest.mark.parametrize("state", ["interrupted", "stopped"])
def test_a_run_that_broke_off_goes_on_with_a_click(
    studio: AppTest, services: Services, project: str, state: RunState
) -> None:
    run = put_run(services, project, state, epochs=7)
    open_page(studio, "train", project)
    assert resume_buttons(studio) == ["Resume at epoch 8 of 2,000"]
    studio.button(f"resume-{run.id}").click().run()
    assert run.state == "queued"
    assert resume_buttons(studio) == [] and "Stop and keep weights" in texts(studio)
    assert "This page broke off" not in texts(studio)


def test_without_a_checkpoint_the_button_says_that_it_begins_anew(
    studio: AppTest, services: Services, project: str
) -> None:
    put_run(services, project, "interrupted")
    open_page(studio, "train", project)
    assert resume_buttons(studio) == ["Resume from the beginning"]


@pytest.mark.parametrize("state", ["running", "finished", "failed"])
def test_no_other_run_has_the_button(studio: AppTest, services: Services, project: str, state: RunState) -> None:
    put_run(services, project, state, epochs=7)
    open_page(studio, "train", project)
    assert resume_buttons(studio) == []


def test_on_the_page_of_runs_the_button_names_the_run_and_leads_to_its_curves(
    studio: AppTest, services: Services, project: str
) -> None:
    run = put_run(services, project, "interrupted", epochs=7)
    put_run(services, project, "finished", epochs=9)
    open_page(studio, "runs", project)
    assert resume_buttons(studio) == [f"Resume run {run.number} at epoch 8"]
    studio.button(f"resume-{run.id}").click().run()
    assert run.state == "queued"
    assert studio.header[0].value == "Train" and f"run {run.number}" in texts(studio)


def test_a_run_deleted_in_another_tab_is_no_traceback(studio: AppTest, services: Services, project: str) -> None:
    run = put_run(services, project, "interrupted", epochs=7)
    open_page(studio, "train", project)
    services.runs.delete(run.id)
    studio.button(f"resume-{run.id}").click().run()
    assert "This page broke off" not in texts(studio)


def test_a_model_file_is_offered_only_where_weights_were_kept(
    studio: AppTest, services: Services, project: str
) -> None:
    put_run(services, project, "failed")
    shown = texts(open_page(studio, "export", project))
    assert "Make the file" not in shown
    assert "there are no trained weights" in shown
    put_run(services, project, "failed", epochs=3)
    shown = texts(open_page(studio, "export", project))
    assert shown.count("Make the file") == 2
    assert "made from the weights of epoch 3" in shown


def test_the_history_of_a_run_that_broke_off_can_be_downloaded(
    studio: AppTest, services: Services, project: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: dict[str, bytes] = {}
    monkeypatch.setattr(
        "streamlit.download_button", lambda _label, data, *, file_name, **_: offered.update({file_name: data})
    )
    run = put_run(services, project, "interrupted", epochs=7)
    shown = texts(open_page(studio, "export", project))
    assert "One row for each finished epoch" in shown and "7 of 2,000" in shown
    table = offered[f"iris-run-{run.number}-history.csv"].decode()
    assert [row["epoch"] for row in csv.DictReader(table.splitlines())] == list("1234567")


def test_while_a_run_is_at_work_the_button_names_the_next_one(
    studio: AppTest, services: Services, project: str
) -> None:
    run = put_run(services, project, "running", epochs=7)
    open_page(studio, "train", project)
    assert studio.button("train").label == f"Queue run {run.number + 1}"


def test_a_new_run_does_not_take_the_place_of_the_ticked_one(studio: AppTest, services: Services, project: str) -> None:
    first = put_run(services, project, "finished", epochs=2)
    open_page(studio, "runs", project)
    second = put_run(services, project, "finished", epochs=2)
    studio.run()
    assert f"Run {second.number} and run {first.number}" in texts(studio)


def test_what_a_callback_kept_can_be_downloaded(studio: AppTest, services: Services, project: str) -> None:
    run = put_run(services, project, "finished", epochs=3)
    (run.path / "best.keras").write_bytes(b"weights")
    shown = texts(open_page(studio, "export", project)).replace("\\", "")
    assert "Model file best.keras" in shown and "Written by a callback of the run" in shown
