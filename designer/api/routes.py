"""All routes of the API in one table, behind one guard."""

import importlib
from collections.abc import Awaitable, Callable

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from designer.api.guard import AllowedHosts, Guard
from designer.api.projects import get_project, post_restore, post_version, put_project
from designer.services import get_services


def _late(module: str, name: str) -> Callable[[Request], Awaitable[Response]]:
    async def call(request: Request) -> Response:
        answer: Response = await getattr(importlib.import_module(module), name)(request)
        return answer

    return call


analyse = _late("designer.api.analyse", "analyse")
get_catalogue = _late("designer.api.catalogue", "get_catalogue")
post_dataset = _late("designer.api.datasets", "post_dataset")
get_picture = _late("designer.api.exports", "get_picture")
get_script = _late("designer.api.exports", "get_script")
get_events = _late("designer.api.runs", "get_events")
post_stop = _late("designer.api.runs", "post_stop")

PREFIX = "/api/v1"

ROUTES = (
    Route("/catalogue", get_catalogue, methods=["GET"]),
    Route("/analyse", analyse, methods=["POST"]),
    Route("/projects/{id}", get_project, methods=["GET"]),
    Route("/projects/{id}", put_project, methods=["PUT"]),
    Route("/projects/{id}/versions", post_version, methods=["POST"]),
    Route("/projects/{id}/versions/{version}/restore", post_restore, methods=["POST"]),
    Route("/projects/{id}/picture", get_picture, methods=["GET"]),
    Route("/projects/{id}/script", get_script, methods=["GET"]),
    Route("/runs/{id}/events", get_events, methods=["GET"]),
    Route("/runs/{id}/stop", post_stop, methods=["POST"]),
    Route("/datasets", post_dataset, methods=["POST"]),
)


def api_routes(*, allowed_hosts: AllowedHosts) -> list[BaseRoute]:
    """The API as it is mounted beside Streamlit. `allowed_hosts` gives the host names the server answers to."""
    guard = Middleware(Guard, tokens=lambda: get_services().tokens, allowed_hosts=allowed_hosts)
    return [Mount(PREFIX, routes=list(ROUTES), middleware=[guard])]
