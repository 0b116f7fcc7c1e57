"""The drawer: problems with their fix, the summary, the code, the history."""

from playwright.sync_api import Page, expect

from designer.document.builder import GraphBuilder
from designer.document.model import Document
from tests.browser.panels import drawer, eventually, field, inspector, layer, open_project, select, stored
from tests.server import Server


def tab(page: Page, name: str) -> None:
    drawer(page).get_by_role("tab", name=name).click()


def test_no_problems_says_what_would_appear(page: Page, server: Server) -> None:
    open_project(page, server)
    expect(drawer(page)).to_contain_text("What does not fit together appears here with its cause and a fix")
    expect(drawer(page).locator(".totals")).to_contain_text("97 parameters")


def test_an_empty_canvas_has_a_hint_and_no_problems(page: Page, server: Server) -> None:
    project = server.create_project(Document())
    page.goto(f"{server.url}/design?project={project}")
    expect(drawer(page)).to_contain_text("No problems")
    expect(drawer(page).get_by_role("tab", name="Problems")).to_have_text("Problems")
    expect(page.locator(".ll-empty")).to_contain_text("An empty canvas")


def test_a_problem_names_its_cause_and_a_click_mends_it(page: Page, server: Server) -> None:
    graph = GraphBuilder()
    image = graph.input("image", (8, 8))
    edges = graph.call("Conv2D", image, name="edges", at=(0, 108), filters=4, kernel_size=3)
    graph.output("label", graph.call("Dense", edges, name="label", at=(0, 216), units=1))
    project = open_project(page, server, graph.document("Broken"))
    problem = drawer(page).locator(".problem").first
    expect(problem).to_contain_text("edges")
    expect(drawer(page).locator(".waiting")).to_contain_text("label")
    expect(drawer(page).locator(".totals")).to_contain_text("so far")
    problem.get_by_role("button", name="Show on canvas").click()
    expect(inspector(page).get_by_label("Layer name")).to_have_value("edges")
    before = stored(server, project)
    problem.locator(".fix").first.click()
    eventually(lambda: stored(server, project) != before, "the fix changed nothing")


def test_a_bad_value_is_told_below_its_field(page: Page, server: Server) -> None:
    open_project(page, server)
    select(page, "hidden")
    field(page, "units").fill("-1")
    expect(drawer(page).locator(".problem")).to_have_count(1)
    expect(inspector(page).locator('[data-argument="units"]')).to_have_attribute("data-wrong", "true")


def test_the_summary_is_what_keras_prints(page: Page, server: Server) -> None:
    open_project(page, server)
    tab(page, "Summary")
    rows = drawer(page).locator("tbody tr")
    expect(rows).to_have_count(3)
    assert rows.nth(1).locator("td").all_inner_texts() == ["hidden", "Dense", "(None, 8)", "88", "features"]
    assert drawer(page).locator("tfoot .number").all_inner_texts() == ["97", "97", "0"]
    rows.nth(1).get_by_role("button").click()
    expect(inspector(page).get_by_label("Layer name")).to_have_value("hidden")
    expect(rows.nth(1)).to_have_attribute("aria-selected", "true")


def test_the_code_is_shown_and_downloaded_as_it_is(page: Page, server: Server) -> None:
    open_project(page, server)
    tab(page, "Code")
    shown = drawer(page).get_by_label("Generated Python")
    expect(shown).to_contain_text("def build_model(")
    with page.expect_download() as download:
        drawer(page).get_by_label("Download model.py").click()
    assert download.value.suggested_filename == "model.py"
    assert download.value.path().read_text(encoding="utf-8") == shown.text_content()


def test_the_history_goes_back_and_forth(page: Page, server: Server) -> None:
    project = open_project(page, server)
    select(page, "hidden")
    field(page, "units").fill("64")
    tab(page, "History")
    steps = drawer(page).locator(".steps button")
    expect(steps.first).to_contain_text("Set units of hidden")
    steps.nth(1).click()
    eventually(lambda: layer(server, project, "hidden").config["units"] == 8, "the step was not undone")
    expect(steps.first).to_have_attribute("data-undone", "true")
    steps.first.click()
    eventually(lambda: layer(server, project, "hidden").config["units"] == 64, "the step was not redone")


def test_a_version_is_saved_and_restored(page: Page, server: Server) -> None:
    project = open_project(page, server)
    tab(page, "History")
    drawer(page).get_by_label("Name of the version").fill("before")
    drawer(page).get_by_role("button", name="Save version").click()
    expect(drawer(page).locator(".versions li")).to_contain_text("before")
    select(page, "hidden")
    field(page, "units").fill("64")
    eventually(lambda: layer(server, project, "hidden").config["units"] == 64, "64 was not saved")
    drawer(page).get_by_label("Restore before").click()
    eventually(lambda: layer(server, project, "hidden").config["units"] == 8, "the version was not restored")


def test_the_drawer_folds_and_keeps_its_totals(page: Page, server: Server) -> None:
    open_project(page, server)
    drawer(page).get_by_label("Collapse the drawer").click()
    expect(drawer(page).locator(".panel")).to_have_count(0)
    expect(drawer(page).locator(".totals")).to_be_visible()
    eventually(lambda: (drawer(page).bounding_box() or {"height": 99})["height"] <= 37, "the drawer stays open")
    tab(page, "Code")
    expect(drawer(page).locator(".panel")).to_be_visible()
