"""What a crash left half done goes a day later; nothing else does."""

import os
import time
from pathlib import Path

import pytest

from designer.storage.scratch import DELETED, DRAFT, INCOMING, KEPT_S, UPLOAD, remove_leftovers

OLD = time.time() - KEPT_S - 60
LEFT = [f"{UPLOAD}a.csv", f"{UPLOAD}folder/upload", f"datasets/{INCOMING}b/data", f"runs/{DRAFT}7/run.json"]
LEFT += [f"runs/{DELETED}c/run.json"]
KEPT = ["token.key", "runs/.number", "runs/0123/run.json", "datasets/abc/data.csv"]


def put(home: Path, name: str, *, time_s: float) -> Path:
    """A file of this age in a folder of this age; returns what lies directly in `home`, `datasets` or `runs`."""
    path = home / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    thing = path if path.name.startswith(".") or path.parent == home else path.parent
    os.utime(thing, (time_s, time_s))
    return thing


@pytest.mark.parametrize("name", LEFT)
def test_what_is_a_day_old_goes(home: Path, name: str) -> None:
    thing = put(home, name, time_s=OLD)
    remove_leftovers(home)
    assert not thing.exists()


@pytest.mark.parametrize("name", LEFT)
def test_what_may_still_be_at_work_stays(home: Path, name: str) -> None:
    thing = put(home, name, time_s=time.time())
    remove_leftovers(home)
    assert thing.exists()


@pytest.mark.parametrize("name", KEPT)
def test_everything_else_stays(home: Path, name: str) -> None:
    thing = put(home, name, time_s=OLD)
    remove_leftovers(home)
    assert thing.exists()
