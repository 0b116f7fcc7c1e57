"""The canvas in a real browser, 200 nodes: opening, editing, dragging."""

import statistics
import time

from playwright.sync_api import Page

from bench.table import Row, median_and_p95
from tests.server import Server

OPENINGS = 5
EDITS = 60
DRAG_S = 3.0
EDITED = "dense_40"  # in the middle of the chain

LAST_EDIT_MS = """() => {
  const edits = performance.getEntriesByName("layerloom:edit");
  const paints = performance.getEntriesByName("layerloom:painted");
  if (edits.length === 0 || paints.length === 0) return null;
  const painted = paints[paints.length - 1].startTime - edits[0].startTime;
  return painted > 0 ? painted : null;
}"""
CLEAR = """() => { performance.clearMarks("layerloom:edit"); performance.clearMarks("layerloom:painted"); }"""
COLLECT_FRAMES = """() => {
  window.frames_ = [];
  const tick = (now) => { window.frames_.push(now); window.raf_ = requestAnimationFrame(tick); };
  window.raf_ = requestAnimationFrame(tick);
}"""
TAKE_FRAMES = """() => { cancelAnimationFrame(window.raf_); return window.frames_; }"""


def measure(server: Server, page: Page, project: str) -> list[Row]:
    """Opening, then edits and drags on the canvas that is open."""
    rows = [_opening(server, page, project)]
    return [*rows, *_edits(page), _drag(page)]


def _open(server: Server, page: Page, project: str) -> float:
    """Seconds from the address to a canvas that takes a gesture, figures included."""
    page.goto("about:blank")
    started = time.monotonic()
    page.goto(f"{server.url}/design?project={project}", wait_until="commit")
    page.locator(".react-flow__node").first.wait_for()
    page.get_by_role("complementary", name="Layers").wait_for()
    return time.monotonic() - started


def _opening(server: Server, page: Page, project: str) -> Row:
    times = [_open(server, page, project) for _ in range(OPENINGS)]
    return Row("canvas usable after opening the page", statistics.median(times), "s", at_most=3, note=f"n = {OPENINGS}")


def _select(page: Page, name: str) -> None:
    page.get_by_role("button", name="Fit everything").click()
    page.wait_for_timeout(500)
    page.locator(".react-flow__node").filter(has_text=name).first.click()


def _edits(page: Page) -> list[Row]:
    """Raise `units` of a layer in the middle: from the gesture to the frame that shows the new figures."""
    _select(page, EDITED)
    page.wait_for_function("() => performance.getEntriesByName('layerloom:painted').length > 0", timeout=60_000)
    raise_units = page.get_by_role("button", name="Raise units")
    raise_units.wait_for()
    times = []
    for _ in range(EDITS):
        page.evaluate(CLEAR)
        raise_units.click()
        times.append(page.wait_for_function(LAST_EDIT_MS, timeout=30_000).json_value())
        page.wait_for_timeout(50)
    return median_and_p95("edit → new figures painted, 200 nodes", times[5:], "ms", median=60, p95=120)


def _drag(page: Page) -> Row:
    box = page.locator(".react-flow__node").filter(has_text=EDITED).first.bounding_box()
    if box is None:
        raise RuntimeError("The node to drag is not on the screen.")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 4
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 10, y + 10)
    page.evaluate(COLLECT_FRAMES)
    until, step = time.monotonic() + DRAG_S, 0
    while time.monotonic() < until:
        step += 1
        page.mouse.move(x + 10 + step % 80, y + 10 + step % 50)
    frames = page.evaluate(TAKE_FRAMES)
    page.mouse.up()
    page.keyboard.press("Control+z")
    rate = (len(frames) - 1) * 1000 / (frames[-1] - frames[0])
    return Row("dragging a node, 200 nodes", rate, "frames/s", at_least=55, note=f"{step} moves in {DRAG_S:g} s")
