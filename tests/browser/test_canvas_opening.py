"""The first moments of the canvas, and the light in the room: what stands there holds still, in the right colours."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.canvas_page import two_layers
from tests.server import Server

# As long as a slow person presses, and longer than the view once took to fly to its place.
PRESS_MS = 300

# Where the first node stood in each frame since it appeared.
WATCH = """
window.places = new Set();
const nodeIn = (root) => {
  const found = root.querySelector('.react-flow__node');
  if (found) return found;
  for (const part of root.querySelectorAll('*')) {
    const inner = part.shadowRoot && nodeIn(part.shadowRoot);
    if (inner) return inner;
  }
  return null;
};
const look = () => {
  const box = nodeIn(document)?.getBoundingClientRect();
  if (box) window.places.add(`${Math.round(box.x)}, ${Math.round(box.y)}`);
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


def middle(locator: Locator) -> tuple[float, float]:
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_node_stands_still_from_its_first_frame_and_takes_a_press(page: Page, server: Server) -> None:
    project = server.create_project(two_layers())
    page.add_init_script(WATCH)
    page.goto(f"{server.url}/design?project={project}", wait_until="commit")
    node = page.locator('.ll-node[data-name="hidden"]')
    node.wait_for(state="visible", timeout=60_000)
    page.mouse.move(*middle(node))
    page.mouse.down()
    page.wait_for_timeout(PRESS_MS)
    page.mouse.up()
    expect(node).to_have_attribute("data-selected", "true")
    assert len(page.evaluate("[...window.places]")) == 1


def test_the_whole_graph_is_in_sight_when_it_opens(page: Page, server: Server) -> None:
    project = server.create_project(two_layers())
    page.goto(f"{server.url}/design?project={project}")
    nodes = page.locator(".ll-node")
    expect(nodes).to_have_count(3)
    area = page.locator(".ll-canvas").bounding_box()
    assert area is not None
    for index in range(3):
        box = nodes.nth(index).bounding_box()
        assert box is not None
        assert area["y"] <= box["y"] and box["y"] + box["height"] <= area["y"] + area["height"]
    x, y = middle(nodes.nth(1))
    assert (x, y) == pytest.approx((area["x"] + area["width"] / 2, area["y"] + area["height"] / 2), abs=2)


def test_the_canvas_turns_dark_with_the_operating_system(page: Page, server: Server) -> None:
    project = server.create_project(two_layers())
    page.goto(f"{server.url}/design?project={project}")
    root = page.locator(".ll-root")
    expect(root).to_have_attribute("data-theme", "light")
    page.emulate_media(color_scheme="dark")
    expect(root).to_have_attribute("data-theme", "dark", timeout=3_000)
    page.emulate_media(color_scheme="light")
    expect(root).to_have_attribute("data-theme", "light", timeout=3_000)
