"""Writing what a run leaves: the model in two formats, its history, and the figures on held-out rows."""

import tempfile
from pathlib import Path
from typing import Any

import h5py
import keras

from designer.runs.events import read_events
from designer.runs.folder import EVALUATION, Evaluation
from designer.runs.progress import history_table
from designer.storage.files import replace_atomically, write_bytes, write_text
from designer.training.events import HISTORY, MODEL_H5, MODEL_KERAS
from designer.training.figures import as_text_when_not_finite


def save_keras(model: Any, path: Path) -> None:
    """Write a `.keras` file: weights, optimizer state and compile settings."""
    # An optimizer that never took a step has no slots yet, and loading the file would warn that they are missing.
    model.optimizer.build(model.trainable_variables)
    replace_atomically(path, lambda temporary: model.save(temporary))


def save_h5(model: Any, path: Path) -> None:
    """Write an `.h5` file that `keras.models.load_model` reads compiled.

    Without the group `optimizer_weights`: after loading it, the next `fit` fails (Keras 3.15.1). The group is left out
    by copying, since deleting it would leave its bytes in the file.
    """
    replace_atomically(path, lambda temporary: _save_h5(model, temporary))


def _save_h5(model: Any, path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".h5-") as folder:
        complete = Path(folder) / "model.h5"
        model.save(complete)
        with h5py.File(complete, "r") as source, h5py.File(path, "w") as target:
            for key, value in source.attrs.items():
                target.attrs[key] = value
            for key in source:
                if key != "optimizer_weights":
                    source.copy(key, target)


def save_files(model: Any, run_dir: Path) -> tuple[str, ...]:
    """Write the model's files of a run and return their names."""
    save_keras(model, run_dir / MODEL_KERAS)
    save_h5(model, run_dir / MODEL_H5)
    return MODEL_KERAS, MODEL_H5


def save_history(run_dir: Path) -> str:
    """Write one row per finished epoch (counted from 1), every figure a column, and return the file's name."""
    table = history_table(read_events(run_dir)[0])
    write_bytes(run_dir / HISTORY, table)
    return HISTORY


def evaluate_held_out(model: Any, data: Any) -> Evaluation | None:
    """The figures on the test rows, else on the validation rows; None when there are neither."""
    for name in ("test", "validation"):
        part = getattr(data, name)
        if part is not None:
            return evaluate_part(model, part, name=name)
    return None


def evaluate_part(model: Any, part: Any, *, name: str) -> Evaluation:
    """Loss and metrics of a model on the rows of one part.

    In batches of Keras' own size, as whoever evaluates the downloaded file: Keras 3.15 reports the loss of each of
    several outputs as the mean over batches, whatever their sizes, so another batch size is another figure.
    """
    values = model.evaluate(*part.for_keras(), return_dict=True, verbose=0)
    figures = {key: float(value) for key, value in values.items()}
    return Evaluation(part=name, rows=count_rows(part), values=as_text_when_not_finite(figures))


def save_evaluation(run_dir: Path, evaluation: Evaluation) -> None:
    """Keep the final figures in the run's folder."""
    write_text(run_dir / EVALUATION, evaluation.model_dump_json(indent=1))


def count_rows(part: Any) -> int:
    """The number of rows of a part of the data, 0 for None."""
    return 0 if part is None else len(keras.tree.flatten(part.x)[0])
