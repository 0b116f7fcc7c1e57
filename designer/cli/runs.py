"""The verbs on trained runs: evaluate and predict."""

import argparse
import json
import sys

from designer.cli.progress import figures_text
from designer.runs.folder import open_run
from designer.runs.jobs import evaluate, predict


def evaluate_run(asked: argparse.Namespace) -> int:
    """Print loss and metrics on every row of the file."""
    run = open_run(asked.run)
    values = evaluate(run.path, asked.data)
    if asked.json:
        sys.stdout.write(json.dumps(values, indent=2) + "\n")
    else:
        sys.stdout.write(figures_text(values).replace("  ", "\n") + "\n")
    return 0


def predict_run(asked: argparse.Namespace) -> int:
    """Write the predictions, one row for each row of the file, and say where."""
    run = open_run(asked.run)
    predict(run.path, asked.data, asked.output)
    sys.stdout.write(f"{asked.output}\n")
    return 0
