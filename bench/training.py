"""From the click on Train to the first point of the curve, as a user of the page sees it."""

import statistics
import time
from pathlib import Path

from playwright.sync_api import Page, expect

from bench.table import Row
from designer.data.propose import propose
from designer.data.samples import sample_path
from designer.data.store import DatasetStore
from designer.document.builder import GraphBuilder
from designer.document.edits import apply_edits
from designer.runs.artefacts import ARTEFACTS
from designer.storage.projects import ProjectStore
from tests.server import Server

RUNS = 3
READING_S = 8  # a person reads the settings before the click; by then the warm worker has Keras loaded
FIRST_POINT = ".live .uplot"


def measure(server: Server, page: Page, _project: str) -> list[Row]:
    """Train iris several times; each run has ended before the next one starts."""
    project = _iris(server)
    times = []
    for number in range(1, RUNS + 1):
        page.goto(f"{server.url}/train?project={project}")
        button = page.get_by_role("button", name="Train", exact=True)
        expect(button).to_be_enabled(timeout=60_000)
        page.wait_for_timeout(READING_S * 1000)
        started = time.monotonic()
        button.click()
        page.get_by_text(f"run {number}", exact=False).first.wait_for()
        page.locator(FIRST_POINT).first.wait_for()
        times.append(time.monotonic() - started)
        page.locator(".live[data-state=finished]").wait_for()
        _wait_for_proofs(server, page, number)
    return [
        Row(
            "click on Train → first point drawn",
            statistics.median(times),
            "s",
            at_most=3,
            note=f"n = {RUNS}, warm worker",
        )
    ]


def _wait_for_proofs(server: Server, page: Page, count: int) -> None:
    """The files of a run are proved in a fresh Python after its end, which would be measured with the next run."""
    while sum(_is_proved(folder) for folder in (server.home / "runs").iterdir()) < count:
        page.wait_for_timeout(200)


def _is_proved(run_dir: Path) -> bool:
    """Whether the proof of a run's files is written."""
    return (run_dir / ARTEFACTS).exists()


def _iris(server: Server) -> str:
    path = sample_path("iris")
    dataset = DatasetStore(server.home).add(path, name=path.name)
    graph = GraphBuilder()
    hidden = graph.call("Dense", graph.input("measures", (4,)), units=16, activation="relu")
    graph.output("species", graph.call("Dense", hidden, name="species", units=3, activation="softmax"))
    document = graph.document("Iris")
    proposal = propose(dataset, document)
    store = ProjectStore(server.home)
    project = store.create(apply_edits(document, proposal.edits))
    store.save_settings(project.id, proposal.config.model_copy(update={"epochs": 30}), dataset.id)
    store.database.close()
    return project.id
