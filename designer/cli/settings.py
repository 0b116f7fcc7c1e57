"""CONFIG.json over a proposal: what the user wrote stands, the rest is proposed."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from designer.cli.show import Refused
from designer.data.errors import shown
from designer.data.model_facts import model_inputs
from designer.document.base import Frozen
from designer.document.model import Document
from designer.document.problem import Place, Problem
from designer.training.config import DataConfig, OutputConfig, RunConfig
from designer.training.gpus import list_gpus


def read_config(path: Path) -> RunConfig:
    """The settings in a file. Raises `Refused` with one problem for each place that does not fit."""
    try:
        return RunConfig.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise Refused(_problem(path, details) for details in _details(error)) from error


def unknown_names(given: RunConfig, document: Document, path: Path) -> Iterator[Problem]:
    """A problem for each name in the settings that the model or this machine does not have."""
    outputs = [output.name for output in document.main.outputs]
    inputs = [entry.name for entry in model_inputs(document)]
    named = (
        ("outputs", given.outputs, outputs),
        ("data.inputs", given.data.inputs, inputs),
        ("data.targets", given.data.targets, outputs),
    )
    for field, names, known in named:
        for name in sorted(set(names) - set(known)):
            what = "input" if field.endswith("inputs") else "output"
            message = f"The model has no {what} {shown(name)}; it has {', '.join(map(shown, known)) or 'none'}."
            yield _wrong(path, f"{field}.{name}", message)
    gpus = [f"gpu:{gpu}" for gpu in list_gpus()]
    if given.device not in ("auto", "cpu", *gpus):
        offered = ", ".join(["auto", "cpu", *gpus])
        yield _wrong(path, "device", f"This machine has no device {shown(given.device)}. Choose one of {offered}.")


def overlay(proposed: RunConfig, given: RunConfig) -> RunConfig:
    """The proposal with everything in its place that `given` sets.

    Outputs are merged name by name and field by field, inputs and targets name by name, the split field by field;
    an optimizer, a loss or a list of metrics replaces the proposed one whole.
    """
    changes = _set_fields(given)
    if "outputs" in changes:
        changes["outputs"] = {
            **proposed.outputs,
            **{
                name: proposed.outputs.get(name, OutputConfig()).model_copy(update=_set_fields(output))
                for name, output in given.outputs.items()
            },
        }
    if "data" in changes:
        changes["data"] = _overlay_data(proposed.data, given.data)
    return proposed.model_copy(update=changes)


def _overlay_data(proposed: DataConfig, given: DataConfig) -> DataConfig:
    changes = _set_fields(given)
    if "inputs" in changes:
        changes["inputs"] = {**proposed.inputs, **given.inputs}
    if "targets" in changes:
        changes["targets"] = {**proposed.targets, **given.targets}
    if "split" in changes:
        changes["split"] = proposed.split.model_copy(update=_set_fields(given.split))
    return proposed.model_copy(update=changes)


def _set_fields(model: Frozen) -> dict[str, object]:
    return {name: getattr(model, name) for name in model.model_fields_set}


def _details(error: ValidationError) -> list[tuple[str, str]]:
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return [(".".join(str(part) for part in item["loc"]), item["msg"]) for item in found]


def _problem(path: Path, details: tuple[str, str]) -> Problem:
    place, message = details
    return _wrong(path, place, f"{message} in {path.name} at {place or 'its start'}. Correct it, or remove it.")


def _wrong(path: Path, place: str, message: str) -> Problem:
    return Problem(code="config.bad-setting", where=Place(name=path.name, field=place or None), message=message)
