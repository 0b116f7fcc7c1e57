"""The server dies, the run does not; the next server shows it, complete."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from designer.runs.store import RunStore
from designer.training.events import EpochEvent
from designer.training.process import child_environment
from designer.training.supervisor import Supervisor
from tests.training_runs import events_of, make_run, wait_until

SERVER = """
import sys, time
from pathlib import Path
from designer.runs.store import RunStore
from designer.training.supervisor import Supervisor
supervisor = Supervisor(RunStore(Path(sys.argv[1])))
supervisor.start()
supervisor.submit(sys.argv[2])
time.sleep(600)
"""


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "home")


def put_long_run(store: RunStore):
    run = make_run(store.folder / "draft", epochs=100_000)
    run.path.rename(store.folder / run.id)
    return store.get(run.id)


def with_a_prepared_worker(store: RunStore) -> tuple[Supervisor, subprocess.Popen]:
    supervisor = Supervisor(store)
    supervisor.start()
    wait_until(lambda: supervisor._turn is not None)
    supervisor.prepare()
    return supervisor, supervisor._executor._warm.process


def test_a_run_survives_its_server_and_is_adopted_by_the_next(store: RunStore, tmp_path: Path):
    run = put_long_run(store)
    command = [sys.executable, "-c", SERVER, str(tmp_path / "home"), run.id]
    with subprocess.Popen(command, env=child_environment(), start_new_session=True) as server:
        wait_until(lambda: events_of(run, EpochEvent), timeout_s=120)
        server.send_signal(signal.SIGKILL)
    seen = len(events_of(run, EpochEvent))
    wait_until(lambda: len(events_of(run, EpochEvent)) > seen + 5)
    supervisor = Supervisor(store)
    supervisor.start()
    wait_until(lambda: run.id in supervisor._working, timeout_s=10)
    supervisor.request_stop(run.id)
    wait_until(lambda: run.state == "stopped", timeout_s=30)
    wait_until(lambda: run.id not in supervisor._working, timeout_s=90)
    supervisor.close()
    numbers = [event.epoch for event in events_of(run, EpochEvent)]
    assert numbers == list(range(len(numbers)))


def test_a_prepared_worker_takes_the_next_run_and_a_killed_one_is_noticed(store: RunStore):
    supervisor, warm = with_a_prepared_worker(store)
    run = put_long_run(store)
    supervisor.submit(run.id)
    wait_until(lambda: events_of(run, EpochEvent), timeout_s=120)
    assert f'"pid":{warm.pid}' in (run.path / "worker.json").read_text().replace(" ", "")
    supervisor.kill(run.id)
    wait_until(lambda: run.state == "interrupted", timeout_s=10)
    assert run.last_state.code == "train.killed"
    assert "What was finished before is kept" in run.last_state.message
    supervisor.close()


def test_a_waiting_worker_ends_with_its_server(store: RunStore):
    supervisor, warm = with_a_prepared_worker(store)
    supervisor.close()
    assert warm.returncode is not None
