"""The one folder that holds all state."""

import os
from pathlib import Path

from platformdirs import user_data_path

VARIABLE = "LAYERLOOM_HOME"


class HomeUnusable(Exception):
    """Raised when the folder of all state cannot be made or written to; the text is for whoever started the program."""


def home() -> Path:
    """The state folder: `LAYERLOOM_HOME`, else the platform's user data directory. Created when missing (mode 0700).

    Raises:
        HomeUnusable: the folder cannot be made, is a file, or cannot be written to.
    """
    configured = os.environ.get(VARIABLE)
    path = Path(configured).expanduser().resolve() if configured else user_data_path("layerloom")
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError as error:
        raise _unusable(path, "it is a file") from error
    except OSError as error:
        raise _unusable(path, f"it cannot be made ({error.strerror})") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise _unusable(path, "this user may not write there")
    return path


def _unusable(path: Path, reason: str) -> HomeUnusable:
    return HomeUnusable(
        f"Layerloom cannot keep its state in {path}: {reason}. Set {VARIABLE} to a folder that can be written to."
    )
