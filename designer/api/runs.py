"""Routes of runs: the events since an offset, and the wish to stop."""

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from designer.api.answers import json_response, not_found, problem_error
from designer.runs.events import read_events
from designer.runs.folder import Run
from designer.services import get_services
from designer.training.events import EVENT_ADAPTER

LONGEST_OFFSET = 15
"""Digits of the offset in a log of a petabyte. Python refuses to read a number of thousands of digits."""


async def get_events(request: Request) -> Response:
    """The run's events after `after` (an offset that an earlier answer gave, 0 at first) and its state now."""
    after = request.query_params.get("after", "0")
    if not after.isdecimal() or len(after) > LONGEST_OFFSET:
        raise problem_error(
            422, "api.bad-request", "An offset is a whole number from 0. Reload the page.", place="after"
        )
    return json_response(await to_thread.run_sync(_events, request.path_params["id"], int(after)))


async def post_stop(request: Request) -> Response:
    """Ask the run to stop; it keeps its weights."""
    await to_thread.run_sync(_stop, request.path_params["id"])
    return JSONResponse({"accepted": True}, status_code=202)


def _run(run_id: str) -> Run:
    run = get_services().runs.get(run_id)
    if run is None:
        raise not_found("run")
    return run


def _events(run_id: str, after: int) -> bytes:
    run = _run(run_id)
    state = run.state  # before the events: a state newer than they are would end the polling too early
    events, next_offset = read_events(run.path, after)
    joined = b",".join(EVENT_ADAPTER.dump_json(event) for event in events)
    return b'{"events":[%s],"next":%d,"state":"%s"}' % (joined, next_offset, state.encode())


def _stop(run_id: str) -> None:
    get_services().supervisor.request_stop(_run(run_id).id)
