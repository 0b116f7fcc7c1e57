"""How long tests run: `make test` takes a seeded tenth of the fault and property tests, `make soak` all, at random."""

import os

from hypothesis import settings

SOAK = os.environ.get("LAYERLOOM_SOAK") == "1"
TENTH = 10


def full(count: int) -> int:
    """The whole number in a soak; else a tenth, at least two."""
    return count if SOAK else max(count // TENTH, 2)


def examples(count: int) -> settings:
    """The settings of a property test of this many examples. A tenth is always the same one, so that it can be seen."""
    return settings(max_examples=full(count), derandomize=not SOAK, deadline=None)
