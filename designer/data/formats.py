"""What a file is, by its first bytes; its name is never asked."""

import zipfile
from pathlib import Path
from typing import Literal

from designer.data.errors import UnreadableData, shown

Format = Literal["csv", "npy", "npz"]

FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"\x1f\x8b", "a gzip archive", "Unpack it and upload what is inside."),
    (b"BZh", "a bzip2 archive", "Unpack it and upload what is inside."),
    (b"\xfd7zXZ", "an xz archive", "Unpack it and upload what is inside."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it and upload what is inside."),
    (b"Rar!", "a rar archive", "Unpack it and upload what is inside."),
    (
        b"\x89PNG",
        "a PNG picture",
        "Put pictures into an NPZ file: numpy.savez('data.npz', image=images, label=labels).",
    ),
    (
        b"\xff\xd8\xff",
        "a JPEG picture",
        "Put pictures into an NPZ file: numpy.savez('data.npz', image=images, label=labels).",
    ),
    (b"GIF8", "a GIF picture", "Put pictures into an NPZ file: numpy.savez('data.npz', image=images, label=labels)."),
    (b"%PDF", "a PDF document", "Export the table behind it as CSV."),
    (b"\x89HDF", "an HDF5 file", "Save its arrays with numpy.savez, or its table as CSV."),
    (b"PAR1", "a Parquet file", "Save it as CSV: pandas.read_parquet(path).to_csv('data.csv', index=False)."),
    (b"SQLite format 3", "an SQLite database", "Export the table as CSV."),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "Save the sheet as CSV."),
    (b"\x7fELF", "a program", "Upload a CSV, NPY or NPZ file."),
    (b"\x80\x02}", "a Python pickle", "Pickles can run code and are never read. Save arrays with numpy.save."),
    (b"\x80\x03", "a Python pickle", "Pickles can run code and are never read. Save arrays with numpy.save."),
    (b"\x80\x04", "a Python pickle", "Pickles can run code and are never read. Save arrays with numpy.save."),
    (b"\x80\x05", "a Python pickle", "Pickles can run code and are never read. Save arrays with numpy.save."),
)


def find_format(path: Path) -> Format:
    """CSV, NPY or NPZ, by content.

    Raises:
        UnreadableData: the file is empty, or something else, which is named.
    """
    with path.open("rb") as stream:
        head = stream.read(32)
    if not head:
        raise UnreadableData.of(
            "data.empty-file", "The file is empty. Upload a file with a header and at least one row."
        )
    if head.startswith(b"\x93NUMPY"):
        return "npy"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _check_zip(path)
    for magic, name, remedy in FOREIGN:
        if head.startswith(magic):
            code = "data.pickle-refused" if "pickle" in name else "data.wrong-format"
            raise UnreadableData.of(code, f"The file is {name}. {remedy}")
    return "csv"


def _check_zip(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        message = "The archive is cut off or damaged. Save it again with numpy.savez, or upload it again."
        raise UnreadableData.of("data.damaged-file", message) from error
    if "[Content_Types].xml" in names:
        message = "The file is an Excel or Office document. Save the sheet as CSV."
        raise UnreadableData.of("data.wrong-format", message)
    if names and not any(name.endswith(".npy") for name in names):
        message = f"The file is a zip archive with {shown(names[0])}. Unpack it and upload what is inside."
        raise UnreadableData.of("data.wrong-format", message)
    return "npz"
