"""The folder of all state, and what is said when it cannot be one."""

import stat
from pathlib import Path

import pytest

from designer.storage.home import VARIABLE, HomeUnusable
from designer.storage.home import home as state_folder


def test_a_missing_folder_is_made_for_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "a" / "b"))
    assert state_folder() == tmp_path / "a" / "b"
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700


@pytest.mark.parametrize(("path", "reason"), [("{file}", "it is a file"), ("{file}/below", "it cannot be made")])
def test_a_place_that_cannot_be_used_is_named_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, reason: str
) -> None:
    file = tmp_path / "file"
    file.write_text("")
    monkeypatch.setenv(VARIABLE, path.format(file=file))
    with pytest.raises(HomeUnusable) as caught:
        state_folder()
    assert str(file) in str(caught.value) and reason in str(caught.value) and VARIABLE in str(caught.value)
