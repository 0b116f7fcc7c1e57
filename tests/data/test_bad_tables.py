"""Rows 1 to 34 of the catalogue of bad inputs, each through the real sandbox."""

import pytest

from designer.data.errors import UnreadableData
from designer.data.inspect import LIMIT_VARIABLE, display_name, inspect_file
from designer.data.schema import Reading

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
EXCEL = b"PK\x03\x04 not really an archive"

REFUSED = {
    "empty": (b"", "data.empty-file", "is empty"),
    "white-space": (b" \n\t\n  ", "data.empty-file", "is empty"),
    "byte-order-mark-alone": (b"\xef\xbb\xbf\n", "data.empty-file", "is empty"),
    "header-only": (b"a,b\n", "data.no-rows", "Add at least one row"),
    "one-longer-row": (b"a,b\n1,2\n3,4,5\n", "data.ragged-row", "Line 3 has 3 fields, but the header has 2"),
    "first-row-longer": (b"a,b\n1,2,3\n3,4\n", "data.ragged-row", "Line 2 has 3 fields"),
    "all-rows-longer": (b"a,b\n1,2,3\n3,4,5\n", "data.header-mismatch", "Every row has 3 fields, but the header has 2"),
    "unclosed-quote": (b'a,b\n1,2\n3,"4\n5,6\n', "data.unclosed-quote", "line 3 is never closed"),
    "nul": (b"a,b\n1,x\0y\n", "data.binary-file", "binary data"),
    "random": (bytes(range(256)) * 8, "data.binary-file", "binary data"),
    "controls": (bytes(range(1, 256)) * 8, "data.binary-file", "binary data"),
    "png": (PNG, "data.wrong-format", "a PNG picture"),
    "excel": (EXCEL, "data.damaged-file", "archive is cut off"),
    "pickle": (b"\x80\x04\x95\x01\0", "data.pickle-refused", "Pickles can run code"),
    "wide": (b",".join(b"c%d" % n for n in range(20_000)) + b"\n1", "data.too-many-columns", "20,000 columns"),
    "endless-field": (b"a\n" + b"x" * 5_000_000, "data.field-too-long", "longer than 1 MB"),
    "quoted-endless-field": (b'a\n"' + b"x,\n" * 1_000_000, "data.field-too-long", "closing quote is missing"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_file_is_refused_with_its_place_and_remedy(case, tmp_path):
    content, code, words = REFUSED[case]
    path = tmp_path / "data.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableData) as caught:
        inspect_file(path, name="data.csv")
    assert caught.value.problem.code == code
    assert words in caught.value.problem.message
    assert str(tmp_path) not in caught.value.problem.message


WARNED = {
    "semicolon": (b"a;b\n1;2\n3;4\n", "data.separator-guessed", {"separator": ";"}),
    "tab": (b"a\tb\n1\t2\n", "data.separator-guessed", {"separator": "\t"}),
    "decimal-comma": (b"a;b\n1,5;2\n3,25;4\n", "data.decimal-comma", {"separator": ";", "decimal": ","}),
    "latin-1": ("name,n\nJosé,1\nMüller,2\n".encode("latin-1"), "data.encoding-guessed", {"encoding": "cp1252"}),
    "no-header": (b"1,2\n3,4\n", "data.no-header", {"has_header": False}),
    "short-row": (b"a,b\n1,2\n3\n", "data.short-rows", {}),
    "text-among-numbers": (b"a,b\n1,2\n3,x\n5,6\n", "data.text-in-number", {}),
    "duplicate-names": (b"a,a\n1,2\n3,4\n", "data.duplicate-columns", {}),
    "blank-name": (b"a,\n1,2\n3,4\n", "data.blank-column-name", {}),
    "constant": (b"a,b\n1,2\n1,4\n", "data.constant-column", {}),
    "empty-column": (b"a,b\n1,\n2,\n", "data.empty-column", {}),
    "huge-integers": (b"a,b\n99999999999999999999999,1\n1,2\n", "data.large-integers", {}),
}


@pytest.mark.parametrize("case", WARNED)
def test_an_odd_file_is_read_and_says_what_was_guessed(case, tmp_path):
    content, code, reading = WARNED[case]
    path = tmp_path / "data.csv"
    path.write_bytes(content)
    dataset = inspect_file(path, name="data.csv")
    assert code in [problem.code for problem in dataset.warnings]
    assert all(problem.severity == "warning" for problem in dataset.warnings)
    assert reading.items() <= dataset.reading.model_dump().items()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le-bom"])
def test_byte_order_marks_are_understood(encoding, tmp_path):
    path = tmp_path / "data.csv"
    text = "größe,b\n1,2\n3,4\n"
    path.write_bytes(b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16-le-bom" else text.encode(encoding))
    dataset = inspect_file(path, name="data.csv")
    assert [column.name for column in dataset.columns] == ["größe", "b"]
    assert dataset.warnings == ()


def test_gaps_and_infinities_are_counted(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("a,b\n1,x\n,y\ninf,\n1e999,y\n", encoding="utf-8")
    first, second = inspect_file(path, name="data.csv").columns
    assert (first.missing, first.infinite, first.minimum, first.maximum) == (1, 2, 1.0, 1.0)
    assert (second.type, second.missing, second.counts) == ("category", 1, (("y", 2), ("x", 1)))


def test_the_line_of_the_text_among_numbers_is_named(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("age,b\n1,2\n3,4\nold,6\n", encoding="utf-8")
    problem = inspect_file(path, name="data.csv").warnings[0]
    assert problem.message.startswith('Column "age" holds numbers except in 1 of 3 cells, first "old" in row 3.')


def test_a_correction_of_the_reading_is_followed(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("1,2\n3,4\n", encoding="utf-8")
    dataset = inspect_file(path, name="data.csv", reading=Reading(has_header=True))
    assert [column.name for column in dataset.columns] == ["1", "2"]
    assert dataset.rows == 1


def test_a_wrong_encoding_is_refused(tmp_path):
    path = tmp_path / "data.csv"
    path.write_bytes("a,b\né,1\n".encode("latin-1"))
    with pytest.raises(UnreadableData, match="cannot be read as utf-8"):
        inspect_file(path, name="data.csv", reading=Reading(encoding="utf-8"))
    with pytest.raises(UnreadableData, match="is no encoding"):
        inspect_file(path, name="data.csv", reading=Reading(encoding="klingon"))


def test_a_file_over_the_limit_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setenv(LIMIT_VARIABLE, "1")
    path = tmp_path / "data.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 300_000)
    with pytest.raises(UnreadableData, match=r"The file has 1\.14 MB; at most 1 MB are accepted"):
        inspect_file(path, name="data.csv")


def test_hostile_names_are_labels_and_nothing_else(tmp_path):
    name = '<img src=x onerror="alert(1)">'
    path = tmp_path / "data.csv"
    path.write_text(
        f'![x](http://host/p.png),"{name.replace(chr(34), chr(34) * 2)}"\n=cmd|x,1\n=b,2\n', encoding="utf-8"
    )
    dataset = inspect_file(path, name="../../etc/passwd\n.csv")
    assert [column.name for column in dataset.columns] == ["![x](http://host/p.png)", name]
    assert dataset.name == "../../etc/passwd .csv"


def test_a_display_name_is_one_short_line():
    assert display_name("\x00\n") == "Unnamed file"
    assert len(display_name("x" * 1000)) == 200


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["true", "false"], "boolean"),
        (["1", "2"], "integer"),
        (["1.5", "2"], "number"),
        (["2024-01-31", "2024-02-01"], "date"),
        (["a", "b"], "category"),
    ],
)
def test_types_are_told_from_the_values(values, expected, tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("value,n\n" + "".join(f"{value},{n}\n" for n, value in enumerate(values)), encoding="utf-8")
    assert inspect_file(path, name="data.csv").columns[0].type == expected


def test_free_text_is_no_category(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("text\n" + "".join(f"sentence number {n}\n" for n in range(100)), encoding="utf-8")
    assert inspect_file(path, name="data.csv").columns[0].type == "text"
