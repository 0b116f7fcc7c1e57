"""Bodies that are no bodies: each is answered in words, and the server goes on."""

import pytest

from designer.api.answers import MAX_DOCUMENT_BYTES
from designer.document.model import Document
from tests.server import Server

DEEP = b'{"base_revision":1,"document":' + b'{"main":' * 100_000 + b"}" * 100_001
WRONG = {
    "empty": b"",
    "no json": b"<html>",
    "latin": "é".encode("latin-1"),
    "lone surrogate": b'{"base_revision":1,"document":{"name":"\\ud800"}}',
    "too deep": DEEP,
    "a list": b"[]",
    "revision true": b'{"base_revision":true,"document":{}}',
    "revision text": b'{"base_revision":"1","document":{}}',
    "unknown field": b'{"base_revision":1,"document":{},"owner":"root"}',
    "newer version": b'{"base_revision":1,"document":{"version":99}}',
    "long integer": b'{"base_revision":1,"document":{"version":' + b"9" * 5000 + b"}}",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_body_is_answered_with_its_place(server: Server, name: str) -> None:
    project = server.create_project(Document(name="kept"))
    answer = server.call("PUT", f"/projects/{project}", WRONG[name])
    assert answer.status == 422
    problem = answer.json["problem"]
    assert problem["code"] == "api.bad-request" and "Traceback" not in problem["message"]
    assert server.call("GET", f"/projects/{project}").json["document"]["name"] == "kept"


@pytest.mark.parametrize("number", ["NaN", "1e999", "-Infinity"])
def test_a_number_that_no_browser_could_read_is_refused(server: Server, number: str) -> None:
    project = server.create_project(Document())
    body = '{"base_revision":1,"document":{"main":{"layers":{"l1":{"name":"a","config":{"rate":NUMBER}}}}}}'
    answer = server.call("PUT", f"/projects/{project}", body.replace("NUMBER", number).encode())
    assert (answer.status, answer.json["problem"]["code"]) == (422, "document.bad-number")


def test_a_name_may_say_nan(server: Server) -> None:
    project = server.create_project(Document())
    answer = server.call("PUT", f"/projects/{project}", {"base_revision": 1, "document": {"name": "NaN, Infinity"}})
    assert answer.status == 200


def test_a_body_over_the_limit_is_refused(server: Server) -> None:
    answer = server.call("PUT", "/projects/x", b" " * (MAX_DOCUMENT_BYTES + 1))
    assert (answer.status, answer.json["problem"]["code"]) == (413, "api.too-large")
    assert "5 MB" in answer.json["problem"]["message"]


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "9" * 5000])
def test_an_offset_that_is_no_number_is_named(server: Server, after: str) -> None:
    answer = server.call("GET", f"/runs/x/events?after={after}")
    assert (answer.status, answer.json["problem"]["where"]["name"]) == (422, "after")


@pytest.mark.parametrize("run", ["x", "0" * 32, "..%2f..%2fetc"])
def test_an_unknown_run_is_a_problem(server: Server, run: str) -> None:
    for method, path in (("GET", "events"), ("POST", "stop")):
        assert server.call(method, f"/runs/{run}/{path}").status in (400, 404)
