"""One short-lived process per uploaded file, because parsers crash and hang on hostile ones.

The parent calls `run_task`. The child (`python -m designer.data.sandbox`) reads one JSON request from standard
input, limits its own memory, processor time and network, works, and writes one JSON answer to standard output.
"""

import contextlib
import ctypes
import errno
import json
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from designer.data.errors import UnreadableData
from designer.document.problem import Problem

log = logging.getLogger(__name__)

TIMEOUT_S = 30.0
SECONDS_PER_BYTE = 30.0 / 100e6
MEMORY_BYTES = 4 * 1024**3
MEMORY_PER_BYTE = 4
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "shutil.")


def run_task(task: str, path: Path, *, timeout_s: float | None = None, **arguments: Any) -> Any:
    """Let a child process read `path` and return its answer, a JSON value.

    `timeout_s` and the memory grow with the file when not given: 30 s and 4 GB for a small one.

    Raises:
        UnreadableData: the file is refused, or reading it crashed, took too long or too much memory.
        OSError: there is no such file, or it is a folder.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "it is a folder, not a file", str(path))
    size_bytes = path.stat().st_size
    limit_s = timeout_s or TIMEOUT_S + size_bytes * SECONDS_PER_BYTE
    request = {
        "task": task,
        "path": str(path.resolve()),
        "memory_bytes": MEMORY_BYTES + MEMORY_PER_BYTE * size_bytes,
        "processor_s": int(limit_s) + 1,
        "arguments": arguments,
    }
    command = [sys.executable, "-P", "-X", "utf8", "-m", "designer.data.sandbox"]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(request).encode(),
            capture_output=True,
            env=_environment(),
            timeout=limit_s,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_slow(limit_s) from error
    return _answer(done, limit_s)


def _environment() -> dict[str, str]:
    """Nothing of the server's environment but what Python needs: a parser has no business with its secrets."""
    kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if key in os.environ}
    root = str(Path(__file__).resolve().parents[2])
    return {**kept, "PYTHONPATH": root, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "ARROW_NUM_THREADS": "1"}


def _answer(done: "subprocess.CompletedProcess[bytes]", limit_s: float) -> Any:
    if done.returncode == -signal.SIGXCPU:
        raise _too_slow(limit_s)
    try:
        answer = json.loads(done.stdout) if done.returncode == 0 else None
    except ValueError:
        answer = None
    if answer is None:
        log.warning(
            "the data sandbox ended with status %s: %s", done.returncode, done.stderr[-2000:].decode("utf-8", "replace")
        )
        message = "The reader crashed on this file, so it is damaged. Save it again as CSV or NPZ."
        raise UnreadableData.of("data.reader-crashed", message)
    if "problem" in answer:
        raise UnreadableData(Problem.model_validate_json(json.dumps(answer["problem"])))
    return answer["result"]


def _too_slow(limit_s: float) -> UnreadableData:
    message = f"The file was not read within {limit_s:.0f} seconds. Split it into smaller files, or store it as NPY."
    return UnreadableData.of("data.too-slow", message)


def _limit(*, memory_bytes: int, processor_s: int) -> None:
    """Limits that this process cannot lift again; what a platform lacks is left out."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CPU, (processor_s, processor_s + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    with contextlib.suppress(OSError, AttributeError):
        library = ctypes.CDLL(None, use_errno=True)
        library.prctl(DEATH_SIGNAL, signal.SIGKILL)
        # Without the right to a network of its own the hook below still stands in the way.
        if library.unshare(CLONE_NEWNET) != 0:
            library.unshare(CLONE_NEWUSER | CLONE_NEWNET)


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit hook: no network, no other process, no file to write."""
    if event.startswith(FORBIDDEN):
        raise PermissionError(f"{event} is not allowed while data is read")
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        raise PermissionError("writing is not allowed while data is read")


def main() -> None:
    """Answer the one request on standard input."""
    answer_stream = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not end up inside the answer
    request = json.load(sys.stdin)
    _limit(memory_bytes=request["memory_bytes"], processor_s=request["processor_s"])
    from designer.data.tasks import TASKS

    sys.addaudithook(_forbid)
    try:
        answer = {"result": TASKS[request["task"]](Path(request["path"]), **request["arguments"])}
    except UnreadableData as error:
        answer = {"problem": error.problem.model_dump(mode="json")}
    except MemoryError:
        message = (
            "The file needs more memory than is allowed while it is read. Split it, or store it as NPY with float32."
        )
        answer = {"problem": Problem(code="data.out-of-memory", message=message).model_dump(mode="json")}
    json.dump(answer, answer_stream)
    answer_stream.close()


if __name__ == "__main__":
    main()
