"""What the sandbox can be asked to do with a file.

pandas and NumPy are imported where they are needed: most bad files are refused without them, in half the time.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from designer.data.formats import find_format
from designer.data.reading import choose_reading
from designer.data.schema import Dataset, Reading
from designer.training.config import DataConfig


def inspect(path: Path, *, reading: dict[str, Any] | None, limit_bytes: int) -> dict[str, Any]:
    """Everything of a `Dataset` but its id, name and size; `format` is csv, npy or npz."""
    file_format = find_format(path)
    if file_format == "csv":
        return _inspect_table(path, Reading.model_validate(reading) if reading is not None else None)
    from designer.data.arrays import inspect_npy, inspect_npz

    found = inspect_npy(path) if file_format == "npy" else inspect_npz(path, limit_bytes=limit_bytes)
    return {
        "format": file_format,
        "kind": "arrays",
        "rows": found.rows,
        "arrays": [array.model_dump(mode="json") for array in found.arrays],
        "preview": found.preview,
        "warnings": [],
    }


def _inspect_table(path: Path, wanted: Reading | None) -> dict[str, Any]:
    reading, warnings = choose_reading(path, wanted)
    from designer.data.tables import Table, read_table

    table = Table(read_table(path, reading))
    return {
        "format": "csv",
        "kind": "table",
        "rows": table.rows,
        "reading": reading.model_dump(),
        "columns": [column.model_dump(mode="json") for column in table.columns],
        "preview": table.preview,
        "warnings": [problem.model_dump(mode="json") for problem in (*warnings, *table.warnings)],
    }


def fit(path: Path, *, dataset: dict[str, Any], config: dict[str, Any]) -> dict[str, Any]:
    """A `DataConfig` with its fitted values."""
    from designer.data.fitting import fit as measure

    described = Dataset.model_validate_json(json.dumps(dataset))
    asked = DataConfig.model_validate_json(json.dumps(config))
    return measure(path, described, asked).model_dump(mode="json")


TASKS: dict[str, Callable[..., Any]] = {"inspect": inspect, "fit": fit}
