"""Which columns or arrays feed which input, and which are the targets of which output."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from designer.data.errors import shown
from designer.data.model_facts import ModelInput, ModelOutput
from designer.data.schema import Array, Column, Dataset
from designer.document.problem import Place, Problem

TARGET_NAMES = ("y", "label", "labels", "target", "targets", "class", "classes", "output", "outputs")
MOST_WORDS = 50


class LeftOut(NamedTuple):
    """A column or array that nothing uses, and why."""

    name: str
    reason: str


def sources_of(dataset: Dataset) -> tuple[Column | Array, ...]:
    """The columns of a table, or the arrays of a file."""
    return (*dataset.columns, *dataset.arrays)


class Assignment(NamedTuple):
    """Names of columns or arrays by the names of inputs and outputs."""

    inputs: dict[str, list[str]]
    targets: dict[str, list[str]]
    left_out: tuple[LeftOut, ...]
    problems: tuple[Problem, ...]


def assign(
    dataset: Dataset, inputs: Sequence[ModelInput], outputs: Sequence[ModelOutput], *, targets: Sequence[str]
) -> Assignment:
    """Match by name first, then by shape, then by order; `targets` are the names that the user chose."""
    sources = [source.name for source in sources_of(dataset)]
    problems = [_unknown_target(name, dataset) for name in targets if name not in sources]
    wanted = [name for name in dict.fromkeys(targets) if name in sources]
    if not outputs:
        problems.append(_no_output())
    if not inputs:
        problems.append(_no_input())
    found_targets = _targets(dataset, sources, inputs, outputs, wanted)
    used = [name for names in found_targets.values() for name in names]
    if dataset.kind == "table":
        found_inputs, left_out = _columns(dataset, inputs, used)
    else:
        found_inputs, left_out = _arrays(dataset, inputs, used)
    problems += [_no_target(output.name, dataset) for output in outputs if not found_targets.get(output.name)]
    problems += [_no_source(entry.name, dataset) for entry in inputs if not found_inputs.get(entry.name)]
    return Assignment(found_inputs, found_targets, tuple(left_out), tuple(problems))


def _targets(
    dataset: Dataset,
    sources: list[str],
    inputs: Sequence[ModelInput],
    outputs: Sequence[ModelOutput],
    wanted: list[str],
) -> dict[str, list[str]]:
    if not outputs:
        return {}
    if not wanted:
        wanted = _usual_targets(dataset, sources, inputs, outputs)
    if len(outputs) == 1 and dataset.kind == "table":
        return {outputs[0].name: wanted}
    found = {output.name: [output.name] for output in outputs if output.name in wanted}
    rest = [name for name in wanted if name not in found]
    for output in outputs:
        if output.name not in found and rest:
            found[output.name] = [rest.pop(0)]
    return found


def _usual_targets(
    dataset: Dataset, sources: list[str], inputs: Sequence[ModelInput], outputs: Sequence[ModelOutput]
) -> list[str]:
    """One name per output: the outputs' own names, then names that mean a target, then the last ones."""
    named = [output.name for output in outputs if output.name in sources]
    if dataset.kind == "table":
        # One output: the last column, whatever the output is called, unless a column bears its name.
        rest = [name for name in sources if name not in named]
    else:
        taken = {entry.name for entry in inputs}
        rest = [name for name in sources if name not in named and name not in taken]
        rest = rest if len(sources) > 1 else []
        # Sorting is stable: usual names end up last, the others keep the order of the file.
        rest.sort(key=lambda name: name.lower() in TARGET_NAMES)
    missing = len(outputs) - len(named)
    return [*named, *(rest[-missing:] if missing > 0 else [])]


def _columns(
    dataset: Dataset, inputs: Sequence[ModelInput], used: list[str]
) -> tuple[dict[str, list[str]], list[LeftOut]]:
    left_out, names = [], []
    for column in dataset.columns:
        if column.name not in used:
            reason = _why_not(column, rows=dataset.rows)
            if reason:
                left_out.append(LeftOut(column.name, reason))
            else:
                names.append(column.name)
    if len(inputs) == 1:
        return {inputs[0].name: names}, left_out
    found: dict[str, list[str]] = {}
    for entry in inputs:
        own = [name for name in names if name == entry.name or name.startswith(f"{entry.name}_")]
        if own:
            found[entry.name] = own
    rest = [name for name in names if not any(name in own for own in found.values())]
    open_inputs = [entry for entry in inputs if entry.name not in found]
    if open_inputs and sum(entry.width or 0 for entry in open_inputs) == len(rest):
        for entry in open_inputs:
            width = entry.width or 0
            found[entry.name], rest = rest[:width], rest[width:]
    elif open_inputs and rest:
        found[open_inputs[0].name], rest = rest, []
    left_out += [LeftOut(name, "no input is named like it") for name in rest]
    return found, left_out


