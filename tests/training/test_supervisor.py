import random
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from designer.runs.events import append_event
from designer.runs.folder import Run
from designer.runs.store import RunStore
from designer.training.checkpoint import Checkpoints
from designer.training.config import RunConfig
from designer.training.events import StateEvent
from designer.training.gpus import Lease
from designer.training.supervisor import CannotStart, Supervisor
from tests.training_runs import events_of, put_run, wait_until


class MemoryExecutor:
    """An executor whose workers are entries of a dict: for the order of things, not for training."""

    def __init__(self, *leases: Lease) -> None:
        self.leases, self.started, self.working, self.statuses = leases, [], {}, {}
        self.asked: list[Path] = []
        self.prepared = 0
        self.silent = False
        self.proving: set[Path] = set()

    def capacity(self) -> tuple[Lease, ...]:
        return self.leases

    def submit(self, run_dir: Path, lease: Lease) -> None:
        assert lease not in self.working.values(), "two runs on one device"
        self.started.append(run_dir)
        self.working[run_dir] = lease
        if not self.silent:
            append_event(run_dir, StateEvent(time=time.time(), state="running"))

    def poll(self, run_dir: Path) -> int | None:
        return None if self.reconcile(run_dir) else self.statuses.get(run_dir, 0)

    def finish(self, run_dir: Path) -> None:
        # As a worker does: alive, and no longer at work, from before it says so until it is gone.
        self.proving.add(run_dir)
        del self.working[run_dir]
        append_event(run_dir, StateEvent(time=time.time(), state="finished"))
        self.proving.discard(run_dir)

    def die(self, run_dir: Path) -> None:
        self.statuses[run_dir] = -9
        self.working.pop(run_dir, None)
        self.proving.discard(run_dir)

    def request_stop(self, run_dir: Path) -> None:
        self.asked.append(run_dir)

    terminate = kill = request_stop

    def reconcile(self, run_dir: Path) -> bool:
        return run_dir in self.working or run_dir in self.proving

    def prepare(self) -> None:
        self.prepared += 1

    def tidy(self) -> None: ...

    def close(self) -> None: ...


@pytest.fixture
def store(tmp_path) -> RunStore:
    return RunStore(tmp_path)


@pytest.fixture
def supervise(store):
    """Makes supervisors that end with the test."""
    made = []

    def make(executor: MemoryExecutor) -> Supervisor:
        made.append(Supervisor(store, executor=executor))
        made[-1].start()
        return made[-1]

    yield make
    for supervisor in made:
        supervisor.close()


def one_run_at_work(store, supervise) -> tuple[MemoryExecutor, Supervisor, Run]:
    executor = MemoryExecutor(Lease())
    supervisor = supervise(executor)
    run = put_run(store, 1)
    supervisor.submit(run.id)
    wait_until(lambda: run.path in executor.working)
    return executor, supervisor, run


def put_on(store: RunStore, number: int, device: str) -> Run:
    run = put_run(store, number)
    record = run.record.model_copy(update={"config": RunConfig(device=device)})
    (run.path / "run.json").write_text(record.model_dump_json())
    return run


def test_runs_start_one_after_the_other_in_order(store, supervise):
    executor = MemoryExecutor(Lease())
    supervisor = supervise(executor)
    runs = [put_run(store, number) for number in range(4)]
    random.Random(3).shuffle(runs)
    for run in runs:
        supervisor.submit(run.id)
    for run in runs:
        wait_until(lambda path=run.path: path in executor.working)
        assert len(executor.working) == 1
        executor.finish(run.path)
    assert executor.started == [run.path for run in runs]


def test_the_next_run_starts_within_two_seconds(store, supervise):
    executor = MemoryExecutor(Lease())
    supervisor = supervise(executor)
    first, second = put_run(store, 1), put_run(store, 2)
    supervisor.submit(first.id)
    supervisor.submit(second.id)
    wait_until(lambda: supervisor.waiting() == (second.id,))
    executor.finish(first.path)
    wait_until(lambda: second.path in executor.working, timeout_s=2)


