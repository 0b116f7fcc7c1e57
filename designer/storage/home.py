"""The one folder that holds all state."""

import os
from pathlib import Path

from platformdirs import user_data_path

VARIABLE = "LAYERLOOM_HOME"


def home() -> Path:
    """The state folder: `LAYERLOOM_HOME`, else the platform's user data directory. Created when missing (mode 0700)."""
    configured = os.environ.get(VARIABLE)
    path = Path(configured).expanduser().resolve() if configured else user_data_path("layerloom")
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
