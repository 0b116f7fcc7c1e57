"""The live chart on the Train page, with real runs: their curves, their log, and a zoom that stays."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from designer.data.inspect import inspect_file
from designer.runs.folder import Run
from designer.runs.store import RunStore
from designer.training.events import EpochEvent
from tests.browser import panels
from tests.server import Server
from tests.training_runs import IRIS, events_of, iris_config, iris_document, start_worker, wait_until, work

LOSS = "[data-chart=loss]"


def make_run(server: Server, **changes: object) -> Run:
    """A run on iris that belongs to a project of the server."""
    project = server.create_project(iris_document())
    dataset = inspect_file(IRIS, name="iris.csv")
    return RunStore(Path(server.home)).create(iris_document(), iris_config(**changes), dataset, IRIS, project=project)


def open_run(page: Page, server: Server, run: Run) -> None:
    page.goto(f"{server.url}/train?project={run.project}&run={run.id}")
    expect(page.locator(".live")).to_be_visible(timeout=panels.WAIT_S * 1000)


def zoom_in(page: Page) -> None:
    box = page.locator(f"{LOSS} .u-over").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 60, steps=6)
    page.mouse.up()


@pytest.fixture(scope="module")
def finished(server: Server) -> Run:
    """A run of five epochs that has ended."""
    run = make_run(server)
    assert work(run).state == "finished"
    return run


def test_a_finished_run_shows_its_last_figures_and_its_log(page: Page, server: Server, finished: Run) -> None:
    open_run(page, server, finished)
    epochs = events_of(finished, EpochEvent)
    validation = page.locator(f"{LOSS} .validation b")
    expect(validation).to_have_text(f"{epochs[-1].values['val_loss']:.3f}")
    expect(page.locator(".live .title")).to_contain_text("Finished")
    expect(page.locator(".live .bar")).to_have_attribute("aria-valuenow", "100")
    expect(page.locator("[data-chart=accuracy] h3")).to_have_text("accuracy")
    expect(page.locator(".live .entry").filter(has_text=re.compile(r"epoch \d"))).to_have_count(len(epochs))


def test_the_scale_can_be_logarithmic(page: Page, server: Server, finished: Run) -> None:
    open_run(page, server, finished)
    toggle = page.locator(f"{LOSS} .toggle")
    expect(page.locator(f"{LOSS} canvas")).to_be_visible()
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    expect(page.locator(f"{LOSS} canvas")).to_have_count(1)


def test_the_log_is_saved_as_it_stands(page: Page, server: Server, finished: Run) -> None:
    open_run(page, server, finished)
    expect(page.locator(f"{LOSS} canvas")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save log").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert "epoch 1 " in text
    assert "running on" in text


def test_a_zoom_stays_while_points_arrive_and_the_end_reruns_the_page(page: Page, server: Server) -> None:
    run = make_run(server, epochs=400)
    open_run(page, server, run)
    expect(page.get_by_text("No steps yet. The first point appears after the first batches.")).to_be_visible()
    with start_worker(run.path) as worker:
        expect(page.locator(f"{LOSS} canvas")).to_be_visible(timeout=120_000)
        zoom_in(page)
        expect(page.locator(LOSS)).to_have_attribute("data-zoomed", "true")
        seen = len(events_of(run, EpochEvent))
        wait_until(lambda: len(events_of(run, EpochEvent)) > seen + 5)
        page.wait_for_timeout(1200)
        expect(page.locator(LOSS)).to_have_attribute("data-zoomed", "true")
        page.locator(f"{LOSS} .u-over").dblclick()
        expect(page.locator(LOSS)).to_have_attribute("data-zoomed", "false")
        page.get_by_role("button", name="Stop and keep weights").click()
        expect(page.locator(".live")).to_have_attribute("data-state", "stopped", timeout=120_000)
        # The state went to Python, and the page was drawn again without its stop button.
        expect(page.get_by_role("button", name="Stop and keep weights")).to_have_count(0)
        worker.kill()
