"""What is typed into the settings is saved, also when the next click leaves the page straight from the field."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from designer.storage.projects import ProjectStore
from designer.training.config import RunConfig
from tests.browser.studio import LONG_MS, put_project
from tests.server import Server
from tests.training_runs import IRIS, iris_config, iris_document, wait_until

# Resolves when the page's script runs, as after a field has given its value.
WATCH = """() => {
  const app = document.querySelector("[data-testid=stApp]");
  window.started = new Promise((done) => {
    new MutationObserver(() => app.dataset.testScriptState === "running" && done()).observe(app, { attributes: true });
    setTimeout(done, 5000);
  });
}"""


def seed_of_the_split(config: RunConfig) -> object:
    return config.data.split.seed


def learning_rate(config: RunConfig) -> object:
    return config.optimizer.config.get("learning_rate")


@pytest.mark.parametrize(
    ("address", "label", "value", "read"),
    [
        ("data", "Seed", 7, seed_of_the_split),
        ("train", "Epochs", 9, lambda config: config.epochs),
        ("train", "Learning rate", 0.25, learning_rate),
    ],
    ids=["number on Data", "number on Train", "text on Train"],
)
def test_what_is_typed_is_kept(
    server: Server, page: Page, address: str, label: str, value: float, read: Callable[[RunConfig], object]
) -> None:
    project = put_project(server, iris_document(), IRIS, iris_config(epochs=3))
    page.goto(f"{server.url}/{address}?project={project}")
    field = page.get_by_label(label, exact=True)
    expect(field).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=LONG_MS)
    field.fill(str(value))
    press(page, "Runs")
    wait_until(lambda: read(settings(server, project)) == value, timeout_s=20)


def press(page: Page, name: str) -> None:
    """A click on a page's name as a hand does it: the field loses the focus when the button goes down."""
    link = page.get_by_role("link", name=name, exact=True).bounding_box()
    assert link is not None
    page.mouse.move(link["x"] + link["width"] / 2, link["y"] + link["height"] / 2)
    page.evaluate(WATCH)
    page.mouse.down()
    page.evaluate("window.started")  # the script has begun, and the click will end it before it saves
    page.mouse.up()


def settings(server: Server, project: str) -> RunConfig:
    store = ProjectStore(server.home)
    try:
        return store.get(project).config or RunConfig()
    finally:
        store.database.close()
