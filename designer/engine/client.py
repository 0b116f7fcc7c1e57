"""Asking the engine from the app: one process serves, one waits warm. No Keras here."""

import itertools
import threading
from collections import OrderedDict
from types import TracebackType

from designer.document.model import Document
from designer.document.parts import text_of_parts
from designer.document.validate import check_size
from designer.engine.process import EngineBug, EngineCancelled, EngineFailed, EngineKilled, EngineProcess
from designer.engine.protocol import Analysis

DEFAULT_TIMEOUT_S = 5.0
DEFAULT_MEMORY_BYTES = 1_500_000_000
MAXIMUM_KILLS = 3
REMEMBERED = 256

__all__ = ["Engine", "EngineBug", "EngineFailed", "Overtaken"]


class Overtaken(Exception):
    """Raised when a newer request of the same canvas has made this one worthless."""


class Engine:
    """Answers what a document's figures and problems are. Any number of threads may ask.

    A node past `timeout_s`, or a process past `memory_limit_bytes`, costs the process; the spare takes over and
    answers the same document with `engine.too-expensive` at the node, and that node is not tried again.
    """

    def __init__(
        self,
        *,
        spare: bool = True,
        timeout_s: float = DEFAULT_TIMEOUT_S,
        memory_limit_bytes: int = DEFAULT_MEMORY_BYTES,
    ) -> None:
        """Start nothing yet: the first question, or `warm`, does."""
        self._wants_spare = spare
        self._timeout_s = timeout_s
        self._memory_limit = memory_limit_bytes
        self._serving: EngineProcess | None = None
        self._spare: EngineProcess | None = None
        self._process_lock = threading.RLock()
        self._turn = threading.Condition()
        self._busy_with: tuple[str, int] | None = None
        self._newest: dict[str, int] = {}
        self._numbers = itertools.count(1)
        self._expensive: OrderedDict[str, None] = OrderedDict()
        self._is_closed = False

    def __enter__(self) -> "Engine":
        """Use as a context manager; the processes end with it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the processes."""
        self.close()

    def warm(self) -> None:
        """Start the processes without waiting for them."""
        with self._process_lock:
            self._process()
        threading.Thread(target=self._start_spare, daemon=True).start()

    def close(self) -> None:
        """End the processes. A request that is running raises EngineFailed."""
        self._is_closed = True
        with self._process_lock:
            _end(self._serving)
            _end(self._spare)
            self._serving = self._spare = None

    def analyse(self, document: Document, *, canvas: str = "") -> Analysis:
        """Figures, problems, summary and totals of a document.

        Args:
            document: what to calculate; it may be broken in any way.
            canvas: who asks. A newer request of the same canvas overtakes an older one; "" is never overtaken.

        Raises:
            Overtaken: a newer request of this canvas arrived first.
            EngineFailed: the engine does not start. EngineBug: it has a fault of its own.
        """
        return Analysis.model_validate_json(self.analyse_json(document, canvas=canvas))

    def analyse_json(self, document: Document, *, canvas: str = "") -> str:
        """The same as JSON text, for who only passes it on: reading 200 nodes takes 6 ms. Raises as `analyse`."""
        large = check_size(document)
        if large is not None:
            return Analysis(problems=(large,)).model_dump_json()
        number = next(self._numbers)
        self._take_turn(canvas, number)
        try:
            return self._ask(number, text_of_parts(document))
        except EngineCancelled as error:
            raise Overtaken from error
        finally:
            with self._turn:
                self._busy_with = None
                if self._newest.get(canvas) == number:
                    del self._newest[canvas]
                self._turn.notify_all()

    def _take_turn(self, canvas: str, number: int) -> None:
        """Wait until nobody else is being served. The newest request of a canvas ends the older ones."""
        with self._turn:
            if canvas:
                self._newest[canvas] = number
                if self._busy_with is not None and self._busy_with[0] == canvas and self._serving is not None:
                    self._serving.cancel(self._busy_with[1])
                self._turn.notify_all()
            while self._busy_with is not None:
                self._turn.wait()
                if canvas and self._newest.get(canvas) != number:
                    raise Overtaken
            if canvas and self._newest.get(canvas) != number:
                raise Overtaken
            self._busy_with = (canvas, number)

    def _ask(self, number: int, text: str) -> str:
        for _ in range(MAXIMUM_KILLS):
            process = self._process()
            try:
                answer = process.ask(
                    number,
                    text,
                    list(self._expensive),
                    timeout_s=self._timeout_s,
                    memory_limit_bytes=self._memory_limit,
                )
            except EngineKilled as killed:
                self._replace(killed)
                continue
            if self._wants_spare and not _is_alive(self._spare):
                threading.Thread(target=self._start_spare, daemon=True).start()
            return answer
        raise EngineFailed(f"The engine was over its limits {MAXIMUM_KILLS} times with one document.")

    def _process(self) -> EngineProcess:
        with self._process_lock:
            if self._is_closed:
                raise EngineFailed("The engine has been closed.")
            if not _is_alive(self._serving):
                _end(self._serving)
                self._serving, self._spare = self._spare, None
            if self._serving is None or not self._serving.is_alive:
                _end(self._serving)
                self._serving = EngineProcess()
            return self._serving

    def _replace(self, killed: EngineKilled) -> None:
        """The spare takes over, and the node that was too much is not tried again."""
        if killed.work is not None:
            self._expensive[killed.work.key] = None
            while len(self._expensive) > REMEMBERED:
                self._expensive.popitem(last=False)
        self._process()

    def _start_spare(self) -> None:
        """Have one process in reserve, started when the serving one is ready: two imports at once slow both."""
        try:
            self._process().wait_ready()
        except EngineFailed:
            # The next question meets the same failure, and there is someone to tell.
            return
        with self._process_lock:
            if self._wants_spare and not _is_alive(self._spare) and not self._is_closed:
                _end(self._spare)
                self._spare = EngineProcess()


def _is_alive(process: EngineProcess | None) -> bool:
    return process is not None and process.is_alive


def _end(process: EngineProcess | None) -> None:
    """Give back what a process held, its pipes too; one that is dead already is no harm."""
    if process is not None:
        process.end()
