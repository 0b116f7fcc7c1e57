"""How a run is asked to stop: a file that says so, or SIGTERM. Both are looked at between two batches."""

import signal
import threading
import time
from pathlib import Path
from types import FrameType

from designer.storage.files import write_text
from designer.training.events import CONTROL, HEARTBEAT

STOP = "stop"
POLL_INTERVAL_S = 0.05
HEARTBEAT_INTERVAL_S = 2.0


def ask_to_stop(run_dir: Path) -> None:
    """Leave the wish to stop in the run's folder."""
    write_text(run_dir / CONTROL, STOP)


def withdraw(run_dir: Path) -> None:
    """Forget an earlier wish: the run is about to start (again)."""
    (run_dir / CONTROL).unlink(missing_ok=True)


class StopSwitch:
    """Whether this worker was asked to stop."""

    def __init__(self, run_dir: Path) -> None:
        """Watch a run's control file."""
        self._control = run_dir / CONTROL
        self._asked = False
        self._next_look = 0.0

    def listen_to_signals(self) -> None:
        """SIGTERM and SIGINT mean stop, and keep the weights."""
        signal.signal(signal.SIGTERM, self._on_signal)
        signal.signal(signal.SIGINT, self._on_signal)

    def is_on(self) -> bool:
        """True once asked. The file is looked at no more than 20 times a second, so this may be called per batch."""
        now = time.monotonic()
        if not self._asked and now >= self._next_look:
            self._next_look = now + POLL_INTERVAL_S
            try:
                self._asked = self._control.read_text().strip() == STOP
            except FileNotFoundError:
                self._asked = False
        return self._asked

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._asked = True


def start_heartbeat(run_dir: Path) -> None:
    """Touch the heartbeat file every two seconds until the process ends."""
    path = run_dir / HEARTBEAT
    path.touch()
    threading.Thread(target=_beat, args=(path,), name="heartbeat", daemon=True).start()


def _beat(path: Path) -> None:
    while True:
        time.sleep(HEARTBEAT_INTERVAL_S)
        try:
            path.touch()
        except OSError:
            # A full disk does not stop the heart: the next beat tries again.
            continue
