"""What pages and routes share, once per process: engine, stores, supervisor, tokens.

Nothing here imports Keras: the engine and the workers are processes of their own.
"""

import threading
from contextlib import ExitStack
from pathlib import Path

from designer.data.ahead import FitAhead
from designer.data.store import DatasetStore
from designer.engine.client import Engine
from designer.runs.store import RunStore
from designer.storage.database import Database
from designer.storage.home import home
from designer.storage.projects import ProjectStore
from designer.storage.scratch import remove_leftovers
from designer.storage.tokens import Tokens
from designer.training.supervisor import Supervisor


class Services:
    """The parts. Making them starts nothing; `start` does.

    Attributes:
        home: the folder of all state.
        database: projects and versions; its `notice` says when it had to be rescued.
        projects: the projects of the one local owner.
        tokens: who may call the API.
        engine: figures and problems of documents.
        datasets: stored datasets.
        fitting: preparations fitted on the training rows, before a run asks for them.
        runs: run folders.
        supervisor: the queue of runs.
    """

    def __init__(self, folder: Path) -> None:
        """Use `folder` for all state."""
        self.home = folder
        self.database = Database(folder)
        self.projects = ProjectStore(self.database)
        self.tokens = Tokens(folder)
        self.engine = Engine()
        self.datasets = DatasetStore(folder)
        self.fitting = FitAhead()
        self.runs = RunStore(folder)
        self.supervisor = Supervisor(self.runs)

    def projects_of(self, owner: str) -> ProjectStore:
        """The projects of one owner."""
        return ProjectStore(self.database, owner=owner)

    def start(self) -> None:
        """Warm the engine, tidy up, take up the queue: what a server does before its first request."""
        self.engine.warm()
        remove_leftovers(self.home)
        self.supervisor.start()

    def close(self) -> None:
        """End the processes that end with the server; running workers go on. One that fails keeps no other from it."""
        with ExitStack() as last_first:
            for part in (self.database, self.fitting, self.engine, self.supervisor):
                last_first.callback(part.close)


_lock = threading.Lock()
_services: Services | None = None


def get_services() -> Services:
    """The services of this process, made on the first call."""
    global _services
    with _lock:
        if _services is None:
            _services = Services(home())
        return _services


def close_services() -> None:
    """End the services of this process; the next `get_services` makes new ones."""
    global _services
    with _lock:
        if _services is not None:
            _services.close()
            _services = None
