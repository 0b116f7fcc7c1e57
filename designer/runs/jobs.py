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

from designer.codegen.feeds import feed_columns
from designer.data.errors import UnreadableData
from designer.data.inspect import inspect_file
from designer.data.reading import SEPARATOR_NAMES
from designer.data.schema import Dataset, Reading
from designer.document.model import Document
from designer.document.problem import Problem
from designer.runs.artefacts import Artefact
from designer.runs.artefacts import artefacts as artefacts
from designer.runs.fits import DOES_NOT_FIT, file_faults
from designer.runs.folder import Evaluation, Run, open_run
from designer.storage.files import need_folder, write_text
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


def evaluate(run_dir: Path, data_path: Path | None = None, part: Part | None = None) -> Evaluation:
    """Loss and metrics of a run's trained model, and which rows they are of.

    Args:
        run_dir: the run.
        data_path: another file with the same columns or arrays; None is the run's own data.
        part: which rows. By default the rows that training did not see: of the run's own data the test rows, or the
            validation rows when there are no test rows; of another file all rows.

    Raises:
        JobFailed: there is no trained model, or the data does not fit it.
    """
    if data_path is not None:
        _check_file(run_dir, data_path, with_targets=True)
    answer = _run_job("evaluate", run_dir=run_dir, data_path=data_path, part=part)
    return Evaluation.model_validate_json(json.dumps(answer))


def predict(run_dir: Path, data_path: Path, out_csv: Path) -> int:
    """Write the predictions for every row of a file as CSV, and return the number of rows.

    Classes are written by name, with one probability column each; other outputs as values in the units of the data.

    Raises:
        JobFailed: there is no trained model, or the data does not fit it.
        FileNotFoundError: there is no folder for the predictions.
    """
    _check_file(run_dir, data_path, with_targets=False)
    need_folder(out_csv)
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


def _check_file(run_dir: Path, data_path: Path, *, with_targets: bool) -> None:
    """Refuse in the sandbox, and in words, what the job would choke on, or answer with figures that mean nothing."""
    run = open_run(run_dir)
    reading = run.dataset.reading if run.dataset is not None and run.dataset.kind == "table" else None
    try:
        found = inspect_file(data_path, name=data_path.name, reading=reading)
    except UnreadableData as error:
        if reading is not None and error.problem.code == "data.wrong-encoding":
            message = f"The file cannot be read as {reading.encoding}, in which the training data was. Save it so."
            raise JobFailed(Problem(code=DOES_NOT_FIT, message=message)) from error
        raise JobFailed(_other_separator(run, reading, data_path) or error.problem) from error
    if reading is not None and not _has_inputs(run, found):
        problem = _other_separator(run, reading, data_path)
        if problem is not None:
            raise JobFailed(problem)
    for fault in file_faults(run, found, with_targets=with_targets):
        raise JobFailed(fault)


def _other_separator(run: Run, reading: Reading | None, data_path: Path) -> Problem | None:
    """What to say of a table that would fit if its columns were separated as those of the training data."""
    try:
        guessed = inspect_file(data_path, name=data_path.name)
    except UnreadableData:
        return None
    if reading is None or guessed.reading.separator == reading.separator or not _has_inputs(run, guessed):
        return None
    is_now, was = (SEPARATOR_NAMES.get(each.separator, each.separator) for each in (guessed.reading, reading))
    message = f"The columns of this file are separated by {is_now}s, those of the training data by {was}s."
    return Problem(code=DOES_NOT_FIT, message=f"{message} Save it separated by {was}s.")


def _has_inputs(run: Run, dataset: Dataset) -> bool:
    return set(feed_columns(run.config.data.inputs)) <= {column.name for column in dataset.columns}


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
