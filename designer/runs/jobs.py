"""Short tasks on a run or a document that need Keras, each in a process of its own.

A job ends with the process that asked for it, after `TIMEOUT_S`, or when it is done. Jobs compute on the CPU, so that
they never take a GPU away from a training.
"""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Literal

from pydantic import JsonValue

from designer.data.errors import UnreadableData
from designer.data.inspect import inspect_file
from designer.data.schema import Dataset
from designer.document.model import Document
from designer.document.problem import Problem
from designer.runs.artefacts import Artefact
from designer.runs.artefacts import artefacts as artefacts
from designer.runs.folder import open_run
from designer.storage.files import write_text
from designer.training.config import RunConfig
from designer.training.events import MODEL_SOURCE
from designer.training.process import child_environment, python_command

TIMEOUT_S = 900
Part = Literal["train", "validation", "test", "all"]


class JobFailed(Exception):
    """Raised when a job could not do its task; `problem` says why, for the user."""

    def __init__(self, problem: Problem) -> None:
        """Carry a problem."""
        super().__init__(problem.message)
        self.problem = problem


def evaluate(run_dir: Path, data_path: Path | None = None, part: Part | None = None) -> dict[str, float]:
    """Loss and metrics of a run's trained model.

    Args:
        run_dir: the run.
        data_path: another file with the same columns or arrays; None is the run's own data.
        part: which rows. By default the rows that training did not see: of the run's own data the test rows, or the
            validation rows when there are no test rows; of another file all rows.

    Raises:
        JobFailed: there is no trained model, or the data does not fit it.
    """
    if data_path is not None:
        _check_file(run_dir, data_path)
    answer = _run_job("evaluate", run_dir=run_dir, data_path=data_path, part=part)
    return {name: float(value) for name, value in answer["values"].items()}


def predict(run_dir: Path, data_path: Path, out_csv: Path) -> int:
    """Write the predictions for every row of a file as CSV, and return the number of rows.

    Classes are written by name, with one probability column each; other outputs as values in the units of the data.

    Raises:
        JobFailed: there is no trained model, or the data does not fit it.
    """
    _check_file(run_dir, data_path)
    answer = _run_job("predict", run_dir=run_dir, data_path=data_path, out=out_csv)
    return int(answer["rows"])


def export(
    source: Document | Path,
    format: Literal["h5", "keras"],
    path: Path,
    *,
    config: RunConfig | None = None,
    dataset: Dataset | None = None,
) -> str:
    """Write a model file and prove it in a fresh process. Returns what was proved.

    Args:
        source: a run's folder (trained weights: the final ones, or those of the last checkpoint when the run broke
            off), or a document (initial weights).
        format: which file.
        path: where to write it.
        config: for a document: how to compile it; without, Adam and the loss that fits each last activation.
        dataset: for a document with `config`: the data that the settings belong to.

    Raises:
        JobFailed: the model cannot be built, or the file did not pass the proof.
        CannotGenerate: no code can be written for the document.
    """
    if isinstance(source, Path):
        return str(_run_job("export", run_dir=source, format=format, out=path)["text"])
    from designer.codegen.script import generate_script

    complete = config if dataset is not None else None
    with tempfile.TemporaryDirectory(prefix="layerloom-export-") as folder:
        write_text(Path(folder) / MODEL_SOURCE, generate_script(source, config=complete, dataset=dataset))
        return str(_run_job("export", source_dir=Path(folder), format=format, out=path)["text"])


def _check_file(run_dir: Path, data_path: Path) -> None:
    """Refuse in the sandbox, and in words, what pandas and NumPy would choke on in the job, or unpack without end."""
    dataset = open_run(run_dir).dataset
    reading = dataset.reading if dataset is not None and dataset.kind == "table" else None
    try:
        inspect_file(data_path, name=data_path.name, reading=reading)
    except UnreadableData as error:
        raise JobFailed(error.problem) from error


def _run_job(task: str, **request: Path | str | None) -> dict[str, Any]:
    content: dict[str, JsonValue] = {
        name: str(value.resolve()) if isinstance(value, Path) else value for name, value in request.items()
    }
    with tempfile.TemporaryDirectory(prefix="layerloom-job-") as folder:
        question, answer = Path(folder) / "request.json", Path(folder) / "answer.json"
        write_text(question, json.dumps(content))
        last_line = _wait_for(python_command("designer.runs.job", task, str(question), str(answer)), Path(folder))
        if not answer.exists():
            message = f"The job broke off before it was done: {last_line}. Close other programs, then try again."
            raise JobFailed(Problem(code="train.job-broke-off", message=message))
        result: dict[str, Any] = json.loads(answer.read_bytes())
    if "problem" in result:
        raise JobFailed(Problem.model_validate_json(json.dumps(result["problem"])))
    return result


def _wait_for(command: list[str], folder: Path) -> str:
    """Wait for a job; what it said last."""
    errors = folder / "errors.txt"
    with errors.open("wb") as stream:
        # The job watches its standard input, and ends when that closes because this process is gone.
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=stream,
            env=child_environment(CUDA_VISIBLE_DEVICES="-1"),
        )
    with process:
        try:
            process.wait(timeout=TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            return f"it took longer than {TIMEOUT_S // 60} minutes"
    lines = [line for line in errors.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1] if lines else f"exit status {process.returncode}"


__all__ = ["Artefact", "JobFailed", "artefacts", "evaluate", "export", "predict"]
