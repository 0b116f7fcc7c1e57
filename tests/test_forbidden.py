"""Constructs that would run or trust what a user sent are absent."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [
    path
    for folder in ("app.py", "designer", "components", "bench", "sample_data")
    for path in ([ROOT / folder] if folder.endswith(".py") else sorted((ROOT / folder).rglob("*.py")))
    if "node_modules" not in path.parts
]
CALLS = {"eval", "exec", "compile", "__import__"}
MODULES = {"pickle", "cPickle", "dill", "cloudpickle", "marshal", "shelve", "joblib"}
ATTRIBUTES = {"keras.config.enable_unsafe_deserialization", "os.system", "os.popen"}
KEYWORDS = {"safe_mode": False, "allow_pickle": True, "shell": True, "unsafe_allow_html": True}


def forbidden(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and name of every forbidden construct."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            yield node.lineno, node.func.id
        if isinstance(node, ast.Import):
            yield from ((node.lineno, a.name) for a in node.names if a.name.split(".")[0] in MODULES)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in MODULES:
            yield node.lineno, str(node.module)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ATTRIBUTES:
            yield node.lineno, node.attr
        if isinstance(node, ast.keyword) and isinstance(node.value, ast.Constant):
            name, value = str(node.arg), node.value.value
            if name in KEYWORDS and value is KEYWORDS[name]:
                yield node.value.lineno, f"{name}={value}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_forbidden_construct(path: Path) -> None:
    assert list(forbidden(ast.parse(path.read_text()))) == []


@pytest.mark.parametrize(
    "source",
    [
        "eval(x)",
        "import pickle",
        "from pickle import loads",
        "f(safe_mode=False)",
        "run(c, shell=True)",
        "os.system(c)",
    ],
)
def test_the_check_itself_finds_them(source: str) -> None:
    assert list(forbidden(ast.parse(source)))
