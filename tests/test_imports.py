"""What importing the app pulls in: never Keras, never TensorFlow."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# What crosses processes and wires is written once, and may be named from anywhere.
CONTRACTS = {
    "designer.catalogue.schema",
    "designer.data.schema",
    "designer.engine.protocol",
    "designer.training.config",
    "designer.training.events",
}
LIGHT = ["app", "designer.services", "designer.api", "designer.cli", "designer.__main__"]
HEAVY = ("keras", "tensorflow", "torch", "jax", "sklearn")
# A package may import its neighbours and what stands before it. Pages and app.py stand above all of these.
ORDER = [
    {"document", "catalogue", "storage"},
    {"engine", "codegen", "data"},
    {"training", "runs"},
    {"services"},
    {"api", "cli"},
]


@pytest.mark.parametrize("module", LIGHT)
def test_importing_the_app_does_not_import_keras(module: str, home: Path) -> None:
    code = f"import sys, {module}; print([name for name in {HEAVY!r} if name in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert ended.stdout.strip() == "[]", ended.stderr


def imported_packages(path: Path) -> set[str]:
    """The packages of designer/ that a file imports anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        found |= {name.split(".")[1] for name in names if name.startswith("designer.") and name not in CONTRACTS}
    return found


@pytest.mark.parametrize("height", range(len(ORDER)))
def test_imports_point_down(height: int) -> None:
    above = set().union(*ORDER[height + 1 :])
    for package in ORDER[height]:
        folder = ROOT / "designer" / package
        for path in folder.rglob("*.py") if folder.is_dir() else [folder.with_suffix(".py")]:
            assert imported_packages(path) & above == set(), path
