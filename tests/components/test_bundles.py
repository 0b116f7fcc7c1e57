"""The committed bundles belong to their sources, so that pip is enough to run."""

import subprocess
import sys
from pathlib import Path

from components.check_bundle import NAMES, ROOT

FORBIDDEN = ("https://registry", "fonts.googleapis", "unpkg.com", "cdn.jsdelivr")


def test_bundles_are_fresh() -> None:
    command = [sys.executable, str(ROOT / "check_bundle.py")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_the_lockfile_names_no_registry() -> None:
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved": "http' not in text


def test_no_bundle_asks_another_origin() -> None:
    for name in NAMES:
        for path in Path(ROOT / name / "build").glob("*.*s"):
            text = path.read_text(encoding="utf-8")
            assert [address for address in FORBIDDEN if address in text] == []
