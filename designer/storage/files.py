"""Files that are either the old ones or the new ones, never torn."""

import errno
import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make renames inside `folder` survive a power loss."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def need_folder(path: Path) -> None:
    """Raise FileNotFoundError with the folder's name when a file cannot be written because its folder is missing."""
    folder = path.absolute().parent
    if not folder.is_dir():
        raise FileNotFoundError(errno.ENOENT, "no such folder", str(folder))


def replace_atomically(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a temporary file beside `path` (same suffix), then put it in place in one step.

    A crash at any moment leaves the previous file; a failed write leaves no temporary file.
    """
    need_folder(path)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        with temporary.open("rb") as stream:
            os.fsync(stream.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


def write_bytes(path: Path, content: bytes) -> None:
    """Replace a file's content atomically."""
    replace_atomically(path, lambda temporary: _write(temporary, content))


def write_text(path: Path, content: str) -> None:
    """Replace a text file's content (UTF-8) atomically."""
    write_bytes(path, content.encode())


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
