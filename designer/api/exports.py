"""Downloads of a design: its picture and its Python file."""

import mimetypes
from urllib.parse import quote

from anyio import to_thread
from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from designer.api.answers import problem_error
from designer.api.projects import read_project
from designer.codegen.picture import Format, draw, to_dot
from designer.codegen.script import generate_script
from designer.document.model import Document
from designer.services import get_services

_FORMAT: TypeAdapter[Format] = TypeAdapter(Format)


async def get_picture(request: Request) -> Response:
    """The graph as PNG, SVG or PDF."""
    try:
        wanted = _FORMAT.validate_python(request.query_params.get("format", "png"))
    except ValidationError as error:
        message = "A picture is png, svg or pdf. Choose one of them."
        raise problem_error(422, "api.bad-request", message, place="format") from error
    project = await read_project(request)
    return _download(await to_thread.run_sync(_picture, project.document, wanted), project.name, wanted)


async def get_script(request: Request) -> Response:
    """The design as a Python file."""
    project = await read_project(request)
    source = await to_thread.run_sync(generate_script, project.document)
    return _download(source.encode(), project.name, "py")


def _picture(document: Document, wanted: Format) -> bytes:
    analysis = get_services().engine.analyse(document)
    return draw(to_dot(document, analysis), wanted)


def _download(content: bytes, name: str, suffix: str) -> Response:
    """A file to keep. The name reaches the header percent-encoded only, so it cannot end the header's line."""
    media_type = mimetypes.types_map.get(f".{suffix}", "application/octet-stream")
    file_name = quote(f"{name.replace('/', '-') or 'model'}.{suffix}")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{file_name}"}
    return Response(content, media_type=media_type, headers=headers)
