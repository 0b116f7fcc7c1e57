"""Why a file could not be used.

    UnreadableData      the file is refused; `.problem` says what is wrong with it and what to do

It is raised inside the sandbox as well as in front of it, and crosses the process boundary as its problem.
"""

from designer.document.problem import Place, Problem

SHOWN = 80


class UnreadableData(Exception):
    """The file cannot become a dataset. `problem` is what the user sees."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem; its message is the exception's text."""
        super().__init__(problem.message)
        self.problem = problem

    @classmethod
    def of(cls, code: str, message: str, *, place: str = "", short: str = "") -> "UnreadableData":
        """The exception for one code and sentence."""
        return cls(Problem(code=code, where=Place(name=place), message=message, short=short))


def warning(code: str, message: str, *, place: str = "", short: str = "") -> Problem:
    """Something that stands out and blocks nothing."""
    return Problem(code=code, severity="warning", where=Place(name=place), message=message, short=short)


def shown(text: str) -> str:
    """A name or value from a file as it stands in a message: in quotes, on one line, at most 80 characters."""
    line = " ".join(text.split())
    return f'"{line[:SHOWN]}…"' if len(line) > SHOWN else f'"{line}"'


def size_text(size_bytes: float) -> str:
    """A file size in words, such as "2 GB" or "340 kB"."""
    for unit, factor in (("GB", 1024**3), ("MB", 1024**2), ("kB", 1024)):
        if size_bytes >= factor:
            return f"{size_bytes / factor:.3g} {unit}"
    return f"{size_bytes:.0f} bytes"
