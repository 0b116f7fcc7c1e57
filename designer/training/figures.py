"""A step's own figures, from what Keras reports: the mean since the beginning of the epoch."""

import math
from collections.abc import Mapping


class StepMeans:
    """Turns running means into the means of the rows since the last question.

    >>> means = StepMeans()
    >>> means.since_last({"loss": 2.0}, rows=10)
    {'loss': 2.0}
    >>> means.since_last({"loss": 1.5}, rows=20)  # 10 rows of 2.0, then 10 rows of 1.0
    {'loss': 1.0}

    Figures that are no means over rows (AUC, precision, root mean squared error) are passed on as they stand.
    """

    def __init__(self, not_means: frozenset[str] = frozenset()) -> None:
        """Use the names of metrics that are no means over rows; an output's name may stand before them."""
        self._not_means = tuple(not_means)
        self.start_epoch()

    def start_epoch(self) -> None:
        """Forget the previous epoch: Keras has reset its running means too."""
        self._rows = 0
        self._running: dict[str, float] = {}

    def since_last(self, running: Mapping[str, float], *, rows: int) -> dict[str, float]:
        """The finite figures of the rows since the last call; `rows` counts from the beginning of the epoch."""
        new_rows = rows - self._rows
        result = {}
        for name, mean in running.items():
            own = mean
            if self._rows and new_rows > 0 and not self._is_no_mean(name):
                own = (mean * rows - self._running.get(name, mean) * self._rows) / new_rows
            if math.isfinite(own):
                result[name] = own
        self._rows = rows
        self._running = dict(running)
        return result

    def _is_no_mean(self, name: str) -> bool:
        return any(name == metric or name.endswith(f"_{metric}") for metric in self._not_means)


def as_text_when_not_finite(values: Mapping[str, float]) -> dict[str, float | str]:
    """Figures for JSON, which has no NaN: "nan", "inf" and "-inf" as text."""
    return {name: float(value) if math.isfinite(value) else str(float(value)) for name, value in values.items()}
