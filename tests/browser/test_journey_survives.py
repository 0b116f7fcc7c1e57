"""A run goes on whatever happens to the page and to the server, and whoever comes back sees all of it."""

import re
from collections.abc import Callable
from contextlib import suppress

import psutil
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from designer.runs.folder import Run
from designer.training.events import EpochEvent
from tests.browser.studio import LONG_MS, Studio, put_project
from tests.server import Server, processes_of
from tests.training_runs import IRIS, events_of, iris_config, iris_document, wait_until

EPOCH_LINE = re.compile(r":\d\d\s+epoch \d")
pytestmark = pytest.mark.timeout(1800)


def train_long(page: Page, server: Server, *, epochs: int) -> tuple[Studio, Run]:
    """Iris, trained by a click; returns when the first epochs are drawn."""
    studio = Studio(page, server)
    project = put_project(server, iris_document(), IRIS, iris_config(epochs=epochs))
    page.goto(f"{server.url}/train?project={project}")
    studio.expect_page("Train")
    studio.train()
    studio.expect_curves("loss", "accuracy")
    (run,) = studio.runs()
    wait_until(epochs_of(run, 3), timeout_s=120)
    return studio, run


def epochs_of(run: Run, least: int) -> Callable[[], bool]:
    return lambda: len(events_of(run, EpochEvent)) >= least


def workers(server: Server) -> list[psutil.Process]:
    found = []
    for process in processes_of(server.home):
        with suppress(psutil.Error):
            if "designer.training.worker" in process.cmdline():
                found.append(process)
    return found


def test_a_reload_and_a_closed_tab_change_nothing(fresh_server: Server, page: Page, context: BrowserContext) -> None:
    studio, run = train_long(page, fresh_server, epochs=100_000)
    page.reload()
    studio.expect_curves("loss", "accuracy")
    expect(page.locator(".live .title")).to_contain_text("of 100,000", timeout=LONG_MS)
    page.close()
    seen = len(events_of(run, EpochEvent))
    wait_until(epochs_of(run, seen + 5), timeout_s=120)
    come_back_and_stop(Studio(context.new_page(), fresh_server), run)


def come_back_and_stop(studio: Studio, run: Run) -> None:
    """From the Start page, as someone who kept no address."""
    studio.start()
    expect(studio.page.get_by_text("run 1 running")).to_be_visible(timeout=LONG_MS)
    studio.page.get_by_role("button", name="Open", exact=True).click()
    studio.page.wait_for_url("**/design**", timeout=LONG_MS)
    studio.go("Train")
    studio.expect_curves("loss", "accuracy")
    studio.page.get_by_role("button", name="Stop and keep weights").click()
    studio.expect_ended("stopped")
    expect_every_epoch_once(studio, run)


@pytest.mark.expects_console_errors
def test_a_killed_server_finds_its_run_complete(fresh_server: Server, page: Page) -> None:
    studio, run = train_long(page, fresh_server, epochs=400)
    fresh_server.kill()
    seen = len(events_of(run, EpochEvent))
    wait_until(epochs_of(run, seen + 5), timeout_s=120)
    assert workers(fresh_server)
    fresh_server.start()
    studio.expect_ended("finished")
    expect_every_epoch_once(studio, run)
    assert [event.epoch for event in events_of(run, EpochEvent)] == list(range(400))
    page.reload()
    studio.expect_ended("finished")
    studio.expect_curves("loss", "accuracy")
    expect_every_epoch_once(studio, run)


def expect_every_epoch_once(studio: Studio, run: Run) -> None:
    """Every finished epoch stands in the file and in the log on the screen exactly once."""
    epochs = events_of(run, EpochEvent)
    assert [event.epoch for event in epochs] == list(range(len(epochs)))
    lines = studio.page.locator(".live .entry").filter(has_text=EPOCH_LINE)
    expect(lines.filter(has_text=re.compile(rf"epoch {len(epochs):,} "))).to_have_count(1, timeout=LONG_MS)
    shown = [int(text.split("epoch ")[1].split()[0].replace(",", "")) for text in lines.all_inner_texts()]
    newest = [event.epoch + 1 for event in reversed(epochs)]
    assert shown == newest[: len(shown)] and len(shown) >= min(len(newest), 400)
