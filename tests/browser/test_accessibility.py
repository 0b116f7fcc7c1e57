"""No page has a serious or critical fault in the eyes of axe-core, in light and in dark."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.canvas_page import two_layers
from tests.browser.studio import LONG_MS, Studio, put_project
from tests.server import Server
from tests.training_runs import IRIS, iris_config, iris_document

AXE = Path("components/node_modules/axe-core/axe.min.js")
GRAVE = {"serious", "critical"}
HEADINGS = {"start": "Start a model", "data": "Data", "train": "Train", "runs": "Runs", "export": "Export"}


@pytest.mark.timeout(900)
def test_no_page_has_a_grave_fault(server: Server, page: Page) -> None:
    studio = Studio(page, server)
    project = put_project(server, iris_document(), IRIS, iris_config(epochs=3))
    page.goto(f"{server.url}/train?project={project}")
    studio.expect_page("Train")
    studio.train()
    studio.expect_ended("finished")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for name, heading in HEADINGS.items():
            page.goto(f"{server.url}/{'' if name == 'start' else name}?project={project}")
            expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible(timeout=LONG_MS)
            expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
            if name == "train":
                studio.expect_curves("loss", "accuracy")
            assert grave_faults(page) == [], f"{name}, {scheme}"


@pytest.mark.timeout(900)
def test_the_studio_has_no_grave_fault(server: Server, page: Page) -> None:
    project = server.create_project(two_layers())
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{server.url}/design?project={project}")
        expect(page.locator("[data-layer=Dense]").first).to_be_attached(timeout=LONG_MS)
        assert grave_faults(page) == [], f"nothing selected, {scheme}"
        page.locator('.ll-node[data-name="hidden"]').click()
        for tab in ("Problems", "Summary", "Code", "History"):
            page.get_by_role("tab", name=tab).click()
            assert grave_faults(page) == [], f"a layer selected, {tab}, {scheme}"
        for keys, overlay in (("?", "Keys"), ("Control+k", "Find or run"), ("Tab", "Add a layer")):
            page.locator(".ll-root").focus()
            page.keyboard.press(keys)
            expect(page.get_by_role("dialog", name=overlay)).to_be_visible()
            assert grave_faults(page) == [], f"{overlay}, {scheme}"
            page.keyboard.press("Escape")


def grave_faults(page: Page) -> list[str]:
    """The rules that are broken gravely, each with the first element that breaks it."""
    page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    grave = [rule for rule in found["violations"] if rule["impact"] in GRAVE]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in grave]
