"""From a file to its description, without reading it in this process."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from designer.data.errors import UnreadableData, size_text
from designer.data.sandbox import run_task
from designer.data.schema import Dataset, Reading

LIMIT_VARIABLE = "LAYERLOOM_MAX_UPLOAD_MB"
DEFAULT_LIMIT_MB = 2048
MAX_NAME = 200


def upload_limit_bytes() -> int:
    """The largest file that is accepted: `LAYERLOOM_MAX_UPLOAD_MB` megabytes, else 2 GB."""
    configured = os.environ.get(LIMIT_VARIABLE, "")
    return (int(configured) if configured.isdecimal() else DEFAULT_LIMIT_MB) * 1024 * 1024


def too_large(size_bytes: int, limit_bytes: int) -> UnreadableData:
    """The refusal of a file over the limit."""
    return UnreadableData.of(
        "data.file-too-large",
        f"The file has {size_text(size_bytes)}; at most {size_text(limit_bytes)} are accepted."
        f" Use fewer rows, or a smaller dtype. The limit is set by {LIMIT_VARIABLE}.",
        short="File too large",
    )


def display_name(name: str) -> str:
    """What the user called the file, on one line, at most 200 characters. Never used as a path."""
    return "".join(sign if sign.isprintable() else " " for sign in name)[:MAX_NAME].strip() or "Unnamed file"


def file_hash(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def inspect_file(path: Path, *, name: str, reading: Reading | None = None) -> Dataset:
    """The description of a CSV, NPY or NPZ file, by content; `reading` corrects what was guessed about a CSV.

    Raises:
        UnreadableData: the file cannot be used; its problem says why.
    """
    _, dataset = inspect_with_format(path, name=name, reading=reading, digest=None)
    return dataset


def inspect_with_format(path: Path, *, name: str, reading: Reading | None, digest: str | None) -> tuple[str, Dataset]:
    """The file's format (csv, npy or npz) and its description; `digest` saves hashing it again."""
    size_bytes = path.stat().st_size
    limit_bytes = upload_limit_bytes()
    if size_bytes > limit_bytes:
        raise too_large(size_bytes, limit_bytes)
    options = None if reading is None else reading.model_dump()
    found: dict[str, Any] = run_task("inspect", path, reading=options, limit_bytes=limit_bytes)
    file_format = str(found.pop("format"))
    described = {**found, "id": digest or file_hash(path), "name": display_name(name), "size_bytes": size_bytes}
    return file_format, Dataset.model_validate_json(json.dumps(described))
