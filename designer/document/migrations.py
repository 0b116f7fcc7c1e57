"""How documents of older versions become documents of this one.

Migration n turns version n into version n + 1. They are numbered from 1 without gaps and never edited; each has a
pair `before_n.json`, `after_n.json` in tests/fixtures/migrations, and a test fails when one is missing. Version 1 is
the first format, so there is none yet.
"""

from collections.abc import Callable, Mapping

from pydantic import JsonValue

Data = dict[str, JsonValue]
Migration = Callable[[Data], Data]

MIGRATIONS: Mapping[int, Migration] = {}


def migrate(data: Data, migrations: Mapping[int, Migration] = MIGRATIONS) -> Data:
    """The same document in the newest version. `data["version"]` must be an integer that is not newer than that."""
    version = data["version"]
    if not isinstance(version, int):
        raise TypeError(f"version is {version!r}")
    for number in range(version, len(migrations) + 1):
        data = {**migrations[number](data), "version": number + 1}
    return data
