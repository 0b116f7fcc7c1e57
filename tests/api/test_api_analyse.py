"""Figures, problems and code over the API, as the canvas asks for them."""

import ast
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from designer.document.builder import GraphBuilder
from designer.document.model import Document
from tests.server import Answer, Server


def dense(units: int = 8, *, x: float = 0.0) -> Document:
    graph = GraphBuilder()
    features = graph.input("x", (4,), at=(x, 0.0))
    graph.output("y", graph.call("Dense", features, name="y", units=units))
    return graph.document()


def analyse(
    server: Server, document: Document, *, revision: int = 1, project: str | None = None, code: bool = True
) -> Answer:
    body: dict[str, Any] = {"project": project, "revision": revision, "code": code}
    return server.call("POST", "/analyse", body | {"document": document.model_dump(mode="json")})


def test_figures_and_code_of_a_sound_document(server: Server) -> None:
    answer = analyse(server, dense(), revision=7).json
    assert answer["revision"] == 7
    assert answer["analysis"]["totals"]["total_params"] == 40
    assert answer["analysis"]["nodes"]["main"]["n2"]["outputs"] == [{"shape": [None, 8], "dtype": "float32"}]
    assert "build_model" in answer["code"] and answer["code_message"] == ""
    ast.parse(answer["code"])


def test_code_that_nobody_looks_at_is_not_written(server: Server) -> None:
    answer = analyse(server, dense(), code=False).json
    assert answer["analysis"]["totals"]["total_params"] == 40
    assert (answer["code"], answer["code_message"]) == (None, "")


def test_a_broken_document_has_problems_and_a_sentence_for_its_code(server: Server) -> None:
    answer = analyse(server, dense(units=0)).json
    assert [problem["severity"] for problem in answer["analysis"]["problems"]] == ["error"]
    assert (answer["code"], answer["code_message"]) == (None, "Fix 1 problem to see the code.")


def test_a_name_cannot_pretend_to_be_an_error(server: Server) -> None:
    document = dense().model_copy(update={"name": '"severity":"error"'})
    assert analyse(server, document).json["code"] is not None


def test_moving_a_node_leaves_the_code_as_it_is(server: Server) -> None:
    first, moved = analyse(server, dense()).json, analyse(server, dense(x=500.0)).json
    assert first["code"] == moved["code"]


def test_an_empty_document_is_no_fault(server: Server) -> None:
    answer = analyse(server, Document())
    assert answer.status == 200


def test_answers_of_one_canvas_are_figures_or_overtaken(server: Server) -> None:
    project = server.create_project(Document())
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: analyse(server, dense(n + 1), revision=n, project=project), range(24)))
    assert {answer.status for answer in answers} <= {200, 409}
    assert all(answer.json == {"overtaken": True} for answer in answers if answer.status == 409)
    for number, answer in enumerate(answers):
        if answer.status == 200:
            assert answer.json["analysis"]["totals"]["total_params"] == 5 * (number + 1)


def test_the_catalogue_is_sent_once(server: Server) -> None:
    answer = server.call("GET", "/catalogue")
    assert {"Dense", "Conv2D", "LSTM"} <= {layer["class_name"] for layer in answer.json["layers"]}
    again = server.call("GET", "/catalogue", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")
