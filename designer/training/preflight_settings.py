"""Preflight of the settings: numbers in range, Keras objects that exist, parts of the split that have rows."""

import math
from collections.abc import Iterator, Sequence

from pydantic import JsonValue

from designer.catalogue import find_entry
from designer.data.assign import sources_of
from designer.data.errors import shown
from designer.data.model_facts import ModelOutput
from designer.data.schema import Dataset
from designer.document.problem import Place, Problem, Severity
from designer.document.values import check_object
from designer.training.config import KerasObject, RunConfig

MOST_EPOCHS = 1_000_000
LARGEST_SEED = 2**32 - 1
LARGE_RATE = 1.0
KINDS = {"optimizers": "optimizer", "losses": "loss", "metrics": "metric", "callbacks": "callback"}


def problem(
    code: str, message: str, *, field: str | None = None, name: str = "", short: str = "", severity: Severity = "error"
) -> Problem:
    """A problem of a setting, or of an input or output called `name`."""
    return Problem(code=code, severity=severity, where=Place(name=name, field=field), message=message, short=short)


def check_settings(config: RunConfig, outputs: Sequence[ModelOutput]) -> Iterator[Problem]:
    """Everything that can be said without the data."""
    yield from _check_numbers(config)
    yield from check_objects("optimizers", [config.optimizer], name="")
    yield from _check_learning_rate(config.optimizer)
    names = [output.name for output in outputs]
    for name in names:
        settings = config.outputs.get(name)
        if settings is not None:
            yield from check_objects("losses", [settings.loss] if settings.loss else [], name=name)
            yield from check_objects("metrics", settings.metrics, name=name)
            if not math.isfinite(settings.loss_weight) or settings.loss_weight < 0:
                message = f"The loss weight of {shown(name)} is {settings.loss_weight:g}. Use 0 or more."
                yield problem("train.bad-loss-weight", message, field="loss_weight", name=name)
    losses = [config.outputs[name].loss if name in config.outputs else None for name in names]
    if names and all(loss is None for loss in losses):
        message = (
            "No output has a loss, so nothing can be learnt. Choose a loss, or accept the proposal on the Data page."
        )
        yield problem("train.no-loss", message, field="loss", short="No loss")
    for name, loss in zip(names, losses, strict=True):
        if loss is None and any(losses):
            message = f"Output {shown(name)} has no loss, so it learns nothing. Choose one if it should."
            yield problem("train.output-without-loss", message, field="loss", name=name, severity="warning")


def _check_numbers(config: RunConfig) -> Iterator[Problem]:
    if not 1 <= config.epochs <= MOST_EPOCHS:
        message = f"Epochs are {config.epochs:,}. Use a number from 1 to {MOST_EPOCHS:,}."
        yield problem("train.bad-epochs", message, field="epochs", short="Epochs out of range")
    if config.batch_size < 1:
        message = f"The batch size is {config.batch_size:,}. Use at least 1 row per step; 32 is usual."
        yield problem("train.bad-batch-size", message, field="batch_size", short="Batch size out of range")
    if config.steps_per_execution is not None and config.steps_per_execution < 1:
        message = (
            f"Steps per execution are {config.steps_per_execution}. Use at least 1, or leave the choice to the program."
        )
        yield problem("train.bad-steps", message, field="steps_per_execution", short="Steps out of range")
    if not 0 <= config.seed <= LARGEST_SEED or config.data.split.seed < 0:
        message = f"Seeds are whole numbers from 0 to {LARGEST_SEED:,}."
        yield problem("train.bad-seed", message, field="seed", short="Seed out of range")


