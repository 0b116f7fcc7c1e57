"""What the caller is told about each kind of failure."""

import errno
import logging
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from designer.api.answers import ApiError, not_found
from designer.api.failures import as_api_error
from designer.codegen.errors import cannot
from designer.data.errors import UnreadableData
from designer.document.model import Document
from designer.document.parse import DocumentError, parse_document
from designer.engine.client import EngineBug, EngineFailed
from designer.storage.projects import Conflict, ProjectStore, UnknownProject, UnknownVersion


def document_error() -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        parse_document("[]")
    return caught.value


FORESEEN = [
    (not_found("run"), 404, "api.not-found"),
    (HTTPException(405), 405, "api.bad-request"),
    (HTTPException(404), 404, "api.not-found"),
    (document_error(), 422, "document.not-json"),
    (UnreadableData.of("data.no-rows", "The file has no rows."), 422, "data.no-rows"),
    (cannot("export.picture-failed", "It could not be drawn."), 409, "export.picture-failed"),
    (Conflict(3, Document(name="theirs")), 409, "storage.conflict"),
    (UnknownProject("x"), 404, "api.not-found"),
    (UnknownVersion("x"), 404, "api.not-found"),
    (EngineFailed("no memory"), 503, "engine.not-running"),
    (EngineBug("Traceback …\n  File …\nKeyError: 'n1'"), 500, "engine.failed"),
    (OSError(errno.ENOSPC, "No space left on device"), 507, "storage.disk-full"),
]


@pytest.mark.parametrize(("error", "status", "code"), FORESEEN)
def test_foreseen_failures(error: Exception, status: int, code: str) -> None:
    answer = as_api_error(error)
    assert (answer.status, answer.problem.code) == (status, code)


def test_a_fault_of_the_engine_is_told_without_its_traceback() -> None:
    message = as_api_error(EngineBug("Traceback …\n  File …\nKeyError: 'n1'")).problem.message
    assert "(KeyError: 'n1')" in message and "Traceback" not in message and "try again" in message


@pytest.mark.parametrize(("error", "what"), [(UnknownProject("x"), "project"), (UnknownVersion("x"), "version")])
def test_what_is_missing_is_named(error: Exception, what: str) -> None:
    assert f"no such {what}" in as_api_error(error).problem.message


def test_a_conflict_carries_what_is_stored() -> None:
    answer = as_api_error(Conflict(3, Document(name="theirs")))
    assert (answer.extra["revision"], answer.extra["document"]["name"]) == (3, "theirs")


def test_a_database_without_room_is_a_full_disk(home: Path) -> None:
    store = ProjectStore(home)
    project = store.create(Document())
    with store.database.write() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # SQLite takes the size that the file has now
    with pytest.raises(OperationalError) as caught:
        for _ in range(1000):
            store.create(Document(name="x" * 200))
    assert as_api_error(caught.value).problem.code == "storage.disk-full"
    assert store.get(project.id) == project
    store.database.close()


def test_an_unforeseen_failure_is_logged_and_told_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer: ApiError = as_api_error(ValueError("/home/secret"))
    assert (answer.status, answer.problem.code) == (500, "api.internal")
    assert "secret" not in answer.problem.message and "/home/secret" in caplog.text
