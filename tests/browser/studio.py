"""A person at the app: goes from page to page, brings data, trains, downloads. One tab, one server."""

import re
from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

from designer.data.store import DatasetStore
from designer.document.model import Document
from designer.runs.folder import Run
from designer.runs.store import RunStore
from designer.storage.projects import ProjectStore
from designer.training.config import RunConfig
from tests.server import Server
from tests.soak import SOAK
from tests.training_runs import wait_until

LONG_MS = 90_000
TRAINING_MS = 1_800_000 if SOAK else 300_000  # on a machine that has much else to do


class Studio:
    """The app in one tab."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page = page
        self.server = server

    def start(self) -> None:
        """Open the Start page."""
        self.page.goto(self.server.url)
        expect(self.page.get_by_role("heading", name="Start a model")).to_be_visible(timeout=LONG_MS)

    def empty_canvas(self) -> None:
        self.start()
        self.page.get_by_role("button", name="Empty canvas").click()
        self.page.wait_for_url(re.compile("/design"), timeout=LONG_MS)

    def use_template(self, name: str) -> None:
        self.start()
        self.page.locator(f".st-key-use-{name} button").click()
        self.page.wait_for_url(re.compile("/design"), timeout=LONG_MS)

    def open_document(self, path: Path) -> None:
        """Open a document's file from the Start page."""
        self.start()
        self.page.get_by_role("button", name="Open a file").click()
        self.page.get_by_role("dialog").locator("input[type=file]").set_input_files(path)
        self.page.wait_for_url(re.compile("/design"), timeout=LONG_MS)

    def go(self, name: str) -> None:
        """Another page, by the navigation."""
        self.page.get_by_role("link", name=name, exact=True).click()
        self.expect_page(name)

    def expect_page(self, name: str) -> None:
        expect(self.page.get_by_role("heading", name=name, exact=True)).to_be_visible(timeout=LONG_MS)

    def upload(self, path: Path) -> None:
        """Bring a project's first data, on the Data page."""
        self.page.locator("input[type=file]").set_input_files(path)

    def accept(self) -> None:
        """Accept what is proposed for the data."""
        self.page.get_by_role("button", name="Accept all").click(timeout=LONG_MS)
        expect(self.page.get_by_text("Accepted")).to_be_visible(timeout=LONG_MS)

    def set_epochs(self, epochs: int) -> None:
        field = self.page.get_by_label("Epochs", exact=True)
        field.fill(str(epochs))
        field.press("Enter")

    def train(self) -> Run:
        """Press Train; the run that starts, when the page shows it."""
        before = len(self.runs())
        button = self.page.locator(".st-key-train button")
        expect(button).to_be_enabled(timeout=LONG_MS)
        button.click()
        wait_until(lambda: len(self.runs()) == before + 1, timeout_s=LONG_MS / 1000)
        run = self.runs()[0]
        self.page.wait_for_url(re.compile(run.id), timeout=LONG_MS)
        expect(self.page.locator(".live")).to_be_visible(timeout=LONG_MS)
        return run

    def expect_curves(self, *figures: str) -> None:
        """A drawn chart for each of these figures."""
        for name in figures:
            expect(self.page.locator(f'[data-chart="{name}"] canvas')).to_be_visible(timeout=TRAINING_MS)

    def expect_ended(self, state: str) -> None:
        """The live part and the page's header agree that the run has ended so."""
        expect(self.page.locator(".live")).to_have_attribute("data-state", state, timeout=TRAINING_MS)
        word = {"finished": "Done", "stopped": "Stopped", "failed": "Failed"}[state]
        expect(self.page.get_by_text(re.compile(f"{word}$")).first).to_be_visible(timeout=LONG_MS)
        expect(self.page.get_by_role("button", name="Stop and keep weights")).to_have_count(0)

    def runs(self) -> list[Run]:
        """All runs of the server, newest first."""
        return RunStore(self.server.home).list()

    def show_view(self, view: str) -> None:
        """One of the three views of the Runs page."""
        self.page.locator(".st-key-view").get_by_text(view).click(timeout=LONG_MS)

    def predict(self, file: Path | FilePayload, folder: Path) -> Path:
        """The predictions of the newest run for a file, in the view for it."""
        self.page.locator("input[type=file]").set_input_files(file)
        self.page.get_by_role("button", name="Predict", exact=True).click(timeout=LONG_MS)
        with self.page.expect_download(timeout=LONG_MS) as started:
            self.page.get_by_role("button", name=re.compile("Download .* prediction")).click(timeout=LONG_MS)
        path = folder / started.value.suggested_filename
        started.value.save_as(path)
        return path

    def download(self, key: str, folder: Path) -> Path:
        """A file of the Export page by the key of its row; keeps the name that the browser is told."""
        row = self.page.locator(f".st-key-file-{key}")
        with self.page.expect_download(timeout=LONG_MS) as started:
            row.get_by_role("button", name="Download").click(timeout=LONG_MS)
        path = folder / started.value.suggested_filename
        started.value.save_as(path)
        return path


def put_project(server: Server, document: Document, data: Path, config: RunConfig) -> str:
    """A project with data and settings, as if its user had left it so yesterday."""
    project = server.create_project(document)
    dataset = DatasetStore(server.home).add(data, name=data.name)
    store = ProjectStore(server.home)
    try:
        store.save_settings(project, config, dataset.id)
    finally:
        store.database.close()
    return project
