"""Texts and files that mean harm: shown as they are typed, refused in a sentence, and nothing is lost."""

import csv
import io
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Dialog, FilePayload, Page, expect

from designer.document.builder import GraphBuilder
from designer.document.model import Document, Note
from designer.document.parse import dump_document
from designer.storage.projects import ProjectStore
from tests.browser.studio import LONG_MS, Studio, put_project
from tests.server import Server
from tests.training_runs import IRIS, iris_config, iris_document

pytestmark = pytest.mark.timeout(1800)

IMAGE = "![x](http://host.example/p.png)"
MARKUP = "<img src=x onerror=window.hacked=1>"
NAME = f"{IMAGE} {MARKUP} \"q\" 'q' ../../etc \u202ecod"
COLUMNS = (IMAGE, f'{MARKUP} "quoted", with a comma', "two\nlines ../../etc", "\u202egpj.exe :red[x] `code`")
CLASSES = (f"{IMAGE}<b>", "=cmd|' /C calc'!A0", "'; import os; os.system('x') #")
FILE = f"..%2F..%2F{MARKUP} ![x](http:host.example) 'a' \u202e.csv"
SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\.[a-z0-9]{2,5}")


def document() -> Document:
    """A small classifier whose texts are hostile wherever the format takes any text."""
    graph = GraphBuilder()
    hidden = graph.call("Dense", graph.input("measures", (3,)), name="hidden", units=4, at=(0, 108))
    graph.output("kind", graph.call("Dense", hidden, name="kind", units=1, at=(0, 216)))
    main = graph.build().model_copy(update={"notes": {"t1": Note(text=NAME)}})
    return Document(name=NAME[:200], main=main)


def table() -> bytes:
    """Three columns of numbers and one of classes, all of them with hostile names."""
    numbers = random.Random(3)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for row in range(60):
        place = row % len(CLASSES)
        writer.writerow([*(f"{place + numbers.random():.3f}" for _ in range(3)), CLASSES[place]])
    return stream.getvalue().encode()


