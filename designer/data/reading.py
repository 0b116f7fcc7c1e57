"""Text files: which encoding, separator, decimal sign and header, and whether every row fits. Runs in the sandbox.

What is guessed is returned as a `Reading`, shown for correction, and written into the generated code as the
arguments of `pandas.read_csv`. Rows 1 to 34 of the catalogue of bad inputs (tests/data/test_bad_tables.py).
"""

import codecs
import csv
import io
import re
from collections import Counter
from pathlib import Path

from designer.data.errors import UnreadableData, shown, size_text, warning
from designer.data.schema import Reading
from designer.document.problem import Problem

SEPARATORS = (",", ";", "\t", "|")
NUMBER = re.compile(r"\s*[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d+)?\s*")
DECIMAL_COMMA = re.compile(r"\s*[-+]?\d*,\d+\s*")
DECIMAL_POINT = re.compile(r"\s*[-+]?\d*\.\d+\s*")
BLOCK = 1024 * 1024
MAX_COLUMNS = 10_000
MAX_FIELD = 1024 * 1024
# Checking every row with the csv module costs about 1 s per 50 MB; beyond this pandas' own checks must do.
CHECK_ROWS_UP_TO = 256 * 1024 * 1024
SEPARATOR_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}


def choose_reading(path: Path, reading: Reading | None) -> tuple[Reading, tuple[Problem, ...]]:
    """How a text file is to be read, and what stands out: guessed when `reading` is None, else checked.

    Raises:
        UnreadableData: the file is no table, or not one that fits `reading`.
    """
    encoding, warnings = find_encoding(path)
    sniffed, guessed = sniff(path, encoding if reading is None else reading.encoding)
    if reading is None:
        reading, warnings = sniffed, (*warnings, *guessed)
    else:
        warnings = ()
    return reading, (*warnings, *check_rows(path, reading), *_header_warnings(path, reading))


def find_encoding(path: Path) -> tuple[str, tuple[Problem, ...]]:
    """The encoding of a text file, and a warning when it had to be guessed.

    Raises:
        UnreadableData: the file is not text, or one field is longer than 1 MB.
    """
    with path.open("rb") as stream:
        head = stream.read(4)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16", ()
        stream.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        is_utf8 = True
        undecodable = b""
        while block := stream.read(BLOCK):
            _check_block(block)
            if is_utf8:
                try:
                    decoder.decode(block)
                except UnicodeDecodeError as error:
                    is_utf8 = False
                    undecodable = block[max(0, error.start - 12) : error.start + 12]
    if is_utf8:
        return ("utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"), ()
    encoding = _single_byte_encoding(path)
    sample = shown(undecodable.decode(encoding, errors="replace"))
    message = f"The file is not UTF-8. It is read as {encoding}, which gives {sample}."
    message += " Choose another encoding if that looks wrong."
    return encoding, (warning("data.encoding-guessed", message, short="Encoding guessed"),)


def _check_block(block: bytes) -> None:
    if b"\0" in block:
        raise UnreadableData.of(
            "data.binary-file",
            "The file holds binary data, not text. Save it as CSV with a text encoding such as UTF-8.",
        )
    # A field above the limit fills at least one whole block without any separator.
    if len(block) == BLOCK and not any(sign in block for sign in (b"\n", b"\r", b",", b";", b"\t", b"|")):
        raise _too_long(line=None)


def _too_long(line: int | None) -> UnreadableData:
    place = f"The field that starts in line {line}" if line else "One field"
    return UnreadableData.of(
        "data.field-too-long",
        f"{place} is longer than {size_text(MAX_FIELD)}. Usually a closing quote is missing, or the file is no table.",
    )


def _single_byte_encoding(path: Path) -> str:
    controls = 0
    encoding = "cp1252"
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            controls += sum(block.count(bytes([code])) for code in (*range(1, 9), *range(14, 32)))
            try:
                block.decode("cp1252")
            except UnicodeDecodeError:
                encoding = "latin-1"
    if controls > path.stat().st_size / 200:
        raise UnreadableData.of(
            "data.binary-file",
            "The file holds binary data, not text. Save it as CSV with a text encoding such as UTF-8.",
        )
    return encoding


