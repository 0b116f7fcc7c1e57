"""The sandbox itself: what a parser that has gone wrong cannot do."""

import os
import subprocess
import sys

import pytest

from designer.data.errors import UnreadableData
from designer.data.sandbox import run_task
from designer.data.schema import Dataset

GUARDED = """
import sys
from designer.data.sandbox import _forbid, _limit
_limit(memory_bytes=2 * 1024**3, processor_s=5)
sys.addaudithook(_forbid)
try:
    {attempt}
except (PermissionError, MemoryError) as error:
    print(type(error).__name__)
"""


@pytest.mark.parametrize(
    ("attempt", "refusal"),
    [
        ("import socket; socket.create_connection(('127.0.0.1', 9))", "PermissionError"),
        ("import subprocess; subprocess.run(['true'])", "PermissionError"),
        ("import os; os.system('true')", "PermissionError"),
        ("open('/tmp/layerloom-was-here', 'w')", "PermissionError"),
        ("bytearray(3 * 1024**3)", "MemoryError"),
    ],
)
def test_network_processes_files_and_memory_are_out_of_reach(attempt, refusal):
    code = GUARDED.format(attempt=attempt)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == refusal


def test_a_reader_that_takes_too_long_is_ended(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(UnreadableData, match="was not read within"):
        run_task("inspect", path, timeout_s=0.05, reading=None, limit_bytes=1000)


def test_a_reader_that_crashes_is_a_sentence(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(UnreadableData) as caught:
        run_task("no such task", path)
    assert caught.value.problem.code == "data.reader-crashed"


def test_the_server_reads_no_data_itself():
    code = "import sys; import designer.data.store; print({'tensorflow', 'keras', 'pandas'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert done.stdout.strip() == "set()"


def test_a_description_survives_its_way_through_json(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("a,b\n1,x\n2,\n", encoding="utf-8")
    from designer.data.inspect import inspect_file

    dataset = inspect_file(path, name="data.csv")
    assert Dataset.model_validate_json(dataset.model_dump_json()) == dataset
