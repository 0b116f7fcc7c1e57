"""The golden log of a run that went on reads here as it does in the live chart's Vitest."""

import json
from pathlib import Path

import pytest

from designer.runs.progress import finished_epochs, history_table, seconds_at_work
from designer.training.events import EVENT_ADAPTER, Event

GOLDEN = json.loads(Path("tests/fixtures/protocol/run_resumed.json").read_text(encoding="utf-8"))
EVENTS = [EVENT_ADAPTER.validate_json(json.dumps(line)) for line in GOLDEN["events"]]
INTERRUPTED, QUEUED_AGAIN, PLAN_AGAIN = 9, 10, 12


@pytest.mark.parametrize("line", GOLDEN["events"], ids=lambda line: f"{line['event']}-{line['time']}")
def test_golden_event_is_what_python_writes(line: dict) -> None:
    event = EVENT_ADAPTER.validate_json(json.dumps(line))
    assert json.loads(EVENT_ADAPTER.dump_json(event)) == line


def test_each_epoch_counts_once_as_it_was_trained_last() -> None:
    epochs = finished_epochs(EVENTS)
    assert [event.epoch for event in epochs] == GOLDEN["epochs"]
    assert [event.values["val_loss"] for event in epochs] == GOLDEN["val_loss"]


def test_what_a_run_trains_again_does_not_count_meanwhile() -> None:
    assert [event.epoch for event in finished_epochs(EVENTS[:QUEUED_AGAIN])] == [0, 1]
    assert [event.epoch for event in finished_epochs(EVENTS[:PLAN_AGAIN])] == [0]


def test_only_the_time_at_work_counts() -> None:
    assert seconds_at_work(EVENTS) == GOLDEN["seconds"]


@pytest.mark.parametrize(("known", "seconds"), [(2, None), (4, 0.0), (5, 1.0), (INTERRUPTED, 10.0), (PLAN_AGAIN, 10.0)])
def test_time_at_work_so_far(known: int, seconds: float | None) -> None:
    found: list[Event] = EVENTS[:known]
    assert seconds_at_work(found) == seconds


def test_the_table_has_a_row_for_each_finished_epoch() -> None:
    lines = history_table(EVENTS).decode().splitlines()
    assert lines[0] == "epoch,loss,val_loss,learning_rate,seconds"
    assert [line.split(",")[0] for line in lines[1:]] == ["1", "2", "3"]
