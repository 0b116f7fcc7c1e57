"""Downloads of a design, with names that only look like headers and folders."""

import pytest

from designer.document.builder import GraphBuilder
from designer.document.model import Document
from tests.server import Server

HOSTILE = '../../x"\r\nSet-Cookie: a=b; <img src=x>'


def project_of(server: Server, name: str = "Small", *, units: int = 8) -> str:
    graph = GraphBuilder()
    graph.output("y", graph.call("Dense", graph.input("x", (4,)), name="y", units=units))
    return server.create_project(graph.document(name))


@pytest.mark.parametrize(("format", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_the_picture_of_a_graph(server: Server, format: str, start: bytes) -> None:
    answer = server.call("GET", f"/projects/{project_of(server)}/picture?format={format}")
    assert answer.status == 200 and answer.body.startswith(start)
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''Small.{format}"


def test_an_unknown_format_is_named(server: Server) -> None:
    answer = server.call("GET", f"/projects/{project_of(server)}/picture?format=gif")
    assert (answer.status, answer.json["problem"]["where"]["name"]) == (422, "format")


def test_the_script_of_a_design(server: Server) -> None:
    answer = server.call("GET", f"/projects/{project_of(server)}/script")
    assert answer.status == 200 and b"def build_model" in answer.body


@pytest.mark.parametrize("what", ["picture", "script"])
def test_a_hostile_name_stays_inside_its_header(server: Server, what: str) -> None:
    answer = server.call("GET", f"/projects/{project_of(server, HOSTILE)}/{what}")
    assert answer.status == 200
    assert "Set-Cookie" not in answer.headers
    assert "/" not in answer.headers["Content-Disposition"].split("''")[1]


def test_a_design_without_code_says_why(server: Server) -> None:
    answer = server.call("GET", f"/projects/{server.create_project(Document())}/script")
    assert answer.status == 409 and answer.json["problem"]["message"]
