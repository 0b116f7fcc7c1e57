"""The one exception of code generation."""

from designer.document.problem import MAIN, Place, Problem


class CannotGenerate(ValueError):
    """Raised when no honest code exists for a document or a configuration. Says why in `problem`."""

    def __init__(self, problem: Problem) -> None:
        """Carry the problem; its message is the exception's text."""
        super().__init__(problem.message)
        self.problem = problem


def cannot(code: str, message: str, *, name: str = "", graph: str = MAIN, field: str | None = None) -> CannotGenerate:
    """The exception for one problem, to be raised."""
    return CannotGenerate(Problem(code=code, message=message, where=Place(name=name, graph=graph, field=field)))
