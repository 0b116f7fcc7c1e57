"""A run's folder: written once and whole, then read by everyone.

`document.json`, `run.json` (this module's `RunRecord`) and `model.py` never change. What a worker adds lies beside
them: events, log, checkpoints, trained files.
"""

import os
import shutil
import tempfile
import time
import uuid
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field

from designer.data.schema import Dataset
from designer.document.base import Frozen
from designer.document.model import Document
from designer.runs.events import last_state, read_events
from designer.storage.files import sync_folder, write_text
from designer.training.config import RunConfig
from designer.training.events import DOCUMENT, MODEL_SOURCE, RUN, Event, RunState, StateEvent

EVALUATION = "evaluation.json"


class RunRecord(Frozen):
    """What `run.json` holds. `created` is in seconds since 1970, `data_path` absolute, `project` a project's id."""

    format: Literal["layerloom-run"] = "layerloom-run"
    version: Literal[1] = 1
    id: str
    number: int = 0
    name: str = ""
    created: float
    project: str | None = None
    config: RunConfig
    dataset: Dataset | None = None
    data_path: str


class Evaluation(Frozen):
    """Loss and metrics on some rows. `part` says which rows those are: test, validation, train or all."""

    part: str
    rows: int
    values: dict[str, float | str] = Field(default_factory=dict)

    @property
    def figures(self) -> dict[str, float]:
        """The values as numbers, NaN and infinities too, which JSON keeps as text."""
        return {name: float(value) for name, value in self.values.items()}


@dataclass(frozen=True)
class Run:
    """One run, as its folder tells it."""

    path: Path
    record: RunRecord

    @property
    def id(self) -> str:
        """The run's id, a UUID in hexadecimal digits."""
        return self.record.id

    @property
    def number(self) -> int:
        """Counts the runs of a store from 1; 0 outside of a store."""
        return self.record.number

    @property
    def name(self) -> str:
        """The document's name at the start of the run."""
        return self.record.name

    @property
    def created(self) -> float:
        """Seconds since 1970."""
        return self.record.created

    @property
    def project(self) -> str | None:
        """The project's id."""
        return self.record.project

    @property
    def config(self) -> RunConfig:
        """The run's settings."""
        return self.record.config

    @property
    def dataset(self) -> Dataset | None:
        """What is known about the data."""
        return self.record.dataset

    @property
    def data_path(self) -> Path:
        """The file that the run reads."""
        return Path(self.record.data_path)

    @cached_property
    def document(self) -> Document:
        """The document that the run trains, as it was then."""
        return Document.model_validate_json((self.path / DOCUMENT).read_bytes())

    @property
    def last_state(self) -> StateEvent | None:
        """The newest state event, read from disk at each call; None before the run is submitted."""
        return last_state(self.path)

    @property
    def state(self) -> RunState:
        """The run's state now; a run that was not submitted yet counts as queued."""
        event = self.last_state
        return event.state if event else "queued"

    def events(self, offset: int = 0) -> tuple[list[Event], int]:
        """Events after a byte offset, and the next offset."""
        return read_events(self.path, offset)

    @property
    def evaluation(self) -> Evaluation | None:
        """The final figures on held-out rows, None until they are known."""
        try:
            return Evaluation.model_validate_json((self.path / EVALUATION).read_bytes())
        except FileNotFoundError:
            return None


def open_run(path: Path) -> Run:
    """The run in a folder.

    Raises:
        FileNotFoundError: the folder holds no run.
    """
    path = path.resolve()
    return Run(path, RunRecord.model_validate_json((path / RUN).read_bytes()))


def create_run_folder(
    path: Path,
    document: Document,
    config: RunConfig,
    dataset: Dataset,
    data_path: Path,
    *,
    project: str | None = None,
    number: int = 0,
) -> Run:
    """Write a new run's folder at `path`, which must be absent or empty, and return the run.

    `config` must be complete: fitted preparation, a loss for every output.

    Raises:
        CannotGenerate: no code can be written for this document and these settings.
        FileExistsError: something is already there.
    """
    from designer.codegen.script import generate_script

    source = generate_script(document, config=config, dataset=dataset)
    record = RunRecord(
        id=uuid.uuid4().hex,
        number=number,
        name=document.name,
        created=time.time(),
        project=project,
        config=config,
        dataset=dataset,
        data_path=str(data_path.resolve()),
    )
    return write_run_folder(path, record, document, source)


def write_run_folder(path: Path, record: RunRecord, document: Document, source: str) -> Run:
    """Put the three fixed files in place in one step: the folder appears whole or not at all."""
    path = path.absolute()
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise FileExistsError(f"{path} exists already and is not an empty folder. Name another one.")
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=path.parent, prefix=".new-"))
    try:
        temporary.chmod(0o755)
        write_text(temporary / DOCUMENT, document.model_dump_json(indent=1))
        write_text(temporary / RUN, record.model_dump_json(indent=1))
        write_text(temporary / MODEL_SOURCE, source)
        os.rename(temporary, path)  # noqa: PTH104 (replaces an empty folder, which Path.rename documents less clearly)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    sync_folder(path.parent)
    return open_run(path)
