"""The smallest journey: the first page opens, and nothing leaves for another origin."""

from playwright.sync_api import Page, expect

from tests.server import Server


def test_the_start_page_opens(server: Server, page: Page) -> None:
    page.goto(server.url)
    expect(page.get_by_test_id("stAppViewContainer")).to_be_visible()
