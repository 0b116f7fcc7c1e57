"""Every problem code of the document and of code generation has its page."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
AREAS = {"document": ROOT / "designer" / "document", "export": ROOT / "designer" / "codegen"}


@pytest.mark.parametrize(("area", "folder"), AREAS.items())
def test_codes_and_pages_are_the_same(area: str, folder: Path) -> None:
    sources = "".join(path.read_text() for path in folder.glob("*.py"))
    codes = set(re.findall(rf'"({area}\.[a-z-]+)"', sources))
    pages = set(re.findall(r"^## (\S+)$", (ROOT / "docs" / "problems" / f"{area}.md").read_text(), re.MULTILINE))
    assert codes == pages
