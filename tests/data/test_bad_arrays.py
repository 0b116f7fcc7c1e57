"""Rows 35 to 60 of the catalogue of bad inputs, each through the real sandbox."""

import io
import pickle
import struct
import zipfile

import numpy as np
import pytest

from designer.data.errors import UnreadableData
from designer.data.inspect import inspect_file


def npy(array, allow_pickle=False):
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=allow_pickle)
    return stream.getvalue()


def header(text, data=b""):
    text = text.encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + data


def declared(shape, descr="<f8"):
    return f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}"


def archive(**members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return stream.getvalue()


def duplicates():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target, pytest.warns(UserWarning, match="Duplicate name"):
        target.writestr("x.npy", npy(np.zeros(3)))
        target.writestr("x.npy", npy(np.ones(3)))
    return stream.getvalue()


def encrypted():
    content = bytearray(archive(**{"x.npy": npy(np.zeros(3))}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


GOOD = npy(np.zeros((4, 2)))
OBJECTS = npy(np.array([{"a": 1}, None], dtype=object), allow_pickle=True)

REFUSED = {
    "object-array": (lambda: OBJECTS, "data.pickle-refused", "holds Python objects"),
    "bare-pickle": (lambda: pickle.dumps([1, 2]), "data.pickle-refused", "Pickles can run code"),
    "magic-alone": (lambda: b"\x93NUMPY", "data.damaged-file", "no valid NPY header"),
    "truncated": (lambda: GOOD[:-9], "data.damaged-file", "cut off: the header declares 64 bytes, the file holds 55"),
    "7-tebibytes-declared": (lambda: header(declared((10**12,))), "data.damaged-file", "8,000,000,000,000 bytes"),
    "too-long": (lambda: GOOD + b"x", "data.damaged-file", "longer than its header says"),
    "negative": (lambda: header(declared((-4, 2))), "data.damaged-file", "negative"),
    "overflow": (lambda: header(declared((2**62, 2**62))), "data.damaged-file", "cut off"),
    "code-in-header": (lambda: header("__import__('os').system('true')"), "data.damaged-file", "no valid NPY header"),
    "huge-header": (lambda: header(declared((2,)) + " " * 40_000), "data.damaged-file", "no valid NPY header"),
    "structured": (lambda: npy(np.zeros(3, dtype=[("a", "i4")])), "data.unsupported-dtype", "has dtype"),
    "words": (lambda: npy(np.array(["a", "b"])), "data.unsupported-dtype", "words as integer codes"),
    "dates": (lambda: npy(np.array(["2024-01-01"], dtype="M8[D]")), "data.unsupported-dtype", "dates as numbers"),
    "complex": (lambda: npy(np.zeros(3, dtype=complex)), "data.unsupported-dtype", "complex128"),
    "scalar": (lambda: npy(np.array(3.0)), "data.array-shape", "single number"),
    "no-rows": (lambda: npy(np.zeros((0, 3))), "data.no-rows", "has no rows"),
    "no-width": (lambda: npy(np.zeros((3, 0))), "data.array-shape", "hold no values"),
    "rows-differ": (
        lambda: archive(**{"x.npy": npy(np.zeros((4, 2))), "y.npy": npy(np.zeros(5))}),
        "data.rows-differ",
        'Array "x" has 4 rows and "y" has 5',
    ),
    "zip-bomb": (lambda: archive(**{"x.npy": npy(np.zeros(20_000_000))}), "data.archive-too-large", "unpacks to"),
    "empty-zip": (archive, "data.empty-file", "holds no arrays"),
    "many-members": (
        lambda: archive(**{f"x{n}.npy": npy(np.zeros(1)) for n in range(101)}),
        "data.too-many-arrays",
        "holds 101 arrays",
    ),
    "duplicate-members": (duplicates, "data.duplicate-array", 'Two arrays are named "x"'),
    "one-object-member": (
        lambda: archive(**{"x.npy": GOOD, "y.npy": OBJECTS}),
        "data.pickle-refused",
        'Array "y" holds Python objects',
    ),
    "nested-zip": (lambda: archive(**{"x.zip": archive(**{"x.npy": GOOD})}), "data.wrong-format", "zip archive"),
    "stranger-beside-arrays": (lambda: archive(**{"x.npy": GOOD, "a.txt": b"a"}), "data.wrong-format", "is no array"),
    "encrypted": (encrypted, "data.encrypted", "encrypted"),
    "truncated-zip": (lambda: archive(**{"x.npy": GOOD})[:-30], "data.damaged-file", "cut off"),
    "excel": (lambda: archive(**{"[Content_Types].xml": b""}), "data.wrong-format", "Save the sheet as CSV"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_array_file_is_refused_with_its_place_and_remedy(case, tmp_path):
    make, code, words = REFUSED[case]
    path = tmp_path / "upload"
    path.write_bytes(make())
    with pytest.raises(UnreadableData) as caught:
        inspect_file(path, name="upload")
    assert caught.value.problem.code == code
    assert words in caught.value.problem.message


@pytest.mark.parametrize(
    "array",
    [
        np.asfortranarray(np.arange(6.0).reshape(3, 2)),
        np.arange(6, dtype=">i4").reshape(3, 2),
        np.array([[True, False]] * 3),
        np.arange(6, dtype=np.float16).reshape(3, 2),
        np.arange(6, dtype=np.longdouble).reshape(3, 2),
    ],
    ids=["fortran", "big-endian", "bool", "half", "long-double"],
)
def test_numbers_of_every_kind_are_described(array, tmp_path):
    path = tmp_path / "upload.npy"
    path.write_bytes(npy(array))
    dataset = inspect_file(path, name="upload.npy")
    assert (dataset.kind, dataset.rows, dataset.arrays[0].name) == ("arrays", 3, "array")
    assert dataset.arrays[0].shape == (2,)
    assert dataset.arrays[0].mean == pytest.approx(array.astype(float).mean())


def test_member_names_are_labels_and_no_paths(tmp_path):
    path = tmp_path / "upload.npz"
    path.write_bytes(archive(**{"../../etc/x.npy": GOOD, "/abs.npy": GOOD}))
    dataset = inspect_file(path, name="upload.npz")
    assert [array.name for array in dataset.arrays] == ["../../etc/x", "/abs"]
    assert list(tmp_path.iterdir()) == [path]


def test_gaps_in_arrays_are_counted(tmp_path):
    path = tmp_path / "upload.npy"
    path.write_bytes(npy(np.array([[1.0, np.nan], [np.inf, 3.0]])))
    array = inspect_file(path, name="upload.npy").arrays[0]
    assert (array.missing, array.infinite, array.minimum, array.maximum, array.mean) == (1, 1, 1.0, 3.0, 2.0)


def test_class_labels_are_counted(tmp_path):
    path = tmp_path / "upload.npy"
    path.write_bytes(npy(np.array([2.0, 2.0, 0.0])))
    array = inspect_file(path, name="upload.npy").arrays[0]
    assert (array.unique, array.counts) == (2, (("2", 2), ("0", 1)))
