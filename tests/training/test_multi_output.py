"""Two outputs, a loss each, metrics of their own; one shared head drawn twice."""

from pathlib import Path

import numpy as np
import pytest

from designer.data.inspect import inspect_file
from designer.document.builder import GraphBuilder
from designer.document.model import Document
from designer.runs.artefacts import artefacts
from designer.runs.folder import Run, create_run_folder
from designer.training.config import ArrayPreparation, DataConfig, Feed, KerasObject, OutputConfig, RunConfig
from designer.training.events import EpochEvent, StepEvent
from tests.training_runs import events_of, work

LEFT, RIGHT = "near", "far"


def two_outputs() -> Document:
    """One head called on two branches: `near` and `far` share its weights."""
    graph = GraphBuilder()
    x = graph.input("values", (6,))
    head = graph.layer("Dense", name="head", units=1)
    graph.output(LEFT, graph.call_layer(head, graph.call("Dense", x, name="a", units=4, activation="tanh")))
    graph.output(RIGHT, graph.call_layer(head, graph.call("Dense", x, name="b", units=4, activation="tanh")))
    return Document(name="Two outputs", main=graph.build())


def settings() -> RunConfig:
    def target(name: str) -> Feed:
        return Feed(array=ArrayPreparation(array=name), shape=(1,))

    return RunConfig(
        epochs=3,
        batch_size=12,  # divides the 48 rows: Keras weights the losses of a smaller last batch differently
        outputs={
            LEFT: OutputConfig(loss=KerasObject(class_name="MeanSquaredError"), loss_weight=2.0),
            RIGHT: OutputConfig(
                loss=KerasObject(class_name="MeanAbsoluteError"),
                metrics=(KerasObject(class_name="RootMeanSquaredError", config={"name": "rmse"}),),
            ),
        },
        data=DataConfig(
            inputs={"values": Feed(array=ArrayPreparation(array="values"))},
            targets={LEFT: target(LEFT), RIGHT: target(RIGHT)},
        ),
    )


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> Run:
    folder: Path = tmp_path_factory.mktemp("two")
    random = np.random.default_rng(5)
    values = random.normal(size=(60, 6)).astype("float32")
    path = folder / "data.npz"
    np.savez(path, values=values, near=values.sum(axis=1), far=values.max(axis=1))
    dataset = inspect_file(path, name="data.npz")
    made = create_run_folder(folder / "run", two_outputs(), settings(), dataset, path)
    assert work(made, until_proved=True).state == "finished", (made.path / "log.txt").read_text()
    return made


def test_both_losses_and_each_metric_are_in_every_epoch(run: Run):
    names = {"loss", "near_loss", "far_loss", "far_rmse"}
    expected = names | {f"val_{name}" for name in names}
    assert [set(event.values) for event in events_of(run, EpochEvent)] == [expected] * 3


def test_the_loss_is_the_weighted_sum(run: Run):
    for event in events_of(run, EpochEvent):
        total = 2 * event.values["near_loss"] + event.values["far_loss"]
        assert event.values["loss"] == pytest.approx(total, rel=1e-4)


def test_steps_carry_every_output(run: Run):
    assert {"near_loss", "far_loss", "far_rmse"} <= set(events_of(run, StepEvent)[0].values)


def test_both_files_of_a_model_with_two_outputs_are_proved(run: Run):
    proofs = [
        artefact.proof
        for artefact in artefacts(run.path)
        if artefact.name.startswith("model.") and artefact.name != "model.py"
    ]
    assert len(proofs) == 2
    assert all(proof.startswith("Proved in a fresh Python") for proof in proofs)
