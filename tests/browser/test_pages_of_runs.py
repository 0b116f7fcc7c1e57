"""The page of runs and the Train page where they are narrow, long names stand in them, or the mouse is elsewhere."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from designer.data.inspect import inspect_file
from designer.runs.events import append_event
from designer.runs.folder import Run
from designer.runs.store import RunStore
from designer.training.events import EpochEvent, PlanEvent, RunState, StateEvent
from tests.browser.studio import LONG_MS
from tests.server import Server
from tests.training_runs import IRIS, iris_config, iris_document

LONG_NAME = "<b>A project</b> whose name goes on and on, past the buttons of its pages and beyond"
LONG_METRIC = "sparse_categorical_accuracy_of_the_flowers_in_the_garden"
NARROW = {"width": 1024, "height": 768}


def put_run(server: Server, state: RunState = "interrupted", *, epochs: int = 30, project: str | None = None) -> Run:
    """A run of a (new) project with a long name, as its log tells it; no worker ever ran."""
    planned = 100_000
    document = iris_document().model_copy(update={"name": LONG_NAME})
    project = project or server.create_project(document)
    dataset = inspect_file(IRIS, name="iris.csv")
    run = RunStore(Path(server.home)).create(document, iris_config(epochs=planned), dataset, IRIS, project=project)
    plan = {"epochs": planned, "steps_per_epoch": 7, "steps_per_execution": 1, "batch_size": 16}
    now = time.time()
    append_event(run.path, PlanEvent(time=now, train_rows=105, validation_rows=30, params=131, **plan))
    append_event(run.path, StateEvent(time=now, state="running", device="CPU"))
    for epoch in range(epochs):
        figures = {"loss": 1 / (epoch + 1), LONG_METRIC: 0.5}
        values: dict[str, float | str] = figures | {f"val_{name}": value for name, value in figures.items()}
        append_event(run.path, EpochEvent(time=now + epoch, epoch=epoch, values=values, seconds=1.0))
    if state != "running":
        append_event(run.path, StateEvent(time=now + epochs, state=state, message="The training process was ended."))
    return run


def right_edge(locator: Locator) -> float:
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"]


def test_the_tools_of_the_table_cover_no_button(server: Server, page: Page) -> None:
    run = put_run(server)
    page.goto(f"{server.url}/runs?project={run.project}")
    table = page.locator("[data-testid=stDataFrame]").first
    table.hover(timeout=LONG_MS)
    expect(table.locator("[data-testid=stElementToolbar]")).to_be_visible()
    page.get_by_role("button", name="Export").click(timeout=LONG_MS)
    expect(page.get_by_role("heading", name="Export", exact=True)).to_be_visible(timeout=LONG_MS)


@pytest.mark.parametrize("name", ["train", "runs"])
def test_a_long_name_gives_way_to_the_actions(server: Server, page: Page, name: str) -> None:
    run = put_run(server)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.goto(f"{server.url}/{name}?project={run.project}&run={run.id}")
    expect(page.get_by_role("button", name="Resume")).to_be_visible(timeout=LONG_MS)
    assert right_edge(page.get_by_role("button", name="Export")) <= NARROW["width"] - 24
    note = page.locator(".st-key-page-header p").nth(0)
    assert right_edge(note) <= NARROW["width"] / 2


def test_a_long_title_leaves_both_figures_of_its_chart(server: Server, page: Page) -> None:
    run = put_run(server)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.goto(f"{server.url}/train?project={run.project}&run={run.id}")
    chart = page.locator(f"[data-chart={LONG_METRIC}]")
    expect(chart.locator(".validation b")).to_have_text("0.500", timeout=LONG_MS)
    edges = [right_edge(chart.locator(part)) for part in (".train b", ".validation b", ".toggle")]
    assert edges == sorted(edges)
    assert chart.locator("h3").get_attribute("title") == LONG_METRIC.replace("_", " ")


def test_a_run_that_has_ended_never_says_that_it_has_no_steps_yet(server: Server, page: Page) -> None:
    run = put_run(server)
    held: list[Route] = []
    page.route("**/events?after=0", lambda route: held.append(route))
    page.goto(f"{server.url}/train?project={run.project}&run={run.id}")
    expect(page.locator(".live .empty")).to_be_visible(timeout=LONG_MS)
    assert page.locator(".live .empty").inner_text() == ""
    for route in held:
        route.continue_()
    expect(page.locator("[data-chart=loss] canvas")).to_be_visible(timeout=LONG_MS)


def test_of_several_runs_only_the_one_at_work_is_not_deleted(server: Server, page: Page) -> None:
    ended = put_run(server, "finished")
    active = put_run(server, "running", project=ended.project)
    page.goto(f"{server.url}/runs?project={ended.project}")
    page.get_by_role("button", name="Delete").click(timeout=LONG_MS)
    page.get_by_role("button", name="Delete 2 runs").click(timeout=LONG_MS)
    refusal = f"Run {active.number} is running. Stop it first, then delete it."
    expect(page.get_by_text(refusal)).to_be_visible(timeout=LONG_MS)
    assert active.path.exists() and not ended.path.exists()
