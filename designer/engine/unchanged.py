"""Which calls are word for word those of the last analysis, so that their results can be taken over."""

from designer.document.model import Document
from designer.engine.report import NodeResult

MAXIMUM = 20_000


class Unchanged:
    """The healthy calls of the last analyses, by graph and node.

    A call is unchanged when everything that decides its result is the same *object* as before. That holds for
    documents that were read by one `PartsReader`; for others nothing is found here, and everything is looked up.
    """

    def __init__(self) -> None:
        """Know nothing."""
        self._known: dict[tuple[str, str], tuple[tuple[object, ...], NodeResult]] = {}
        self._names = ""

    def begin(self, document: Document) -> None:
        """Another analysis: hyper-parameters change what a layer's config means."""
        names = repr(document.hyperparameters)
        if names != self._names or len(self._known) > MAXIMUM:
            self._known.clear()
        self._names = names

    def get(self, graph: str, node_id: str, parts: tuple[object, ...]) -> NodeResult | None:
        """The result for these parts, if they are those of last time."""
        known = self._known.get((graph, node_id))
        if known is None or len(known[0]) != len(parts):
            return None
        return known[1] if all(old is new for old, new in zip(known[0], parts, strict=True)) else None

    def put(self, graph: str, node_id: str, parts: tuple[object, ...], result: NodeResult) -> None:
        """Remember a result. The parts are kept, so no other object can take their identity."""
        self._known[graph, node_id] = (parts, result)
