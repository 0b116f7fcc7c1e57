"""The palette: search, keyboard, drag, and what cannot follow the selection."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.panels import eventually, inspector, open_project, select, stored
from tests.server import Server


def row(page: Page, name: str):
    return page.locator(f'.ll-palette [data-layer="{name}"]')


def classes(server: Server, project: str) -> list[str]:
    return [layer.class_name for layer in stored(server, project).main.layers.values()]


def test_slash_leads_to_the_search_and_enter_adds_the_first_hit(page: Page, server: Server) -> None:
    project = open_project(page, server)
    select(page, "hidden")
    page.locator(".react-flow__pane").click(position={"x": 20, "y": 20})
    page.keyboard.press("/")
    page.keyboard.type("fully connected")
    expect(page.locator(".ll-palette .results .row").first).to_have_attribute("data-layer", "Dense")
    page.keyboard.press("Enter")
    eventually(lambda: classes(server, project).count("Dense") == 3, "the layer was not added")


def test_the_query_is_highlighted_in_the_name(page: Page, server: Server) -> None:
    open_project(page, server)
    page.get_by_label("Search layers").fill("norm")
    expect(row(page, "BatchNormalization").locator("mark")).to_have_text("Norm")


def test_nothing_found_says_what_to_try(page: Page, server: Server) -> None:
    open_project(page, server)
    page.get_by_label("Search layers").fill("zzz")
    expect(page.locator(".ll-palette .none")).to_contain_text("No layer is called “zzz”")


def test_the_pointer_places_a_layer_where_it_is_dropped(page: Page, server: Server) -> None:
    project = open_project(page, server)
    row(page, "Dense").hover()
    page.mouse.down()
    page.mouse.move(900, 500, steps=8)
    page.mouse.up()
    eventually(lambda: classes(server, project).count("Dense") == 3, "the layer was not dropped")
    new = list(stored(server, project).main.nodes.values())[-1]
    assert new.args == ()


def test_enter_appends_below_the_selection_and_wires_it(page: Page, server: Server) -> None:
    project = open_project(page, server)
    select(page, "label")
    row(page, "Dense").focus()
    page.keyboard.press("Enter")
    eventually(lambda: len(stored(server, project).main.nodes) == 4, "the layer was not appended")
    graph = stored(server, project).main
    assert list(graph.nodes.values())[-1].args[0]["$node"] == list(graph.nodes)[2]


def test_arrow_keys_walk_from_the_search_into_the_list(page: Page, server: Server) -> None:
    open_project(page, server)
    page.get_by_label("Search layers").fill("lstm")
    page.keyboard.press("ArrowDown")
    expect(row(page, "LSTM")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Search layers")).to_be_focused()


def test_a_layer_that_cannot_follow_is_grey_with_its_reason(page: Page, server: Server) -> None:
    project = open_project(page, server)
    select(page, "hidden")
    expect(row(page, "Conv2D")).to_have_attribute("data-fits", "false")
    expect(row(page, "Conv2D")).to_contain_text("needs 4D")
    row(page, "Conv2D").click(force=True)
    expect(page.get_by_text("Conv2D needs 4 dimensions with batch, hidden gives 2.")).to_be_attached()
    assert "Conv2D" not in classes(server, project)


def test_families_fold_and_unfold(page: Page, server: Server) -> None:
    open_project(page, server)
    head = page.locator(".ll-palette .family-head").filter(has_text="Merge")
    expect(row(page, "Concatenate")).to_have_count(0)
    head.click()
    expect(row(page, "Concatenate")).to_be_visible()
    page.locator(".ll-palette .family").filter(has_text="Merge").get_by_text("3 more").click()
    expect(row(page, "Subtract")).to_be_visible()


def test_recent_layers_stand_on_top(page: Page, server: Server) -> None:
    open_project(page, server)
    row(page, "Dense").click()
    expect(page.locator(".ll-palette .recent .pill").first).to_have_text("Dense")
    expect(inspector(page).get_by_label("Layer name")).to_have_value("dense")


@pytest.mark.parametrize("width", [1024])
def test_a_narrow_screen_gets_a_rail_with_flyouts(page: Page, server: Server, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    project = open_project(page, server)
    expect(page.locator(".ll-palette.rail")).to_be_visible()
    page.locator(".ll-palette").get_by_label("Merge").click()
    expect(row(page, "Concatenate")).to_be_visible()
    row(page, "Concatenate").click()
    eventually(lambda: "Concatenate" in classes(server, project), "the flyout did not add the layer")
    page.keyboard.press("/")
    expect(page.get_by_label("Search layers").last).to_be_focused()


def test_the_words_about_a_layer_leave_with_its_row(page: Page, server: Server) -> None:
    open_project(page, server)
    search = page.get_by_label("Search layers").first
    search.fill("conv")
    page.locator("[data-row]").first.hover()
    expect(page.get_by_role("tooltip")).to_contain_text("Conv1D")
    search.fill("zzzz")
    expect(page.get_by_role("tooltip")).to_have_count(0)


def test_no_name_in_the_palette_is_cut_off(page: Page, server: Server) -> None:
    open_project(page, server)
    page.get_by_label("Search layers").first.fill("pooling")
    names = page.locator("[data-row] .name")
    expect(names.first).to_be_visible()
    widths = names.evaluate_all("names => names.map((name) => [name.scrollWidth, name.clientWidth])")
    assert len(widths) > 10
    assert all(content <= room for content, room in widths)
