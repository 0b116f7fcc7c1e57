"""Projects over the API: what a canvas does to open, save and go back."""

from designer.document.model import Document
from tests.server import Server


def test_a_project_is_opened_with_its_document(server: Server) -> None:
    project = server.create_project(Document(name="Iris"))
    answer = server.call("GET", f"/projects/{project}")
    assert answer.status == 200
    assert (answer.json["name"], answer.json["revision"], answer.json["versions"]) == ("Iris", 1, [])


def test_a_save_raises_the_revision(server: Server) -> None:
    project = server.create_project(Document(name="one"))
    answer = server.call("PUT", f"/projects/{project}", {"base_revision": 1, "document": {"name": "two"}})
    assert answer.json == {"revision": 2}
    assert server.call("GET", f"/projects/{project}").json["document"]["name"] == "two"


def test_a_save_on_an_old_revision_answers_what_is_stored(server: Server) -> None:
    project = server.create_project(Document(name="one"))
    server.call("PUT", f"/projects/{project}", {"base_revision": 1, "document": {"name": "theirs"}})
    answer = server.call("PUT", f"/projects/{project}", {"base_revision": 1, "document": {"name": "mine"}})
    assert answer.status == 409
    assert answer.json["problem"]["code"] == "storage.conflict"
    assert (answer.json["revision"], answer.json["document"]["name"]) == (2, "theirs")


def test_a_version_is_named_and_restored(server: Server) -> None:
    project = server.create_project(Document(name="first"))
    version = server.call("POST", f"/projects/{project}/versions", {"name": "before <b>"}).json
    server.call("PUT", f"/projects/{project}", {"base_revision": 1, "document": {"name": "second"}})
    answer = server.call("POST", f"/projects/{project}/versions/{version['id']}/restore", {"base_revision": 2})
    assert (answer.json["revision"], answer.json["document"]["name"]) == (3, "first")
    assert server.call("GET", f"/projects/{project}").json["versions"] == [version]


def test_a_missing_version_is_a_problem(server: Server) -> None:
    project = server.create_project(Document())
    answer = server.call("POST", f"/projects/{project}/versions/x/restore", {"base_revision": 1})
    assert (answer.status, answer.json["problem"]["code"]) == (404, "api.not-found")
    assert "no such version" in answer.json["problem"]["message"]


def test_a_missing_project_is_a_problem(server: Server) -> None:
    answer = server.call("GET", "/projects/00000000-0000-0000-0000-000000000000")
    assert answer.status == 404
    assert answer.json["problem"]["code"] == "api.not-found"


def test_a_document_that_does_not_fit_names_the_place(server: Server) -> None:
    project = server.create_project(Document())
    answer = server.call("PUT", f"/projects/{project}", {"base_revision": 1, "document": {"main": {"nodes": 3}}})
    assert answer.status == 422
    assert answer.json["problem"]["where"]["name"] == "document.main.nodes"