def _why_not(column: Column, *, rows: int) -> str:
    """Why a column is no use as an input; empty when it is."""
    if column.type == "empty":
        return "it is empty"
    if column.unique < 2 and not column.missing:
        return "it has the same value in every row"
    if column.infinite:
        return f"it holds {column.infinite:,} infinite values"
    if column.type == "date":
        return "dates are no numbers; add columns such as month or weekday"
    if column.type == "text":
        return "it is free text"
    if column.type == "category" and column.unique > MOST_WORDS:
        return f"it holds {column.unique:,} different words"
    if column.type == "integer" and column.unique == rows > 2 and column.minimum in (0, 1):
        whole = column.maximum is not None and column.minimum is not None
        if whole and (column.maximum or 0) - (column.minimum or 0) + 1 == rows:
            return "it numbers the rows"
    return ""


def _arrays(
    dataset: Dataset, inputs: Sequence[ModelInput], used: list[str]
) -> tuple[dict[str, list[str]], list[LeftOut]]:
    free = [array for array in dataset.arrays if array.name not in used]
    found: dict[str, list[str]] = {}
    # The surest match first for every input, so that no input takes away what another one is named like.
    for fits in (_same_name, _same_shape, _same_width, _same_rank, _any):
        for entry in inputs:
            match = next((array for array in free if entry.name not in found and fits(array, entry)), None)
            if match is not None:
                found[entry.name] = [match.name]
                free.remove(match)
    return found, [LeftOut(array.name, "no input takes it") for array in free]


def _same_name(array: Array, entry: ModelInput) -> bool:
    return array.name.lower() == entry.name.lower()


def _same_shape(array: Array, entry: ModelInput) -> bool:
    return fits_shape(array.shape, entry.shape)


def _same_width(array: Array, entry: ModelInput) -> bool:
    return entry.width == math.prod(array.shape)


def _same_rank(array: Array, entry: ModelInput) -> bool:
    return entry.shape is not None and len(array.shape) == len(entry.shape)


def _any(array: Array, entry: ModelInput) -> bool:
    return True


def fits_shape(given: Sequence[int], expected: Sequence[int | None] | None) -> bool:
    """Whether rows of one shape can be fed where another is expected; None stands for any size."""
    if expected is None or len(given) != len(expected):
        return False
    return all(size is None or size == own for own, size in zip(given, expected, strict=True))


def _unknown_target(name: str, dataset: Dataset) -> Problem:
    names = [source.name for source in sources_of(dataset)]
    listed = ", ".join(shown(other) for other in names[:8]) + (" …" if len(names) > 8 else "")
    what = "column" if dataset.kind == "table" else "array"
    message = f"The file has no {what} {shown(name)}. It has {listed}. Choose one of these."
    return Problem(code="data.unknown-target", where=Place(name=name), message=message, short="No such target")


def _no_output() -> Problem:
    message = "The model has no output, so nothing can be learnt. Mark the layer that answers as an output."
    return Problem(code="data.no-model-output", message=message, short="No output")


def _no_input() -> Problem:
    message = "The model has no input, so the data has nowhere to go. Add an input on the Design page."
    return Problem(code="data.no-model-input", message=message, short="No input")


def _no_target(name: str, dataset: Dataset) -> Problem:
    message = f"Output {shown(name)} has no target."
    if len(dataset.arrays) == 1:
        message += " The file holds a single array; save inputs and targets together with numpy.savez."
    else:
        message += f" Choose the {'column' if dataset.kind == 'table' else 'array'} that it should learn."
    return Problem(code="data.output-without-target", where=Place(name=name), message=message, short="No target")


def _no_source(name: str, dataset: Dataset) -> Problem:
    what = "columns" if dataset.kind == "table" else "array"
    message = f"Input {shown(name)} gets no data. Choose the {what} that feed{'s' if what == 'array' else ''} it."
    return Problem(code="data.input-without-data", where=Place(name=name), message=message, short="No data")
