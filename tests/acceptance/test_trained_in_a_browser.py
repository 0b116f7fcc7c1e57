"""What the app proposes really learns when a person at the browser accepts it. The test sets the split's seed alone.

The normal run takes one model; `LAYERLOOM_SOAK=1` takes all of them, on several splits, and prints every figure
(`pytest -s`). The last figures stand in docs/soak.md. The same through the worker alone: test_trained_honestly.py.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page

from designer.data.samples import sample_path
from designer.document.model import Document
from designer.document.parse import dump_document
from designer.document.templates import load_template
from designer.runs.folder import Run
from designer.storage.projects import ProjectStore
from tests.acceptance.learners import kept_figure, perceptron, share_of_the_mean, small_cnn
from tests.browser.studio import Studio
from tests.server import Server
from tests.soak import SOAK
from tests.training_runs import wait_until

pytestmark = pytest.mark.timeout(7200 if SOAK else 900)


def accuracy(run: Run) -> float:
    return kept_figure(run, "accuracy")


def of_the_label(run: Run) -> float:
    return kept_figure(run, "label_accuracy")


class Case(NamedTuple):
    """A model, its data, how many splits a soak takes, and the bound on the mean of its figure."""

    model: Callable[[], Document]
    sample: str
    splits: int
    figure: Callable[[Run], float]
    bound: float
    lower_is_better: bool = False


CASES = {
    "penguins": Case(lambda: load_template("multiclass-perceptron"), "penguins", 5, accuracy, 0.93),
    "iris": Case(lambda: perceptron(4), "iris", 5, accuracy, 0.93),
    "digits": Case(small_cnn, "digits", 3, accuracy, 0.95),
    "cars": Case(lambda: perceptron(8), "cars", 3, share_of_the_mean, 0.5, lower_is_better=True),
    "two inputs": Case(lambda: load_template("multiple-inputs"), "photo_crops", 3, accuracy, 0.9),
    "two outputs": Case(lambda: load_template("multiple-outputs"), "temperatures", 3, of_the_label, 0.75),
}


@pytest.mark.parametrize("name", CASES if SOAK else list(CASES)[:1])
def test_what_a_person_accepts_learns(server: Server, page: Page, tmp_path: Path, name: str) -> None:
    case = CASES[name]
    (tmp_path / "model.json").write_text(dump_document(case.model()))
    runs = [
        train_by_hand(Studio(page, server), tmp_path / "model.json", sample_path(case.sample), seed=seed)
        for seed in range(case.splits if SOAK else 1)
    ]
    figures = [case.figure(run) for run in runs]
    mean = sum(figures) / len(figures)
    print(f"{name}: mean {mean:.3f} of {', '.join(f'{figure:.3f}' for figure in figures)}")
    assert mean <= case.bound if case.lower_is_better else mean >= case.bound


def train_by_hand(studio: Studio, model: Path, data: Path, *, seed: int) -> Run:
    """Open the model, upload the data, accept every proposal, choose the split, train to the end."""
    studio.open_document(model)
    studio.go("Data")
    studio.upload(data)
    studio.accept()
    field = studio.page.get_by_label("Seed", exact=True)
    field.fill(str(seed))
    field.press("Enter")
    project = studio.page.url.partition("project=")[2].partition("&")[0]
    wait_until(lambda: seed_of(studio.server, project) == seed)
    studio.go("Train")
    studio.train()
    studio.expect_ended("finished")
    run = studio.runs()[0]
    assert run.config.data.split.seed == seed
    return run


def seed_of(server: Server, project: str) -> int | None:
    """The split's seed in the settings that are saved for a project."""
    store = ProjectStore(server.home)
    try:
        config = store.get(project).config
    finally:
        store.database.close()
    return config.data.split.seed if config else None
