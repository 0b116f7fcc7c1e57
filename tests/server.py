"""A real server process for tests: started as a user starts it, and killed as a power cut would."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from http.client import HTTPMessage
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from designer.document.model import Document
from designer.storage.projects import ProjectStore
from designer.storage.tokens import Tokens

ROOT = Path(__file__).resolve().parent.parent
START_TIMEOUT_S = 90.0
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Answer(NamedTuple):
    """What a route answered."""

    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Server:
    """`streamlit run app.py` on a free port with a home folder of its own."""

    def __init__(self, home: Path, *, environment: dict[str, str] | None = None) -> None:
        self.home = home
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = home.parent / f"{home.name}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self._environment = os.environ | {"LAYERLOOM_HOME": str(home)} | (environment or {})

    def start(self) -> None:
        """Start, and wait until the first request is answered."""
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                break
            try:
                if _opener.open(f"{self.url}/_stcore/health", timeout=5).status == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"The server did not start:\n{self.log.read_text()[-4000:]}")

    def kill(self) -> None:
        """SIGKILL, as a crash or a power cut: nothing gets a chance to say goodbye."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """End the server as Ctrl+C does."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()
            self.process = None

    def restart(self) -> None:
        """Kill -9, and start again on the same port and home."""
        self.kill()
        self.start()

    def close(self) -> None:
        """Stop, and end every process that still works in this home (workers outlive the server by design)."""
        self.stop()
        for process in processes_of(self.home):
            process.kill()

    def token(self, *, session: str = "test") -> str:
        """A token as a page gets it."""
        return Tokens(self.home).issue(session=session)

    def create_project(self, document: Document) -> str:
        """Store a project and return its id."""
        store = ProjectStore(self.home)
        try:
            return store.create(document).id
        finally:
            store.database.close()

    def call(self, method: str, path: str, body: Any = None, *, headers: dict[str, str] | None = None) -> Answer:
        """Call a route under /api/v1 with a valid token; `body` is JSON, or bytes as they are."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        sent = {"X-Layerloom-Token": self.token()} | (headers or {})
        request = urllib.request.Request(f"{self.url}/api/v1{path}", data, sent, method=method)
        try:
            with _opener.open(request, timeout=60) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processes_of(home: Path) -> list[psutil.Process]:
    """All processes that were started with this home folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("LAYERLOOM_HOME") == str(home) and process.pid != os.getpid():
                found.append(process)
        except psutil.Error:
            continue
    return found
