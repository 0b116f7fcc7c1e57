"""Every problem has a section that explains it, and every section a problem."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "docs" / "problems").glob("*.md"))


def sections(page):
    return re.findall(r"^## (\S+)$", page.read_text(encoding="utf-8"), re.MULTILINE)


AREAS = {code.split(".")[0] for page in PAGES for code in sections(page)}


def codes_in_source():
    found = set()
    for path in (ROOT / "designer").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                match = re.fullmatch(r"([a-z]+)\.([a-z]+(?:-[a-z0-9]+)*)", node.value)
                if match and match.group(1) in AREAS and not node.value.endswith((".json", ".py", ".md")):
                    found.add(node.value)
    return found


def test_every_code_has_its_section():
    documented = {code for page in PAGES for code in sections(page)}
    # Names that only look like codes: log files, loggers and the like have no hyphen and no section.
    missing = {code for code in codes_in_source() - documented if "-" in code or code in documented}
    assert missing == set()


def test_every_section_stands_once():
    codes = [code for page in PAGES for code in sections(page)]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_section_explains_a_problem_that_does_not_exist(page):
    assert set(sections(page)) <= codes_in_source()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_section_says_something(page):
    for part in page.read_text(encoding="utf-8").split("\n## ")[1:]:
        heading, _, body = part.partition("\n")
        assert len(body.split()) >= 10, heading
