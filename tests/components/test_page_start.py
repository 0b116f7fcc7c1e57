from pathlib import Path

from streamlit.testing.v1 import AppTest

from designer.document.model import Document
from designer.document.problem import Problem
from designer.document.templates import list_templates
from designer.services import Services
from designer.storage.database import PROJECTS
from tests.components.conftest import open_page, texts


def test_every_template_is_offered(studio: AppTest) -> None:
    assert not studio.exception
    assert {f"use-{template.name}" for template in list_templates()} <= {button.key for button in studio.button}


def test_an_empty_canvas_becomes_a_project(studio: AppTest, services: Services) -> None:
    button = next(button for button in studio.button if button.label == "Empty canvas")
    button.click().run()
    assert [project.name for project in services.projects.list()] == ["Untitled"]


def test_a_template_brings_its_sample_data_and_settings(studio: AppTest, services: Services) -> None:
    studio.button("use-multilayer-perceptron").click().run()
    project = services.projects.list()[0]
    assert project.config is not None
    assert services.datasets.get(project.dataset_id or "") is not None


def test_a_hostile_project_name_is_escaped(studio: AppTest, services: Services) -> None:
    services.projects.create(Document(name="![x](http://host/p.png)"))
    open_page(studio, "start")
    assert not studio.exception
    assert "![x](" not in texts(studio)


def test_a_project_can_be_renamed_or_deleted(studio: AppTest, services: Services) -> None:
    project = services.projects.create(Document(name="Old"))
    open_page(studio, "start")
    studio.button(f"menu-{project.id}").click().run()
    assert {"Rename", "Delete project"} <= {button.label for button in studio.button}
    assert services.projects.list() != []


def test_a_damaged_database_is_said_in_a_sentence(studio: AppTest, services: Services) -> None:
    assert "damaged" not in texts(studio)
    services.database.notice = Problem(code="storage.damaged-database", message="The database was damaged.")
    open_page(studio, "start")
    assert [element.value for element in studio.text if "damaged" in element.value] == ["The database was damaged."]


def test_pages_without_a_project_say_where_to_start(studio: AppTest, home: Path) -> None:
    for page in ("data", "train", "runs", "export"):
        assert "No project open" in texts(open_page(studio, page)), page


def test_a_project_of_a_newer_version_is_told_in_a_sentence_with_a_way_back(
    studio: AppTest, services: Services
) -> None:
    project = services.projects.create(Document(name="From *tomorrow*"))
    with services.database.write() as connection:
        connection.execute(PROJECTS.update().values(document='{"format":"layerloom","version":99}'))
    sentence = "version 99; this Layerloom knows versions up to 1. Update Layerloom. The project stays stored as it is."
    for page in ("start", "design", "data", "train", "runs", "export"):
        shown = texts(open_page(studio, page, project.id)).replace("\\", "")
        assert "This page broke off" not in shown
        assert sentence in shown, page
    next(button for button in studio.button if button.label == "Go to start").click().run()
    assert "Start a model" in texts(studio)
    assert "project" not in studio.query_params