class Watched:
    """A page whose texts must stay texts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.dialogs: list[str] = []
        page.on("dialog", self._note)

    def _note(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def expect_harmless(self) -> None:
        """The page has come to rest, and nothing of the texts became an element or ran."""
        app = self.page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=LONG_MS)
        elements = "img[onerror], img[src='x'], [src*='host.example'], a[href*='host.example']"
        expect(self.page.locator(elements)).to_have_count(0)
        for text in ("Traceback", "This page broke off"):
            expect(self.page.get_by_text(text)).to_have_count(0)
        assert self.page.evaluate("window.hacked") is None
        assert self.dialogs == []

    def expect_text(self, text: str) -> None:
        """It stands on the screen as typed (joiners, which nobody sees, keep links from being made)."""
        seen = self.page.locator("body").inner_text().replace("\u2060", "")
        assert text in seen, seen


def test_hostile_texts_stay_texts_from_upload_to_download(server: Server, page: Page, tmp_path: Path) -> None:
    watched, studio = Watched(page), Studio(page, server)
    (tmp_path / "hostile.json").write_text(dump_document(document()))
    studio.open_document(tmp_path / "hostile.json")
    expect(page.locator(".ll-node")).to_have_count(3, timeout=LONG_MS)
    watched.expect_harmless()
    studio.go("Data")
    page.locator("input[type=file]").set_input_files(FilePayload(name=FILE, mimeType="text/csv", buffer=table()))
    expect(page.get_by_text("Proposal", exact=True)).to_be_visible(timeout=LONG_MS)
    watched.expect_harmless()
    watched.expect_text(IMAGE)
    studio.accept()
    train_and_visit_all(studio, watched)
    names = leave_with_everything(studio, watched, tmp_path)
    assert all(SAFE_NAME.fullmatch(name) for name in names), names


def train_and_visit_all(studio: Studio, watched: Watched) -> None:
    """A run on the hostile columns, and every page that lists or describes it."""
    studio.go("Train")
    studio.set_epochs(2)
    studio.train()
    studio.expect_ended("finished")
    watched.expect_harmless()
    studio.go("Runs")
    for view in ("Architecture", "Predictions"):
        studio.show_view(view)
        watched.expect_harmless()
    studio.page.get_by_role("link", name="Start", exact=True).click()
    studio.expect_page("Start a model")
    watched.expect_harmless()
    watched.expect_text(IMAGE)


def leave_with_everything(studio: Studio, watched: Watched, folder: Path) -> list[str]:
    """Download what the Export page offers, and predictions; the names that the browser is told."""
    studio.go("Export")
    expect(studio.page.locator("[class*=st-key-file-picture-pdf]")).to_be_visible(timeout=LONG_MS)
    watched.expect_harmless()
    run = studio.runs()[0]
    keys = [f"{run.id}-{name}" for name in ("model-py", "model-h5", "model-keras", "history-csv", "log-txt")]
    names = [studio.download(key, folder).name for key in (*keys, "document", "picture-svg")]
    studio.go("Runs")
    studio.show_view("Predictions")
    file = FilePayload(name=FILE, mimeType="text/csv", buffer=table())
    predictions = studio.predict(file, folder)
    watched.expect_harmless()
    with predictions.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["kind"] for row in rows} <= {text if text[0] not in "=+-@" else f"'{text}" for text in CLASSES}
    return [*names, predictions.name]


def test_a_project_is_renamed_to_anything(fresh_server: Server, page: Page) -> None:
    watched, studio = Watched(page), Studio(page, fresh_server)
    fresh_server.create_project(iris_document())
    studio.start()
    page.locator("[class*=st-key-menu] button").first.click()
    page.get_by_role("textbox", name="Name").fill(NAME)
    page.get_by_role("textbox", name="Name").press("Enter")
    page.get_by_role("button", name="Rename").click()
    expect(page.locator("[class*=st-key-card]").get_by_text("host.example")).to_be_visible(timeout=LONG_MS)
    watched.expect_harmless()
    watched.expect_text(IMAGE)
    for name in ("Design", "Data", "Train", "Runs", "Export"):
        page.get_by_role("link", name=name, exact=True).click()
        page.wait_for_url(re.compile(name.lower()), timeout=LONG_MS)
        watched.expect_harmless()


def npy(values: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.save(stream, values)
    return stream.getvalue()


def bomb() -> bytes:
    """152 kB that unpack to 153 MB."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.npy", npy(np.zeros(20_000_000)))
    return stream.getvalue()


WRONG: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.csv": (lambda: b"", "The file is empty."),
    "header only.csv": (lambda: b"a,b\n", "The file has a header but no rows."),
    "ragged.csv": (lambda: b"a,b\n1,2\n3,4,5\n6,7\n", "Line 3 has 3 fields, but the header has 2."),
    "cut off.npy": (lambda: npy(np.zeros((20, 3)))[:-9], "The file is cut off"),
    "bomb.npz": (bomb, "unpacks to 153 MB"),
}


def test_a_wrong_file_is_refused_in_a_sentence_and_the_data_stays(server: Server, page: Page) -> None:
    watched, studio = Watched(page), Studio(page, server)
    project = put_project(server, iris_document(), IRIS, iris_config())
    before = dataset_of(server, project)
    page.goto(f"{server.url}/data?project={project}")
    studio.expect_page("Data")
    page.get_by_role("button", name="Replace").click()
    dialog = page.get_by_role("dialog")
    for name, (content, sentence) in WRONG.items():
        file = FilePayload(name=name, mimeType="application/octet-stream", buffer=content())
        dialog.locator("input[type=file]").set_input_files(file)
        expect(dialog.locator("[class*=st-key-intake-problem]")).to_contain_text(sentence, timeout=LONG_MS)
        watched.expect_harmless()
        assert dataset_of(server, project) == before
    page.keyboard.press("Escape")
    expect(page.get_by_text("iris.csv")).to_be_visible()


def dataset_of(server: Server, project: str) -> str | None:
    store = ProjectStore(server.home)
    try:
        return store.get(project).dataset_id
    finally:
        store.database.close()
