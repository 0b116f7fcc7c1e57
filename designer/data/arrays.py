"""NPY and NPZ files: what the headers declare is checked before anything is read. Runs in the sandbox.

Rows 35 to 60 of the catalogue of bad inputs (tests/data/test_bad_arrays.py).
"""

import io
import math
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
from numpy.lib import format as npy_format
from pydantic import JsonValue

from designer.data.errors import UnreadableData, shown, size_text
from designer.data.numbers import describe_numbers
from designer.data.schema import Array

MAX_MEMBERS = 100
MAX_RATIO = 100
# Small archives of zeros compress better than any ratio allows and harm nobody.
RATIO_FROM = 64 * 1024 * 1024
PREVIEW_ROWS = 12
PREVIEW_VALUES = 8
MAX_COUNTED = 1000
SINGLE = "array"
"""What the one array of an NPY file is called."""


class Declared(NamedTuple):
    """What an NPY header says."""

    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    header_bytes: int


class Arrays(NamedTuple):
    """What `inspect_npy` and `inspect_npz` found."""

    rows: int
    arrays: tuple[Array, ...]
    preview: tuple[dict[str, JsonValue], ...]


def inspect_npy(path: Path) -> Arrays:
    """Describe the one array of an NPY file, called `array`.

    Raises:
        UnreadableData: it is no array of numbers, or is incomplete.
    """
    with path.open("rb") as stream:
        declared = read_header(stream, name=path.name)
    check_size(declared, size_bytes=path.stat().st_size, name="The file")
    check_array(declared, name=SINGLE)
    return _describe([(SINGLE, np.load(path, mmap_mode="r", allow_pickle=False))])


