"""What can still be read of a damaged database, and the copy of the last good start beside it.

A page of a damaged SQLite file costs the rows that lie on it, not the others: they are read one by one. What they do
not give comes from the copy, which is older but whole.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from designer.storage.files import replace_atomically

BACKUP = "layerloom.backup.db"
TABLES = ("projects", "versions")


def keep_copy(database: Path) -> None:
    """Copy a sound database beside itself, in one step."""

    def copy(temporary: Path) -> None:
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(temporary)) as target:
            source.backup(target)

    replace_atomically(database.with_name(BACKUP), copy)


def rescue(damaged: Path, target: sqlite3.Connection) -> int:
    """Bring rows of the damaged file, then of the copy, into an empty database; returns the number of projects.

    Of a project that both hold, the state with the higher revision stays.
    """
    for path in (damaged, damaged.with_name(BACKUP)):
        for table in TABLES:
            for row in readable_rows(path, table):
                _insert(target, table, row)
    target.execute("DELETE FROM versions WHERE project NOT IN (SELECT id FROM projects)")
    target.commit()
    return int(target.execute("SELECT count(*) FROM projects").fetchone()[0])


def readable_rows(path: Path, table: str) -> Iterator[dict[str, Any]]:
    """Every row that SQLite can still deliver, in both directions around the damage."""
    if not path.exists():
        return
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        for direction in ("ASC", "DESC"):
            try:
                yield from map(dict, connection.execute(f"SELECT * FROM {table} ORDER BY rowid {direction}"))  # noqa: S608
            except sqlite3.DatabaseError:
                continue


def _insert(target: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    known = {column[1] for column in target.execute(f"PRAGMA table_info({table})")}
    values = {name: value for name, value in row.items() if name in known}
    names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    newer = " WHERE excluded.revision > projects.revision" if table == "projects" else ""
    updates = ", ".join(f"{name} = excluded.{name}" for name in values)
    action = f"DO UPDATE SET {updates}{newer}" if table == "projects" else "DO NOTHING"
    try:
        # Names come from our own schema, never from the file.
        target.execute(f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT (id) {action}", values)  # noqa: S608
    except sqlite3.DatabaseError:
        return  # a half-readable row: an empty cell where none may be empty
