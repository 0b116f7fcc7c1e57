"""POST /analyse: figures and problems of a document, and its code when it is looked at, while it is being edited.

The one route that is on the path of every edit: it adds less than a millisecond to the engine's own time.
"""

import json
import logging
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
from designer.document.parts import text_of_parts
from designer.engine.client import Overtaken
from designer.services import get_services

CACHED_SCRIPTS = 64
ERROR = b'"severity":"error"'
"""How an error stands in the engine's answer; in a text of the user's its quotes would be escaped."""

_log = logging.getLogger(__name__)


class AnalyseRequest(Frozen):
    """The document as the canvas shows it at `revision`; `project` is None while it is nobody's.

    `code` asks for the Python as well: writing it takes as long as the figures, and most edits are made with its tab
    closed.
    """

    project: str | None = None
    revision: int
    code: bool = False
    document: Document


_REQUEST = TypeAdapter(AnalyseRequest)


async def analyse(request: Request) -> Response:
    """The analysis of one document; 409 when a newer one of the same canvas overtook it."""
    asked = await read_model(request, _REQUEST)
    canvas = f"{request.state.claims.session}/{asked.project}"
    try:
        return json_response(await to_thread.run_sync(_answer, asked, canvas))
    except Overtaken:
        return JSONResponse({"overtaken": True}, status_code=409)


def _answer(asked: AnalyseRequest, canvas: str) -> bytes:
    analysis = get_services().engine.analyse_json(asked.document, canvas=canvas).encode()
    code, message = _code(asked.document, errors=analysis.count(ERROR)) if asked.code else (None, "")
    return b'{"revision":%d,"analysis":%s,"code":%s,"code_message":%s}' % (
        asked.revision,
        analysis,
        json.dumps(code).encode(),
        json.dumps(message).encode(),
    )


def _code(document: Document, *, errors: int) -> tuple[str | None, str]:
    """The script, or None and the reason why there is none."""
    if errors:
        return None, f"Fix {errors} problem{'s' if errors > 1 else ''} to see the code."
    return _scripts.of(document)


class _Scripts:
    """The scripts of the last documents: undo, redo and a second tab ask for the same one again."""

    def __init__(self) -> None:
        self._kept: OrderedDict[bytes, tuple[str | None, str]] = OrderedDict()
        self._lock = Lock()

    def of(self, document: Document) -> tuple[str | None, str]:
        # Moving a node must not write the code anew.
        key = blake2b(text_of_parts(document).encode(), digest_size=16).digest()
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


def _generate(document: Document) -> tuple[str | None, str]:
    try:
        return generate_script(document), ""
    except CannotGenerate as error:
        return None, error.problem.message
    except Exception:  # a fault of the generator must not cost the figures, which are right
        _log.exception("The script of a document could not be written")
        return None, "The code could not be written: a fault in Layerloom. The server's log says what."
