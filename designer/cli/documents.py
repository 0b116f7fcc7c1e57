"""The verbs on documents: templates, check, summary, export."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from designer.cli.show import Refused, count_text, print_problems, shape_text, table
from designer.codegen.picture import draw, to_dot
from designer.codegen.script import CannotGenerate, generate_script
from designer.document.model import Document
from designer.document.parse import dump_document, parse_document
from designer.document.templates import list_templates, load_template
from designer.engine.client import Engine
from designer.engine.protocol import Analysis, SummaryRow
from designer.runs.jobs import export as export_weights
from designer.storage.files import write_bytes, write_text

ANALYSIS_TIMEOUT_S = 120.0
"""Nobody waits at a canvas here, and the first analysis starts Keras."""


def templates(asked: argparse.Namespace) -> int:
    """List the templates, or write one."""
    known = list_templates()
    if asked.name is None and asked.output is not None:
        sys.stderr.write("designer: name the template that is to be written. `templates` lists them.\n")
        return 2
    if asked.name is None:
        rows = [("name", "title", "kind", "parameters")]
        rows += [(item.name, item.title, item.kind, count_text(item.params)) for item in known]
        lines = table(rows, right=(3,)).splitlines()
        sys.stdout.write("\n".join(lines[2:]) + "\n")
        return 0
    if asked.name not in {item.name for item in known}:
        sys.stderr.write(f"designer: there is no template {asked.name!r}. `templates` lists them.\n")
        return 2
    text = dump_document(load_template(asked.name))
    if asked.output is None:
        sys.stdout.write(text)
    else:
        write_text(asked.output, text)
    return 0


def check(asked: argparse.Namespace) -> int:
    """Print every problem; status 1 when one of them is an error."""
    analysis = analyse(read_document(asked.document))
    if asked.json:
        problems = [problem.model_dump(mode="json") for problem in analysis.problems]
        _print_json({"ok": not analysis.has_errors, "problems": problems})
    else:
        print_problems(analysis.problems, sys.stdout)
        if not analysis.problems:
            sys.stdout.write("No problems.\n")
    return 1 if analysis.has_errors else 0


def summary(asked: argparse.Namespace) -> int:
    """Print layers and totals; the healthy part also when the document has errors, then with status 1."""
    analysis = analyse(read_document(asked.document))
    if asked.json:
        _print_json(summary_object(analysis))
    else:
        sys.stdout.write(summary_text(analysis) + "\n")
    print_problems(analysis.problems, sys.stderr)
    return 1 if analysis.has_errors else 0


def export(asked: argparse.Namespace) -> int:
    """Write the document as code, model file or picture, and say where."""
    document = read_document(asked.document)
    analysis = healthy_analysis(document)
    output = asked.output or asked.document.with_suffix(f".{asked.format}")
    if asked.format in ("h5", "keras"):
        export_weights(document, asked.format, output)
    elif asked.format == "py":
        write_text(output, script(document))
    else:
        write_bytes(output, draw(to_dot(document, analysis), asked.format))
    sys.stdout.write(f"{output}\n")
    return 0


def script(document: Document) -> str:
    """The generated Python. Raises `Refused` when there is none."""
    try:
        return generate_script(document)
    except CannotGenerate as error:
        raise Refused([error.problem]) from error


def read_document(path: Path) -> Document:
    """The document in a file."""
    return parse_document(path.read_bytes())


def analyse(document: Document) -> Analysis:
    """Figures and problems, from an engine of this command's own."""
    with Engine(spare=False, timeout_s=ANALYSIS_TIMEOUT_S) as engine:
        return engine.analyse(document)


def healthy_analysis(document: Document) -> Analysis:
    """The analysis of a document without errors. Raises `Refused` with the problems otherwise."""
    analysis = analyse(document)
    if analysis.has_errors:
        raise Refused(problem for problem in analysis.problems if problem.severity == "error")
    return analysis


def summary_object(analysis: Analysis) -> dict[str, Any]:
    """The summary as one JSON object; the layers of a sub-model stand inside the layer that it is."""
    return {
        **analysis.totals.model_dump(),
        "layers": _nested(analysis.summary),
        "problems": [problem.model_dump(mode="json") for problem in analysis.problems],
    }


def _nested(rows: Sequence[SummaryRow]) -> list[dict[str, Any]]:
    top: list[dict[str, Any]] = []
    levels = [top]
    for row in rows:
        inner: list[dict[str, Any]] = []
        del levels[row.depth + 1 :]
        levels[-1].append(
            {
                "name": row.name,
                "class": row.class_name,
                "output_shape": row.output_shape,
                "params": row.params,
                "connected_to": list(row.connected_to),
                "trainable": row.trainable,
                "calls": row.calls,
                "layers": inner,
            }
        )
        levels.append(inner)
    return top


def summary_text(analysis: Analysis) -> str:
    """The summary as a table, with the totals below it."""
    rows = [("layer", "class", "output shape", "parameters", "connected to")]
    for row in analysis.summary:
        name = "  " * row.depth + row.name
        connected = ", ".join(row.connected_to)
        rows.append((name, row.class_name, shape_text(row.output_shape), count_text(row.params), connected))
    totals = analysis.totals
    so_far = "" if totals.complete else " (so far)"
    return "\n".join(
        [
            table(rows, right=(3,)),
            "",
            f"Total parameters: {totals.total_params:,}{so_far}",
            f"Trainable parameters: {totals.trainable_params:,}{so_far}",
            f"Non-trainable parameters: {totals.non_trainable_params:,}{so_far}",
        ]
    )


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, indent=2) + "\n")