def test_the_proof_of_a_run_keeps_no_other_run_from_the_processor(store, supervise):
    executor, supervisor, run = one_run_at_work(store, supervise)
    stop_but_keep_proving(executor, run)
    second = put_run(store, 2)
    supervisor.submit(second.id)
    wait_until(lambda: second.path in executor.working, timeout_s=2)
    assert run.path in executor.proving


def test_a_gpu_is_free_only_when_the_process_on_it_has_ended(store, supervise):
    executor = MemoryExecutor(Lease(gpu="0"))
    supervisor = supervise(executor)
    first, second = put_run(store, 1), put_run(store, 2)
    supervisor.submit(first.id)
    wait_until(lambda: first.path in executor.working)
    stop_but_keep_proving(executor, first)
    supervisor.submit(second.id)
    time.sleep(1)
    assert supervisor.waiting() == (second.id,)
    executor.die(first.path)
    wait_until(lambda: second.path in executor.working)


def test_gpus_serve_what_may_use_them_and_the_cpu_the_rest(store, supervise):
    executor = MemoryExecutor(Lease(gpu="0"), Lease(gpu="1"), Lease())
    supervisor = supervise(executor)
    runs = [put_on(store, number, device) for number, device in enumerate(["auto", "cpu", "gpu:1", "auto", "cpu"])]
    for run in runs:
        supervisor.submit(run.id)
    wait_until(lambda: len(executor.working) == 3)
    assert [executor.working[run.path].gpu for run in runs[:3]] == ["0", None, "1"]
    wait_until(lambda: supervisor.waiting() == (runs[3].id, runs[4].id))


def test_a_queued_run_can_be_stopped_before_it_starts(store, supervise):
    supervisor = supervise(MemoryExecutor())
    run = put_run(store, 1)
    supervisor.submit(run.id)
    wait_until(lambda: supervisor.waiting() == (run.id,))
    supervisor.request_stop(run.id)
    assert run.state == "stopped"
    assert supervisor.waiting() == ()


def test_a_run_at_work_is_asked_to_stop(store, supervise):
    executor, supervisor, run = one_run_at_work(store, supervise)
    supervisor.request_stop(run.id)
    supervisor.request_stop(run.id)
    assert set(executor.asked) == {run.path}


def test_a_run_whose_worker_was_killed_is_interrupted_and_can_go_on(store, supervise):
    executor, supervisor, run = one_run_at_work(store, supervise)
    (run.path / "worker.json").write_text('{"pid": 1, "started": 1.0, "boot": "earlier"}')
    executor.die(run.path)
    wait_until(lambda: run.state == "interrupted")
    supervisor.submit(run.id)
    wait_until(lambda: run.path in executor.working)


def stop_but_keep_proving(executor: MemoryExecutor, run: Run) -> None:
    """The run's last word is written, and its worker still lives."""
    append_event(run.path, StateEvent(time=time.time(), state="stopped"))
    executor.proving.add(run.path)
    del executor.working[run.path]
    executor.kill = executor.die


def test_a_stopped_run_goes_on_although_its_worker_still_proves_its_files(store, supervise):
    executor, supervisor, run = one_run_at_work(store, supervise)
    stop_but_keep_proving(executor, run)
    supervisor.submit(run.id)
    wait_until(lambda: executor.started == [run.path, run.path])
    assert [event.state for event in events_of(run, StateEvent)] == [
        "queued",
        "running",
        "stopped",
        "queued",
        "running",
    ]


def test_a_run_that_goes_on_and_whose_worker_never_came_up_is_not_started_for_ever(store, supervise):
    executor, supervisor, run = one_run_at_work(store, supervise)
    (run.path / "worker.json").write_text('{"pid": 1, "started": 1.0, "boot": "earlier"}')
    stop_but_keep_proving(executor, run)
    executor.silent = True
    supervisor.submit(run.id)
    wait_until(lambda: len(executor.started) == 2)
    executor.die(run.path)
    wait_until(lambda: run.state == "interrupted")
    assert executor.started == [run.path, run.path]