def sniff(path: Path, encoding: str) -> tuple[Reading, tuple[Problem, ...]]:
    """How a text file is to be read, from its first megabyte, and warnings about what was guessed.

    Raises:
        UnreadableData: there is nothing but white space, or the bytes do not fit the encoding.
    """
    lines = _first_lines(path, encoding)
    separator, rows = _best_separator(lines)
    cells = [cell for row in rows[1:] for cell in row]
    commas = sum(DECIMAL_COMMA.fullmatch(cell) is not None for cell in cells)
    points = sum(DECIMAL_POINT.fullmatch(cell) is not None for cell in cells)
    decimal = "," if separator != "," and commas > points else "."
    has_header = _has_header(rows)
    warnings = []
    if separator != ",":
        message = (
            f"The columns are separated by {SEPARATOR_NAMES[separator]}s. Choose another separator if that is wrong."
        )
        warnings.append(warning("data.separator-guessed", message, short="Separator guessed"))
    if decimal == ",":
        message = "Numbers such as 1,5 are read with a decimal comma. Choose the point if the comma means thousands."
        warnings.append(warning("data.decimal-comma", message, short="Decimal comma"))
    if not has_header:
        message = "The first row holds numbers, so it is read as data and the columns are numbered."
        message += " Say that it is the header if it is."
        warnings.append(warning("data.no-header", message, short="No header"))
    reading = Reading(separator=separator, encoding=encoding, decimal=decimal, has_header=has_header)
    return reading, tuple(warnings)


def _first_lines(path: Path, encoding: str) -> list[str]:
    with path.open("rb") as stream:
        head = stream.read(BLOCK)
        complete = not stream.read(1)
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head, final=complete)
    except UnicodeDecodeError as error:
        raise wrong_encoding(encoding) from error
    except LookupError as error:
        message = f"{shown(encoding)} is no encoding. Use utf-8, utf-16, cp1252 or latin-1."
        raise UnreadableData.of("data.unknown-encoding", message) from error
    lines = text.splitlines(keepends=True)
    if not complete and len(lines) > 1:
        lines.pop()
    if not "".join(lines).strip("\ufeff \t\r\n"):
        raise UnreadableData.of(
            "data.empty-file", "The file is empty. Upload a file with a header and at least one row."
        )
    return lines


def wrong_encoding(encoding: str) -> UnreadableData:
    """The refusal of bytes that do not fit the encoding."""
    return UnreadableData.of(
        "data.wrong-encoding", f"The file cannot be read as {encoding}. Choose another encoding, for example cp1252."
    )


def _best_separator(lines: list[str]) -> tuple[str, list[list[str]]]:
    found: list[tuple[tuple[float, float, int], str, list[list[str]]]] = []
    fallback: list[list[str]] = []
    csv.field_size_limit(MAX_FIELD)
    for separator in SEPARATORS:
        try:
            rows = [row for row in csv.reader(lines[:1000], delimiter=separator) if row]
        except csv.Error as error:
            raise _too_long(line=None) from error
        fallback = fallback or rows
        width, count = Counter(len(row) for row in rows).most_common(1)[0]
        if width > 1:
            cells = [cell for row in rows for cell in row if cell]
            numbers = sum(NUMBER.fullmatch(cell) is not None for cell in cells) / max(len(cells), 1)
            found.append(((round(count / len(rows), 2), round(numbers, 2), width), separator, rows))
    if not found:
        return ",", fallback
    _, separator, rows = max(found, key=lambda item: item[0])
    return separator, rows


