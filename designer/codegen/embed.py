"""Pieces of our own source as they are copied into a model.py. The text is read, nothing is imported."""

import ast
import re
from functools import cache
from pathlib import Path

CODEGEN = Path(__file__).with_name("embedded.py")
SPLIT = Path(__file__).parents[1] / "data" / "split.py"
TYPE_COMMENT = re.compile(r"  # (type: ignore|noqa)\S*( .*)?$", re.MULTILINE)

NEEDS = {"one_hot": ("codes",), "sample_weights": ("class_numbers",), "Batches": (), "Part": ("pick",)}
ORDER = (
    *("split_rows", "require", "standardise", "codes", "one_hot", "complete_rows", "class_numbers"),
    *("sample_weights", "pick", "Part", "Data", "Batches"),
)


@cache
def _pieces() -> dict[str, str]:
    found = {}
    for path in (CODEGEN, SPLIT):
        text = path.read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                segment = ast.get_source_segment(text, node)
                found[node.name] = TYPE_COMMENT.sub("", segment or "")
    return found


def embedded(names: set[str]) -> list[list[str]]:
    """The lines of these functions and classes and of what they need, in a fixed order."""
    wanted = set(names)
    for name in names:
        wanted.update(NEEDS.get(name, ()))
    return [_pieces()[name].splitlines() for name in ORDER if name in wanted]