def check_objects(kind: str, objects: Sequence[KerasObject], *, name: str) -> Iterator[Problem]:
    """Classes that Keras has, with arguments that they take."""
    what = KINDS[kind]
    place = f" of {shown(name)}" if name else ""
    for item in objects:
        entry = find_entry(kind, item.class_name)
        if entry is None:
            message = f"There is no {what} {shown(item.class_name)} in Keras. Choose one from the list."
            yield problem("train.unknown-object", message, field=what, name=name, short=f"Unknown {what}")
            continue
        known = {parameter.name for parameter in entry.parameters} | {"name", "dtype"}
        for key in item.config:
            if key not in known:
                message = f"The {what} {item.class_name}{place} has no argument {shown(key)}. Remove it."
                yield problem("train.unknown-argument", message, field=key, name=name, short="Unknown argument")
        for fault in check_object(kind, item.class_name, item.config):
            if not (fault.field == "learning_rate" and _is_number(item.config.get("learning_rate"))):
                message = f"The {what} {item.class_name}{place} {fault.says}"
                yield problem("train.bad-argument", message, field=fault.field, name=name, short=fault.short)


def _is_number(value: JsonValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _check_learning_rate(optimizer: KerasObject) -> Iterator[Problem]:
    rate = optimizer.config.get("learning_rate")
    if isinstance(rate, dict) and isinstance(rate.get("config"), dict):
        schedule = rate["config"]
        rate = schedule.get("initial_learning_rate") if isinstance(schedule, dict) else None
    if isinstance(rate, bool) or not isinstance(rate, int | float):
        return
    if not math.isfinite(rate) or rate <= 0:
        message = f"The learning rate is {rate:g}. Use a number above 0; 0.001 is usual for Adam."
        yield problem("train.bad-learning-rate", message, field="learning_rate", short="Learning rate not above 0")
    elif rate > LARGE_RATE:
        message = f"The learning rate is {rate:g}. Above 1 the loss nearly always grows without end; try 0.001."
        yield problem(
            "train.large-learning-rate", message, field="learning_rate", short="Large learning rate", severity="warning"
        )


def check_rows(dataset: Dataset, config: RunConfig) -> Iterator[Problem]:
    """Whether every part of the split has rows, and a batch fits."""
    split = config.data.split
    if not split.validation + split.test < 1:
        message = f"Validation and test take {split.validation + split.test:.0%} of the rows. Leave some for training."
        yield problem("train.no-train-rows", message, field="split", short="No rows to train on")
        return
    rows = usable_rows(dataset, config)
    if rows <= 0:
        message = f"All {dataset.rows:,} rows have gaps and would be left out. Fill the gaps, or leave out the column."
        yield problem("train.no-train-rows", message, field="drop_missing", short="No rows left")
        return
    counts = {name: round(rows * share) for name, share in (("validation", split.validation), ("test", split.test))}
    train_rows = rows - sum(counts.values())
    if train_rows < 1:
        message = f"{rows:,} rows leave none for training. Hold out less, or bring more rows."
        yield problem("train.no-train-rows", message, field="split", short="No rows to train on")
    for name, count in counts.items():
        share = split.validation if name == "validation" else split.test
        if share and not count:
            message = f"{share:.0%} of {rows:,} rows are no row for {name}. Hold out more, or set it to 0."
            yield problem("train.empty-part", message, field=name, short=f"No rows for {name}")
    if 1 <= train_rows < config.batch_size:
        message = f"The batch size is {config.batch_size:,}, but only {train_rows:,} rows are for training."
        message += " Each epoch is a single step; a smaller batch learns faster."
        yield problem(
            "train.large-batch", message, field="batch_size", short="Larger than the data", severity="warning"
        )


def usable_rows(dataset: Dataset, config: RunConfig) -> int:
    """The rows that are certainly left after rows with gaps are dropped; at most this many when gaps overlap."""
    if not config.data.drop_missing:
        return dataset.rows
    feeds = (*config.data.inputs.values(), *config.data.targets.values())
    used = {one.column for feed in feeds for one in feed.columns if one.fill is None}
    used |= {feed.array.array for feed in feeds if feed.array is not None}
    gaps = [source.missing + source.infinite for source in sources_of(dataset) if source.name in used]
    return max(dataset.rows - max(gaps, default=0), 0) if dataset.kind == "table" else dataset.rows
