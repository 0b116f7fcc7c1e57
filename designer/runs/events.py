"""Reading and appending `events.jsonl`, the one log from which everything about a run can be redrawn.

A reader keeps a byte offset and asks for what came after it. A last line that is still being written (or was torn by
a kill) stays unread until it is complete; a torn line in the middle is skipped.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from designer.training.events import EVENT_ADAPTER, EVENTS, Event, StateEvent

BLOCK_BYTES = 1 << 16


def encode_event(event: Event) -> bytes:
    """One event as its line."""
    return event.model_dump_json(exclude_defaults=False).encode() + b"\n"


def open_events(run_dir: Path) -> int:
    """A descriptor that appends to the run's log; a torn last line is closed first, so that it spoils no other."""
    descriptor = os.open(run_dir / EVENTS, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    size = os.fstat(descriptor).st_size
    if size and os.pread(descriptor, 1, size - 1) != b"\n":
        os.write(descriptor, b"\n")
    return descriptor


def append_event(run_dir: Path, event: Event) -> None:
    """Add one event and wait until it is on disk."""
    descriptor = open_events(run_dir)
    try:
        os.write(descriptor, encode_event(event))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_events(run_dir: Path, offset: int = 0) -> tuple[list[Event], int]:
    """The events after byte `offset`, and the offset to ask with next time.

    An offset beyond the end, or below zero, reads from the start.
    """
    try:
        with (run_dir / EVENTS).open("rb") as stream:
            size = stream.seek(0, os.SEEK_END)
            start = offset if 0 <= offset <= size else 0
            stream.seek(start)
            content = stream.read()
    except FileNotFoundError:
        return [], 0
    complete = content.rfind(b"\n") + 1
    events = [event for line in content[:complete].splitlines() if (event := _decode(line)) is not None]
    return events, start + complete


def last_state(run_dir: Path) -> StateEvent | None:
    """The state that the run entered last, found from the end of the log; None when it never entered one."""
    for line in _lines_backwards(run_dir / EVENTS):
        if b'"event":"state"' in line and isinstance(event := _decode(line), StateEvent):
            return event
    return None


def _decode(line: bytes) -> Event | None:
    try:
        return EVENT_ADAPTER.validate_python(json.loads(line), strict=False)
    except (ValidationError, ValueError):
        return None


def _lines_backwards(path: Path) -> Iterator[bytes]:
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        return
    with stream:
        position = stream.seek(0, os.SEEK_END)
        rest = b""
        while position > 0:
            length = min(BLOCK_BYTES, position)
            position -= length
            stream.seek(position)
            first, *lines = (stream.read(length) + rest).split(b"\n")
            yield from reversed(lines)
            rest = first
        yield rest
