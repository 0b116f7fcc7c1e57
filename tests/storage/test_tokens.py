"""Tokens: signed, short-lived, and valid after a restart."""

import stat
from pathlib import Path

import pytest

from designer.storage.tokens import KEY_BYTES, KEY_FILE, LIFETIME_S, Claims, Tokens


def test_a_token_says_owner_and_session(home: Path) -> None:
    tokens = Tokens(home)
    assert tokens.check(tokens.issue(session="s\n1")) == Claims("local", "s\n1")


def test_a_token_survives_a_restart(home: Path) -> None:
    token = Tokens(home).issue(session="s")
    assert Tokens(home).check(token) is not None


def test_a_token_of_another_home_is_worthless(home: Path, tmp_path: Path) -> None:
    assert Tokens(home).check(Tokens(tmp_path).issue(session="s")) is None


def test_a_token_ends_after_twelve_hours(home: Path) -> None:
    tokens = Tokens(home)
    token = tokens.issue(session="s", now=1000.0)
    assert tokens.check(token, now=1000.0 + LIFETIME_S) is not None
    assert tokens.check(token, now=1001.0 + LIFETIME_S) is None


@pytest.mark.parametrize("damage", ["", ".", "a.b", "é.é", "{token}x", "x{token}", "{payload}.", "{payload}"])
def test_a_damaged_token_is_refused(home: Path, damage: str) -> None:
    tokens = Tokens(home)
    token = tokens.issue(session="s")
    assert tokens.check(damage.format(token=token, payload=token.split(".")[0])) is None


@pytest.mark.parametrize("rest", [b"", b"short"])
def test_a_key_that_was_cut_off_is_made_anew(home: Path, rest: bytes) -> None:
    (home / KEY_FILE).write_bytes(rest)
    tokens = Tokens(home)
    assert len((home / KEY_FILE).read_bytes()) == KEY_BYTES
    assert tokens.check(tokens.issue(session="s")) is not None


def test_the_key_is_for_its_owner_only(home: Path) -> None:
    Tokens(home)
    assert stat.S_IMODE((home / KEY_FILE).stat().st_mode) == 0o600
    assert [path.name for path in home.iterdir()] == [KEY_FILE]
