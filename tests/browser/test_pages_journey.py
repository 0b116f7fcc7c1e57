"""The pages in a real browser: from a template to a trained model, and what hostile names must not do."""

import csv
import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.server import Server

LONG_MS = 180_000
HOSTILE = "![x](http://host.example/p.png) <b>bold</b> ../../etc"


def open_template(page: Page, server: Server, name: str) -> None:
    page.goto(server.url)
    page.locator(f".st-key-use-{name} button").click()
    page.wait_for_url(re.compile("/design"), timeout=LONG_MS)


def go(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible(timeout=LONG_MS)


def test_a_deep_link_opened_first_shows_the_page_with_its_navigation(fresh_server: Server, page: Page) -> None:
    page.goto(f"{fresh_server.url}/train")
    expect(page.get_by_text("No project open")).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_role("link", name="Export", exact=True)).to_be_visible()


def test_from_a_template_to_downloads(server: Server, page: Page, tmp_path: Path) -> None:
    open_template(page, server, "multiclass-perceptron")
    go(page, "Data")
    page.get_by_role("button", name="Accept all").click(timeout=LONG_MS)
    expect(page.get_by_text("Accepted")).to_be_visible(timeout=LONG_MS)
    go(page, "Train")
    page.get_by_label("Epochs").fill("2")
    page.get_by_label("Epochs").press("Enter")
    page.get_by_role("button", name="Train", exact=True).click(timeout=LONG_MS)
    expect(page.get_by_text(re.compile(r"Done$"))).to_be_visible(timeout=LONG_MS)
    page.reload()
    expect(page.get_by_text(re.compile(r"Done$"))).to_be_visible(timeout=LONG_MS)
    go(page, "Runs")
    expect(page.get_by_text("What differs")).to_be_visible()
    go(page, "Export")
    with page.expect_download(timeout=LONG_MS) as started:
        page.get_by_role("button", name="Download", exact=True).first.click()
    assert re.fullmatch(r"multi-class-perceptron-run-\d+\.py", started.value.suggested_filename)
    started.value.save_as(tmp_path / "model.py")
    assert "def build_model(" in (tmp_path / "model.py").read_text()


def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(server: Server, page: Page, tmp_path: Path) -> None:
    page.goto(server.url)
    page.get_by_role("button", name="Empty canvas").click()
    page.wait_for_url(re.compile("/design"), timeout=LONG_MS)
    go(page, "Data")
    path = tmp_path / "empty.csv"
    path.write_text("")
    page.locator("input[type=file]").set_input_files(path)
    expect(page.locator("[class*=st-key-intake-problem]")).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_text("Bring your data")).to_be_visible()


def test_a_refused_file_leaves_the_data_and_is_told_whole_and_once(server: Server, page: Page, tmp_path: Path) -> None:
    open_template(page, server, "multiclass-perceptron")
    go(page, "Data")
    (tmp_path / "ragged.csv").write_text("a,b\n1,2\n1,2,3\n")
    (tmp_path / "note.json").write_text("{}")
    (tmp_path / "alone.csv").write_text("a\n" + "1\n" * 30)
    dialog, problem = page.get_by_role("dialog"), page.locator("[class*=st-key-intake-problem]")
    page.get_by_role("button", name="Replace").click(timeout=LONG_MS)
    dialog.locator("input[type=file]").set_input_files(tmp_path / "note.json")
    refusal = dialog.get_by_text("files are not allowed")
    expect(refusal).to_be_visible()
    assert (refusal.bounding_box() or {"height": 0})["height"] > 10  # Streamlit alone shows it to screen readers only
    dialog.locator("input[type=file]").set_input_files(tmp_path / "ragged.csv")
    expect(problem.get_by_text("Line 3 has 3 fields")).to_be_visible(timeout=LONG_MS)
    page.keyboard.press("Escape")
    expect(problem).to_have_count(0)
    expect(page.get_by_text("penguins.csv")).to_be_visible()
    page.get_by_role("button", name="Replace").click()
    expect(dialog.get_by_text("Columns and targets are proposed anew")).to_be_visible()
    expect(problem).to_have_count(0)
    dialog.locator("input[type=file]").set_input_files(tmp_path / "alone.csv")
    expect(dialog).to_have_count(0, timeout=LONG_MS)
    told = page.locator("[class*=st-key-data-problem] [data-testid=stHorizontalBlock]")
    expect(told.first).to_be_visible(timeout=LONG_MS)
    assert told.evaluate_all("rows => rows.filter(row => row.scrollWidth > row.clientWidth).length") == 0


def test_a_number_outside_its_range_is_refused_in_a_sentence(server: Server, page: Page) -> None:
    open_template(page, server, "multiclass-perceptron")
    go(page, "Train")
    page.get_by_label("Batch size").fill("0")
    page.get_by_label("Batch size").press("Enter")
    refusal = page.get_by_text("value between 1 and 1000000")
    expect(refusal).to_be_visible()
    assert (refusal.bounding_box() or {"height": 0})["height"] > 10  # Streamlit alone shows it to screen readers only
    page.get_by_label("Batch size").fill("8")
    page.get_by_label("Batch size").press("Enter")
    expect(refusal).to_have_count(0)


def test_hostile_names_show_as_text_and_fetch_nothing(server: Server, page: Page, tmp_path: Path) -> None:
    document = json.loads(Path("sample_data/templates/multilayer-perceptron.json").read_text())
    document["name"] = HOSTILE
    (tmp_path / "evil.json").write_text(json.dumps(document))
    with (tmp_path / "data.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["a", HOSTILE])
        writer.writerows([[number, f"![{number % 2}](http://host.example/c.png)"] for number in range(40)])
    page.goto(server.url)
    page.get_by_role("button", name="Open a file").click()
    page.locator("input[type=file]").set_input_files(tmp_path / "evil.json")
    page.wait_for_url(re.compile("/design"), timeout=LONG_MS)
    go(page, "Data")
    page.locator("input[type=file]").set_input_files(tmp_path / "data.csv")
    expect(page.get_by_text("Proposal", exact=True)).to_be_visible(timeout=LONG_MS)
    for name in ("Train", "Runs", "Export", "Start"):
        page.get_by_role("link", name=name, exact=True).click()
        page.wait_for_timeout(1500)
        assert page.get_by_text("This page broke off").count() == 0
        assert page.locator("img[src*='host.example'], b:has-text('bold')").count() == 0


def test_a_project_is_renamed_and_deleted(fresh_server: Server, page: Page) -> None:
    page.goto(fresh_server.url)
    page.get_by_role("button", name="Empty canvas").click()
    page.wait_for_url(re.compile("/design"), timeout=LONG_MS)
    page.get_by_role("link", name="Start", exact=True).click()
    expect(page.locator("[class*=st-key-card]")).to_have_count(1)
    page.locator("[class*=st-key-menu] button").first.click()
    page.get_by_label("Name", exact=True).fill("First try")
    page.get_by_role("button", name="Rename", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("First try")).to_be_visible()
    page.locator("[class*=st-key-menu] button").first.click()
    page.get_by_role("button", name="Delete project").click()
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_text("First try")).to_have_count(0)
