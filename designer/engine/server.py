"""The engine process: `python -m designer.engine.server`. Requests on standard input, answers on standard output.

One line is one message. In: a JSON object `{"id", "avoid", "document"}`, or `{"cancel": id}`.
Out: a letter, an id and a text, separated by blanks::

    R 0                       ready
    W 7 {"graph", "node", "key"}    Keras is asked about this node now (memory knew nothing)
    A 7 {...}                 the analysis
    O 7                       given up, a newer request is waiting
    E 7 "…"                   a bug here: the last lines of the traceback

The process ends with its standard input, so it cannot outlive the server.
"""

import contextlib
import gc
import json
import os
import queue
import sys
import threading
import traceback
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from designer.document.model import Document

# Before Keras is imported: figures need no GPU, and the training needs all of it.
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")

RECURSION_LIMIT = 100_000
"""A sub-model may be a chain of 2,000 layers, and Keras walks it recursively."""


class Cancelled(Exception):
    """Raised inside an analysis when its request has been cancelled."""


class Server:
    """Reads requests in a thread of its own, so that a cancellation arrives while Keras works."""

    def __init__(self, reader: IO[bytes], writer: IO[bytes]) -> None:
        """Serve these two streams."""
        self._reader, self._writer = reader, writer
        self._requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._cancelled = 0
        self._current = 0

    def run(self) -> None:
        """Serve until standard input ends."""
        from designer.document.parts import PartsReader
        from designer.engine.evaluator import Evaluator

        evaluator = Evaluator(on_work=self._report_work)
        parts = PartsReader()
        evaluator.analyse(_first_document())
        # TensorFlow's million objects stay as they are; looking through them takes 300 ms, in the middle of an edit.
        gc.collect()
        gc.freeze()
        threading.Thread(target=self._read, daemon=True).start()
        self._send("R", 0)
        while True:
            request = self._requests.get()
            self._current = int(request["id"])
            try:
                document = parts.read(request["document"])
                analysis = evaluator.analyse(document, avoid=frozenset(request["avoid"]))
                self._send("A", self._current, analysis.model_dump_json())
            except Cancelled:
                self._send("O", self._current)
            except Exception:
                # A bug of ours must reach the log of the app, and must not end the process.
                self._send("E", self._current, json.dumps(traceback.format_exc()[-2000:]))

    def _read(self) -> None:
        for line in self._reader:
            message = json.loads(line)
            if "cancel" in message:
                # Only the request at work is ever cancelled, so the last number is all there is to know.
                self._cancelled = int(message["cancel"])
            else:
                self._requests.put(message)
        # The app is gone. The main thread may be deep inside TensorFlow, so nothing gentler would be heard.
        os._exit(0)

    def _report_work(self, graph: str, node: str, key: str) -> None:
        if not self._current:
            return  # the document that warms the process
        if self._current == self._cancelled:
            raise Cancelled
        self._send("W", self._current, json.dumps({"graph": graph, "node": node, "key": key}))

    def _send(self, letter: str, request: int, text: str = "") -> None:
        self._writer.write(f"{letter} {request} {text}\n".encode())
        self._writer.flush()


def _first_document() -> "Document":
    """A small model that warms the common paths, so that the first edit of a user is not the slow one."""
    from designer.document.builder import GraphBuilder

    graph = GraphBuilder()
    picture = graph.call("Conv2D", graph.input("picture", (8, 8, 3)), filters=2, kernel_size=3)
    steps = graph.call("LSTM", graph.input("steps", (4, 2)), units=2)
    both = graph.call("Concatenate", [graph.call("Flatten", picture), graph.call("Dropout", steps, rate=0.1)])
    graph.output("out", graph.call("Dense", graph.call("BatchNormalization", both), units=1, name="out"))
    return graph.document()


def main() -> None:
    """Keep the real standard output for messages, send everyone else's prints to standard error, and serve."""
    sys.setrecursionlimit(RECURSION_LIMIT)
    writer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        Server(sys.stdin.buffer, writer).run()


if __name__ == "__main__":
    main()
