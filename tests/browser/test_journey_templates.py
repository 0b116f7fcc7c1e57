"""The reference architectures from the Start page: their figures on the screen, and training with several ends."""

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from designer.document.builder import GraphBuilder
from designer.document.model import Document
from designer.document.parse import dump_document
from designer.training.events import EpochEvent
from tests.browser.canvas_page import CanvasPage
from tests.browser.panels import drawer
from tests.browser.studio import LONG_MS, Studio
from tests.server import Server
from tests.training_runs import events_of

pytestmark = pytest.mark.timeout(1800)

# Architectures 1, 7 and 15 of the table, with the parameters of every layer that has some.
FIGURES = [
    ("multilayer-perceptron", "551", {"hidden_1": "110", "hidden_2": "220", "hidden_3": "210", "label": "11"}),
    (
        "multiple-outputs",
        "1,452",
        {"reader": "480", "summary": "840", "hidden": "110", "label": "11", "next_hour": "11"},
    ),
    ("siamese", "9,570", {}),
]


@pytest.mark.parametrize(("name", "total", "params"), FIGURES, ids=[figures[0] for figures in FIGURES])
def test_a_template_shows_the_figures_of_the_table(
    server: Server, page: Page, name: str, total: str, params: dict[str, str]
) -> None:
    Studio(page, server).use_template(name)
    canvas = CanvasPage.shown(page, server)
    expect(drawer(page).locator(".totals")).to_contain_text(f"{total} parameters", timeout=LONG_MS)
    expect(drawer(page).locator(".totals")).not_to_contain_text("so far")
    for layer, count in params.items():
        expect(canvas.node(layer).locator(".ll-count")).to_have_text(count)


def train_and_look(studio: Studio, *, epochs: int, figures: tuple[str, ...]) -> set[str]:
    """Train from the Train page; the names of the run's figures, all of them drawn."""
    studio.go("Train")
    studio.set_epochs(epochs)
    studio.train()
    studio.expect_curves(*figures)
    studio.expect_ended("finished")
    last = events_of(studio.runs()[0], EpochEvent)[-1]
    assert all(np.isfinite(float(value)) for value in last.values.values())
    names = {name for name in last.values if not name.startswith("val_")}
    assert {f"val_{name}" for name in names} <= set(last.values)
    studio.expect_curves(*sorted(names))
    return names


def test_two_inputs_are_trained_from_the_arrays_of_one_file(server: Server, page: Page) -> None:
    studio = Studio(page, server)
    studio.use_template("multiple-inputs")
    studio.go("Data")
    expect(page.get_by_text("photo_crops.npz")).to_be_visible(timeout=LONG_MS)
    assert train_and_look(studio, epochs=2, figures=("loss",)) == {"loss", "accuracy"}


def test_two_outputs_have_losses_and_metrics_of_their_own(server: Server, page: Page) -> None:
    studio = Studio(page, server)
    studio.use_template("multiple-outputs")
    figures = ("loss", "label_loss", "next_hour_loss")
    names = train_and_look(studio, epochs=2, figures=figures)
    assert names == {*figures, "label_accuracy", "next_hour_mean_absolute_error"}
    losses = {name: output.loss for name, output in studio.runs()[0].config.outputs.items()}
    assert losses["label"] != losses["next_hour"]


def one_head() -> Document:
    """One layer called on two branches: the outputs `near` and `far` share its weights."""
    graph = GraphBuilder()
    x = graph.input("values", (6,))
    head = graph.layer("Dense", name="head", units=1)
    near = graph.call("Dense", x, name="left", at=(-128, 108), units=4, activation="tanh")
    far = graph.call("Dense", x, name="right", at=(128, 108), units=4, activation="tanh")
    graph.output("near", graph.call_layer(head, near, at=(-128, 216)))
    graph.output("far", graph.call_layer(head, far, at=(128, 216)))
    return graph.document("One head")


def test_one_head_used_twice_draws_both_losses(server: Server, page: Page, tmp_path: Path) -> None:
    (tmp_path / "head.json").write_text(dump_document(one_head()))
    values = np.random.default_rng(5).normal(size=(96, 6)).astype("float32")
    np.savez(tmp_path / "data.npz", values=values, near=values.sum(axis=1), far=values.max(axis=1))
    studio = Studio(page, server)
    studio.open_document(tmp_path / "head.json")
    expect(drawer(page).locator(".totals")).to_contain_text("61 parameters", timeout=LONG_MS)
    studio.go("Data")
    studio.upload(tmp_path / "data.npz")
    studio.accept()
    names = train_and_look(studio, epochs=3, figures=("loss", "near_loss", "far_loss"))
    assert {"near_mean_absolute_error", "far_mean_absolute_error"} <= names
