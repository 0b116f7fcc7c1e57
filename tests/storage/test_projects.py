"""Projects: revisions, conflicts, versions, and who may see them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from designer.document.builder import GraphBuilder
from designer.document.model import Document
from designer.document.parse import DocumentError
from designer.storage.database import PROJECTS
from designer.storage.projects import Conflict, ProjectStore, UnknownProject
from designer.training.config import OutputConfig, RunConfig

HOSTILE = 'a"; DROP TABLE projects; -- ![x](http://evil/p.png) <img src=x>\n../..'


@pytest.fixture
def store(home: Path) -> Iterator[ProjectStore]:
    opened = ProjectStore(home)
    yield opened
    opened.database.close()


def dense() -> Document:
    graph = GraphBuilder()
    graph.output("y", graph.call("Dense", graph.input("x", (4,)), units=3))
    return graph.document("Iris")


def test_a_document_comes_back_as_it_was_stored(store: ProjectStore) -> None:
    created = store.create(dense())
    assert store.get(created.id) == created
    assert store.get(created.id).document == dense()


def test_saving_counts_revisions(store: ProjectStore) -> None:
    project = store.create(Document())
    assert [store.save(project.id, base, Document(name=str(base))) for base in (1, 2, 3)] == [2, 3, 4]
    assert store.get(project.id).name == "3"


def test_a_save_on_an_old_revision_changes_nothing(store: ProjectStore) -> None:
    project = store.create(Document(name="one"))
    store.save(project.id, 1, Document(name="two"))
    with pytest.raises(Conflict) as caught:
        store.save(project.id, 1, Document(name="late"))
    assert (caught.value.revision, caught.value.document.name) == (2, "two")
    assert store.get(project.id).name == "two"


def test_settings_do_not_count_as_a_revision(store: ProjectStore) -> None:
    project = store.create(Document())
    store.save_settings(project.id, RunConfig(epochs=7), "abc")
    stored = store.get(project.id)
    assert (stored.revision, stored.dataset_id) == (1, "abc")
    assert stored.config == RunConfig(epochs=7)


def test_settings_follow_an_output_that_is_renamed(store: ProjectStore) -> None:
    graph = GraphBuilder()
    graph.output("label", graph.call("Dense", graph.input("values", (4,)), units=1))
    document = graph.document()
    project = store.create(document)
    store.save_settings(project.id, RunConfig(outputs={"label": OutputConfig(loss_weight=2.0)}), None)
    outputs = tuple(output.model_copy(update={"name": "answer"}) for output in document.main.outputs)
    changed = document.model_copy(update={"main": document.main.model_copy(update={"outputs": outputs})})
    store.save(project.id, project.revision, changed)
    config = store.get(project.id).config
    assert config is not None
    assert config.outputs == {"answer": OutputConfig(loss_weight=2.0)}


def test_the_project_edited_last_comes_first(store: ProjectStore) -> None:
    first, second = store.create(Document(name="a")), store.create(Document(name="b"))
    assert [project.id for project in store.list()] == [second.id, first.id]
    store.rename(first.id, "c")
    assert [project.name for project in store.list()] == ["c", "b"]


def test_restoring_a_version_is_a_new_revision(store: ProjectStore) -> None:
    project = store.create(dense())
    version = store.add_version(project.id, "before")
    store.save(project.id, 1, Document(name="other"))
    restored = store.restore(project.id, version.id)
    assert (restored.revision, restored.document) == (3, dense())
    assert store.versions(project.id) == (version,)


def test_a_version_of_another_project_cannot_be_restored(store: ProjectStore) -> None:
    one, two = store.create(Document()), store.create(Document())
    version = store.add_version(one.id, "v")
    with pytest.raises(UnknownProject):
        store.restore(two.id, version.id)


def test_deleting_takes_the_versions_along(store: ProjectStore) -> None:
    project = store.create(Document())
    store.add_version(project.id, "v")
    store.delete(project.id)
    assert store.list() == ()
    with pytest.raises(UnknownProject):
        store.versions(project.id)


@pytest.mark.parametrize("name", [HOSTILE, "", "\x00", "é" * 200])
def test_any_text_is_a_name(store: ProjectStore, name: str) -> None:
    project = store.create(Document(name=name))
    version = store.add_version(project.id, name)
    assert store.get(project.id).name == name
    assert store.versions(project.id)[0].name == version.name == name


OPERATIONS: list[Callable[[ProjectStore, str], Any]] = [
    lambda store, project: store.get(project),
    lambda store, project: store.save(project, 1, Document()),
    lambda store, project: store.save_settings(project, RunConfig(), None),
    lambda store, project: store.rename(project, "mine"),
    lambda store, project: store.delete(project),
    lambda store, project: store.add_version(project, "v"),
    lambda store, project: store.versions(project),
    lambda store, project: store.restore(project, "v"),
]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_foreign_project_is_as_unknown_as_a_missing_one(
    store: ProjectStore, operation: Callable[[ProjectStore, str], Any]
) -> None:
    project = store.create(Document(name="theirs"))
    stranger = ProjectStore(store.database, owner="stranger")
    assert stranger.list() == ()
    for unknown in (project.id, "missing"):
        with pytest.raises(UnknownProject):
            operation(stranger, unknown)
    assert store.get(project.id) == project


def test_settings_that_are_no_longer_understood_are_forgotten(store: ProjectStore) -> None:
    project = store.create(Document())
    with store.database.write() as connection:
        connection.execute(PROJECTS.update().values(config='{"epochs": "many"}'))
    assert store.get(project.id).config is None


def test_a_project_of_a_newer_version_hides_no_other_and_stays_as_it_is(store: ProjectStore) -> None:
    newer, other = store.create(Document(name="newer")), store.create(Document(name="other"))
    text = '{"format":"layerloom","version":99,"name":"newer"}'
    with store.database.write() as connection:
        connection.execute(PROJECTS.update().where(PROJECTS.c.id == newer.id).values(document=text))
    assert [project.id for project in store.list()] == [other.id]
    assert [problem.where.name for problem in store.overview()[1]] == ["newer"]
    with pytest.raises(DocumentError, match="Update Layerloom") as refused:
        store.get(newer.id)
    assert refused.value.problem.where.name == "newer"
    with store.database.read() as connection:
        assert connection.execute(PROJECTS.select().where(PROJECTS.c.id == newer.id)).one().document == text
