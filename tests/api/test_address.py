"""The server reaches this machine only, whoever starts it, and starts only where it can keep its state."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from designer.api.address import is_loopback
from tests.server import ROOT, Server, free_port

STARTS = {
    "streamlit": ["streamlit", "run", "app.py", "--server.address", "{address}", "--server.port", "{port}"],
    "uvicorn": ["uvicorn", "app:app", "--host", "{address}", "--port", "{port}"],
}


def start(home: Path, how: str, address: str) -> subprocess.CompletedProcess[str]:
    command = [part.format(address=address, port=free_port()) for part in STARTS[how]]
    environment = os.environ | {"LAYERLOOM_HOME": str(home)}
    environment.pop("LAYERLOOM_BEHIND_LOGIN", None)
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=90
    )


@pytest.mark.parametrize("how", STARTS)
def test_a_folder_that_cannot_hold_the_state_is_refused_in_words(tmp_path: Path, how: str) -> None:
    (tmp_path / "file").write_text("")
    ended = start(tmp_path / "file", how, "127.0.0.1")
    assert ended.returncode != 0
    assert f"cannot keep its state in {tmp_path / 'file'}" in ended.stderr and "LAYERLOOM_HOME" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("how", STARTS)
def test_an_open_address_is_refused_in_words(home: Path, how: str) -> None:
    ended = start(home, how, "0.0.0.0")
    assert ended.returncode != 0
    assert "does not listen on 0.0.0.0" in ended.stderr and "127.0.0.1" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_open_address_behind_a_login_is_served(tmp_path: Path) -> None:
    environment = {"LAYERLOOM_BEHIND_LOGIN": "1", "STREAMLIT_SERVER_ADDRESS": "0.0.0.0"}
    server = Server(tmp_path / "home", environment=environment)
    server.start()
    try:
        assert server.call("GET", "/nowhere").status == 404
    finally:
        server.close()


def test_the_default_address_is_this_machine(server: Server) -> None:
    assert server.process is not None
    import psutil

    listening = [c.laddr.ip for c in psutil.Process(server.process.pid).net_connections() if c.status == "LISTEN"]
    assert listening == ["127.0.0.1"]


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "::ffff:127.0.0.1"])
def test_loopback_addresses(address: str) -> None:
    assert is_loopback(address)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.2", "8.8.8.8", "example.org", ""])
def test_addresses_that_others_reach(address: str) -> None:
    assert not is_loopback(address)
