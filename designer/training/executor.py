"""Where workers run. The payload is always the run's folder, so that whatever shares a file system can take over.

`LocalExecutor` starts processes on this machine. They get a session of their own and survive the server.
"""

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import IO, Protocol, cast

from designer.training.control import ask_to_stop, withdraw
from designer.training.gpus import Lease, list_gpus, write_lease
from designer.training.process import child_environment, python_command, read_identity

CPU_SLOTS = "LAYERLOOM_CPU_SLOTS"
WORKER = "designer.training.worker"


class Executor(Protocol):
    """What the supervisor needs to know and do."""

    def capacity(self) -> tuple[Lease, ...]:
        """One lease for each run that may be at work at the same time."""

    def submit(self, run_dir: Path, lease: Lease) -> None:
        """Start a worker."""

    def poll(self, run_dir: Path) -> int | None:
        """None while the worker lives; afterwards its exit status (negative: the signal), or `UNKNOWN_STATUS`."""

    def request_stop(self, run_dir: Path) -> None:
        """Ask the worker to stop between two batches and keep the weights."""

    def terminate(self, run_dir: Path) -> None:
        """Ask once more, by signal."""

    def kill(self, run_dir: Path) -> None:
        """End the worker at once."""

    def reconcile(self, run_dir: Path) -> bool:
        """Whether a worker that an earlier server started is still at work on this run."""

    def prepare(self) -> None:
        """Have a worker ready, so that the next run starts without delay. Cheap when there is one."""

    def tidy(self) -> None:
        """Let go of what has been idle for long. Called now and then."""

    def close(self) -> None:
        """The server ends: end what waits, leave what works."""


UNKNOWN_STATUS = 256
"""The exit status of a worker that was no child of ours."""


class WarmWorker:
    """A process that has imported Keras and waits for a run's folder on its standard input; it ends with the server."""

    def __init__(self) -> None:
        """Start the process."""
        self.process = _start_worker("--wait", stdin=subprocess.PIPE)
        self.wanted_at = time.monotonic()

    @property
    def is_alive(self) -> bool:
        """Whether it still waits."""
        return self.process.poll() is None

    def give(self, run_dir: Path) -> bool:
        """Hand over a run; False when the process is gone."""
        stream = cast(IO[bytes], self.process.stdin)
        try:
            stream.write(os.fsencode(run_dir) + b"\n")
            stream.close()
        except OSError:
            return False
        return self.is_alive

    def dismiss(self) -> None:
        """End it; it has nothing to lose."""
        self.process.kill()
        self.process.wait()
        cast(IO[bytes], self.process.stdin).close()


class LocalExecutor:
    """Workers as processes of this machine: one per GPU, and `LAYERLOOM_CPU_SLOTS` (default 1) on the CPU."""

    def __init__(
        self, *, gpus: tuple[str, ...] | None = None, cpu_slots: int | None = None, idle_s: float = 600
    ) -> None:
        """Use the given devices, or those of the machine. A waiting worker ends when idle for `idle_s` seconds."""
        self._gpus = list_gpus() if gpus is None else gpus
        self._cpu_slots = int(os.environ.get(CPU_SLOTS, "1")) if cpu_slots is None else cpu_slots
        self._idle_s = idle_s
        self._children: dict[Path, subprocess.Popen[bytes]] = {}
        self._warm: WarmWorker | None = None

    def capacity(self) -> tuple[Lease, ...]:
        """See `Executor`."""
        return (*(Lease(gpu=gpu) for gpu in self._gpus), *(Lease() for _ in range(self._cpu_slots)))

    def submit(self, run_dir: Path, lease: Lease) -> None:
        """See `Executor`."""
        withdraw(run_dir)
        write_lease(run_dir, lease)
        warm, self._warm = self._warm, None
        if warm is not None and warm.is_alive and warm.give(run_dir):
            self._children[run_dir] = warm.process
        else:
            self._children[run_dir] = _start_worker(str(run_dir))

    def poll(self, run_dir: Path) -> int | None:
        """See `Executor`."""
        child = self._children.get(run_dir)
        if child is None:
            return None if self.reconcile(run_dir) else UNKNOWN_STATUS
        status = child.poll()
        if status is not None:
            del self._children[run_dir]
        return status

    def request_stop(self, run_dir: Path) -> None:
        """See `Executor`."""
        ask_to_stop(run_dir)

    def terminate(self, run_dir: Path) -> None:
        """See `Executor`."""
        self._signal(run_dir, signal.SIGTERM)

    def kill(self, run_dir: Path) -> None:
        """See `Executor`."""
        self._signal(run_dir, signal.SIGKILL)

    def reconcile(self, run_dir: Path) -> bool:
        """See `Executor`."""
        identity = read_identity(run_dir)
        return identity is not None and identity.is_alive

    def prepare(self) -> None:
        """See `Executor`."""
        if self._warm is None or not self._warm.is_alive:
            self._warm = WarmWorker()
        self._warm.wanted_at = time.monotonic()

    def tidy(self) -> None:
        """See `Executor`."""
        if self._warm is not None and time.monotonic() - self._warm.wanted_at > self._idle_s:
            self._warm.dismiss()
            self._warm = None

    def close(self) -> None:
        """See `Executor`."""
        if self._warm is not None:
            self._warm.dismiss()
            self._warm = None
        for child in self._children.values():
            # Left to the next server, which finds it by its folder; no child of ours to be waited for any more.
            child.returncode = child.poll() or 0
        self._children.clear()

    def _signal(self, run_dir: Path, number: signal.Signals) -> None:
        child = self._children.get(run_dir)
        if child is None:
            identity = read_identity(run_dir)
            if identity is not None:
                identity.send(number)
        elif child.poll() is None:
            os.killpg(child.pid, number)


def _start_worker(argument: str, *, stdin: int = subprocess.DEVNULL) -> "subprocess.Popen[bytes]":
    # Until it knows its run, and so its log, a worker has nothing to say.
    return subprocess.Popen(
        python_command(WORKER, argument),
        stdin=stdin,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=child_environment(),
        start_new_session=True,
    )
