"""Reading and writing the document's JSON: strict on the way in, stable on the way out.

Exceptions::

    DocumentError    the text is not a document that this version can open, or an edit does not fit it
"""

import json
import math
from typing import NoReturn

from pydantic import JsonValue, ValidationError

from designer.document.migrations import migrate
from designer.document.model import VERSION, Document
from designer.document.problem import Fix, Place, Problem
from designer.document.shape_words import first_fault

MAXIMUM_BYTES = 5_000_000
MAXIMUM_DEPTH = 64
LARGEST_INTEGER = 2**53 - 1  # beyond it a browser would round without a word


class DocumentError(ValueError):
    """Raised when a text is not a document, or an edit does not fit the document. Says why in `problem`."""

    def __init__(self, problem: Problem) -> None:
        """Carry the problem; its message is the exception's text."""
        super().__init__(problem.message)
        self.problem = problem


def refuse(code: str, message: str, *, where: Place | None = None, fixes: tuple[Fix, ...] = ()) -> NoReturn:
    """Raise a DocumentError with this problem."""
    raise DocumentError(Problem(code=code, where=where or Place(name="document"), message=message, fixes=fixes))


def parse_document(text: str | bytes) -> Document:
    """The document that a JSON text describes; older versions are brought up to date.

    Raises:
        DocumentError: the text is no JSON object of this format, has more than 5 MB, or is of a newer version.
    """
    data = _check_version(parse_object(text))
    try:
        return Document.model_validate_json(json.dumps(migrate(data)))
    except ValidationError as error:
        path, message = first_fault(error)
        refuse("document.wrong-shape", message, where=Place(name=path))


def dump_document(document: Document) -> str:
    """The document as JSON: two spaces, the order of the document, one line feed at the end."""
    return json.dumps(document.model_dump(mode="json"), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def parse_object(text: str | bytes) -> dict[str, JsonValue]:
    """A JSON object without anything that readers of JSON understand differently.

    Raises:
        DocumentError: too large, too deep, a key twice, NaN or infinity, a lone surrogate, an integer past 2⁵³.
    """
    decoded = _decode(text)
    if not decoded.strip():
        refuse("document.not-json", "The file is empty, so it is no document. Choose another one, or save it again.")
    try:
        data = json.loads(
            decoded, object_pairs_hook=_unique_keys, parse_constant=_no_constant, parse_float=_finite, parse_int=_exact
        )
    except json.JSONDecodeError as error:
        refuse("document.not-json", f"Line {error.lineno}, column {error.colno}: this is not JSON. {error.msg}.")
    except RecursionError:
        _too_deep()
    _check_tree(data)
    if not isinstance(data, dict):
        refuse("document.not-json", "The file is JSON, but not an object. A document starts with a brace.")
    return data


def _decode(text: str | bytes) -> str:
    if len(text) > MAXIMUM_BYTES:
        refuse(
            "document.too-large",
            f"The document has {len(text) / 1e6:.1f} MB; at most {MAXIMUM_BYTES / 1e6:.0f} MB can be opened.",
        )
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        refuse("document.not-json", f"Byte {error.start} is not UTF-8 text, so this is not a document.")


def _unique_keys(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        refuse("document.duplicate-key", f"The key {_shown(twice)} stands twice in one object. Remove one of them.")
    return found


def _no_constant(text: str) -> NoReturn:
    refuse("document.bad-number", f"{text} is not a number that a document can hold. Write a finite one, or null.")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        _no_constant(_shown(text))
    return value


def _exact(text: str) -> int:
    if len(text) > 20 or abs(int(text)) > LARGEST_INTEGER:
        refuse("document.bad-number", f"The integer {_shown(text)} is larger than 2⁵³ and would not survive a browser.")
    return int(text)


def _too_deep() -> NoReturn:
    refuse("document.too-deep", f"The document is nested more than {MAXIMUM_DEPTH} levels deep.")


def _check_tree(data: JsonValue) -> None:
    """Depth, and text that UTF-8 cannot hold. A stack of its own: the depth is what is in doubt."""
    waiting: list[tuple[JsonValue, int]] = [(data, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > MAXIMUM_DEPTH:
            _too_deep()
        if isinstance(value, str):
            _check_text(value)
        elif isinstance(value, list):
            waiting.extend((item, depth + 1) for item in value)
        elif isinstance(value, dict):
            waiting.extend((key, depth) for key in value)
            waiting.extend((item, depth + 1) for item in value.values())


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        half = f"\\u{ord(text[error.start]):04x}"
        refuse("document.bad-text", f"A text holds half a character ({half}). Remove it, or write the whole character.")


def _check_version(data: dict[str, JsonValue]) -> dict[str, JsonValue]:
    if data.get("format") != "layerloom":
        refuse("document.other-format", 'This JSON is no Layerloom document: "format" is not "layerloom".')
    version = data.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        refuse("document.other-format", 'The document has no "version". It is an integer from 1.')
    if version > VERSION:
        refuse(
            "document.newer-version",
            f"The document has version {version}; this Layerloom knows versions up to {VERSION}. Update Layerloom.",
        )
    return data


def _shown(text: str) -> str:
    return repr(text if len(text) <= 80 else f"{text[:80]}…")
