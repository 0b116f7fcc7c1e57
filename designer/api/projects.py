"""Routes of projects: read, save, named versions."""

from anyio import to_thread
from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from designer.api.answers import model_response, read_model
from designer.document.base import Frozen
from designer.document.model import Document, Label
from designer.document.parse import parse_document
from designer.services import get_services
from designer.storage.projects import Project, ProjectStore, Version


class SaveRequest(Frozen):
    """A document and the revision that it was made from."""

    base_revision: int
    document: Document


class VersionRequest(Frozen):
    """The name of a new version."""

    name: Label


class RestoreRequest(Frozen):
    """The revision that the canvas shows while it asks for an older state."""

    base_revision: int


class ProjectAnswer(Frozen):
    """A project as the canvas opens it."""

    id: str
    name: str
    revision: int
    document: Document
    versions: tuple[Version, ...]


_SAVE = TypeAdapter(SaveRequest)
_VERSION = TypeAdapter(VersionRequest)
_RESTORE = TypeAdapter(RestoreRequest)


async def get_project(request: Request) -> Response:
    """The project with its versions."""
    project = await read_project(request)
    versions = await to_thread.run_sync(project_store(request).versions, project.id)
    answer = ProjectAnswer(
        id=project.id,
        name=project.name,
        revision=project.revision,
        document=project.document,
        versions=versions,
    )
    return model_response(answer)


async def put_project(request: Request) -> Response:
    """Save; 409 with the stored document when someone else saved since `base_revision`."""
    asked = await read_model(request, _SAVE)
    refuse_endless_numbers(asked.document)
    revision = await to_thread.run_sync(
        project_store(request).save, request.path_params["id"], asked.base_revision, asked.document
    )
    return JSONResponse({"revision": revision})


async def post_version(request: Request) -> Response:
    """Name the stored state."""
    asked = await read_model(request, _VERSION)
    version = await to_thread.run_sync(project_store(request).add_version, request.path_params["id"], asked.name)
    return model_response(version, status=201)


async def post_restore(request: Request) -> Response:
    """Make a version the current state, as a new revision."""
    asked = await read_model(request, _RESTORE)
    store, ids = project_store(request), request.path_params
    project = await to_thread.run_sync(
        lambda: store.restore(ids["id"], ids["version"], base_revision=asked.base_revision)
    )
    return JSONResponse({"revision": project.revision, "document": project.document.model_dump(mode="json")})


def refuse_endless_numbers(document: Document) -> None:
    """NaN and infinity pass pydantic's JSON reader, and no browser could read them back. Raises `DocumentError`."""
    text = document.model_dump_json()
    if "NaN" in text or "Infinity" in text:
        parse_document(text)


def project_store(request: Request) -> ProjectStore:
    """The projects of the caller."""
    return get_services().projects_of(request.state.claims.owner)


async def read_project(request: Request) -> Project:
    """The project that the address names. Raises `UnknownProject`."""
    return await to_thread.run_sync(project_store(request).get, request.path_params["id"])
