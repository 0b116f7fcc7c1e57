"""All runs of one home folder. The folders are the truth; nothing else needs to be asked."""

import fcntl
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from designer.data.schema import Dataset
from designer.document.model import Document
from designer.runs.folder import Run, create_run_folder, open_run
from designer.storage.files import write_text
from designer.storage.scratch import DELETED, DRAFT
from designer.training.config import RunConfig
from designer.training.events import ENDED

ID = re.compile(r"[0-9a-f]{32}")
NUMBER = ".number"  # holds the number of the newest run


class RunIsActive(Exception):
    """Raised when a run that has not ended is to be deleted."""


class RunStore:
    """The runs under `<home>/runs/`."""

    def __init__(self, home: Path) -> None:
        """Use, and create when missing, the folder `runs` of `home`."""
        self.folder = home / "runs"
        self.folder.mkdir(parents=True, exist_ok=True)

    def create(
        self,
        document: Document,
        config: RunConfig,
        dataset: Dataset,
        data_path: Path,
        *,
        project: str | None = None,
    ) -> Run:
        """Write a new run's folder and number it. It starts when it is submitted to the supervisor.

        Raises:
            CannotGenerate: no code can be written for this document and these settings.
        """
        number = self._take_number()
        draft = self.folder / f"{DRAFT}{number}"
        run = create_run_folder(draft, document, config, dataset, data_path, project=project, number=number)
        return open_run(draft.rename(self.folder / run.id))

    def get(self, run_id: str) -> Run | None:
        """The run with this id, None for an unknown or malformed one."""
        if not ID.fullmatch(run_id):
            return None
        try:
            return open_run(self.folder / run_id)
        except FileNotFoundError:
            return None

    def list(self, project: str | None = None) -> list[Run]:
        """All runs, or those of one project, newest first."""
        runs = [run for run in self._all() if project is None or run.project == project]
        return sorted(runs, key=lambda run: (run.number, run.created), reverse=True)

    @property
    def next_number(self) -> int:
        """The number of the run that is created next."""
        counter = self.folder / NUMBER
        return int(counter.read_text()) + 1 if counter.exists() else 1

    def delete(self, run_id: str) -> None:
        """Remove a run and its files for good; an unknown id is ignored.

        Raises:
            RunIsActive: the run has not ended.
        """
        run = self.get(run_id)
        if run is None:
            return
        last = run.last_state
        if last is not None and last.state not in ENDED:
            raise RunIsActive(f"Run {run.number} is {last.state}. Stop it first, then delete it.")
        # A rename first: a deletion that is cut short leaves no half a run behind.
        shutil.rmtree(run.path.rename(self.folder / f"{DELETED}{run.id}"))

    def _all(self) -> Iterator[Run]:
        for path in self.folder.iterdir():
            if ID.fullmatch(path.name) and (run := self.get(path.name)):
                yield run

    def _take_number(self) -> int:
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            number = self.next_number
            write_text(self.folder / NUMBER, str(number))
        return number
