import pytest

from designer.data.samples import FOLDER, find_sample, list_samples, sample_path


@pytest.mark.parametrize("sample", list_samples(), ids=lambda sample: sample.name)
def test_a_sample_is_small_and_its_provenance_is_written_down(sample):
    assert sample.path.stat().st_size < 1_500_000
    assert f"| `{sample.file}` |" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_all_samples_together_stay_small():
    assert sum(sample.path.stat().st_size for sample in list_samples()) < 6_000_000


def test_a_sample_is_found_by_name():
    assert sample_path("iris").name == "iris.csv"
    assert find_sample("nothing") is None
    with pytest.raises(KeyError):
        sample_path("nothing")
