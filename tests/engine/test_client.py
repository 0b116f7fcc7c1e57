"""The engine process: limits, spare, overtaking, and its end."""

import subprocess
import sys
import threading
import time

import psutil
import pytest

from designer.document import Document
from designer.engine.client import Engine, Overtaken
from tests.engine.graphs import blocks_of_blocks, sequence
from tests.training_runs import wait_until

SMALL = sequence((10,), ("Dense", "head", {"units": 1}))


@pytest.fixture(scope="module")
def engine():
    with Engine(spare=False, timeout_s=30.0) as running:
        running.analyse(SMALL)
        yield running


def test_it_answers_as_the_evaluator_does(engine):
    analysis = engine.analyse(SMALL)
    assert analysis.totals.total_params == 11
    assert analysis.problems == ()


def test_broken_documents_are_answered_too(engine):
    assert [problem.code for problem in engine.analyse(Document()).problems] == ["graph.no-input"]


def test_many_threads_may_ask(engine):
    found = []
    threads = [threading.Thread(target=lambda: found.append(engine.analyse(SMALL).totals)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [totals.total_params for totals in found] == [11] * 8


def test_a_newer_request_of_a_canvas_overtakes_the_older_ones(engine):
    outcomes = {}

    def ask(name, document):
        try:
            outcomes[name] = engine.analyse(document, canvas="c1").totals.total_params
        except Overtaken:
            outcomes[name] = "overtaken"

    long = sequence((3, 4), *[("LSTM", f"r{i}", {"units": 4 + i, "return_sequences": True}) for i in range(300)])
    first = threading.Thread(target=ask, args=("first", long))
    first.start()
    time.sleep(0.2)
    second = threading.Thread(target=ask, args=("second", long))
    second.start()
    time.sleep(0.1)
    ask("third", SMALL)
    first.join()
    second.join()
    assert outcomes == {"first": "overtaken", "second": "overtaken", "third": 11}


def test_too_much_time_costs_the_process_and_is_said_at_the_node():
    with Engine(spare=True, timeout_s=20.0) as engine:
        engine.analyse(SMALL)
        engine._timeout_s = 1.0
        analysis = engine.analyse(blocks_of_blocks(18))
        (problem,) = analysis.problems
        assert (problem.code, problem.where.name) == ("engine.too-expensive", "half")
        assert next(row for row in analysis.summary if row.name == "quick").params == 18
        engine._timeout_s = 60.0
        assert engine.analyse(blocks_of_blocks(18)).problems == (problem,), "it is not tried again"


def test_too_much_memory_costs_the_process():
    with Engine(spare=False, timeout_s=60.0, memory_limit_bytes=2_000_000_000) as engine:
        engine.analyse(SMALL)
        first = engine._serving
        engine._memory_limit = psutil.Process(first.pid).memory_info().rss + 30_000_000
        problems = engine.analyse(blocks_of_blocks(18)).problems
        assert not first.is_alive
        assert [problem.code for problem in problems] == ["engine.too-expensive"]


def test_a_killed_engine_is_replaced(engine):
    psutil.Process(engine._serving.pid).kill()
    assert engine.analyse(SMALL).totals.total_params == 11


def test_a_spare_that_died_is_replaced():
    with Engine(spare=True, timeout_s=30.0) as engine:
        engine.analyse(SMALL)
        wait_until(lambda: engine._spare is not None)
        dead = engine._spare
        psutil.Process(dead.pid).kill()
        wait_until(lambda: not dead.is_alive)
        engine.analyse(SMALL)
        wait_until(lambda: engine._spare is not dead)
        assert engine._spare.is_alive


def test_a_long_answer_is_read_whole(engine):
    long = sequence((2,), *[("Dense", f"layer_{index}", {"units": 2}) for index in range(1500)])
    assert len(engine.analyse(long).summary) == 1501


def test_the_engine_ends_with_the_process_that_started_it():
    code = (
        "import sys, time; from designer.engine.process import EngineProcess\n"
        "child = EngineProcess(); print(child.pid, flush=True); child.wait_ready(); print('ready', flush=True)\n"
        "time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    pid = int(parent.stdout.readline())
    assert parent.stdout.readline().strip() == "ready"
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 10
    while psutil.pid_exists(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not psutil.pid_exists(pid)


def test_asking_imports_no_keras():
    code = "import sys, designer.engine.client; print({'keras', 'tensorflow'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
