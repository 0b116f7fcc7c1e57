"""The database file under crashes, damage and crowds."""

import multiprocessing
import os
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from designer.document.model import Document
from designer.storage.database import FILE, Database
from designer.storage.projects import Conflict, ProjectStore
from designer.storage.rescue import BACKUP, rescue
from tests.soak import full


def test_a_transaction_is_undone_as_a_whole(home: Path) -> None:
    store = ProjectStore(home)
    project = store.create(Document(name="before"))
    with pytest.raises(RuntimeError), store.database.write() as connection:
        connection.exec_driver_sql("UPDATE projects SET name = 'half'")
        raise RuntimeError
    assert store.get(project.id).name == "before"
    store.database.close()


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100])
def test_a_file_that_is_no_database_is_kept_and_replaced(home: Path, content: bytes) -> None:
    (home / FILE).write_bytes(content)
    store = ProjectStore(home)
    assert store.list() == ()
    if content:
        assert store.database.notice is not None
        assert store.database.notice.code == "storage.damaged-database"
        kept = [path for path in home.iterdir() if "damaged" in path.name]
        assert [path.read_bytes() for path in kept] == [content]
    store.database.close()


def _with_projects(home: Path, count: int) -> None:
    store = ProjectStore(home)
    for number in range(count):
        store.create(Document(name=f"project {number} " + "x" * 150))
    store.database.close()


def _names(home: Path) -> set[str]:
    store = ProjectStore(home)
    found = {project.name for project in store.list()}
    store.database.close()
    return found


def test_one_bad_page_costs_no_more_than_its_rows(home: Path) -> None:
    _with_projects(home, 60)
    (home / BACKUP).unlink()
    content = bytearray((home / FILE).read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\xff" * 4096
    (home / FILE).write_bytes(content)
    opened = Database(home)
    assert opened.notice is not None
    opened.close()
    assert len(_names(home)) >= 20


def test_the_copy_of_the_last_start_brings_back_the_rest(home: Path) -> None:
    _with_projects(home, 20)
    everything = _names(home)  # a start, so the copy holds them all
    (home / FILE).write_bytes(b"\xff" * 4096)
    opened = Database(home)
    assert opened.notice is not None and "20 projects were recovered" in opened.notice.message
    opened.close()
    assert _names(home) == everything


def test_of_two_states_the_newer_one_is_rescued(home: Path) -> None:
    store = ProjectStore(home)
    project = store.create(Document(name="old")).id
    store.database.close()
    store = ProjectStore(home)  # the copy holds "old"
    store.save(project, 1, Document(name="new"))
    store.database.close()
    with closing(sqlite3.connect(home / FILE)) as target:
        assert rescue(home / FILE, target) == 1
        assert target.execute("SELECT name FROM projects").fetchall() == [("new",)]


def test_a_copy_that_cannot_be_written_costs_no_start(home: Path) -> None:
    _with_projects(home, 2)
    (home / BACKUP).unlink()
    (home / BACKUP).mkdir()
    assert len(_names(home)) == 2
    assert sorted(path.name for path in home.iterdir() if path.name.startswith(".")) == []


def test_an_older_sqlite_reader_finds_wal_mode(home: Path) -> None:
    Database(home).close()
    with sqlite3.connect(home / FILE) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def _save_until_killed(home: Path, acknowledged: str) -> None:
    store = ProjectStore(home)
    project = store.create(Document(name="0"))
    with Path(acknowledged).open("w") as stream:
        revision = 1
        while True:
            revision = store.save(project.id, revision, Document(name=str(revision)))
            stream.write(f"{project.id} {revision}\n")
            stream.flush()


@pytest.mark.parametrize("trial", range(full(50)))
def test_an_acknowledged_save_survives_kill_9(home: Path, tmp_path: Path, trial: int) -> None:
    acknowledged = tmp_path / "acknowledged"
    process = multiprocessing.get_context("spawn").Process(target=_save_until_killed, args=(home, str(acknowledged)))
    process.start()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (acknowledged.exists() and acknowledged.stat().st_size):
        time.sleep(0.01)
    time.sleep(0.05 * trial)
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    project, revision = acknowledged.read_text().splitlines()[-1].split()
    store = ProjectStore(home)
    assert store.database.notice is None
    assert store.get(project).revision >= int(revision)
    store.database.close()


def _raise_revision(home: Path, project: str, times: int) -> None:
    store = ProjectStore(home)
    done = 0
    while done < times:
        try:
            store.save(project, store.get(project).revision, Document())
            done += 1
        except Conflict:
            continue


def test_two_processes_never_lose_a_revision(home: Path) -> None:
    store = ProjectStore(home)
    project = store.create(Document()).id
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_raise_revision, args=(home, project, 20)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert store.get(project).revision == 41
    store.database.close()
