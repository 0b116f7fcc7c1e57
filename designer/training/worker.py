"""The process that trains one run: `python -m designer.training.worker RUN_DIR`, or `--wait` to be warm beforehand.

It writes only inside the run's folder, outlives browser and server, and ends with a state event whatever happens. A
death without last words (kill -9, power) is noticed by the supervisor.
"""

import argparse
import fcntl
import os
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from designer.runs.folder import Run, open_run
from designer.training.control import StopSwitch, start_heartbeat
from designer.training.device import Device, current_hardware, hide_other_devices, set_up
from designer.training.events import LOG, LogEvent, StateEvent
from designer.training.failure import explain
from designer.training.gpus import read_lease
from designer.training.journal import Journal
from designer.training.process import write_identity

LOCK = "lock"
EXIT_BAD_FOLDER = 2
PROOF_NICENESS = 10


def main(arguments: Sequence[str]) -> int:
    """Train the run named on the command line, or the one named on standard input."""
    parser = argparse.ArgumentParser(prog="python -m designer.training.worker", description=main.__doc__)
    parser.add_argument("run_dir", nargs="?", type=Path)
    parser.add_argument("--wait", action="store_true", help="import Keras first, then read one run folder's path")
    options = parser.parse_args(arguments)
    if not options.wait and options.run_dir is None:
        parser.error("name a run folder, or use --wait")
    run_dir: Path | None = options.run_dir if options.run_dir else wait_for_run()
    return work(run_dir) if run_dir else 0


def wait_for_run() -> Path | None:
    """Import what takes long, then wait. None when standard input ends: nobody needs this worker any more."""
    import designer.training.session  # noqa: F401 (imports Keras)

    line = sys.stdin.readline().strip()
    return Path(line) if line else None


def work(run_dir: Path) -> int:
    """Train the run in `run_dir`. Returns the exit status: 0 unless the run failed."""
    try:
        run = open_run(run_dir)
    except (FileNotFoundError, ValueError) as error:
        print(f"{run_dir} is no run folder: {error}", file=sys.stderr)
        return EXIT_BAD_FOLDER
    lock = os.open(run.path / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return 0  # another worker trains this run
    write_identity(run.path)
    _redirect_output(run.path / LOG)
    start_heartbeat(run.path)
    switch = StopSwitch(run.path)
    switch.listen_to_signals()
    os.chdir(run.path)  # relative paths, such as ModelCheckpoint's, stay inside the folder
    journal = Journal(run.path)
    try:
        return _train(run, journal, switch)
    finally:
        journal.close()


def _train(run: Run, journal: Journal, switch: StopSwitch) -> int:
    journal.write(StateEvent(time=time.time(), state="starting", pid=os.getpid()))
    session, device = None, None
    try:
        device = _choose_device(run, journal)
        from designer.training.session import Session

        session = Session(run, journal, should_stop=switch.is_on, device=device.name)
        end = session.train()
    except Exception as error:
        traceback.print_exc()
        failure = session.explain(error) if session else explain(error)
        end = StateEvent(
            time=time.time(),
            state="failed",
            device=device.name if device else "",
            message=failure.message,
            code=failure.code,
        )
    journal.write_last_words(end)
    if session is not None and end.files:
        _prove(session, run)
    return int(end.state == "failed")


def _choose_device(run: Run, journal: Journal) -> Device:
    lease = read_lease(run.path)
    hide_other_devices(run.config.device, lease)
    import keras

    # The bridge writes one line per epoch to the log instead of Keras' progress bar.
    keras.config.disable_interactive_logging()
    device = set_up(current_hardware(), run.config.device, lease)
    if device.note:
        journal.write(LogEvent(time=time.time(), message=device.note, level="warning"))
    return device


def _prove(session: Any, run: Run) -> None:
    from designer.runs.proof import prove_run

    # The user may have started the next run already: what is proved here must not keep that one waiting.
    os.nice(PROOF_NICENESS)
    try:
        if run.evaluation is None:
            session.evaluate()
        prove_run(session.model, session.data, run.path, batch_size=session.module.BATCH_SIZE)
    except Exception:
        traceback.print_exc()


def _redirect_output(path: Path) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)


if __name__ == "__main__":
    status = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    # Python's own way out takes TensorFlow more than a second.
    os._exit(status)
