import errno
import os

import pytest

from designer.data import store as store_module
from designer.data.errors import UnreadableData
from designer.data.inspect import LIMIT_VARIABLE
from designer.data.samples import sample_path
from designer.data.schema import Reading
from designer.data.store import DatasetStore


@pytest.fixture
def store(tmp_path):
    return DatasetStore(tmp_path / "home")


def folders(tmp_path):
    return sorted(path.name for path in (tmp_path / "home" / "datasets").iterdir())


def test_a_file_is_copied_under_its_content(store, tmp_path):
    dataset = store.add(sample_path("iris"), name="../../etc/passwd")
    assert dataset.name == "../../etc/passwd"
    assert folders(tmp_path) == [dataset.id]
    assert store.path(dataset.id).name == "data.csv"
    assert store.path(dataset.id).read_bytes() == sample_path("iris").read_bytes()
    assert store.get(dataset.id) == dataset


def test_the_same_content_is_kept_once_under_its_newest_name(store, tmp_path):
    first = store.add(sample_path("iris"), name="first.csv")
    second = store.add(sample_path("iris"), name="second.csv")
    assert first.id == second.id
    assert [dataset.name for dataset in store.list()] == ["second.csv"]
    assert folders(tmp_path) == [first.id]


def test_the_last_added_is_listed_first(store):
    store.add(sample_path("iris"), name="iris.csv")
    store.add(sample_path("digits"), name="digits.npz")
    assert [dataset.name for dataset in store.list()] == ["digits.npz", "iris.csv"]


def test_nothing_is_kept_of_a_refused_file(store, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_bytes(b"a,b\n")
    with pytest.raises(UnreadableData):
        store.add(path, name="bad.csv")
    assert folders(tmp_path) == []
    assert path.exists()


def test_a_file_over_the_limit_is_refused(store, tmp_path, monkeypatch):
    monkeypatch.setenv(LIMIT_VARIABLE, "1")
    path = tmp_path / "large.csv"
    path.write_bytes(b"1,2\n" * 300_000)
    with pytest.raises(UnreadableData) as caught:
        store.add(path, name="large.csv")
    assert caught.value.problem.code == "data.file-too-large"
    assert folders(tmp_path) == []


def test_a_full_disk_is_a_sentence(store, tmp_path, monkeypatch):
    def full(source, target):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(store_module, "_copy", full)
    with pytest.raises(UnreadableData) as caught:
        store.add(sample_path("iris"), name="iris.csv")
    assert caught.value.problem.code == "data.disk-full"
    assert folders(tmp_path) == []


def test_a_dataset_can_be_read_in_another_way(store, tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("1;2\n3;4\n", encoding="utf-8")
    dataset = store.add(path, name="data.csv")
    assert not dataset.reading.has_header
    again = store.read_again(dataset.id, reading=Reading(separator=";", has_header=True))
    assert [column.name for column in again.columns] == ["1", "2"]
    assert store.get(dataset.id) == again


@pytest.mark.parametrize("name", ["", "..", "../../etc", "0" * 64, "0" * 63 + "/"])
def test_strange_ids_are_not_found(store, name):
    assert store.get(name) is None
    with pytest.raises(KeyError):
        store.path(name)


def test_a_lost_file_is_no_dataset(store):
    dataset = store.add(sample_path("iris"), name="iris.csv")
    store.path(dataset.id).unlink()
    assert store.get(dataset.id) is None
    assert store.add(sample_path("iris"), name="iris.csv") == dataset


def test_a_deleted_dataset_is_gone(store, tmp_path):
    dataset = store.add(sample_path("iris"), name="iris.csv")
    store.delete(dataset.id)
    store.delete("../..")
    assert store.list() == []
