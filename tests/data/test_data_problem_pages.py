"""Every problem code of the data and of the preflight has its page, and every page its code."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = (ROOT / "designer" / "data").glob("*.py")
PREFLIGHT = (ROOT / "designer" / "training").glob("preflight*.py")


@pytest.mark.parametrize(("area", "page", "files"), [("data", "data", DATA), ("train", "preflight", PREFLIGHT)])
def test_codes_and_pages_are_the_same(area, page, files):
    sources = "".join(path.read_text(encoding="utf-8") for path in files)
    codes = set(re.findall(rf'"({area}\.[a-z-]+)"', sources))
    text = (ROOT / "docs" / "problems" / f"{page}.md").read_text(encoding="utf-8")
    codes -= {"train.disk-full"}  # a run that trains can meet it too: it stands on the page of runs
    assert codes == set(re.findall(r"^## (\S+)$", text, re.MULTILINE))
