"""The queue of runs: starts each when a device is free, watches it, and finds out what became of it.

All that it knows is in the run folders, so it may die at any time: the next one reads the folders, adopts workers
that live and ends the runs of workers that do not. Only one supervisor of a home folder is at work; another one, such
as that of a server which is just being replaced, waits for its turn.
"""

import contextlib
import fcntl
import os
import threading
import time
from dataclasses import dataclass, field

from designer.runs.events import append_event
from designer.runs.folder import Run
from designer.runs.store import RunStore
from designer.training.aftermath import enter, explain_death
from designer.training.checkpoint import Checkpoints
from designer.training.events import ENDED, EVENTS, HEARTBEAT, LogEvent, StateEvent
from designer.training.executor import UNKNOWN_STATUS, Executor, LocalExecutor
from designer.training.gpus import Lease, read_lease

TICK_S = 0.25
TERMINATE_AFTER_S = 10.0
KILL_AFTER_S = 20.0
SILENCE_S = 60.0
MAY_START = frozenset({"queued", "interrupted", "stopped"})


class CannotStart(Exception):
    """Raised when a run is submitted that has finished or failed, or does not exist."""


@dataclass
class Watch:
    """A run at work. Times are of the monotonic clock, which stands still while the machine sleeps."""

    run: Run
    lease: Lease
    log_bytes: int = 0  # of the run's log when its worker was started
    asked_at: float | None = None
    terminated: bool = False
    beat: float = 0.0
    beat_seen_at: float = field(default_factory=time.monotonic)

    @property
    def has_begun(self) -> bool:
        """Whether the worker said anything; a death before that is a start that failed."""
        events, _ = self.run.events(self.log_bytes)
        return any(isinstance(event, StateEvent) and event.state != "queued" for event in events)


