"""POST /analyse: figures, problems and code of a document, while it is being edited.

The one route that is on the path of every edit: it adds less than a millisecond to the engine's own time.
"""

import json
from collections import OrderedDict
from hashlib import blake2b
from threading import Lock

from anyio import to_thread
from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from designer.api.answers import json_response, read_model
from designer.codegen.script import CannotGenerate, generate_script
from designer.document.base import Frozen
from designer.document.model import Document
from designer.engine.client import Overtaken
from designer.engine.protocol import Analysis
from designer.services import get_services

CACHED_SCRIPTS = 64


class AnalyseRequest(Frozen):
    """The document as the canvas shows it at `revision`; `project` is None while it is nobody's."""

    project: str | None = None
    revision: int
    document: Document


_REQUEST = TypeAdapter(AnalyseRequest)


async def analyse(request: Request) -> Response:
    """The analysis of one document; 409 when a newer one of the same canvas overtook it."""
    asked = await read_model(request, _REQUEST)
    canvas = f"{request.state.claims.session}/{asked.project}"
    try:
        content = await to_thread.run_sync(_answer, asked, canvas)
    except Overtaken:
        return JSONResponse({"overtaken": True}, status_code=409)
    return json_response(content)


def _answer(asked: AnalyseRequest, canvas: str) -> bytes:
    analysis = get_services().engine.analyse(asked.document, canvas=canvas)
    code, message = script_of(asked.document, analysis)
    return b'{"revision":%d,"analysis":%s,"code":%s,"code_message":%s}' % (
        asked.revision,
        analysis.model_dump_json().encode(),
        json.dumps(code).encode(),
        json.dumps(message).encode(),
    )


class _Scripts:
    """The scripts of the last documents: undo, redo and a second tab ask for the same one again."""

    def __init__(self) -> None:
        self._kept: OrderedDict[bytes, tuple[str | None, str]] = OrderedDict()
        self._lock = Lock()

    def of(self, document: Document) -> tuple[str | None, str]:
        key = blake2b(_without_positions(document), digest_size=16).digest()
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        result = _generate(document)
        with self._lock:
            self._kept[key] = result
            if len(self._kept) > CACHED_SCRIPTS:
                self._kept.popitem(last=False)
        return result


_scripts = _Scripts()


def script_of(document: Document, analysis: Analysis) -> tuple[str | None, str]:
    """The generated Python, or None and the sentence that says why there is none."""
    errors = [problem for problem in analysis.problems if problem.severity == "error"]
    if errors:
        count = len(errors)
        return None, f"Fix {count} problem{'s' if count > 1 else ''} to see the code."
    return _scripts.of(document)


def _generate(document: Document) -> tuple[str | None, str]:
    try:
        return generate_script(document), ""
    except CannotGenerate as error:
        return None, error.problem.message


def _without_positions(document: Document) -> bytes:
    """What the code depends on: moving a node must not generate it anew."""
    return document.model_dump_json(exclude={"main": {"nodes": {"__all__": {"position"}}, "notes": True}}).encode()
