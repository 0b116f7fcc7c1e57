"""Models as a newcomer builds them, and the figures on which their runs are judged."""

import numpy as np

from designer.document.builder import GraphBuilder
from designer.document.model import Document
from designer.runs.folder import Run
from designer.training.events import EpochEvent
from designer.training.session import import_model
from tests.training_runs import events_of


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


def kept_figure(run: Run, name: str) -> float:
    """A validation figure in the epoch whose weights the run kept: the one with the lowest validation loss."""
    kept = min(events_of(run, EpochEvent), key=lambda event: float(event.values["val_loss"]))
    return float(kept.values[f"val_{name}"])


def share_of_the_mean(run: Run) -> float:
    """The mean absolute error as a share of the error of who always says the training rows' mean."""
    data = import_model(run.path / "model.py").load_data(run.data_path)
    of_the_mean = float(np.abs(data.validation.y - data.train.y.mean()).mean())
    return kept_figure(run, "mean_absolute_error") / of_the_mean
