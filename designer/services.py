"""What pages and routes share, once per process: engine, stores, supervisor, tokens.

Nothing here imports Keras: the engine and the workers are processes of their own.
"""

import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from designer.storage.database import Database
from designer.storage.home import home
from designer.storage.projects import ProjectStore
from designer.storage.tokens import Tokens

if TYPE_CHECKING:
    from designer.data.store import DatasetStore
    from designer.engine.client import Engine
    from designer.runs.store import RunStore
    from designer.training.supervisor import Supervisor


class Services:
    """The parts, each made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        """Use `folder` for all state."""
        self.home = folder
        self.database = Database(folder)
        self.projects = ProjectStore(self.database)
        self.tokens = Tokens(folder)

    def projects_of(self, owner: str) -> ProjectStore:
        """The projects of one owner."""
        return ProjectStore(self.database, owner=owner)

    @cached_property
    def engine(self) -> "Engine":
        """Figures and problems of documents."""
        from designer.engine.client import Engine

        return Engine()

    @cached_property
    def datasets(self) -> "DatasetStore":
        """Stored datasets."""
        from designer.data.store import DatasetStore

        return DatasetStore(self.home)

    @cached_property
    def runs(self) -> "RunStore":
        """Run folders."""
        from designer.runs.store import RunStore

        return RunStore(self.home)

    @cached_property
    def supervisor(self) -> "Supervisor":
        """The queue of runs."""
        from designer.training.supervisor import Supervisor

        return Supervisor(self.runs)

    def start(self) -> None:
        """Warm the engine and take up the queue: what a server does before its first request."""
        try:
            self.engine.warm()
            self.supervisor.start()
        except ImportError:
            pass

    def close(self) -> None:
        """End the processes that end with the server; running workers go on."""
        for name in ("supervisor", "engine"):
            if name in self.__dict__:
                self.__dict__[name].close()
        self.database.close()


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
