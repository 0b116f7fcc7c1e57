"""All routes of the API in one table, behind one guard."""

from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, Route

from designer.api.analyse import analyse
from designer.api.catalogue import get_catalogue
from designer.api.datasets import post_dataset
from designer.api.exports import get_picture, get_script
from designer.api.guard import AllowedHosts, Guard
from designer.api.projects import get_project, post_restore, post_version, put_project
from designer.api.runs import get_events, post_stop
from designer.services import get_services

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
