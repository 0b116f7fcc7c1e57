"""What the sandbox can be asked to do with a file. Only the sandbox imports this: it brings pandas' parsers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from designer.data.arrays import inspect_npy, inspect_npz
from designer.data.formats import find_format
from designer.data.schema import Reading
from designer.data.tables import inspect_table


def inspect(path: Path, *, reading: dict[str, Any] | None, limit_bytes: int) -> dict[str, Any]:
    """Everything of a `Dataset` but its id, name and size; `format` is csv, npy or npz."""
    file_format = find_format(path)
    if file_format == "csv":
        table = inspect_table(path, Reading.model_validate(reading) if reading is not None else None)
        return {
            "format": file_format,
            "kind": "table",
            "rows": table.rows,
            "reading": table.reading.model_dump(),
            "columns": [column.model_dump(mode="json") for column in table.columns],
            "preview": table.preview,
            "warnings": [problem.model_dump(mode="json") for problem in table.warnings],
        }
    found = inspect_npy(path) if file_format == "npy" else inspect_npz(path, limit_bytes=limit_bytes)
    return {
        "format": file_format,
        "kind": "arrays",
        "rows": found.rows,
        "arrays": [array.model_dump(mode="json") for array in found.arrays],
        "preview": found.preview,
        "warnings": [],
    }


TASKS: dict[str, Callable[..., Any]] = {"inspect": inspect}
