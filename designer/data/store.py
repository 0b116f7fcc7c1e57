"""Stored datasets: one folder per content, `datasets/<sha256>/` with the file and its schema.

The name that a user gave a file is a label in the schema and never part of a path.
"""

import errno
import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from designer.data.errors import UnreadableData, size_text
from designer.data.inspect import display_name, inspect_with_format, too_large, upload_limit_bytes
from designer.data.schema import Dataset, Reading
from designer.storage.files import write_text
from designer.storage.scratch import INCOMING

ID = re.compile(r"[0-9a-f]{64}")
SCHEMA = "schema.json"
BLOCK = 1024 * 1024
FORMATS = ("csv", "npy", "npz")


class DatasetStore:
    """The datasets under one home folder. Adding the same content twice keeps one copy."""

    def __init__(self, home: Path) -> None:
        """Keep everything in `<home>/datasets`."""
        self._folder = home / "datasets"
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def add(self, path: Path, *, name: str, reading: Reading | None = None) -> Dataset:
        """Copy a file into the store and describe it; the newest name of the same content counts.

        Raises:
            UnreadableData: the file is too large, cannot be used, or the disk is full. Nothing is kept of it.
        """
        with self._scratch() as scratch:
            copy = scratch / "data"
            digest = _copy(path, copy)
            known = self.get(digest) if reading is None else None
            if known is not None:
                return self._save(known.model_copy(update={"name": display_name(name)}))
            file_format, dataset = inspect_with_format(copy, name=name, reading=reading, digest=digest)
            copy.rename(scratch / f"data.{file_format}")
            write_text(scratch / SCHEMA, dataset.model_dump_json())
            target = self._folder / digest
            # A folder that is there but has no schema is the rest of an interrupted addition.
            if target.exists() and self.get(digest) is None:
                shutil.rmtree(target)
            if not target.exists():
                scratch.rename(target)
                return dataset
        return self._save(dataset)

    def read_again(self, dataset_id: str, *, reading: Reading) -> Dataset:
        """Describe a stored CSV anew, read in another way.

        Raises:
            KeyError: there is no such dataset.
            UnreadableData: it cannot be read in this way; the old description stays.
        """
        known = self.get(dataset_id)
        if known is None:
            raise KeyError(dataset_id)
        _, dataset = inspect_with_format(self.path(dataset_id), name=known.name, reading=reading, digest=dataset_id)
        return self._save(dataset)

    def get(self, dataset_id: str) -> Dataset | None:
        """The description of a dataset; None when there is none of this id, or its file is gone."""
        if not ID.fullmatch(dataset_id):
            return None
        folder = self._folder / dataset_id
        try:
            dataset = Dataset.model_validate_json((folder / SCHEMA).read_bytes())
        except (OSError, ValidationError):
            return None
        return dataset if _data_file(folder) is not None else None

    def path(self, dataset_id: str) -> Path:
        """The stored file.

        Raises:
            KeyError: there is no such dataset.
        """
        found = _data_file(self._folder / dataset_id) if ID.fullmatch(dataset_id) else None
        if found is None:
            raise KeyError(dataset_id)
        return found

    def list(self) -> "list[Dataset]":
        """All datasets, the one added or read last first."""
        folders = [folder for folder in self._folder.iterdir() if (folder / SCHEMA).exists()]
        folders.sort(key=lambda folder: (folder / SCHEMA).stat().st_mtime_ns, reverse=True)
        return [dataset for folder in folders if (dataset := self.get(folder.name)) is not None]

    def delete(self, dataset_id: str) -> None:
        """Remove a dataset; nothing happens when there is none."""
        if ID.fullmatch(dataset_id):
            shutil.rmtree(self._folder / dataset_id, ignore_errors=True)

    def _save(self, dataset: Dataset) -> Dataset:
        write_text(self._folder / dataset.id / SCHEMA, dataset.model_dump_json())
        return dataset

    @contextmanager
    def _scratch(self) -> Iterator[Path]:
        """A folder beside the datasets, so that a rename puts it in place; removed when it is not renamed."""
        folder = Path(tempfile.mkdtemp(prefix=INCOMING, dir=self._folder))
        try:
            yield folder
        except OSError as error:
            if error.errno == errno.ENOSPC:
                message = "The disk is full, so the file could not be stored. Free some space and upload it again."
                raise UnreadableData.of("data.disk-full", message) from error
            raise
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _data_file(folder: Path) -> Path | None:
    return next((path for name in FORMATS if (path := folder / f"data.{name}").is_file()), None)


def _copy(source: Path, target: Path) -> str:
    """Copy in blocks, within the limit and the free space, and return the SHA-256 of what was copied."""
    limit_bytes = upload_limit_bytes()
    size_bytes = source.stat().st_size
    if size_bytes > limit_bytes:
        raise too_large(size_bytes, limit_bytes)
    free_bytes = shutil.disk_usage(target.parent).free
    if size_bytes > free_bytes:
        message = f"The file has {size_text(size_bytes)}, but only {size_text(free_bytes)} of disk are free."
        raise UnreadableData.of("data.disk-full", message)
    digest = hashlib.sha256()
    copied = 0
    with source.open("rb") as reader, target.open("xb") as writer:
        while block := reader.read(BLOCK):
            copied += len(block)
            if copied > limit_bytes:
                raise too_large(copied, limit_bytes)
            digest.update(block)
            writer.write(block)
    return digest.hexdigest()
