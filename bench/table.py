"""One row per promise: what was measured, what was promised, whether it holds."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure. `at_most` and `at_least` are the promise in the figure's own unit; None promises nothing."""

    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether the promise is kept."""
        low = self.at_least is None or self.value >= self.at_least
        return low and (self.at_most is None or self.value <= self.at_most)

    @property
    def promise(self) -> str:
        """The promise in words."""
        if self.at_most is not None:
            return f"≤ {self.at_most:g} {self.unit}".strip()
        return f"≥ {self.at_least:g} {self.unit}".strip() if self.at_least is not None else ""


def percentile(values: Sequence[float], percent: float) -> float:
    """The value below which `percent` of the values lie (nearest rank).

    >>> percentile([1, 2, 3, 4], 50), percentile([5.0], 95)
    (2, 5.0)
    """
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100).__trunc__() - 1)]


def median_and_p95(name: str, values: Sequence[float], unit: str, *, median: float, p95: float) -> list[Row]:
    """Two rows for one series of times."""
    note = f"n = {len(values)}"
    return [
        Row(f"{name}, median", statistics.median(values), unit, at_most=median, note=note),
        Row(f"{name}, 95th percentile", percentile(values, 95), unit, at_most=p95, note=note),
    ]


def as_text(rows: Sequence[Row]) -> str:
    """The table as Markdown, so that it can be pasted."""
    lines = [("figure", "measured", "promised", "", "note"), ("---", "--:", "--:", "---", "---")]
    for row in rows:
        kept = "" if not row.promise else "holds" if row.holds else "MISSED"
        lines.append((row.name, f"{row.value:,.4g} {row.unit}".strip(), row.promise, kept, row.note))
    widths = [max(len(line[column]) for line in lines) for column in range(5)]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    )
