"""The database file: SQLite in WAL mode, one short transaction per change.

Writers take the lock at once (`BEGIN IMMEDIATE`) and wait up to 30 s for it, so "database is locked" is not an
answer that a user can get. A file that does not pass SQLite's own check at start is moved aside, never deleted; what
can be read of it is brought over, and `Database.notice` says so.
"""

import datetime
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
)
from sqlalchemy.engine.interfaces import DBAPIConnection

from designer.document.problem import Place, Problem
from designer.storage.rescue import keep_copy, rescue

FILE = "layerloom.db"
BUSY_TIMEOUT_MS = 30_000
_WRITE = "layerloom_write"
_log = logging.getLogger(__name__)

TABLES = MetaData()
PROJECTS = Table(
    "projects",
    TABLES,
    Column("id", String, primary_key=True),
    Column("owner", String, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Column("config", Text),
    Column("dataset_id", String),
    Column("created", Float, nullable=False),
    Column("edited", Float, nullable=False),
)
VERSIONS = Table(
    "versions",
    TABLES,
    Column("id", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("project", String, ForeignKey("projects.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Column("time", Float, nullable=False),
)


class Database:
    """The open database of one home folder.

    Attributes:
        notice: what the user must be told about the file, or None when all is well.
    """

    def __init__(self, home: Path) -> None:
        """Open `home`'s database, or start a new one; a damaged file is moved aside first."""
        self.path = home / FILE
        damaged = _move_aside_when_damaged(self.path)
        self._engine = _open(self.path)
        TABLES.create_all(self._engine)
        self.notice = _rescued(damaged, self.path) if damaged else None
        try:
            keep_copy(self.path)
        except (OSError, sqlite3.Error):
            # A full disk, most likely. The copy is a second chance; the projects can be opened without it.
            _log.exception("The copy of the database beside it could not be written")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database and never waits for writers."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its start; committed at the end, undone on an exception."""
        with self._engine.connect().execution_options(**{_WRITE: True}) as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _open(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _record: Any) -> None:
        # None: the driver opens no transactions of its own; "begin" below does.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _is_sound(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT_MS / 1000)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise
        return False


def _move_aside_when_damaged(path: Path) -> Path | None:
    """Where the damaged file lies now, or None when there is none, or a sound one."""
    if not path.exists() or _is_sound(path):
        return None
    stamp = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d-%H%M%S-%f")
    kept = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(kept.with_name(kept.name + suffix))
    return kept


def _rescued(damaged: Path, path: Path) -> Problem:
    with closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT_MS / 1000)) as target:
        count = rescue(damaged, target)
    found = (
        f"{count} project{' was' if count == 1 else 's were'} recovered" if count else "no project could be recovered"
    )
    return Problem(
        code="storage.damaged-database",
        severity="warning",
        where=Place(name=path.name),
        message=(
            f"The project database was damaged; {found}. The damaged file was kept as {damaged.name} in {path.parent}. "
            "Runs and datasets are not affected."
        ),
    )
