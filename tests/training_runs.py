"""Runs for tests: a small iris classifier, real in every part, made and trained in a line."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from designer.data.inspect import inspect_file
from designer.document.builder import GraphBuilder
from designer.document.model import Document
from designer.runs.events import read_events
from designer.runs.folder import Run, RunRecord, create_run_folder, write_run_folder
from designer.runs.store import RunStore
from designer.training.config import ColumnPreparation, DataConfig, Feed, KerasObject, OutputConfig, RunConfig, Split
from designer.training.events import ENDED, Event, StateEvent
from designer.training.process import child_environment, python_command

ROOT = Path(__file__).parents[1]
IRIS = ROOT / "sample_data" / "iris.csv"
CLASSES = ("setosa", "versicolor", "virginica")
MEASURES = {
    "sepal_length_cm": (5.84, 0.83),
    "sepal_width_cm": (3.06, 0.43),
    "petal_length_cm": (3.76, 1.76),
    "petal_width_cm": (1.2, 0.76),
}


def iris_document() -> Document:
    """Four measures, a layer that drops out at random, three classes."""
    graph = GraphBuilder()
    x = graph.input("measures", (4,))
    x = graph.call("Dense", x, name="hidden", units=16, activation="relu")
    x = graph.call("Dropout", x, name="drop", rate=0.2)
    graph.output("species", graph.call("Dense", x, name="species", units=3, activation="softmax"))
    return Document(name="Iris", main=graph.build())


def iris_config(**changes: Any) -> RunConfig:
    """Complete settings for `iris_document`; `changes` replace fields."""
    columns = tuple(
        ColumnPreparation(column=name, encoding="standardise", mean=mean, std=std)
        for name, (mean, std) in MEASURES.items()
    )
    species = ColumnPreparation(column="species", encoding="integer", categories=CLASSES)
    output = OutputConfig(
        loss=KerasObject(class_name="SparseCategoricalCrossentropy"),
        metrics=(KerasObject(class_name="SparseCategoricalAccuracy", config={"name": "accuracy"}),),
    )
    fields: dict[str, Any] = {
        "epochs": 5,
        "batch_size": 16,
        "optimizer": KerasObject(class_name="Adam", config={"learning_rate": 0.01}),
        "outputs": {"species": output},
        "data": DataConfig(
            inputs={"measures": Feed(columns=columns)},
            targets={"species": Feed(columns=(species,), dtype="int32")},
            split=Split(validation=0.2, test=0.1),
        ),
    }
    return RunConfig(**(fields | changes))


def make_run(path: Path, **changes: Any) -> Run:
    """A run folder for iris; `changes` are fields of the settings."""
    dataset = inspect_file(IRIS, name="iris.csv")
    return create_run_folder(path, iris_document(), iris_config(**changes), dataset, IRIS)


def put_run(store: RunStore, number: int, *, project: str | None = None) -> Run:
    """A run folder that is never trained, for the order of things."""
    record = RunRecord(
        id=f"{number:032x}", number=number, created=1.0, project=project, config=RunConfig(), data_path="/data.csv"
    )
    return write_run_folder(store.folder / record.id, record, Document(name=f"Model {number}"), "EPOCHS = 1\n")


def start_worker(run_dir: Path) -> "subprocess.Popen[bytes]":
    """The worker of a run as a child process."""
    return subprocess.Popen(
        python_command("designer.training.worker", str(run_dir)), env=child_environment(), start_new_session=True
    )


def work(run: Run, *, until_proved: bool = False, timeout_s: float = 200) -> StateEvent:
    """Train a run and return the state that it ended in; the proof of its files is cut short unless asked for."""
    with start_worker(run.path) as worker:
        wait_until(lambda: worker.poll() is not None or (not until_proved and run.state in ENDED), timeout_s=timeout_s)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
    assert run.last_state is not None
    return run.last_state


def events_of(run: Run, kind: type[Event]) -> list[Any]:
    """The run's events of one kind."""
    return [event for event in read_events(run.path)[0] if isinstance(event, kind)]


def wait_until(condition: Any, *, timeout_s: float = 60) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
