"""What the command line accepts, and what its exit status means.

0 all is well · 1 the document or the data has errors, each on a line of its own · 2 wrong usage.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import designer
from designer.cli import documents, runs, training
from designer.cli.show import Refused, print_problems
from designer.data.errors import UnreadableData
from designer.document.parse import DocumentError
from designer.document.problem import Problem
from designer.engine.client import EngineFailed
from designer.runs.jobs import JobFailed

WRONG_USAGE = 2
INTERRUPTED = 130
FORMATS = ("py", "h5", "keras", "png", "svg", "pdf")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    asked = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = asked.command
    try:
        return command(asked)
    except (DocumentError, UnreadableData, JobFailed, EngineFailed) as error:
        return _refuse(asked, [error.problem])
    except Refused as refused:
        return _refuse(asked, refused.problems)
    except (FileNotFoundError, FileExistsError, IsADirectoryError, NotADirectoryError, PermissionError) as error:
        sys.stderr.write(f"designer: {_told(error)}\n")
        return WRONG_USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # the reader of a pipe has gone; nothing is left to tell anyone
        return 0


def _refuse(asked: argparse.Namespace, problems: Sequence[Problem]) -> int:
    """Say what stands in the way; whoever asked for JSON reads it there as well."""
    print_problems(problems, sys.stderr)
    if getattr(asked, "json", False):
        answer = {"ok": False, "problems": [problem.model_dump(mode="json") for problem in problems]}
        sys.stdout.write(json.dumps(answer, indent=2) + "\n")
    return 1


def _told(error: OSError) -> str:
    """What is wrong with a path that was named; our own sentences as they are, the system's without its number."""
    if error.filename is None:
        return str(error)
    if isinstance(error, FileNotFoundError):
        return f"there is no {error.filename}. Check the path."
    return f"{error.filename} cannot be used: {error.strerror}. Name another path."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m designer", description="Layerloom without a browser.")
    parser.add_argument("--version", action="version", version=f"Layerloom {designer.__version__}")
    verbs = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_templates(verbs)
    _add_document_verbs(verbs)
    _add_train(verbs)
    _add_run_verbs(verbs)
    return parser


_Verbs = argparse._SubParsersAction  # argparse gives its own type no public name


def _add_templates(verbs: "_Verbs[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("templates", help="list the templates, or write one of them")
    verb.add_argument("name", nargs="?", metavar="NAME", help="the first word of a line of the list")
    verb.add_argument("-o", "--output", type=Path, metavar="DOC.json", help="where to write it (default: the screen)")
    verb.set_defaults(command=documents.templates)


def _add_document_verbs(verbs: "_Verbs[argparse.ArgumentParser]") -> None:
    check = verbs.add_parser("check", help="say what does not fit in a document")
    check.add_argument("document", type=Path, metavar="DOC.json")
    check.add_argument("--json", action="store_true", help="print one JSON object")
    check.set_defaults(command=documents.check)

    summary = verbs.add_parser("summary", help="layers, shapes and parameters, as Keras computes them")
    summary.add_argument("document", type=Path, metavar="DOC.json")
    summary.add_argument("--json", action="store_true", help="print one JSON object")
    summary.set_defaults(command=documents.summary)

    export = verbs.add_parser("export", help="write the model as code, file or picture")
    export.add_argument("document", type=Path, metavar="DOC.json")
    export.add_argument("--format", choices=FORMATS, required=True)
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: the document's name beside it")
    export.set_defaults(command=documents.export)


def _add_train(verbs: "_Verbs[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("train", help="train a document's model on a data file")
    verb.add_argument("document", type=Path, metavar="DOC.json")
    verb.add_argument("--data", type=Path, required=True, metavar="FILE", help="CSV, NPY or NPZ")
    verb.add_argument(
        "--target", default="", metavar="NAME[,NAME]", help="columns or arrays to predict (default: last)"
    )
    verb.add_argument("--config", type=Path, metavar="CONFIG.json", help="settings; what it leaves out is proposed")
    verb.add_argument("--out", type=Path, required=True, metavar="RUN_DIR", help="a new folder for all the run leaves")
    verb.set_defaults(command=training.train)


def _add_run_verbs(verbs: "_Verbs[argparse.ArgumentParser]") -> None:
    evaluate = verbs.add_parser("evaluate", help="loss and metrics of a trained run on a data file")
    evaluate.add_argument("run", type=Path, metavar="RUN_DIR")
    evaluate.add_argument("--data", type=Path, required=True, metavar="FILE")
    evaluate.add_argument("--json", action="store_true", help="print one JSON object")
    evaluate.set_defaults(command=runs.evaluate_run)

    predict = verbs.add_parser("predict", help="predictions of a trained run for a data file")
    predict.add_argument("run", type=Path, metavar="RUN_DIR")
    predict.add_argument("--data", type=Path, required=True, metavar="FILE")
    predict.add_argument("-o", "--output", type=Path, required=True, metavar="predictions.csv")
    predict.set_defaults(command=runs.predict_run)
