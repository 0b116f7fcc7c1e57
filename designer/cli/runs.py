"""The verbs on trained runs: evaluate and predict."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from designer.cli.progress import figures_text
from designer.runs.folder import open_run
from designer.runs.jobs import evaluate, predict
from designer.runs.own_units import OwnValue, in_own_units, scaled_targets
from designer.training.figures import as_text_when_not_finite


def evaluate_run(asked: argparse.Namespace) -> int:
    """Print loss and metrics on every row of the file; those of a scaled target in its own units as well."""
    run = open_run(asked.run)
    values = evaluate(run.path, asked.data).figures
    own = in_own_units(run.document, run.config, values)
    scaled = scaled_targets(run.document, run.config)
    if asked.json:
        sys.stdout.write(json.dumps(_as_object(values, own), indent=2) + "\n")
        return 0
    lines = [*_lines(values, own), *(target.sentence for target in scaled)]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _as_object(values: Mapping[str, float], own: Mapping[str, OwnValue]) -> dict[str, Any]:
    """The figures as Keras computes them by name; beside them, under one key, what could be converted."""
    figures: dict[str, Any] = dict(as_text_when_not_finite(values))
    if own:
        finite = as_text_when_not_finite({name: each.value for name, each in own.items()})
        figures["own_units"] = {name: {"value": finite[name], "unit": each.unit} for name, each in own.items()}
    return figures


def _lines(values: Mapping[str, float], own: Mapping[str, OwnValue]) -> Iterator[str]:
    for line in figures_text(values).split("  "):
        each = own.get(line.rsplit(" ", 1)[0])
        yield f"{line} = {each.value:.6g} {each.unit}" if each else line


def predict_run(asked: argparse.Namespace) -> int:
    """Write the predictions, one row for each row of the file, and say where."""
    run = open_run(asked.run)
    predict(run.path, asked.data, asked.output)
    sys.stdout.write(f"{asked.output}\n")
    return 0
