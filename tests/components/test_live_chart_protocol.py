"""The chart's golden events are exactly what a run writes (its Vitest reads the same file)."""

import json
from pathlib import Path

import pytest

from designer.training.events import EVENT_ADAPTER

EVENTS = json.loads(Path("tests/fixtures/protocol/run_events.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("line", EVENTS, ids=lambda line: f"{line['event']}-{line['time']}")
def test_golden_event_is_what_python_writes(line: dict) -> None:
    event = EVENT_ADAPTER.validate_json(json.dumps(line))
    assert json.loads(EVENT_ADAPTER.dump_json(event)) == line


def test_every_kind_of_event_stands_in_the_golden_file() -> None:
    assert {line["event"] for line in EVENTS} == {"state", "plan", "step", "epoch", "log"}
