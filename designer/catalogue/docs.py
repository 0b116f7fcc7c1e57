"""Reading Keras docstrings: a summary, plain paragraphs, and one short text per argument."""

import inspect
import itertools
import re
from collections.abc import Collection

_SECTION = re.compile(
    r"^\s*(Args|Arguments|Call arguments|Call Args|Input shape|Output shape|Inputs|Outputs|Returns|Raises|"
    r"Examples?|Example usage|References?|Usage|Methods|Attributes|Demonstration|Notes?|Standalone usage|"
    r"Usage with .*)\s*:+\s*$",
    re.IGNORECASE,
)
_ARGUMENT = re.compile(r"^(\w+(?:\s*,\s*\w+)*)\s*(?:\([^)]*\))?\s*:\s*(.*)$")
_LINK = re.compile(r"\[([^\]]+)\]\s*\(\s*[^)]*\)")


def summary(docstring: str) -> str:
    """The first sentence of a docstring, on one line."""
    first = inspect.cleandoc(docstring).split("\n\n", maxsplit=1)[0]
    return plain(first, limit=140)


def description(docstring: str, *, limit: int = 600) -> str:
    """The paragraphs between the summary and the first section, as plain text."""
    kept: list[str] = []
    for paragraph in inspect.cleandoc(docstring).split("\n\n")[1:]:
        first = paragraph.lstrip().split("\n", maxsplit=1)[0]
        if _SECTION.match(first) or first.startswith((">>>", "```", "Example", "Usage")):
            break
        kept.append(plain(paragraph, limit=limit))
    return shorten("\n".join(kept), limit=limit)


def arguments(docstring: str, *, limit: int = 320, known: Collection[str] = ()) -> dict[str, str]:
    """Argument name to its text, from the section "Args"; `known` are names that certainly stand for arguments.

    An argument begins further left than the text of the one before it. By how much differs: Keras puts docstrings
    together from parts, and Python takes away their common indentation since 3.13, older ones do not.
    """
    found: dict[str, list[str]] = {}
    names: list[str] = []
    start, text_start = 0, 0
    for line in _section_lines(docstring):
        indent = _indent(line)
        match = _ARGUMENT.match(line.strip())
        here = [name.strip() for name in match.group(1).split(",")] if match else []
        is_known = bool(here) and all(name in known and name not in found for name in here)
        if match and (is_known or not names or indent <= start or indent < text_start):
            names = here
            for name in names:
                found[name] = [match.group(2)]
            start, text_start = indent, 0
        elif indent > start:
            text_start = text_start or indent
            for name in names:
                found[name].append(line.strip())
    return {name: plain("\n".join(lines), limit=limit) for name, lines in found.items()}


def _section_lines(docstring: str) -> list[str]:
    """The lines of the section "Args" that are not blank."""
    lines = [line for line in inspect.cleandoc(docstring).split("\n") if line.strip()]
    starts = [i for i, line in enumerate(lines) if re.match(r"^\s*(Args|Arguments)\s*:\s*$", line)]
    if not starts:
        return []
    heading = _indent(lines[starts[0]])
    return list(itertools.takewhile(lambda line: _indent(line) > heading, lines[starts[0] + 1 :]))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def plain(text: str, *, limit: int) -> str:
    """Markdown and line breaks taken out, cut at the end of a sentence when too long."""
    text = _LINK.sub(r"\1", text)
    text = re.sub(r"\*\*([^*]+)\*\*", r"\1", text).replace("``", "`").replace("`", "")
    text = re.sub(r"\s+", " ", text).strip()
    return shorten(text, limit=limit)


def shorten(text: str, *, limit: int) -> str:
    """The text, or its sentences that fit."""
    if len(text) <= limit:
        return text
    cut = text[:limit]
    end = max(cut.rfind(". "), cut.rfind(".\n"))
    return cut[: end + 1] if end > limit // 3 else cut.rsplit(" ", 1)[0] + " …"
