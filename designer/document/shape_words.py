"""What is wrong with the shape of a document's JSON, in plain words instead of the validator's. Pure."""

from typing import Any

from pydantic import ValidationError

_ID = "is no id: a letter, then at most 63 letters, digits, hyphens and underscores"
_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is nothing that this version knows: remove it, or look for a typing mistake",
    "tuple_type": "must be a list in brackets",
    "list_type": "must be a list in brackets",
    "dict_type": "must be an object in braces",
    "model_type": "must be an object in braces",
    "string_type": "must be a text in quotes",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "string_pattern_mismatch": _ID,
    "string_too_long": "is too long: at most {max_length:,} characters",
    "literal_error": "must be {expected}",
}
_HYPERPARAMETER = "must be a number, a text, true or false"


def first_fault(error: ValidationError) -> tuple[str, str]:
    """The path to the first fault, such as `main.nodes.n2.args`, and a sentence that begins with it."""
    faults = error.errors(include_url=False, include_input=False)
    paths = list(dict.fromkeys(_path(fault) for fault in faults))
    others = len(paths) - 1
    places = "place does" if others == 1 else "places do"
    more = f" {others} more {places} not fit." if others else ""
    return paths[0], f"{paths[0]} {_words(faults[0])}. Correct it in the file.{more}"


def _steps(fault: Any) -> list[str]:
    steps = [str(step) for step in fault["loc"] if step != "[key]"]
    # A value of several possible types is reported once for each.
    return steps[:2] if steps[:1] == ["hyperparameters"] else steps


def _path(fault: Any) -> str:
    path = ".".join(step if len(step) <= 64 else f"{step[:64]}…" for step in _steps(fault)[:12])
    return path or "the document"


def _words(fault: Any) -> str:
    if fault["loc"][:1] == ("hyperparameters",) and len(fault["loc"]) > 2:
        return _HYPERPARAMETER
    words = _WORDS.get(fault["type"])
    return words.format(**fault.get("ctx", {})) if words else f"does not fit: {fault['msg'][:200]}"
