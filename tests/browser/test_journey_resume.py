"""A run that broke off, or was stopped, goes on by a click, and its page shows one run, not two."""

import os
import re
import signal

import pytest
from playwright.sync_api import Page, expect

from designer.runs.folder import Run
from designer.runs.progress import finished_epochs
from designer.training.events import LogEvent, PlanEvent, StateEvent
from designer.training.process import read_identity
from tests.browser.studio import LONG_MS, TRAINING_MS, Studio, put_project
from tests.server import Server
from tests.training_runs import IRIS, events_of, iris_config, iris_document, wait_until

pytestmark = pytest.mark.timeout(1800)
RESUME = re.compile(r"Resume at epoch [\d,]+ of 100,000")


def start_long_run(page: Page, server: Server) -> tuple[Studio, Run]:
    """Iris, trained by a click; returns when the first epochs are done."""
    studio = Studio(page, server)
    project = put_project(server, iris_document(), IRIS, iris_config(epochs=100_000))
    page.goto(f"{server.url}/train?project={project}")
    studio.expect_page("Train")
    run = studio.train()
    wait_until(lambda: done(run) >= 3, timeout_s=120)
    return studio, run


def done(run: Run) -> int:
    return len(finished_epochs(run.events()[0]))


def kill_worker(run: Run) -> None:
    identity = read_identity(run.path)
    assert identity is not None
    os.killpg(identity.pid, signal.SIGKILL)


def expect_to_go_on(page: Page, run: Run, plans: int) -> None:
    """The live part follows the worker that went on, without a reload."""
    wait_until(lambda: len(events_of(run, PlanEvent)) == plans, timeout_s=120)
    before = events_of(run, PlanEvent)[-1].epochs_before
    assert before > 0
    wait_until(lambda: done(run) > before + 2, timeout_s=120)
    expect(page.locator(".live")).to_have_attribute("data-state", "running", timeout=TRAINING_MS)
    expect(page.locator(".live .entry").filter(has_text=f"Goes on after epoch {before}")).to_be_visible()
    expect(page.locator(".live .title")).to_have_text(re.compile(r"^Epoch [\d,]+ of 100,000"), timeout=LONG_MS)
    expect(page.get_by_role("button", name="Stop and keep weights")).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_role("button", name=RESUME)).to_have_count(0)


def test_an_interrupted_run_goes_on_in_its_page_and_so_does_a_stopped_one(fresh_server: Server, page: Page) -> None:
    studio, run = start_long_run(page, fresh_server)
    kill_worker(run)
    expect(page.locator(".live")).to_have_attribute("data-state", "interrupted", timeout=TRAINING_MS)
    page.get_by_role("button", name=RESUME).dblclick(timeout=LONG_MS)
    expect_to_go_on(page, run, plans=2)
    page.get_by_role("button", name="Stop and keep weights").click()
    studio.expect_ended("stopped")
    kept = done(run)
    # At once: its worker still proves the files of the stop.
    page.get_by_role("button", name=f"Resume at epoch {kept + 1:,} of 100,000").click(timeout=LONG_MS)
    expect_to_go_on(page, run, plans=3)
    assert [event.state for event in events_of(run, StateEvent)].count("queued") == 3
    going_on = [event.message for event in events_of(run, LogEvent) if event.message.startswith("Goes on")]
    assert going_on[-1] == f"Goes on after epoch {kept}, from its checkpoint."


def test_a_run_goes_on_from_the_page_of_runs(fresh_server: Server, page: Page) -> None:
    studio, run = start_long_run(page, fresh_server)
    kill_worker(run)
    expect(page.locator(".live")).to_have_attribute("data-state", "interrupted", timeout=TRAINING_MS)
    studio.go("Runs")
    page.get_by_role("button", name=re.compile(rf"Resume run {run.number} at epoch")).click(timeout=LONG_MS)
    studio.expect_page("Train")
    expect_to_go_on(page, run, plans=2)
    page.get_by_role("button", name="Stop and keep weights").click()
    studio.expect_ended("stopped")
