"""Uploads over the API: streamed to disk, read in a sandbox, refused in words."""

import io
import json
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from designer.data.samples import sample_path
from tests.server import Server
from tests.training_runs import wait_until

HOSTILE_NAME = '../../<img src=x onerror=alert(1)>"\n![x](http://evil.example/p.png).csv'


def npz(**arrays: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()


def zip_bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.npy", b"\0" * 300_000_000)
    return stream.getvalue()


def test_an_upload_becomes_a_dataset(server: Server) -> None:
    answer = server.call("POST", "/datasets?name=iris.csv", sample_path("iris").read_bytes())
    assert answer.status == 201
    assert (answer.json["name"], answer.json["kind"], answer.json["rows"]) == ("iris.csv", "table", 150)


def test_arrays_are_named_as_in_the_file(server: Server) -> None:
    body = npz(image=np.zeros((5, 8, 8), "float32"), label=np.arange(5))
    answer = server.call("POST", "/datasets?name=a.npz", body)
    assert [array["name"] for array in answer.json["arrays"]] == ["image", "label"]


def test_a_hostile_name_is_only_a_name(server: Server) -> None:
    from urllib.parse import quote

    answer = server.call("POST", f"/datasets?name={quote(HOSTILE_NAME)}", b"a,b\n1,2\n3,4\n")
    assert answer.status == 201
    assert {path.parent for path in server.home.rglob("data.*")} >= {server.home / "datasets" / answer.json["id"]}
    assert not list(server.home.parent.glob("*evil*"))


@pytest.mark.parametrize("content", [b"", b"a,b\n", b"\x89PNG\r\n\x1a\n", npz(x=np.zeros(3))[:-30], zip_bomb()])
def test_what_cannot_be_read_is_answered_in_words(server: Server, content: bytes) -> None:
    answer = server.call("POST", "/datasets?name=x", content)
    assert answer.status == 422
    assert answer.json["problem"]["code"].startswith("data.")
    assert str(server.home) not in json.dumps(answer.json) and "Traceback" not in answer.json["problem"]["message"]
    assert not list(server.home.glob(".upload-*"))


def test_an_upload_that_breaks_off_leaves_nothing_and_is_no_fault(server: Server) -> None:
    head = (
        "POST /api/v1/datasets?name=x HTTP/1.1", f"Host: 127.0.0.1:{server.port}",
        f"X-Layerloom-Token: {server.token()}", "Content-Length: 1000000", "", "a,b",
    )  # fmt: skip
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall("\r\n".join(head).encode())
        wait_until(lambda: list(server.home.glob(".upload-*")))
    wait_until(lambda: not list(server.home.glob(".upload-*")))
    assert "A route of the API failed" not in server.log.read_text()


@pytest.fixture
def small_limit(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "home", environment={"LAYERLOOM_MAX_UPLOAD_MB": "1"})
    server.start()
    yield server
    server.close()


def test_a_file_over_the_limit_is_refused(small_limit: Server) -> None:
    answer = small_limit.call("POST", "/datasets?name=x", b"1,2\n" * 300_000)
    assert (answer.status, answer.json["problem"]["code"]) == (413, "api.too-large")
    assert "1 MB" in answer.json["problem"]["message"]
    assert not list(small_limit.home.glob(".upload-*"))
