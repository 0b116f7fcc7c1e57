"""Answers and bodies of the JSON API: problems instead of tracebacks, limits before memory."""

from collections.abc import AsyncIterator
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from designer.document.problem import Place, Problem

UNCOMPRESSED = {"Content-Encoding": "identity"}
MAX_DOCUMENT_BYTES = 5 * 1024 * 1024
"""A document of 2,000 layers is about 1 MB; more than this is not a model that a person drew."""

Parsed = TypeVar("Parsed")


class ApiError(Exception):
    """Raised by a route to answer with a problem instead of a result; `extra` stands beside it in the body."""

    def __init__(self, status: int, problem: Problem, **extra: Any) -> None:
        """Answer with HTTP `status`."""
        super().__init__(problem.message)
        self.status = status
        self.problem = problem
        self.extra = extra


def problem_error(status: int, code: str, message: str, *, place: str = "") -> ApiError:
    """An `ApiError` with a problem of this area."""
    return ApiError(status, Problem(code=code, where=Place(name=place), message=message))


def not_found(what: str) -> ApiError:
    """The same answer for what is missing and for what belongs to someone else."""
    return problem_error(
        404, "api.not-found", f"There is no such {what}. It may have been deleted: open the list again."
    )


def error_response(error: ApiError) -> Response:
    """The answer for an error."""
    return JSONResponse({"problem": error.problem.model_dump(mode="json"), **error.extra}, status_code=error.status)


def model_response(model: BaseModel, *, status: int = 200) -> Response:
    """A model as JSON, written once by pydantic."""
    return json_response(model.model_dump_json().encode(), status=status)


def json_response(content: bytes, *, status: int = 200) -> Response:
    """JSON text that is already written.

    The encoding is named so that Streamlit's middleware does not compress it: 200 nodes have some 80 kB, whose
    compression takes longer than their way to a browser on this machine. A proxy in front compresses by itself.
    """
    return Response(content, status_code=status, media_type="application/json", headers=UNCOMPRESSED)


async def limited(request: Request, *, limit: int) -> AsyncIterator[bytes]:
    """The body in pieces. One that is too large is read to its end, unkept: else no browser would read the answer.

    Raises:
        ApiError: 413, when the body has more than `limit` bytes.
    """
    size = 0
    async for part in request.stream():
        size += len(part)
        if size <= limit:
            yield part
    if size > limit:
        raise too_large(limit)


async def read_body(request: Request, *, limit: int = MAX_DOCUMENT_BYTES) -> bytes:
    """The whole body. Raises as `limited`."""
    return b"".join([part async for part in limited(request, limit=limit)])


async def read_model(request: Request, adapter: TypeAdapter[Parsed]) -> Parsed:
    """The body as a model; what does not fit is answered with the first place that does not."""
    body = await read_body(request)
    try:
        return adapter.validate_json(body)
    except ValidationError as error:
        raise invalid(error) from error


def too_large(limit: int) -> ApiError:
    """The body is larger than what this route takes."""
    return problem_error(
        413,
        "api.too-large",
        f"The request is larger than {limit / 1024 / 1024:,.0f} MB. Send less, or split it.",
    )


def invalid(error: ValidationError) -> ApiError:
    """The body is not what this route takes; names the first place."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])[:200]
    return problem_error(
        422,
        "api.bad-request",
        f"The request does not fit at {place or 'its start'}: {first['msg']}. Reload the page and try again.",
        place=place,
    )
