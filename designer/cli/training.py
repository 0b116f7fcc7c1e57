"""`train`: data in, proposal, preflight, then the same worker as behind the app, attached to this terminal."""

import argparse
import shutil
import subprocess
import sys
import time
from pathlib import Path

from designer.cli.documents import analyse, read_document
from designer.cli.progress import Progress, progress_for
from designer.cli.settings import overlay, read_config, unknown_names
from designer.cli.show import Refused, print_problems
from designer.codegen.script import CannotGenerate
from designer.data.fit import fit_preparation
from designer.data.inspect import inspect_file
from designer.data.propose import Proposal, propose
from designer.data.schema import Dataset
from designer.document.edits import apply_edits
from designer.document.model import Document
from designer.document.problem import Problem
from designer.runs.events import read_events
from designer.runs.folder import Run, create_run_folder
from designer.training.config import RunConfig
from designer.training.control import ask_to_stop
from designer.training.preflight import preflight
from designer.training.process import child_environment, python_command

POLL_INTERVAL_S = 0.1


def train(asked: argparse.Namespace) -> int:
    """Train, and leave everything in the run folder. Status 1 when the run failed."""
    document = read_document(asked.document)
    given = read_config(asked.config) if asked.config else None
    dataset = inspect_file(asked.data, name=asked.data.name)
    print_problems(dataset.warnings, sys.stderr)
    targets = tuple(dict.fromkeys(name.strip() for name in asked.target.split(",") if name.strip()))
    proposal = propose(dataset, document, targets=targets)
    _show_choices(proposal)
    if given is None or "data" not in given.model_fields_set:
        _refuse_errors(proposal.problems)
    if given is not None:
        _refuse_errors(tuple(unknown_names(given, document, asked.config)))
        sys.stderr.write(f"From {asked.config.name}: {', '.join(sorted(given.model_fields_set))}.\n")
    document, config = _settle(document, proposal, given)
    run = prepare_run(document, config, dataset, asked.data, out=asked.out)
    return follow(run)


def _settle(document: Document, proposal: Proposal, given: RunConfig | None) -> tuple[Document, RunConfig]:
    """What will be trained, and how: the proposal, with what CONFIG.json sets put over it."""
    document = apply_edits(document, proposal.edits)
    return document, overlay(proposal.config, given) if given else proposal.config


def prepare_run(document: Document, config: RunConfig, dataset: Dataset, data: Path, *, out: Path) -> Run:
    """Check everything before anything starts, fit the preparation, and write the run folder.

    Raises:
        Refused: with what does not fit.
    """
    analysis = analyse(document)
    _refuse_errors(analysis.problems)
    _refuse_errors(preflight(document, analysis, dataset, config, free_bytes=_free_bytes(out)))
    fitted = config.model_copy(update={"data": fit_preparation(data, dataset, config.data)})
    try:
        return create_run_folder(out, document, fitted, dataset, data)
    except CannotGenerate as error:
        raise Refused([error.problem]) from error


def _free_bytes(out: Path) -> int:
    """The free space on the disk of a folder that may not exist yet."""
    out = out.absolute()
    return shutil.disk_usage(next(folder for folder in (out, *out.parents) if folder.exists())).free


def follow(run: Run) -> int:
    """Run the worker and draw its progress until it has ended."""
    command = python_command("designer.training.worker", str(run.path))
    # A session of its own: Ctrl+C reaches us alone, and we ask the worker to keep its weights. It keeps its own log.
    worker = subprocess.Popen(
        command,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=child_environment(),
    )
    progress = progress_for(sys.stderr)
    try:
        _watch(worker, run, progress)
    except KeyboardInterrupt:
        progress.say("Stopping: the current weights are kept. Press Ctrl+C again to give them up.")
        ask_to_stop(run.path)
        try:
            _watch(worker, run, progress)
        except KeyboardInterrupt:
            worker.kill()
            worker.wait()
    progress.close()
    return _conclude(run)


def _watch(worker: "subprocess.Popen[bytes]", run: Run, progress: Progress) -> None:
    ended = False
    while not ended:
        ended = worker.poll() is not None  # before the last reading, so that no event is missed
        events, progress.offset = read_events(run.path, progress.offset)
        for event in events:
            progress.show(event)
        if not ended:
            time.sleep(POLL_INTERVAL_S)


def _conclude(run: Run) -> int:
    last = run.last_state
    if last is None or last.state not in ("finished", "stopped"):
        message = last.message if last else ""
        sys.stderr.write(f"The run failed. {message} The log is {run.path / 'log.txt'}.\n")
        return 1
    if last.message:
        sys.stderr.write(f"{last.message}\n")
    sys.stdout.write(f"{run.path}\n")
    return 0


def _refuse_errors(problems: tuple[Problem, ...]) -> None:
    """Print warnings; raise `Refused` when there are errors."""
    errors = [problem for problem in problems if problem.severity == "error"]
    print_problems((problem for problem in problems if problem.severity == "warning"), sys.stderr)
    if errors:
        raise Refused(errors)


def _show_choices(proposal: Proposal) -> None:
    for choice in proposal.choices:
        sys.stderr.write(f"{choice.title}: {choice.value}. {choice.reason}\n")
