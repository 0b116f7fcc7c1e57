"""Reading Keras docstrings: a summary, plain paragraphs, and one short text per argument."""

import inspect
import re

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


def arguments(docstring: str, *, limit: int = 320) -> dict[str, str]:
    """Argument name to its text, from the section "Args"."""
    found: dict[str, list[str]] = {}
    names: list[str] = []
    for line in _section_lines(docstring):
        match = _ARGUMENT.match(line) if not line.startswith(" ") else None
        if match:
            names = [name.strip() for name in match.group(1).split(",")]
            for name in names:
                found[name] = [match.group(2)]
        elif line.startswith(" "):
            for name in names:
                found[name].append(line.strip())
    return {name: plain("\n".join(lines), limit=limit) for name, lines in found.items()}


def _section_lines(docstring: str) -> list[str]:
    """Lines of the section "Args" with its indentation taken away."""
    lines = inspect.cleandoc(docstring).split("\n")
    starts = [i for i, line in enumerate(lines) if re.match(r"^(Args|Arguments)\s*:\s*$", line)]
    if not starts:
        return []
    body: list[str] = []
    for line in lines[starts[0] + 1 :]:
        if line and not line.startswith(" "):
            break
        body.append(line)
    return inspect.cleandoc("\n" + "\n".join(body)).split("\n")


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