def test_asked_twice_a_run_goes_on_once(store, supervise):
    executor, supervisor, run = one_run_at_work(store, supervise)
    append_event(run.path, StateEvent(time=time.time(), state="stopped"))
    del executor.working[run.path]
    askers = [threading.Thread(target=supervisor.submit, args=(run.id,)) for _ in range(8)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    wait_until(lambda: len(executor.started) == 2)
    assert [event.state for event in events_of(run, StateEvent)].count("queued") == 2


def test_a_run_that_waits_to_go_on_and_is_stopped_keeps_what_it_had(store, supervise):
    supervisor = supervise(MemoryExecutor())
    run = put_run(store, 1)
    append_event(run.path, StateEvent(time=time.time(), state="interrupted"))
    Checkpoints(run.path).save({"v0": np.zeros(2)}, (), epoch=3, values={})
    supervisor.submit(run.id)
    wait_until(lambda: supervisor.waiting() == (run.id,))
    supervisor.request_stop(run.id)
    assert run.last_state.message == "Stopped while it waited: what epoch 4 left is kept."


def test_a_restart_of_the_machine_is_told_as_such(store, supervise):
    run = put_run(store, 1)
    append_event(run.path, StateEvent(time=1.0, state="running"))
    (run.path / "worker.json").write_text('{"pid": 1, "started": 1.0, "boot": "earlier"}')
    supervise(MemoryExecutor(Lease()))
    wait_until(lambda: run.state == "interrupted")
    assert run.last_state.code == "train.machine-restarted"


def test_a_worker_that_never_came_up_is_a_failure(store, supervise):
    executor, _, run = one_run_at_work(store, supervise)
    executor.die(run.path)
    wait_until(lambda: run.state == "failed")
    assert run.last_state.code == "train.worker-did-not-start"


def test_a_new_supervisor_adopts_the_living_and_keeps_the_queue(store):
    executor = MemoryExecutor(Lease())
    first = Supervisor(store, executor=executor)
    first.start()
    runs = [put_run(store, number) for number in range(3)]
    for run in runs:
        first.submit(run.id)
    wait_until(lambda: len(first.waiting()) == 2)
    first.close()
    second = Supervisor(store, executor=executor)
    second.start()
    wait_until(lambda: second.waiting() == (runs[1].id, runs[2].id))
    assert executor.started == [runs[0].path]
    second.close()


def test_only_one_supervisor_works_and_the_other_takes_over(store):
    executor, other = MemoryExecutor(Lease()), MemoryExecutor(Lease())
    first, second = Supervisor(store, executor=executor), Supervisor(store, executor=other)
    first.start()
    run, later = put_run(store, 1), put_run(store, 2)
    first.submit(run.id)
    wait_until(lambda: run.path in executor.working)
    second.start()
    second.submit(later.id)
    wait_until(lambda: first.waiting() == (later.id,))
    assert other.started == []
    executor.finish(run.path)
    wait_until(lambda: later.path in executor.working)
    first.close()
    other.working = executor.working
    wait_until(lambda: second._turn is not None)
    second.close()


def test_what_has_finished_is_not_started_again(store, supervise):
    supervisor = supervise(MemoryExecutor(Lease()))
    run = put_run(store, 7)
    append_event(run.path, StateEvent(time=1.0, state="finished"))
    with pytest.raises(CannotStart, match=r"Run 7 has finished\. Start a new run instead\."):
        supervisor.submit(run.id)


def test_a_warm_worker_is_made_only_when_a_run_could_start_at_once(store, supervise):
    executor = MemoryExecutor(Lease())
    supervisor = supervise(executor)
    wait_until(lambda: supervisor._turn is not None)
    supervisor.prepare()
    assert executor.prepared == 1
    run = put_run(store, 1)
    supervisor.submit(run.id)
    wait_until(lambda: run.path in executor.working)
    supervisor.prepare()
    assert executor.prepared == 1
