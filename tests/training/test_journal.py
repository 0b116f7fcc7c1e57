import time

import pytest

from designer.runs.events import append_event, last_state, read_events
from designer.training.events import EVENTS, LogEvent, StateEvent
from designer.training.journal import RESERVE, Journal


def log(message: str) -> LogEvent:
    return LogEvent(time=1.0, message=message)


def test_what_is_written_can_be_read_at_once(tmp_path):
    journal = Journal(tmp_path)
    journal.write(log("one"))
    assert read_events(tmp_path)[0] == [log("one")]
    journal.close()


def test_the_reserve_is_there_while_the_run_works(tmp_path):
    journal = Journal(tmp_path)
    assert (tmp_path / RESERVE).stat().st_size == 1 << 20
    journal.write_last_words(StateEvent(time=2.0, state="failed"))
    assert not (tmp_path / RESERVE).exists()
    journal.close()
    assert last_state(tmp_path).state == "failed"


def test_reading_goes_on_where_it_ended(tmp_path):
    append_event(tmp_path, log("one"))
    first, offset = read_events(tmp_path)
    append_event(tmp_path, log("two"))
    second, end = read_events(tmp_path, offset)
    assert [event.message for event in first + second] == ["one", "two"]
    assert read_events(tmp_path, end) == ([], end)


@pytest.mark.parametrize("keep", range(1, 40, 7))
def test_a_torn_last_line_waits_and_then_spoils_nothing(tmp_path, keep):
    append_event(tmp_path, log("one"))
    whole = (tmp_path / EVENTS).read_bytes()
    (tmp_path / EVENTS).write_bytes(whole + whole[:keep])
    events, offset = read_events(tmp_path)
    assert (len(events), offset) == (1, len(whole))
    append_event(tmp_path, log("two"))
    assert [event.message for event in read_events(tmp_path, offset)[0]] == ["two"]


def test_an_offset_that_is_none_reads_from_the_start(tmp_path):
    append_event(tmp_path, log("one"))
    assert len(read_events(tmp_path, 10_000)[0]) == 1
    assert len(read_events(tmp_path, -3)[0]) == 1


def test_no_log_is_no_events(tmp_path):
    assert read_events(tmp_path) == ([], 0)
    assert last_state(tmp_path) is None


def test_the_last_state_is_found_behind_many_lines(tmp_path):
    append_event(tmp_path, StateEvent(time=1.0, state="running"))
    line = (log("x" * 200).model_dump_json() + "\n").encode()
    with (tmp_path / EVENTS).open("ab") as stream:
        stream.write(line * 5000)
    began = time.monotonic()
    assert last_state(tmp_path).state == "running"
    assert time.monotonic() - began < 1
