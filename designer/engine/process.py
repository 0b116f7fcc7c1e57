"""One engine process, seen from the app: start it, ask it, watch it, end it. No Keras."""

import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from designer.document.problem import Place, Problem

ROOT = Path(__file__).resolve().parents[2]
POLL_S = 0.05
START_TIMEOUT_S = 120.0


class EngineFailed(RuntimeError):
    """Raised when an engine process cannot start, or answers with a bug of its own. `problem` is for the user."""

    @property
    def problem(self) -> Problem:
        """What happened, without the inside of the engine, and what to do."""
        message = (
            "The process that computes shapes and parameters does not run, so the model is not checked. Nothing is "
            "lost: go on and try again. When it stays so, the server's log says why."
        )
        return Problem(code="engine.not-running", where=Place(name="the model"), message=message)


class EngineBug(EngineFailed):
    """Raised when an engine process answers a document with a traceback, which is the text of the error."""

    @property
    def problem(self) -> Problem:
        """The last line of the traceback helps whoever is told of it."""
        last = (str(self).strip().splitlines() or ["no reason"])[-1][:80]
        message = (
            f"The engine that computes shapes and parameters failed at this model ({last}). Nothing is lost: change "
            "what was changed last, or try again."
        )
        return Problem(code="engine.failed", where=Place(name="the model"), message=message)


class EngineKilled(Exception):
    """Raised when a request was over its limits and the process was ended. `work` is what it was doing."""

    def __init__(self, work: "Work | None") -> None:
        """Remember the node that was being calculated."""
        super().__init__("the engine was over its limits")
        self.work = work


class EngineCancelled(Exception):
    """Raised when the process gave up a request because it was asked to."""


@dataclass(frozen=True)
class Work:
    """The node that Keras is asked about, and the key of the question."""

    graph: str
    node: str
    key: str


class EngineProcess:
    """A child that speaks the lines of `designer.engine.server`. One request at a time."""

    def __init__(self) -> None:
        """Start the child; it needs about two seconds before it answers."""
        self._child = subprocess.Popen(
            [sys.executable, "-m", "designer.engine.server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("LAYERLOOM_DEBUG") else subprocess.DEVNULL,
            cwd=ROOT,
            bufsize=0,
        )
        self._buffer = bytearray()
        self._ready = False
        self._start_lock = threading.Lock()
        self._write_lock = threading.Lock()
        self._usage = psutil.Process(self._child.pid)

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._child.pid

    @property
    def is_alive(self) -> bool:
        """Whether the child still runs."""
        return self._child.poll() is None

    def wait_ready(self) -> None:
        """Return once the child can answer.

        Raises:
            EngineFailed: it ended, or was not ready in two minutes.
        """
        with self._start_lock:
            deadline = time.monotonic() + START_TIMEOUT_S
            while not self._ready:
                if not self.is_alive or time.monotonic() > deadline:
                    raise EngineFailed("The engine could not start. LAYERLOOM_DEBUG=1 shows why.")
                line = self._read_line(POLL_S)
                self._ready = line is not None and line.startswith(b"R ")

    def ask(self, request: int, document: str, avoid: list[str], *, timeout_s: float, memory_limit_bytes: int) -> str:
        """The analysis of a document, as JSON. `timeout_s` is for each node of it.

        Raises:
            EngineKilled: a node took too long or too much memory, or the child died; it has ended now.
            EngineCancelled: `cancel` was called.
            EngineBug: a fault of the engine itself.
        """
        self.wait_ready()
        # The document is JSON already, on one line: JSON has no bare line breaks inside strings.
        self._write(f'{{"id": {request}, "avoid": {json.dumps(avoid)}, "document": {document}}}')
        deadline = time.monotonic() + timeout_s
        work: Work | None = None
        while True:
            line = self._read_line(POLL_S)
            if line is not None:
                letter, number, text = line.decode().split(" ", 2)
                if int(number) != request:
                    continue
                if letter == "W":
                    # The limit is for one node: five thousand small ones may take their time.
                    work, deadline = Work(**json.loads(text)), time.monotonic() + timeout_s
                elif letter == "A":
                    return text
                elif letter == "O":
                    raise EngineCancelled
                else:
                    raise EngineBug(str(json.loads(text)))
            elif not self.is_alive or time.monotonic() > deadline or self._memory() > memory_limit_bytes:
                self.end()
                raise EngineKilled(work)

    def cancel(self, request: int) -> None:
        """Ask the child to give up a request; it does so before the next node."""
        self._write(json.dumps({"cancel": request}))

    def end(self) -> None:
        """End the child at once."""
        self._child.kill()
        self._child.wait()
        for stream in (self._child.stdin, self._child.stdout):
            if stream is not None:
                stream.close()

    def _memory(self) -> int:
        try:
            return int(self._usage.memory_info().rss)
        except psutil.Error:
            return 0

    def _write(self, message: str) -> None:
        data = message.encode() + b"\n"
        with self._write_lock:
            try:
                _write_all(self._child.stdin.write, data)  # type: ignore[union-attr]
            except (BrokenPipeError, ValueError):
                # The child is gone; the reader of its answer notices and says so.
                return

    def _read_line(self, timeout_s: float) -> bytes | None:
        """One line, or None when nothing comes in time (or ever)."""
        searched = 0
        while (end := self._buffer.find(b"\n", searched)) < 0:
            searched = len(self._buffer)
            chunk = self._read_chunk(timeout_s)
            if not chunk:
                return None
            self._buffer += chunk
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return line

    def _read_chunk(self, timeout_s: float) -> bytes:
        """What the child wrote, or nothing when it wrote nothing in time (or ever)."""
        stream = self._child.stdout
        if stream is None or stream.closed:
            return b""
        try:
            if not select.select([stream], [], [], timeout_s)[0]:
                return b""
            chunk = os.read(stream.fileno(), 1 << 20)
        except (OSError, ValueError):  # another thread ended the child and closed the pipe
            return b""
        if not chunk:  # the pipe is closed: wait a little for the end of the child itself
            time.sleep(timeout_s if self.is_alive else 0)
        return chunk


def _write_all(write: Callable[[bytes | memoryview], int | None], data: bytes) -> None:
    """An unbuffered pipe may take less than it is given."""
    view = memoryview(data)
    while view:
        view = view[write(view) or 0 :]
