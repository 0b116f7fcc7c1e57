import os
import resource
import signal
import subprocess

import numpy as np
import pytest

from designer.runs.folder import Run
from designer.training.events import ENDED, EpochEvent, StateEvent
from designer.training.process import child_environment, python_command
from tests.training_runs import events_of, make_run, wait_until


def work_with_files_up_to(run: Run, size_bytes: int) -> StateEvent:
    """Train where no file can grow beyond a size: what a full disk does to one file after the other."""
    worker = subprocess.Popen(
        python_command("designer.training.worker", str(run.path)),
        env=child_environment(),
        start_new_session=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, size_bytes)),
    )
    with worker:
        wait_until(lambda: worker.poll() is not None or run.state in ENDED, timeout_s=120)
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
    return run.last_state


@pytest.mark.parametrize(("limit", "phase"), [(5_000, "checkpoint"), (20_000, "final files")])
def test_a_full_disk_is_told_and_leaves_no_torn_file(tmp_path, limit, phase):
    run = make_run(tmp_path / "run", epochs=3)
    last = work_with_files_up_to(run, limit)
    assert (last.state, last.code) == ("failed", "train.disk-full"), phase
    assert "The disk is full" in last.message
    assert not (run.path / "model.keras").exists()
    assert [path.name for path in run.path.iterdir() if path.name.startswith(".")] == []
    for path in (run.path / "checkpoints").glob("*.npz"):
        with np.load(path) as arrays:
            assert arrays.files
    if phase == "final files":
        assert len(events_of(run, EpochEvent)) == 3
