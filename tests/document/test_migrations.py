"""Migrations are numbered from 1 without gaps, and each was seen at work."""

import json
from pathlib import Path

from designer.document.migrations import MIGRATIONS, Data, migrate
from designer.document.model import VERSION

FIXTURES = Path(__file__).parents[1] / "fixtures" / "migrations"


def test_numbers_have_no_gaps() -> None:
    assert list(MIGRATIONS) == list(range(1, VERSION))


def test_every_migration_has_a_before_and_after_pair() -> None:
    """A loop, because pytest skips a parametrised test without cases, and so far there is no migration."""
    pairs = {f"{side}_{number}.json" for side in ("before", "after") for number in MIGRATIONS}
    assert {path.name for path in FIXTURES.glob("*.json")} == pairs
    for number, migration in MIGRATIONS.items():
        before, after = (json.loads((FIXTURES / f"{side}_{number}.json").read_text()) for side in ("before", "after"))
        assert migration(before) == after


def test_the_newest_version_stays_as_it_is() -> None:
    data: Data = {"format": "layerloom", "version": VERSION, "name": "a"}
    assert migrate(data) == data


def test_migrations_run_in_order_from_the_document_s_version() -> None:
    steps = {1: lambda data: {**data, "one": data["version"]}, 2: lambda data: {**data, "two": data["version"]}}
    assert migrate({"version": 1}, steps) == {"version": 3, "one": 1, "two": 2}
    assert migrate({"version": 2}, steps) == {"version": 3, "two": 2}
