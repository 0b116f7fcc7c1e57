"""Things on their way in or out of the home folder: the names they have meanwhile, and their end after a crash."""

import shutil
import time
from pathlib import Path

UPLOAD = ".upload-"
INCOMING = ".incoming-"
DRAFT = ".draft-"
DELETED = ".deleted-"
KEPT_S = 24 * 3600


def remove_leftovers(home: Path) -> None:
    """Remove what a crash has left half done in the home folder and the folders in it.

    Only what is a day old: younger things may belong to another server, such as the one that is just being replaced.
    """
    before = time.time() - KEPT_S
    for path in (*home.glob(".*"), *home.glob("*/.*")):
        if path.name.startswith((UPLOAD, INCOMING, DRAFT, DELETED)) and _is_older(path, before):
            _remove(path)


def _is_older(path: Path, before: float) -> bool:
    try:
        return path.stat().st_mtime < before
    except FileNotFoundError:
        return False


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