def _has_header(rows: list[list[str]]) -> bool:
    """False when some column is a number everywhere, its first row included."""
    first, body = rows[0], rows[1:]
    if not body:
        return not all(NUMBER.fullmatch(cell) for cell in first)
    for index, cell in enumerate(first):
        values = [row[index] for row in body if index < len(row) and row[index].strip()]
        if NUMBER.fullmatch(cell) and values and all(NUMBER.fullmatch(value) for value in values):
            return False
    return True


def check_rows(path: Path, reading: Reading) -> tuple[Problem, ...]:
    """Warnings about short rows.

    Raises:
        UnreadableData: a row does not fit the header, there are too many columns, or there is no row at all.
    """
    csv.field_size_limit(MAX_FIELD)
    check_all = path.stat().st_size <= CHECK_ROWS_UP_TO
    width, rows, line, longer, shorter = 0, 0, 1, [], []
    try:
        with path.open(encoding=reading.encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=reading.separator)
            for row in reader:
                if not width:
                    width = len(row)
                    _check_width(width)
                    rows -= reading.has_header
                rows += bool(row)
                if len(row) > width:
                    longer.append((line, len(row)))
                elif 0 < len(row) < width:
                    shorter.append(line)
                line = reader.line_num + 1
                if not check_all and rows > 1000:
                    break
    except csv.Error as error:
        raise _too_long(line=line) from error
    except (UnicodeDecodeError, UnicodeError) as error:
        raise wrong_encoding(reading.encoding) from error
    if rows <= 0:
        raise UnreadableData.of(
            "data.no-rows", "The file has a header but no rows. Add at least one row below the header."
        )
    _check_longer(longer, rows=rows, width=width, has_header=reading.has_header)
    if not shorter:
        return ()
    message = f"{len(shorter)} of {rows} rows have fewer than {width} fields, first in line {shorter[0]}."
    message += " The missing fields count as empty."
    return (warning("data.short-rows", message, place=f"line {shorter[0]}", short="Short rows"),)


def _check_width(width: int) -> None:
    if width > MAX_COLUMNS:
        raise UnreadableData.of(
            "data.too-many-columns",
            f"The table has {width:,} columns; at most {MAX_COLUMNS:,} can be used. Store such data as an NPY array.",
        )


def _check_longer(longer: list[tuple[int, int]], *, rows: int, width: int, has_header: bool) -> None:
    if not longer:
        return
    line, fields = longer[0]
    first = "header" if has_header else "first row"
    if len(longer) == rows and has_header and all(count == fields for _, count in longer):
        raise UnreadableData.of(
            "data.header-mismatch",
            f"Every row has {fields} fields, but the header has {width}. Name the missing column in the header,"
            " or remove what stands too much in each row.",
            place="line 1",
        )
    raise UnreadableData.of(
        "data.ragged-row",
        f"Line {line} has {fields} fields, but the {first} has {width}. Correct this line;"
        " a text that contains the separator needs quotes around it.",
        place=f"line {line}",
    )


def _header_warnings(path: Path, reading: Reading) -> tuple[Problem, ...]:
    names = _header_names(path, reading)
    found = []
    doubles = list(dict.fromkeys(name for name in names if name.strip() and names.count(name) > 1))
    if doubles:
        listed = ", ".join(shown(name) for name in doubles[:5])
        message = f"More than one column is named {listed}. The second one is called {shown(doubles[0] + '.1')} here."
        found.append(warning("data.duplicate-columns", message, short="Duplicate names"))
    blank = [index for index, name in enumerate(names) if not name.strip()]
    if blank:
        message = f"Column {blank[0] + 1} has no name in the header. It is called {shown(f'Unnamed: {blank[0]}')} here."
        found.append(warning("data.blank-column-name", message, short="Column without a name"))
    return tuple(found)


def _header_names(path: Path, reading: Reading) -> list[str]:
    """The header as it stands in the file, before pandas makes names unique."""
    if not reading.has_header:
        return []
    with path.open(encoding=reading.encoding, newline="") as stream:
        return next(csv.reader(io.StringIO(stream.readline()), delimiter=reading.separator), [])
