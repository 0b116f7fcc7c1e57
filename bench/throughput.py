"""Training through the app against the same script alone: rows per second, in turn, on one machine."""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from bench.table import Row
from designer.data.fit import fit_preparation
from designer.data.inspect import inspect_file
from designer.data.propose import propose
from designer.document.builder import GraphBuilder
from designer.document.edits import apply_edits
from designer.document.model import Document
from designer.runs.folder import Run, create_run_folder
from designer.training.events import EpochEvent
from designer.training.process import child_environment, python_command

ROWS, FEATURES, CLASSES, EPOCHS, PAIRS = 40_000, 64, 4, 6, 3


def measure() -> list[Row]:
    """Pairs of runs, app first; the first epoch, which holds the tracing, is left out of both."""
    with tempfile.TemporaryDirectory(prefix="layerloom-bench-") as folder:
        data = _write_data(Path(folder) / "data.npz")
        ratios = []
        for number in range(PAIRS):
            run = _prepare(Path(folder) / f"run-{number}", data)
            ratios.append(_alone(run) / _in_the_app(run))
    note = f"n = {PAIRS} pairs, {min(ratios):.3f} to {max(ratios):.3f}"
    return [Row("throughput, app against script alone", statistics.median(ratios), "×", at_least=0.95, note=note)]


def _write_data(path: Path) -> Path:
    generator = np.random.default_rng(7)
    features = generator.normal(size=(ROWS, FEATURES)).astype("float32")
    label = (features @ generator.normal(size=(FEATURES, CLASSES))).argmax(axis=1)
    np.savez(path, features=features, label=label)
    return path


def _document() -> Document:
    graph = GraphBuilder()
    hidden = graph.input("features", (FEATURES,))
    for _ in range(2):
        hidden = graph.call("Dense", hidden, units=128, activation="relu")
    graph.output("label", graph.call("Dense", hidden, name="label", units=CLASSES, activation="softmax"))
    return graph.document("Throughput")


def _prepare(path: Path, data: Path) -> Run:
    dataset = inspect_file(data, name=data.name)
    document = _document()
    proposal = propose(dataset, document, targets=("label",))
    config = proposal.config.model_copy(update={"epochs": EPOCHS, "batch_size": 64, "callbacks": ()})
    config = config.model_copy(update={"data": fit_preparation(data, dataset, config.data)})
    return create_run_folder(path, apply_edits(document, proposal.edits), config, dataset, data)


def _in_the_app(run: Run) -> float:
    """Median seconds of an epoch in the worker."""
    subprocess.run(
        python_command("designer.training.worker", str(run.path)),
        env=child_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    events, _ = run.events()
    return statistics.median([event.seconds for event in events if isinstance(event, EpochEvent)][1:])


def _alone(run: Run) -> float:
    """Median seconds of an epoch of the same file, run by itself."""
    ended = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("alone.py")), str(run.path / "model.py"), str(run.data_path)],
        env=child_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=True,
    )
    seconds: list[float] = json.loads(ended.stdout.splitlines()[-1])
    return statistics.median(seconds[1:])
