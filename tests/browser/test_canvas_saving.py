"""Nothing is lost: figures come from Keras, edits reach the server, a reload and a dead server change nothing."""

import errno
import re

import pytest
from playwright.sync_api import Page, Route, expect

from designer.api.failures import as_api_error
from designer.document.builder import GraphBuilder
from designer.document.model import Document
from designer.engine.client import EngineBug
from tests.browser.canvas_page import CanvasPage, two_layers
from tests.server import Server


@pytest.fixture
def chain(page: Page, server: Server) -> CanvasPage:
    canvas = CanvasPage(page, server, two_layers())
    expect(canvas.node("hidden")).to_contain_text("(None, 8)", timeout=60_000)
    return canvas


def _broken() -> Document:
    graph = GraphBuilder()
    wide = graph.call("Dense", graph.input("features", (10,)), name="wide", units=8, at=(0, 108))
    narrow = graph.call("Dense", graph.input("other", (10,), at=(256, 0)), name="narrow", units=9, at=(256, 108))
    fused = graph.call("Add", [wide, narrow], name="fused", at=(128, 216))
    head = graph.call("Dense", fused, name="head", units=1, at=(128, 324))
    graph.output("head", head)
    return graph.document("Broken")


def test_nodes_show_what_keras_computes(chain: CanvasPage) -> None:
    expect(chain.node("hidden")).to_contain_text("88")
    expect(chain.node("label")).to_contain_text("9")


def test_an_edit_in_the_inspector_changes_the_figures_and_is_one_step(chain: CanvasPage) -> None:
    chain.node("hidden").click()
    chain.page.get_by_label("units", exact=True).first.fill("12")
    expect(chain.node("hidden")).to_contain_text("(None, 12)")
    expect(chain.node("hidden")).to_contain_text("132")
    chain.click_empty()
    chain.press("Control+z")
    expect(chain.node("hidden")).to_contain_text("(None, 8)")


def test_a_problem_stands_at_its_cause_and_those_below_wait(page: Page, server: Server) -> None:
    canvas = CanvasPage(page, server, _broken())
    expect(canvas.node("fused")).to_have_attribute("data-state", "error", timeout=60_000)
    expect(canvas.node("head")).to_contain_text("Waits for fused")
    expect(canvas.node("wide")).to_contain_text("(None, 8)")
    expect(page.get_by_role("button", name="Fix 1 problem to train")).to_be_visible()


def test_a_reload_shows_the_last_edit(chain: CanvasPage) -> None:
    chain.node("hidden").click()
    chain.press("Control+d")
    expect(chain.nodes).to_have_count(4)
    chain.page.reload()
    expect(chain.nodes).to_have_count(4, timeout=30_000)


def test_a_named_version_can_be_restored(chain: CanvasPage) -> None:
    chain.click_empty()
    chain.press("Control+s")
    chain.page.get_by_label("Name of the version").fill("Before")
    chain.press("Enter")
    expect(chain.page.get_by_text('Saved the version "Before".')).to_be_visible()
    chain.node("hidden").click()
    chain.press("Delete")
    expect(chain.nodes).to_have_count(2)
    chain.press("Control+s")
    chain.page.get_by_role("button", name="Restore").click()
    expect(chain.nodes).to_have_count(3)
    chain.click_empty()
    chain.press("Control+z")
    expect(chain.nodes).to_have_count(2)


@pytest.mark.expects_console_errors
def test_two_tabs_that_edit_are_asked_whose_state_holds(chain: CanvasPage) -> None:
    other = CanvasPage.__new__(CanvasPage)
    other.page, other.server, other.project = chain.page.context.new_page(), chain.server, chain.project
    other.open()
    expect(other.nodes).to_have_count(3, timeout=30_000)
    other.node("hidden").click()
    other.press("Delete")
    other.expect_saved()
    chain.page.bring_to_front()
    chain.node("hidden").click()
    chain.press("Control+d")
    expect(chain.page.get_by_text("This project was saved elsewhere.")).to_be_visible()
    question = chain.page.get_by_role("alertdialog", name="Saved elsewhere").bounding_box()
    canvas = chain.page.locator(".ll-canvas").bounding_box()
    assert question is not None and canvas is not None
    assert question["y"] >= canvas["y"] + canvas["height"], "the question covers nodes"
    chain.page.get_by_role("button", name="Keep mine").click()
    assert len(chain.stored().nodes) == 4


@pytest.mark.expects_console_errors
def test_a_full_disk_is_told_in_its_sentence_until_there_is_room(chain: CanvasPage) -> None:
    full = as_api_error(OSError(errno.ENOSPC, "No space left on device"))
    body = {"problem": full.problem.model_dump(mode="json")}

    def refuse(route: Route) -> None:
        if route.request.method == "PUT":
            route.fulfill(status=full.status, json=body)
        else:
            route.continue_()

    address = re.compile(f"/api/v1/projects/{chain.project}$")
    chain.page.route(address, refuse)
    chain.node("hidden").click()
    chain.press("Control+d")
    told = chain.page.get_by_role("alertdialog", name="Not saved")
    expect(told).to_contain_text(full.problem.message)
    expect(chain.page.locator(".ll-save")).to_have_attribute("data-state", "refused")
    chain.page.unroute(address)
    told.get_by_role("button", name="Try now").click()
    expect(told).to_have_count(0)
    assert len(chain.stored().nodes) == 4


def test_undo_before_the_first_save_leaves_nothing_to_save(chain: CanvasPage) -> None:
    chain.node("hidden").click()
    chain.press("Control+d")
    chain.press("Control+z")
    chain.expect_saved()


@pytest.mark.expects_console_errors
def test_edits_made_while_the_server_is_dead_are_saved_when_it_is_back(page: Page, fresh_server: Server) -> None:
    canvas = CanvasPage(page, fresh_server, two_layers())
    expect(canvas.nodes).to_have_count(3)
    canvas.expect_saved()
    fresh_server.kill()
    canvas.node("hidden").click()
    canvas.press("Control+d")
    expect(page.get_by_text("Offline, will save")).to_be_visible(timeout=15_000)
    fresh_server.start()
    expect(page.locator(".ll-save")).to_have_attribute("data-state", "saved", timeout=60_000)
    assert len(canvas.stored().nodes) == 4


@pytest.mark.expects_console_errors
def test_an_analysis_that_fails_is_told_and_the_next_edit_recovers(chain: CanvasPage) -> None:
    failure = as_api_error(EngineBug("Traceback …\nKeyError: 'n1'"))
    body = {"problem": failure.problem.model_dump(mode="json")}

    def fail(route: Route) -> None:
        route.fulfill(status=failure.status, json=body)

    chain.page.route("**/api/v1/analyse", fail)
    chain.page.reload()
    told = chain.page.get_by_role("alertdialog", name="Not checked")
    expect(told).to_contain_text("failed at this model (KeyError: 'n1')", timeout=30_000)
    expect(chain.page.get_by_role("button", name="Model not checked")).to_be_disabled()
    expect(chain.nodes).to_have_count(3)
    told.get_by_role("button", name="Try again").click()
    expect(told).to_be_visible()
    chain.page.unroute("**/api/v1/analyse", fail)
    chain.node("hidden").click()
    chain.page.get_by_label("units", exact=True).first.fill("12")
    chain.page.keyboard.press("Enter")
    expect(told).to_have_count(0)
    expect(chain.node("hidden")).to_contain_text("(None, 12)")
