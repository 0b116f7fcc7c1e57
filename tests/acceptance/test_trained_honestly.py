"""What the app proposes really learns: classes, images and numbers, judged on rows that training never saw.

The normal run takes one split and stops early; `LAYERLOOM_SOAK=1` takes five splits and the full length.
"""

import os
from pathlib import Path

import numpy as np
import pytest

from designer.data.fit import fit_preparation
from designer.data.inspect import inspect_file
from designer.data.propose import propose
from designer.data.samples import sample_path
from designer.document.builder import GraphBuilder
from designer.document.edits import apply_edits
from designer.document.model import Document
from designer.document.templates import load_template
from designer.runs.folder import Run
from designer.runs.store import RunStore
from designer.training.events import EpochEvent
from designer.training.session import import_model
from tests.training_runs import events_of, work

SOAK = os.environ.get("LAYERLOOM_SOAK") == "1"
SEEDS = range(5) if SOAK else range(1)
pytestmark = pytest.mark.timeout(3600 if SOAK else 600)


def train_as_proposed(folder: Path, document: Document, sample: str, *, seed: int, epochs: int | None = None) -> Run:
    """Take every proposal as the app makes it, choose the rows by `seed`, and train in the worker."""
    path = sample_path(sample)
    dataset = inspect_file(path, name=path.name)
    proposal = propose(dataset, document)
    assert proposal.problems == ()
    config = proposal.config
    data = config.data.model_copy(update={"split": config.data.split.model_copy(update={"seed": seed})})
    length = config.epochs if SOAK or epochs is None else epochs
    changes = {"data": fit_preparation(path, dataset, data), "epochs": length, "seed": seed}
    store = RunStore(folder / f"seed-{seed}")
    run = store.create(apply_edits(document, proposal.edits), config.model_copy(update=changes), dataset, path)
    assert work(run, timeout_s=600).state == "finished", (run.path / "log.txt").read_text()
    return run


def kept_figure(run: Run, name: str) -> float:
    """A validation figure in the epoch whose weights the run kept: the one with the lowest validation loss."""
    kept = min(events_of(run, EpochEvent), key=lambda event: float(event.values["val_loss"]))
    return float(kept.values[f"val_{name}"])


def perceptron(inputs: int) -> Document:
    """What a newcomer builds first; the proposal sizes its last layer."""
    graph = GraphBuilder()
    hidden = graph.call("Dense", graph.input("measures", (inputs,)), name="hidden", units=16, activation="relu")
    graph.output("answer", graph.call("Dense", hidden, name="answer", units=1))
    return graph.document("Perceptron")


def small_cnn() -> Document:
    """One convolution for digits of 8 × 8 pixels."""
    graph = GraphBuilder()
    x = graph.input("image", (8, 8, 1))
    x = graph.call("Conv2D", x, name="strokes", filters=32, kernel_size=3, activation="relu")
    x = graph.call("MaxPooling2D", x, name="pool", pool_size=2)
    x = graph.call("Flatten", x, name="flat")
    graph.output("label", graph.call("Dense", x, name="label", units=10, activation="softmax"))
    return graph.document("Digits")


@pytest.mark.parametrize(
    ("sample", "document"),
    [("iris", perceptron(4)), ("penguins", load_template("multiclass-perceptron"))],
    ids=["iris", "penguins"],
)
def test_species_are_told_apart(tmp_path: Path, sample: str, document: Document) -> None:
    runs = [train_as_proposed(tmp_path, document, sample, seed=seed, epochs=120) for seed in SEEDS]
    accuracies = [kept_figure(run, "accuracy") for run in runs]
    assert np.mean(accuracies) >= 0.93, accuracies


def test_digits_are_read_by_a_small_cnn(tmp_path: Path) -> None:
    runs = [train_as_proposed(tmp_path, small_cnn(), "digits", seed=seed, epochs=15) for seed in SEEDS]
    accuracies = [kept_figure(run, "accuracy") for run in runs]
    assert np.mean(accuracies) >= 0.95, accuracies


def test_the_mileage_of_cars_is_told_twice_as_well_as_by_the_mean(tmp_path: Path) -> None:
    runs = [train_as_proposed(tmp_path, perceptron(8), "cars", seed=seed, epochs=60) for seed in SEEDS]
    shares = [kept_figure(run, "mean_absolute_error") / error_of_the_mean(run) for run in runs]
    assert np.mean(shares) <= 0.5, shares


def error_of_the_mean(run: Run) -> float:
    """The mean absolute error on the validation rows of who always says the training rows' mean."""
    data = import_model(run.path / "model.py").load_data(run.data_path)
    return float(np.abs(data.validation.y - data.train.y.mean()).mean())
