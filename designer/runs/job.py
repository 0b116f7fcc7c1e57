"""The process side of `designer.runs.jobs`: `python -m designer.runs.job TASK REQUEST.json ANSWER.json`.

Imports Keras and the run's generated `model.py`, answers with one JSON object: the result, or `{"problem": …}`.
"""

import json
import os
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np

from designer.data.scaling import original_units
from designer.document.problem import Problem
from designer.runs.folder import open_run
from designer.runs.guess import example_part, guess_losses
from designer.runs.predictions import write_predictions
from designer.runs.proof import alone_or_all, prove
from designer.storage.files import write_text
from designer.training.artefacts import evaluate_part, save_h5, save_keras
from designer.training.checkpoint import Checkpoints
from designer.training.events import MODEL_KERAS, MODEL_SOURCE
from designer.training.failure import explain
from designer.training.session import import_model

DEFAULT_BATCH_SIZE = 32


class CannotDo(Exception):
    """Raised for what the user can mend; carries the problem."""

    def __init__(self, code: str, message: str) -> None:
        """Carry a code and a sentence."""
        super().__init__(message)
        self.problem = Problem(code=code, message=message)


def evaluate(request: dict[str, Any]) -> dict[str, Any]:
    """The figures of a run's model on held-out or other rows."""
    run_dir = Path(request["run_dir"])
    model, module = _load_trained(run_dir), import_model(run_dir / MODEL_SOURCE)
    run = open_run(run_dir)
    other = request["data_path"]
    data = _read(module.load_data, Path(other) if other else run.data_path)
    wanted = request["part"] or ("all" if other else "test" if data.test is not None else "validation")
    part = _all_rows(data) if wanted == "all" else getattr(data, wanted)
    if part is None:
        raise CannotDo(
            "train.no-held-out-rows", f"This run kept no {wanted} rows. Choose another part, or upload a file."
        )
    return evaluate_part(model, part, name=wanted).model_dump()


def predict(request: dict[str, Any]) -> dict[str, Any]:
    """Predictions for all rows of a file, written as CSV."""
    run_dir = Path(request["run_dir"])
    model, module = _load_trained(run_dir), import_model(run_dir / MODEL_SOURCE)
    inputs = _read(module.prepare_inputs, Path(request["data_path"]))
    predictions = model.predict(alone_or_all(inputs), batch_size=module.BATCH_SIZE, verbose=0)
    targets = open_run(run_dir).config.data.targets
    outputs = {
        name: original_units(values, targets.get(name)) for name, values in _by_output_name(model, predictions).items()
    }
    return {"rows": write_predictions(Path(request["out"]), outputs, module.CLASSES)}


def export(request: dict[str, Any]) -> dict[str, Any]:
    """A model file from a run or from a document's code, with its proof."""
    if "run_dir" in request:
        model, batch_size = _trained_or_checkpointed(Path(request["run_dir"]))
    else:
        model, batch_size = _initial_model(Path(request["source_dir"]))
    path = Path(request["out"])
    write = {"h5": save_h5, "keras": save_keras}[request["format"]]
    write(model, path)
    proof = prove(model, example_part(model), [path], batch_size=batch_size)[0]
    if not proof.ok:
        message = (
            f"The file was written but did not pass its proof: {proof.text} Report this together with the project."
        )
        raise CannotDo("train.proof-failed", message)
    return {"text": proof.text}


def _load_trained(run_dir: Path) -> Any:
    path = run_dir / MODEL_KERAS
    if not path.exists():
        message = "This run has no trained model yet. Wait until it has ended, or train again."
        raise CannotDo("train.no-trained-model", message)
    return keras.models.load_model(path)


def _trained_or_checkpointed(run_dir: Path) -> tuple[Any, int]:
    module = import_model(run_dir / MODEL_SOURCE)
    if (run_dir / MODEL_KERAS).exists():
        return _load_trained(run_dir), module.BATCH_SIZE
    checkpoints = Checkpoints(run_dir)
    manifest = checkpoints.latest()
    if manifest is None:
        return _load_trained(run_dir), module.BATCH_SIZE  # says that there is none
    model = module.compile_model(module.build_model())
    checkpoints.restore_model(model, manifest)
    return model, module.BATCH_SIZE


def _initial_model(folder: Path) -> tuple[Any, int]:
    module = import_model(folder / MODEL_SOURCE)
    seed = getattr(module, "SEED", None)
    if seed is not None:
        keras.utils.set_random_seed(seed)
    model = module.build_model()
    if hasattr(module, "compile_model"):
        return module.compile_model(model), module.BATCH_SIZE
    model.compile(optimizer=keras.optimizers.Adam(), loss=guess_losses(model))
    return model, DEFAULT_BATCH_SIZE


def _read(read: Callable[[Path], Any], path: Path) -> Any:
    try:
        return read(path)
    except (KeyError, ValueError, OSError) as error:
        text = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
        message = (
            f"The file does not fit this model: {text.removesuffix('.')}. "
            "It needs the columns or arrays that the model was trained with."
        )
        raise CannotDo("train.file-does-not-fit", message) from error


def _all_rows(data: Any) -> Any:
    parts = [part for part in data if part is not None]

    def joined(*arrays: Any) -> Any:
        return None if arrays[0] is None else np.concatenate(arrays)

    return type(parts[0])(*(keras.tree.map_structure(joined, *(part[index] for part in parts)) for index in range(3)))


def _by_output_name(model: Any, predictions: Any) -> dict[str, Any]:
    flat = keras.tree.flatten(predictions)
    return dict(zip(model.output_names, flat, strict=True))


TASKS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "evaluate": evaluate,
    "predict": predict,
    "export": export,
}


def main(arguments: Sequence[str]) -> int:
    """Carry out one task."""
    task, question, answer = arguments
    threading.Thread(target=_end_with_the_asker, daemon=True).start()
    keras.config.disable_interactive_logging()
    try:
        result = TASKS[task](json.loads(Path(question).read_bytes()))
    except CannotDo as error:
        result = {"problem": error.problem.model_dump()}
    except Exception as error:  # the boundary of the process: whatever it was becomes a problem
        traceback.print_exc()
        failure = explain(error, task={"evaluate": "evaluating", "predict": "predicting", "export": "the export"}[task])
        result = {"problem": Problem(code=failure.code, message=failure.message).model_dump()}
    write_text(Path(answer), json.dumps(result))
    return 0


def _end_with_the_asker() -> None:
    # Not through sys.stdin, whose lock would be in the way when the process ends.
    while os.read(0, 1024):
        continue
    os._exit(1)


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stderr.flush()
    os._exit(code)
