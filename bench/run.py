"""`make bench`: every promise about speed and memory, measured on this machine, as one table."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench import canvas, process, throughput, training
from bench.documents import two_hundred
from bench.table import Row, as_text
from tests.chromium import launch
from tests.server import Server

Measure = Callable[[Server, Page, str], list[Row]]
IN_THE_BROWSER: dict[str, Measure] = {
    "canvas": canvas.measure,
    "process": process.measure,
    "training": training.measure,
}
NAMES = (*IN_THE_BROWSER, "throughput")


@contextmanager
def studio() -> Iterator[tuple[Server, Page, str]]:
    """A server with a project of 200 nodes, and a browser tab."""
    with tempfile.TemporaryDirectory(prefix="layerloom-bench-") as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "home")
        server.start()
        browser = launch(playwright)
        try:
            page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
            page.set_default_timeout(60_000)
            yield server, page, server.create_project(two_hundred())
        finally:
            browser.close()
            server.close()


def main() -> int:
    """Measure all, or what is named; status 1 when a promise is not kept."""
    parser = argparse.ArgumentParser(prog="python -m bench.run", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(NAMES)}; default: all of them")
    names = parser.parse_args().names or list(NAMES)
    if unknown := set(names) - set(NAMES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    rows: list[Row] = []
    for name in names:
        sys.stderr.write(f"measuring {name} …\n")
        rows += throughput.measure() if name == "throughput" else _in_the_browser(IN_THE_BROWSER[name])
    sys.stdout.write(as_text(rows) + "\n")
    return 0 if all(row.holds for row in rows) else 1


def _in_the_browser(measure: Measure) -> list[Row]:
    with studio() as (server, page, project):
        return measure(server, page, project)


if __name__ == "__main__":
    sys.exit(main())
