"""Migrations are numbered from 1 without gaps, and each was seen at work."""

import json
from pathlib import Path

import pytest

from designer.document.migrations import MIGRATIONS, Data, migrate
from designer.document.model import VERSION

FIXTURES = Path(__file__).parents[1] / "fixtures" / "migrations"


def test_numbers_have_no_gaps() -> None:
    assert list(MIGRATIONS) == list(range(1, VERSION))


@pytest.mark.parametrize("number", MIGRATIONS)
def test_every_migration_has_a_before_and_after_pair(number: int) -> None:
    before = json.loads((FIXTURES / f"before_{number}.json").read_text())
    after = json.loads((FIXTURES / f"after_{number}.json").read_text())
    assert MIGRATIONS[number](before) == after


def test_the_newest_version_stays_as_it_is() -> None:
    data: Data = {"format": "layerloom", "version": VERSION, "name": "a"}
    assert migrate(data) == data


def test_migrations_run_in_order_from_the_document_s_version() -> None:
    steps = {1: lambda data: {**data, "one": data["version"]}, 2: lambda data: {**data, "two": data["version"]}}
    assert migrate({"version": 1}, steps) == {"version": 3, "one": 1, "two": 2}
    assert migrate({"version": 2}, steps) == {"version": 3, "two": 2}
