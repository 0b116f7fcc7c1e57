import os
import signal
import subprocess
import sys

from designer.training.process import identify, read_identity, write_identity


def test_this_process_is_alive_by_its_file(tmp_path):
    write_identity(tmp_path)
    identity = read_identity(tmp_path)
    assert identity is not None
    assert identity.pid == os.getpid()
    assert identity.is_alive


def test_another_process_with_the_same_number_is_not_it():
    identity = identify(os.getpid())
    assert not identity.model_copy(update={"started": identity.started - 5}).is_alive


def test_nothing_survives_a_restart_of_the_machine():
    assert not identify(os.getpid()).model_copy(update={"boot": "earlier"}).is_alive


def test_a_zombie_is_dead():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True) as child:
        identity = identify(child.pid)
        assert identity.is_alive
        identity.send(signal.SIGKILL)
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert not identity.is_alive


def test_an_unreadable_identity_counts_as_none(tmp_path):
    assert read_identity(tmp_path) is None
    (tmp_path / "worker.json").write_text('{"pid": ')
    assert read_identity(tmp_path) is None
