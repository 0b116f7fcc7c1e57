"""Who a process is, beyond a number that the system may give to another one later."""

import os
import signal
import sys
from pathlib import Path

import psutil

from designer.document.base import Frozen
from designer.storage.files import write_text

IDENTITY = "worker.json"


class ProcessIdentity(Frozen):
    """A process id, when that process started, and which boot of the machine it belongs to."""

    pid: int
    started: float
    boot: str

    @property
    def is_alive(self) -> bool:
        """Whether this very process still runs (a zombie does not)."""
        if self.boot != boot_id():
            return False
        try:
            process = psutil.Process(self.pid)
            return process.create_time() == self.started and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    def send(self, number: signal.Signals) -> None:
        """Signal the process' whole group if the process is still the one it was."""
        if self.is_alive:
            try:
                os.killpg(os.getpgid(self.pid), number)
            except ProcessLookupError:
                return


def boot_id() -> str:
    """Differs after each start of the machine."""
    path = Path("/proc/sys/kernel/random/boot_id")
    return path.read_text().strip() if path.exists() else str(int(psutil.boot_time()))


def identify(pid: int) -> ProcessIdentity | None:
    """The identity of a running process, None when there is none."""
    try:
        return ProcessIdentity(pid=pid, started=psutil.Process(pid).create_time(), boot=boot_id())
    except psutil.NoSuchProcess:
        return None


def write_identity(run_dir: Path) -> None:
    """Leave this process' identity in the run's folder."""
    identity = identify(os.getpid())
    if identity is not None:
        write_text(run_dir / IDENTITY, identity.model_dump_json())


def read_identity(run_dir: Path) -> ProcessIdentity | None:
    """Who works, or worked last, on this run."""
    try:
        return ProcessIdentity.model_validate_json((run_dir / IDENTITY).read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def python_command(module: str, *arguments: str) -> list[str]:
    """The command line that runs one of our modules with this very Python."""
    return [sys.executable, "-m", module, *arguments]


def child_environment(**changes: str) -> dict[str, str]:
    """The environment for our own child processes: our package is found from any working folder."""
    package_root = str(Path(__file__).resolve().parents[2])
    previous = os.environ.get("PYTHONPATH")
    search = package_root if not previous else f"{package_root}{os.pathsep}{previous}"
    # TensorFlow's notices of every start would fill the log; errors stay.
    return {**os.environ, "PYTHONPATH": search, "TF_CPP_MIN_LOG_LEVEL": "2", **changes}