class Supervisor:
    """Call `start` once, `close` at the end; everything else may be called from any thread."""

    def __init__(self, store: RunStore, *, executor: Executor | None = None) -> None:
        """Supervise the runs of a store."""
        self._store = store
        self._executor = executor or LocalExecutor()
        self._lock = threading.RLock()
        self._queue: list[str] = []
        self._working: dict[str, Watch] = {}
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._closing = False
        self._turn: int | None = None
        self._bell = store.folder / ".submitted"
        self._bell_heard = 0

    def submit(self, run_id: str) -> None:
        """Queue a run. One that was interrupted or stopped goes on from its last checkpoint.

        Raises:
            CannotStart: the run has finished or failed, or there is none.
        """
        run = self._store.get(run_id)
        if run is None:
            raise CannotStart("This run does not exist any more.")
        with self._lock:
            last = run.last_state
            if last is not None and last.state not in MAY_START:
                if last.state in ENDED:
                    raise CannotStart(f"Run {run.number} has {last.state}. Start a new run instead.")
                return
            if last is not None and last.state != "queued":
                # A worker that still proves the files of a stop would keep its successor out; they are made anew.
                self._executor.kill(run.path)
            if last is None or last.state != "queued":
                enter(run, "queued")
        self._ring()

    def request_stop(self, run_id: str) -> None:
        """Stop a run and keep its weights; a queued one leaves the queue. Asking twice, or too late, does nothing."""
        run = self._store.get(run_id)
        if run is None:
            return
        with self._lock:
            last = run.last_state
            if last is None or last.state == "queued":
                self._queue = [each for each in self._queue if each != run_id]
                if run_id not in self._working:
                    before = Checkpoints(run.path).latest()
                    done = f"what epoch {before.epoch + 1} left is kept" if before else "nothing was trained"
                    enter(run, "stopped", message=f"Stopped while it waited: {done}.")
                    return
            if last is not None and last.state in ENDED:
                return
            self._executor.request_stop(run.path)
            if (watch := self._working.get(run_id)) and watch.asked_at is None:
                watch.asked_at = time.monotonic()

    def kill(self, run_id: str) -> None:
        """End a run's process at once; what its last checkpoint holds is kept."""
        run = self._store.get(run_id)
        if run is not None:
            self._executor.kill(run.path)
            self._wake.set()

    def prepare(self) -> None:
        """A run is likely soon: have a warm worker ready, unless that run would have to wait for a device anyway."""
        with self._lock:
            if self._turn is not None and not self._queue and self._free_leases():
                self._executor.prepare()

    def waiting(self) -> tuple[str, ...]:
        """The ids of the queued runs, next first."""
        with self._lock:
            return tuple(self._queue)

    def start(self) -> None:
        """Begin to supervise, in a thread."""
        self._thread = threading.Thread(target=self._supervise, name="supervisor", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop supervising. Runs at work go on."""
        self._closing = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
        self._executor.close()
        if self._turn is not None:
            os.close(self._turn)
            self._turn = None

    def _supervise(self) -> None:
        while not self._closing:
            with self._lock:
                if self._has_turn():
                    self._listen()
                    self._look_after_workers()
                    self._start_what_fits()
                    self._executor.tidy()
            self._wake.wait(TICK_S)
            self._wake.clear()

    def _has_turn(self) -> bool:
        if self._turn is not None:
            return True
        descriptor = os.open(self._store.folder / ".supervisor", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._turn = descriptor
        self._reconcile()
        return True

    def _ring(self) -> None:
        # A file, not only the flag: the supervisor whose turn it is may live in another process.
        self._bell.touch()
        self._wake.set()

    def _listen(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            rung = self._bell.stat().st_mtime_ns
            if rung != self._bell_heard:
                self._bell_heard = rung
                self._take_up_queued()

    def _reconcile(self) -> None:
        """Put what an earlier server left in order: adopt the living, end the runs of the dead."""
        for run in self._store.list():
            last = run.last_state
            if (
                last is None
                or last.state in ENDED
                or (last.state == "queued" and not self._executor.reconcile(run.path))
            ):
                continue
            if self._executor.reconcile(run.path):
                self._working[run.id] = Watch(run, read_lease(run.path) or Lease())
            else:
                explain_death(run, UNKNOWN_STATUS)
        self._take_up_queued()

    def _take_up_queued(self) -> None:
        found = []
        for run in self._store.list():
            last = run.last_state
            known = run.id in self._queue or run.id in self._working
            if last is not None and last.state == "queued" and not known:
                found.append((last.time, run.id))
        self._queue.extend(run_id for _, run_id in sorted(found))

    def _start_what_fits(self) -> None:
        for run_id in tuple(self._queue):
            run = self._store.get(run_id)
            if run is None:  # deleted while it waited
                self._queue.remove(run_id)
                continue
            lease = self._lease_for(run)
            if lease is not None:
                self._queue.remove(run_id)
                log = run.path / EVENTS
                watch = Watch(run, lease, log_bytes=log.stat().st_size if log.exists() else 0)
                self._executor.submit(run.path, lease)
                self._working[run_id] = watch

    def _free_leases(self) -> list[Lease]:
        free = list(self._executor.capacity())
        for watch in self._working.values():
            # A worker that has ended its run and still proves the files needs no processor of its own; a GPU it holds.
            proves_only = watch.lease.gpu is None and watch.run.state in ENDED
            if watch.lease in free and not proves_only:
                free.remove(watch.lease)
        return free

    def _lease_for(self, run: Run) -> Lease | None:
        wanted = run.config.device
        has_gpu = any(lease.gpu is not None for lease in self._executor.capacity())
        for lease in self._free_leases():
            if wanted == "cpu" or not has_gpu:
                fits = lease.gpu is None
            elif wanted.startswith("gpu:"):
                fits = lease.gpu == wanted.removeprefix("gpu:")
            else:
                fits = lease.gpu is not None
            if fits:
                return lease
        return None

    def _look_after_workers(self) -> None:
        for run_id, watch in tuple(self._working.items()):
            status = self._executor.poll(watch.run.path)
            # A worker of an earlier server may hold the run when ours finds it taken and leaves.
            if status is not None and not self._executor.reconcile(watch.run.path):
                del self._working[run_id]
                state = watch.run.state
                if state == "queued" and watch.has_begun:
                    self._take_up_queued()  # it had ended, and was asked to go on
                elif state not in ENDED:
                    explain_death(watch.run, status)
            else:
                self._insist(watch)
                self._check_heartbeat(watch)

    def _insist(self, watch: Watch) -> None:
        """Stop a run by force when it does not react to the wish."""
        if watch.asked_at is None or watch.run.state not in ("queued", "starting", "running"):
            return
        waited = time.monotonic() - watch.asked_at
        if waited > KILL_AFTER_S:
            self._executor.kill(watch.run.path)
        elif waited > TERMINATE_AFTER_S and not watch.terminated:
            watch.terminated = True
            self._executor.terminate(watch.run.path)

    def _check_heartbeat(self, watch: Watch) -> None:
        try:
            beat = (watch.run.path / HEARTBEAT).stat().st_mtime
        except FileNotFoundError:
            return
        now = time.monotonic()
        if beat != watch.beat:
            watch.beat, watch.beat_seen_at = beat, now
        elif now - watch.beat_seen_at > SILENCE_S:
            message = f"The training process gave no sign of life for {SILENCE_S:.0f} seconds and was ended."
            append_event(watch.run.path, LogEvent(time=time.time(), message=message, level="error"))
            self._executor.kill(watch.run.path)
