"""What the tests of code generation share: ruff on generated text, and generated files in a process of their own."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any


def is_formatted(source: str) -> str:
    """Empty when `ruff format` would leave the text as it is, else what it would change."""
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--diff", "--line-length", "88", "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=False, timeout=60)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def run_python(folder: Path, source: str, *arguments: str) -> Any:
    """What a Python program prints as its last line, as JSON. It runs in a fresh process with `folder` in its path."""
    command = [sys.executable, "-W", "error::UserWarning", "-c", source, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=280)
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout.strip().splitlines()[-1])
