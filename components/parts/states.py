"""The states of a run in words, with colour and icon."""

from typing import Literal, NamedTuple

from designer.training.events import RunState

Color = Literal["red", "orange", "blue", "green", "gray"]


class StateWord(NamedTuple):
    """How a state is shown; `icon` is the name of a Material symbol."""

    word: str
    color: Color
    icon: str


STATES: dict[RunState, StateWord] = {
    "queued": StateWord("Waiting", "gray", "schedule"),
    "starting": StateWord("Starting", "blue", "hourglass_empty"),
    "running": StateWord("Running", "blue", "play_arrow"),
    "stopping": StateWord("Stopping", "blue", "hourglass_empty"),
    "finished": StateWord("Done", "green", "check"),
    "stopped": StateWord("Stopped", "gray", "stop"),
    "failed": StateWord("Failed", "red", "error"),
    "interrupted": StateWord("Interrupted", "orange", "warning"),
}
