"""Tells whether a committed bundle belongs to its sources.

`python components/check_bundle.py` checks every component and exits 1 when sources changed and the bundle
did not; `--stamp NAME`, run by the build, writes the stamp.
"""

import argparse
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent
STAMP = "sources.sha256"
NAMES = ("canvas", "live_chart")
CONFIG = ("package.json", "vite.config.ts", "tsconfig.json")


def _sources(name: str) -> Iterator[Path]:
    frontend = ROOT / name / "frontend"
    yield from (frontend / file for file in CONFIG if (frontend / file).exists())
    for path in sorted((frontend / "src").rglob("*")):
        if path.is_file() and ".test." not in path.name and path.name != "testing.ts":
            yield path


def _hash(name: str) -> str:
    digest = hashlib.sha256()
    for path in _sources(name):
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _complaint(name: str) -> str | None:
    build = ROOT / name / "build"
    stamp = build / STAMP
    if not stamp.exists():
        return f"{name}: there is no bundle. Run `npm ci && npm run build` in components/."
    if stamp.read_text(encoding="utf-8").strip() != _hash(name):
        return f"{name}: the sources changed and the bundle did not. Run `npm ci && npm run build` in components/."
    return None


def main() -> int:
    """Check or stamp; the exit status is what `make check` looks at."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stamp", metavar="NAME", help="write the stamp of this component's bundle")
    name = parser.parse_args().stamp
    if name:
        (ROOT / name / "build" / STAMP).write_text(_hash(name) + "\n", encoding="utf-8")
        return 0
    complaints = [text for text in map(_complaint, NAMES) if text]
    print("\n".join(complaints) or "Every bundle belongs to its sources.")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
