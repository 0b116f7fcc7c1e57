import pytest
from streamlit.testing.v1 import AppTest

from components.parts.predictions import Evaluated
from designer.data.fit import fit_preparation
from designer.data.propose import propose
from designer.data.samples import sample_path
from designer.document.edits import apply_edits
from designer.document.model import Document
from designer.document.templates import load_template
from designer.runs.events import append_event
from designer.runs.folder import Evaluation
from designer.runs.store import Run
from designer.services import Services
from designer.storage.projects import Project
from designer.training.config import ColumnPreparation, Feed, KerasObject, OutputConfig
from designer.training.events import EpochEvent, PlanEvent, StateEvent
from tests.components.conftest import open_page, texts


@pytest.fixture
def project(services: Services) -> Project:
    path = sample_path("iris")
    dataset = services.datasets.add(path, name=path.name)
    document = load_template("multiclass-perceptron")
    proposal = propose(dataset, document)
    project = services.projects.create(apply_edits(document, proposal.edits))
    services.projects.save_settings(project.id, proposal.config, dataset.id)
    return services.projects.get(project.id)


def ended_run(services: Services, project: Project, epochs: int = 3) -> Run:
    """A run whose log says that it trained and was stopped; its worker never ran."""
    assert project.config is not None and project.dataset_id is not None
    dataset = services.datasets.get(project.dataset_id)
    assert dataset is not None
    path = services.datasets.path(dataset.id)
    config = project.config.model_copy(update={"data": fit_preparation(path, dataset, project.config.data)})
    run = services.runs.create(project.document, config, dataset, path, project=project.id)
    plan = {"epochs": 9, "steps_per_epoch": 8, "steps_per_execution": 1, "batch_size": 16}
    append_event(run.path, PlanEvent(time=1.0, train_rows=120, validation_rows=30, params=4803, **plan))
    for epoch in range(epochs):
        values: dict[str, float | str] = {"loss": 1.0 / (epoch + 1), "val_loss": 2.0 / (epoch + 1)}
        append_event(run.path, EpochEvent(time=2.0 + epoch, epoch=epoch, values=values, seconds=1.0))
    append_event(run.path, StateEvent(time=9.0, state="stopped"))
    return run


def test_without_runs_the_page_offers_the_first_step(studio: AppTest, project: Project) -> None:
    assert "No runs yet" in texts(open_page(studio, "runs", project.id))


def test_two_runs_are_compared(studio: AppTest, services: Services, project: Project) -> None:
    first = ended_run(services, project)
    assert project.config is not None
    slower = project.config.model_copy(update={"batch_size": 64})
    services.projects.save_settings(project.id, slower, project.dataset_id)
    second = ended_run(services, services.projects.get(project.id), epochs=4)
    shown = texts(open_page(studio, "runs", project.id))
    assert "This page broke off" not in shown
    assert f"Run {second.number} and run {first.number}" in shown
    assert "batch size" in studio.dataframe[1].value["Argument"].tolist()


def scaled_run(services: Services, project: Project) -> Run:
    """A run that learns the width of a petal, in standard deviations."""
    assert project.config is not None
    data = project.config.data
    number = Feed(columns=(ColumnPreparation(column="petal_width_cm", encoding="standardise"),))
    inputs = {name: feed.model_copy(update={"columns": feed.columns[:3]}) for name, feed in data.inputs.items()}
    split = data.split.model_copy(update={"stratify": None})
    scaled = data.model_copy(update={"inputs": inputs, "targets": dict.fromkeys(data.targets, number), "split": split})
    output = OutputConfig(
        loss=KerasObject(class_name="MeanSquaredError"), metrics=(KerasObject(class_name="MeanAbsoluteError"),)
    )
    update = {"data": scaled, "outputs": dict.fromkeys(data.targets, output)}
    services.projects.save_settings(project.id, project.config.model_copy(update=update), project.dataset_id)
    return ended_run(services, services.projects.get(project.id))


def test_curves_say_what_a_scaled_target_is_measured_in(studio: AppTest, services: Services, project: Project) -> None:
    ended_run(services, project)
    sentence = "Loss and metrics of label are in standard deviations"
    for page in ("runs", "train"):
        assert sentence not in texts(open_page(studio, page, project.id))
    run = scaled_run(services, project)
    for page in ("runs", "train"):
        assert sentence in texts(open_page(studio, page, project.id, run=run.id))


def test_an_evaluation_says_on_which_rows_and_tells_errors_in_their_own_units(
    studio: AppTest, services: Services, project: Project
) -> None:
    run = scaled_run(services, project)
    values: dict[str, float | str] = {"mean_absolute_error": 0.5, "loss": 0.25}
    evaluated = Evaluated(Evaluation(part="validation", rows=30, values=values), "")
    studio.session_state["predictions-evaluate"] = (run.id, evaluated)
    studio.session_state["view"] = "Predictions"
    shown = texts(open_page(studio, "runs", project.id))
    assert "On 30 validation rows" in shown.replace("\\", "")
    table = studio.dataframe[-1].value
    assert table["Figure"].tolist() == ["loss", "mean_absolute_error"]
    std = run.config.data.targets["label"].columns[0].std
    assert std is not None
    assert table["In the target's own units"].tolist() == [
        f"{std**2 / 4:.4g} petal_width_cm²",
        f"{std / 2:.4g} petal_width_cm",
    ]


def test_deleting_a_run_asks_first(studio: AppTest, services: Services, project: Project) -> None:
    ended_run(services, project)
    open_page(studio, "runs", project.id)
    next(button for button in studio.button if button.label == "Delete").click().run()
    assert len(services.runs.list(project.id)) == 1
    assert {"Delete 1 run", "Keep it"} <= {button.label for button in studio.button}


def test_export_offers_code_and_document_before_any_run(studio: AppTest, project: Project) -> None:
    shown = texts(open_page(studio, "export", project.id))
    assert "This page broke off" not in shown
    assert "Nothing is trained yet" in shown and "Python code" in shown and "Picture, PNG" in shown


def test_export_lists_the_files_of_a_run(studio: AppTest, services: Services, project: Project) -> None:
    ended_run(services, project)
    shown = texts(open_page(studio, "export", project.id))
    assert "The code that trained" in shown.replace("\\", "")


def test_a_design_without_code_says_why(studio: AppTest, services: Services) -> None:
    empty = services.projects.create(Document(name="../../etc"))
    shown = texts(open_page(studio, "export", empty.id))
    assert "This page broke off" not in shown
    assert "Python code and model files" in shown
