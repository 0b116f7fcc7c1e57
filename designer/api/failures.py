"""What the caller of the API is told about a failure: one table, so that routes need no `try` of their own."""

import errno
import logging
import sqlite3
from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from designer.api.answers import ApiError, not_found, problem_error
from designer.codegen.errors import CannotGenerate
from designer.data.errors import UnreadableData
from designer.document.parse import DocumentError
from designer.document.problem import Problem
from designer.engine.client import EngineBug, EngineFailed
from designer.storage.projects import Conflict, UnknownProject, UnknownVersion

_log = logging.getLogger(__name__)


def as_api_error(error: Exception) -> ApiError:
    """The answer for any failure. An unforeseen one is logged here and named as ours."""
    for kind, answer in _ANSWERS:
        if isinstance(error, kind):
            return answer(error)
    if is_disk_full(error):
        return problem_error(
            507,
            "storage.disk-full",
            "The disk of the server is full, so this was not stored. Free some space, then try again.",
        )
    _log.error("A route of the API failed", exc_info=error)
    return problem_error(
        500,
        "api.internal",
        "Something went wrong inside the server, so this was not done. The server's log says what. Try again.",
    )


def is_disk_full(error: Exception) -> bool:
    """Whether a file or the database found no more room."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    cause = error.orig if isinstance(error, OperationalError) else None
    return isinstance(cause, sqlite3.Error) and cause.sqlite_errorcode == sqlite3.SQLITE_FULL


def _http(error: HTTPException) -> ApiError:
    if error.status_code == 404:
        return not_found("address")
    return problem_error(error.status_code, "api.bad-request", f"{error.detail}. Reload the page and try again.")


def _conflict(error: Conflict) -> ApiError:
    problem = Problem(
        code="storage.conflict",
        message="Someone else, or another tab, saved this project since you opened it. "
        "Keep your state as a new revision, or take over theirs.",
    )
    return ApiError(409, problem, revision=error.revision, document=error.document.model_dump(mode="json"))


def _engine(error: EngineFailed) -> ApiError:
    _log.error("The engine failed", exc_info=error)
    # A process may be there again in a moment; a fault of the engine stays with its document.
    return ApiError(500 if isinstance(error, EngineBug) else 503, error.problem)


_ANSWERS: tuple[tuple[type[Exception], Callable[[Any], ApiError]], ...] = (
    (ApiError, lambda error: error),
    (HTTPException, _http),
    (DocumentError, lambda error: ApiError(422, error.problem)),
    (UnreadableData, lambda error: ApiError(422, error.problem)),
    (CannotGenerate, lambda error: ApiError(409, error.problem)),
    (Conflict, _conflict),
    (UnknownVersion, lambda error: not_found("version")),
    (UnknownProject, lambda error: not_found("project")),
    (EngineFailed, _engine),
)
"""The first kind that fits answers, so a special one stands before its base."""
