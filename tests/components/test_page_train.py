import shutil
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from designer.data.propose import propose
from designer.data.samples import sample_path
from designer.document.edits import apply_edits
from designer.document.templates import load_template
from designer.engine.client import EngineFailed
from designer.services import Services
from designer.storage.projects import Project
from tests.components.conftest import open_page, texts


@pytest.fixture
def project(services: Services) -> Iterator[Project]:
    """Penguins, with the proposal accepted."""
    path = sample_path("penguins")
    dataset = services.datasets.add(path, name=path.name)
    document = load_template("multiclass-perceptron")
    proposal = propose(dataset, document)
    project = services.projects.create(apply_edits(document, proposal.edits))
    config = proposal.config.model_copy(update={"epochs": 2})
    services.projects.save_settings(project.id, config, dataset.id)
    yield services.projects.get(project.id)


def test_without_data_the_button_says_what_it_waits_for(studio: AppTest, services: Services) -> None:
    project = services.projects.create(load_template("multilayer-perceptron"))
    assert "Add data to train" in texts(open_page(studio, "train", project.id))


def test_settings_are_saved_as_they_are_typed(studio: AppTest, services: Services, project: Project) -> None:
    open_page(studio, "train", project.id)
    studio.number_input(f"epochs-{project.id}").set_value(7).run()
    studio.text_input(f"rate-{project.id}-Adam").set_value("0.01").run()
    config = services.projects.get(project.id).config
    assert config is not None
    assert (config.epochs, config.optimizer.config) == (7, {"learning_rate": 0.01})


def test_a_learning_rate_that_is_none_is_refused_in_words(
    studio: AppTest, services: Services, project: Project
) -> None:
    open_page(studio, "train", project.id)
    studio.text_input(f"rate-{project.id}-Adam").set_value("-1").run()
    assert "Learning rate needs 0 or more" in texts(studio)
    config = services.projects.get(project.id).config
    assert config is not None and config.optimizer.config == {}


def test_a_full_disk_stops_the_button(
    studio: AppTest, project: Project, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    open_page(studio, "train", project.id)
    assert studio.button("train").disabled
    assert "Delete old runs or files first" in texts(studio)


def test_a_model_that_does_not_fit_the_data_cannot_be_trained(studio: AppTest, services: Services) -> None:
    path = sample_path("penguins")
    project = services.projects.create(load_template("multiclass-perceptron"))
    services.projects.save_settings(project.id, None, services.datasets.add(path, name=path.name).id)
    open_page(studio, "train", project.id)
    button = studio.button("train")
    assert button.disabled and button.label.startswith("Fix ")


def test_a_failure_of_the_engine_is_told_and_holds_the_button(
    studio: AppTest, services: Services, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise EngineFailed("no memory")

    monkeypatch.setattr(services.engine, "analyse", fail)
    open_page(studio, "train", project.id)
    assert "so the model is not checked" in texts(studio)
    assert studio.button("train").disabled


def test_training_makes_a_run_and_shows_it(studio: AppTest, services: Services, project: Project) -> None:
    open_page(studio, "train", project.id)
    assert studio.button("train").label == "Train" and not studio.button("train").disabled
    studio.button("train").click().run()
    runs = services.runs.list(project.id)
    assert len(runs) == 1
    assert f"run {runs[0].number}" in texts(studio) and "Stop and keep weights" in texts(studio)
    assert "This page broke off" not in texts(studio)
