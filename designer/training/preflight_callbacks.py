"""Preflight of the callbacks: each watches something that the run reports, and writes inside the run's folder."""

import string
from collections.abc import Iterator, Sequence

from pydantic import JsonValue

from designer.catalogue import find_entry
from designer.codegen.compile import log_names
from designer.codegen.train import FILE_NAME, FILES
from designer.data.errors import shown
from designer.data.model_facts import ModelOutput
from designer.document.problem import Problem
from designer.training.config import KerasObject, RunConfig
from designer.training.preflight_settings import check_objects, problem

MOST_LISTED = 8


def watched_names(config: RunConfig, outputs: Sequence[str]) -> tuple[str, ...]:
    """Every figure that a callback of this run can watch, the usual ones first.

    >>> watched_names(RunConfig(), ["label"])[:2]
    ('val_loss', 'loss')
    """
    names = log_names(config, list(outputs))
    if not config.data.split.validation:
        return names
    return tuple(name for own in names for name in (f"val_{own}", own))


def check_callbacks(config: RunConfig, outputs: Sequence[ModelOutput]) -> Iterator[Problem]:
    """Everything about the callbacks."""
    yield from check_objects("callbacks", config.callbacks, name="")
    watched = watched_names(config, [output.name for output in outputs])
    for callback in config.callbacks:
        yield from _check_monitor(callback, config, watched)
        yield from _check_file(callback, watched)
        factor = callback.config.get("factor")
        if callback.class_name == "ReduceLROnPlateau" and isinstance(factor, int | float) and not 0 < factor < 1:
            message = f"ReduceLROnPlateau multiplies the learning rate by {factor:g}. Use a factor between 0 and 1."
            yield problem("train.bad-argument", message, field="factor", short="Factor out of range")


def _check_monitor(callback: KerasObject, config: RunConfig, watched: Sequence[str]) -> Iterator[Problem]:
    entry = find_entry("callbacks", callback.class_name)
    if entry is None or not any(parameter.name == "monitor" for parameter in entry.parameters):
        return
    monitor = callback.config.get("monitor", "val_loss")
    if monitor in watched:
        return
    message = f"{callback.class_name} watches {shown(str(monitor))}, which this run does not report."
    if str(monitor).startswith("val_") and not config.data.split.validation:
        message += " No rows are held out for validation: hold some out, or watch loss."
    else:
        message += f" It reports {', '.join(watched[:MOST_LISTED])}."
    yield problem("train.unknown-monitor", message, field="monitor", name=callback.class_name, short="Nothing to watch")


def _check_file(callback: KerasObject, watched: Sequence[str]) -> Iterator[Problem]:
    """A file or folder that a callback writes: a plain name, so that it stays inside the run's folder."""
    key = FILES.get(callback.class_name)
    value = callback.config.get(key) if key else None
    if key is None or value is None:
        return
    fault = _fault_of_name(value) or _fault_of_ending(callback, str(value)) or _fault_of_fields(str(value), watched)
    if fault:
        message = f"{callback.class_name} writes to {shown(str(value))}. {fault}"
        yield problem("train.file-name", message, field=key, name=callback.class_name, short="File name")


def _fault_of_name(value: JsonValue) -> str:
    if isinstance(value, str) and FILE_NAME.fullmatch(value) and ".." not in value:
        return ""
    return "Give a plain file name without a folder, such as best.keras; it is kept in the run's folder."


def _fault_of_ending(callback: KerasObject, value: str) -> str:
    if callback.class_name != "ModelCheckpoint":
        return ""
    if callback.config.get("save_weights_only") is True:
        return "" if value.endswith(".weights.h5") else "Weights alone need a name that ends in .weights.h5."
    return "" if value.endswith((".keras", ".h5")) else "Give it a name that ends in .keras."


def _fault_of_fields(value: str, watched: Sequence[str]) -> str:
    """Keras puts the epoch and figures into a name such as `best-{epoch:02d}-{val_loss:.3f}.keras`."""
    try:
        fields = [field for _, field, _, _ in string.Formatter().parse(value) if field is not None]
    except ValueError:
        return "Its braces do not match; {epoch} stands for the epoch."
    unknown = [field for field in fields if field not in ("epoch", *watched)]
    if not unknown:
        return ""
    return f"This run reports no {shown(unknown[0])}; {{epoch}} and the figures of the run can stand in a name."
