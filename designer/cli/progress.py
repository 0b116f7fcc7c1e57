"""The progress of a run on a terminal, or one line per epoch where there is none."""

import time
from collections.abc import Mapping
from typing import TextIO

from designer.training.events import EpochEvent, Event, LogEvent, PlanEvent, StateEvent, StepEvent

BAR_WIDTH = 24
MAX_FIGURES = 4


def duration_text(seconds: float) -> str:
    """Hours, minutes, seconds.

    >>> duration_text(3725)
    '1:02:05'
    """
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def figures_text(values: Mapping[str, float | str], *, limit: int | None = None) -> str:
    """`loss 0.3120  accuracy 0.9000`: the total loss first, the rest in Keras' order, which is the alphabet's."""
    shown = sorted(values.items(), key=lambda item: item[0] != "loss")[:limit]
    return "  ".join(f"{name} {value:.4f}" if isinstance(value, float) else f"{name} {value}" for name, value in shown)


class Progress:
    """Lines for a file or a pipe: the plan, every epoch, every message.

    Attributes:
        offset: up to where the run's events have been shown.
    """

    def __init__(self, stream: TextIO) -> None:
        """Write to `stream`."""
        self.offset = 0
        self._stream = stream
        self._plan: PlanEvent | None = None

    def say(self, text: str) -> None:
        """One line of its own."""
        self._stream.write(text + "\n")
        self._stream.flush()

    def show(self, event: Event) -> None:
        """Tell what the event says."""
        if isinstance(event, PlanEvent):
            self._plan = event
            self.say(
                f"{event.train_rows:,} rows for training, {event.validation_rows:,} for validation, "
                f"{event.test_rows:,} held out; {event.params:,} parameters."
            )
        elif isinstance(event, EpochEvent):
            epochs = f"/{self._plan.epochs}" if self._plan else ""
            self.say(f"Epoch {event.epoch + 1}{epochs}  {event.seconds:.1f} s  {figures_text(event.values)}")
        elif isinstance(event, LogEvent):
            self.say(event.message)
        elif isinstance(event, StateEvent) and event.state == "running" and event.device:
            self.say(f"Training on {event.device}.")
        elif isinstance(event, StepEvent):
            self.show_step(event)

    def show_step(self, event: StepEvent) -> None:
        """Nothing: a file has no use for a moving bar."""

    def close(self) -> None:
        """The run has ended."""


class Bar(Progress):
    """A bar that moves with every step, below the lines."""

    def __init__(self, stream: TextIO) -> None:
        """Write to a terminal."""
        super().__init__(stream)
        self._first: tuple[float, int] | None = None
        self._drawn = False

    def say(self, text: str) -> None:
        """A line above the bar."""
        self._clear()
        super().say(text)

    def show_step(self, event: StepEvent) -> None:
        """Draw the bar anew."""
        if self._plan is None:
            return
        total = max(1, self._plan.epochs * self._plan.steps_per_epoch)
        done = min(1.0, event.step / total)
        filled = round(done * BAR_WIDTH)
        bar = "█" * filled + "░" * (BAR_WIDTH - filled)
        parts = [
            f"Epoch {event.epoch + 1}/{self._plan.epochs}",
            bar,
            f"{done:4.0%}",
            self._remaining(event, total),
            f"{event.rows_per_second:,.0f} rows/s" if event.rows_per_second else "",
            figures_text(event.values, limit=MAX_FIGURES),
        ]
        self._clear()
        self._stream.write("  ".join(part for part in parts if part))
        self._stream.flush()
        self._drawn = True

    def close(self) -> None:
        """Take the bar away."""
        self._clear()
        self._stream.flush()

    def _remaining(self, event: StepEvent, total: int) -> str:
        now = time.monotonic()
        if self._first is None:
            self._first = (now, event.step)
            return ""
        since, step = self._first
        pace = (now - since) / max(1, event.step - step)
        return f"{duration_text(pace * max(0, total - event.step))} left"

    def _clear(self) -> None:
        if self._drawn:
            self._stream.write("\r\x1b[2K")
            self._drawn = False


def progress_for(stream: TextIO) -> Progress:
    """A bar on a terminal, lines elsewhere."""
    return Bar(stream) if stream.isatty() else Progress(stream)
