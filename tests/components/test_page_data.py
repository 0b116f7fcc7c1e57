from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from designer.data.samples import sample_path
from designer.document.templates import load_template
from designer.services import Services
from designer.storage.projects import Project
from tests.components.conftest import open_page, texts


def project_with(services: Services, template: str, sample: str) -> Project:
    project = services.projects.create(load_template(template))
    path = sample_path(sample)
    services.projects.save_settings(project.id, None, services.datasets.add(path, name=path.name).id)
    return services.projects.get(project.id)


def test_without_data_the_page_says_what_the_model_waits_for(studio: AppTest, services: Services) -> None:
    project = services.projects.create(load_template("convolutional"))
    shown = texts(open_page(studio, "data", project.id))
    assert "Bring your data" in shown and "64 × 64 × 1" in shown


@pytest.mark.parametrize(
    ("template", "sample"),
    [
        ("multiclass-perceptron", "iris"),
        ("multiclass-perceptron", "penguins"),
        ("multilayer-perceptron", "cars"),
        ("convolutional", "digits"),
        ("multiple-inputs", "photo_crops"),
        ("multiple-outputs", "temperatures"),
        ("text-classifier", "sentences"),
    ],
)
def test_every_kind_of_data_is_described_and_gets_a_proposal(
    studio: AppTest, services: Services, template: str, sample: str
) -> None:
    project = project_with(services, template, sample)
    open_page(studio, "data", project.id)
    assert not studio.exception and "This page broke off" not in texts(studio)
    assert "Proposal" in texts(studio) and "Accept all" in texts(studio)


def test_a_target_of_many_yes_or_no_values_says_how_many_are_yes(studio: AppTest, services: Services) -> None:
    project = project_with(services, "convolutional", "photo_cells")
    shown = texts(open_page(studio, "data", project.id))
    assert "28 % of the values are 1" in shown and "standard deviation" not in shown


def test_accepting_all_saves_settings_and_changes_the_model_once(studio: AppTest, services: Services) -> None:
    project = project_with(services, "multiclass-perceptron", "iris")
    open_page(studio, "data", project.id)
    next(button for button in studio.button if button.label == "Accept all").click().run()
    after = services.projects.get(project.id)
    assert after.revision == project.revision + 1
    assert after.config is not None and after.config.outputs
    assert "Accept all" not in texts(studio)


def test_without_a_target_the_proposal_shows_what_there_is(studio: AppTest, services: Services, tmp_path: Path) -> None:
    np.save(tmp_path / "alone.npy", np.zeros((40, 4), "float32"))
    project = services.projects.create(load_template("multilayer-perceptron"))
    services.projects.save_settings(project.id, None, services.datasets.add(tmp_path / "alone.npy", name="a.npy").id)
    shown = texts(open_page(studio, "data", project.id))
    assert "has no target" in shown and "The input takes the shape of the data" in shown.replace("\\", "")
    assert [expander.label for expander in studio.expander] == ["Shapes and gaps"]


def test_the_split_is_saved_when_it_is_changed(studio: AppTest, services: Services) -> None:
    project = project_with(services, "multiclass-perceptron", "iris")
    open_page(studio, "data", project.id)
    key = (project.dataset_id or "")[:12]
    studio.slider(f"validation-{key}").set_value(30).run()
    config = services.projects.get(project.id).config
    assert config is not None and config.data.split.validation == 0.3
    assert "105 train · 45 validate" in texts(studio).replace("about ", "")


def test_a_hostile_column_name_is_escaped(studio: AppTest, services: Services, tmp_path) -> None:
    path = tmp_path / "evil.csv"
    path.write_text('a,"![x](http://host/p.png)"\n' + "1,yes\n2,no\n" * 10)
    project = services.projects.create(load_template("multilayer-perceptron"))
    services.projects.save_settings(project.id, None, services.datasets.add(path, name="<b>evil</b>.csv").id)
    open_page(studio, "data", project.id)
    assert "This page broke off" not in texts(studio)
    assert "![x](" not in texts(studio) and "<b>" not in texts(studio)
