"""What a terminal shows: problems one per line, tables, numbers."""

from collections.abc import Iterable, Sequence
from typing import TextIO

from designer.document.problem import Problem


class Refused(Exception):
    """Raised when errors stand in the way of a command; carries them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems."""
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} problems")


_WHOLE = {"data": "data", "train": "settings"}
"""What a problem without a place is about, by the area of its code; all others are about the document."""


def problem_line(problem: Problem) -> str:
    """Code, place, message, fix, on one line whatever stands in the user's names.

    >>> from designer.document.problem import Place
    >>> problem_line(Problem(code="graph.cycle", where=Place(name="add"), message="A loop."))
    'graph.cycle  add  A loop.  Fix: see docs/problems/graph.md'
    """
    fix = ", or ".join(item.label for item in problem.fixes) or f"see docs/problems/{problem.code.split('.')[0]}.md"
    parts = (problem.code, place_of(problem), problem.message, f"Fix: {fix}")
    return "  ".join(" ".join(part.split()) for part in parts)


def place_of(problem: Problem) -> str:
    """What the user calls the place, with the field when one is meant."""
    name = problem.where.name or _WHOLE.get(problem.code.split(".")[0], "document")
    field = problem.where.field
    return f"{name}.{field}" if field and field != name else name


def print_problems(problems: Iterable[Problem], stream: TextIO) -> None:
    """One line each, errors first; warnings say that they are ones."""
    for problem in sorted(problems, key=lambda item: item.severity != "error"):
        prefix = "warning: " if problem.severity == "warning" else ""
        stream.write(prefix + problem_line(problem) + "\n")


def shape_text(shape: object) -> str:
    """A shape as Keras prints it: `(None, 28, 28, 1)`, or several of them.

    >>> shape_text([None, 3]), shape_text(None)
    ('(None, 3)', '?')
    """
    if shape is None:
        return "?"
    if isinstance(shape, list | tuple):
        if any(isinstance(item, list | tuple) for item in shape):
            return ", ".join(shape_text(item) for item in shape)
        return str(tuple(shape))
    return str(shape)


def count_text(count: int | None) -> str:
    """A count with thousands separators; unknown is "?"."""
    return "?" if count is None else f"{count:,}"


def table(rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> str:
    """Rows in aligned columns, the first row underlined; columns in `right` are right-aligned."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]

    def line(row: Sequence[str]) -> str:
        cells = (
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        return "  ".join(cells).rstrip()

    return "\n".join([line(rows[0]), "  ".join("-" * width for width in widths), *map(line, rows[1:])])