def inspect_npz(path: Path, *, limit_bytes: int) -> Arrays:
    """Describe all arrays of an NPZ file; every one is refused when one is bad.

    Raises:
        UnreadableData: an array is not usable, sizes do not fit, or the archive is larger than it should be.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = _check_members(archive.infolist(), limit_bytes=limit_bytes)
            for member in members:
                with archive.open(member) as stream:
                    declared = read_header(stream, name=_name(member))
                check_size(declared, size_bytes=member.file_size, name=f"Array {shown(_name(member))}")
                check_array(declared, name=_name(member))
            _check_rows({_name(member): _rows(archive, member) for member in members})
            # One array at a time: the largest decides the memory, not the sum.
            return _describe((_name(member), _load(archive, member)) for member in members)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise _damaged("The archive cannot be read to its end.") from error


def read_header(stream: io.BufferedIOBase | BinaryIO | Any, *, name: str) -> Declared:
    """Shape and dtype that an NPY stream declares, without reading its data."""
    try:
        version = npy_format.read_magic(stream)
        read = npy_format.read_array_header_1_0 if version == (1, 0) else npy_format.read_array_header_2_0
        if version > (2, 0):
            # Version 3 differs from 2 in allowing UTF-8 field names, which only structured arrays have.
            raise UnreadableData.of("data.unsupported-dtype", _dtype_message(name, "a structured dtype"), place=name)
        shape, _, dtype = read(stream)
    except (ValueError, EOFError, SyntaxError, TypeError, OverflowError, MemoryError, RecursionError) as error:
        raise _damaged(f"{shown(name)} has no valid NPY header.") from error
    return Declared(shape=tuple(shape), dtype=dtype, header_bytes=stream.tell())


def check_array(declared: Declared, *, name: str) -> None:
    """Refuse what cannot become a tensor of numbers.

    Raises:
        UnreadableData: with the dtype or the shape as the reason.
    """
    dtype, shape = declared.dtype, declared.shape
    if dtype.hasobject:
        raise UnreadableData.of(
            "data.pickle-refused",
            f"Array {shown(name)} holds Python objects, which can run code when they are read."
            " Save it with a numeric dtype, for example array.astype('float32').",
            place=name,
        )
    if dtype.kind not in "biuf" or dtype.names is not None:
        raise UnreadableData.of("data.unsupported-dtype", _dtype_message(name, str(dtype)), place=name)
    if not shape:
        raise UnreadableData.of(
            "data.array-shape", f"Array {shown(name)} is a single number. It needs one row per example.", place=name
        )
    if shape[0] == 0:
        raise UnreadableData.of("data.no-rows", f"Array {shown(name)} has no rows. Its shape is {shape}.", place=name)
    if 0 in shape:
        raise UnreadableData.of(
            "data.array-shape", f"Array {shown(name)} has shape {shape}, so its rows hold no values.", place=name
        )


def _dtype_message(name: str, dtype: str) -> str:
    return (
        f"Array {shown(name)} has dtype {dtype}, which no model can read."
        " Save it as numbers: words as integer codes, dates as numbers, complex values as two arrays."
    )


def check_size(declared: Declared, *, size_bytes: int, name: str) -> None:
    """Refuse an array whose header and size disagree, before memory is asked for.

    Raises:
        UnreadableData: the header declares a negative or another size.
    """
    if any(length < 0 for length in declared.shape):
        raise _damaged(f"{name} declares the shape {declared.shape}, which is negative.")
    if declared.dtype.hasobject:
        return
    expected = math.prod(declared.shape) * declared.dtype.itemsize
    found = size_bytes - declared.header_bytes
    if expected != found:
        state = "is cut off" if expected > found else "is longer than its header says"
        raise _damaged(f"{name} {state}: the header declares {expected:,} bytes, the file holds {found:,}.")


def _damaged(what: str) -> UnreadableData:
    return UnreadableData.of(
        "data.damaged-file", f"{what} Save it again with numpy.save or numpy.savez, or upload it again."
    )


def _check_members(members: list[zipfile.ZipInfo], *, limit_bytes: int) -> list[zipfile.ZipInfo]:
    if not members:
        raise UnreadableData.of("data.empty-file", "The archive holds no arrays. Save them with numpy.savez.")
    if len(members) > MAX_MEMBERS:
        message = (
            f"The archive holds {len(members):,} arrays; at most {MAX_MEMBERS} are read. Stack them into fewer arrays."
        )
        raise UnreadableData.of("data.too-many-arrays", message)
    names = [_name(member) for member in members]
    if doubles := [name for name in names if names.count(name) > 1]:
        message = f"Two arrays are named {shown(doubles[0])}. Give every array its own name."
        raise UnreadableData.of("data.duplicate-array", message, place=doubles[0])
    for member in members:
        if not member.filename.endswith(".npy"):
            message = (
                f"The archive holds {shown(member.filename)}, which is no array. Save arrays alone with numpy.savez."
            )
            raise UnreadableData.of("data.wrong-format", message, place=member.filename)
        if member.flag_bits & 1:
            raise UnreadableData.of("data.encrypted", "The archive is encrypted. Save it without a password.")
    _check_expansion(members, limit_bytes=limit_bytes)
    return members


def _check_expansion(members: list[zipfile.ZipInfo], *, limit_bytes: int) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    if unpacked > limit_bytes or (unpacked > RATIO_FROM and unpacked / packed > MAX_RATIO):
        raise UnreadableData.of(
            "data.archive-too-large",
            f"The archive of {size_text(packed)} unpacks to {size_text(unpacked)}. Allowed are {size_text(limit_bytes)}"
            f" and {MAX_RATIO} times the packed size. Use fewer rows, a smaller dtype, or numpy.savez.",
        )


def _name(member: zipfile.ZipInfo) -> str:
    return member.filename.removesuffix(".npy")


def _rows(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    with archive.open(member) as stream:
        return int(read_header(stream, name=_name(member)).shape[0])


def _load(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> np.ndarray[Any, Any]:
    with archive.open(member) as stream:
        return np.lib.format.read_array(stream, allow_pickle=False)


def _check_rows(rows: dict[str, int]) -> None:
    first, *others = rows
    for other in others:
        if rows[other] != rows[first]:
            raise UnreadableData.of(
                "data.rows-differ",
                f"Array {shown(first)} has {rows[first]:,} rows and {shown(other)} has {rows[other]:,}."
                " All arrays of a file need the same number of rows.",
                place=other,
            )


def _describe(loaded: Iterable[tuple[str, np.ndarray[Any, Any]]]) -> Arrays:
    described, rows = [], 0
    preview: list[dict[str, JsonValue]] = []
    for name, values in loaded:
        described.append(describe_array(name, values))
        if not preview:
            rows = len(values)
            preview = [{} for _ in range(min(rows, PREVIEW_ROWS))]
        for number, row in enumerate(preview):
            row[name] = _preview(values[number])
    return Arrays(rows=rows, arrays=tuple(described), preview=tuple(preview))


def describe_array(name: str, values: np.ndarray[Any, Any]) -> Array:
    """Figures about one array; unique values and counts only where each row holds one number."""
    figures = describe_numbers(values)
    unique: int | None = None
    counts: tuple[tuple[str, int], ...] = ()
    if values.size == len(values):
        found, numbers = np.unique(values, return_counts=True)
        unique = len(found) - (1 if figures.missing else 0)
        if unique <= MAX_COUNTED:
            order = np.argsort(-numbers, kind="stable")
            counts = tuple(
                (_text(found[index]), int(numbers[index])) for index in order if found[index] == found[index]
            )
    elif values.dtype.kind in "biu" and figures.maximum is not None and figures.minimum is not None:
        unique = len(np.unique(values)) if figures.maximum - figures.minimum < MAX_COUNTED else None
    return Array(
        name=name,
        shape=tuple(values.shape[1:]),
        dtype=str(values.dtype.newbyteorder("=")),
        missing=figures.missing,
        infinite=figures.infinite,
        unique=unique,
        is_one_hot=_is_one_hot(values),
        minimum=figures.minimum,
        maximum=figures.maximum,
        mean=figures.mean,
        std=figures.std,
        counts=counts,
        histogram=figures.histogram,
    )


def _is_one_hot(values: np.ndarray[Any, Any]) -> bool:
    if values.ndim != 2 or values.shape[1] < 2 or not len(values) or values.dtype.kind not in "biuf":
        return False
    ones = values == 1
    return bool((ones.sum(axis=1) == 1).all() and (ones | (values == 0)).all())


def _text(value: Any) -> str:
    plain = value.item()
    if isinstance(plain, float) and plain.is_integer():
        return str(int(plain))
    return str(plain)


def _preview(row: Any) -> JsonValue:
    values = np.asarray(row).reshape(-1)
    if values.size == 1:
        plain = values[0].item()
        return plain if isinstance(plain, bool | int) or math.isfinite(plain) else str(plain)
    shown_values = ", ".join(
        f"{value:.4g}" if values.dtype.kind == "f" else str(value) for value in values[:PREVIEW_VALUES]
    )
    return shown_values + (", …" if values.size > PREVIEW_VALUES else "")
