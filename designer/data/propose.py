"""What the program proposes for a file and a model: task, last layers, losses, preparation, each with a reason.

Nothing is read here but the description of the file; fitted values (means, categories of inputs) come from the
training rows when the run is prepared (`designer.data.fit`).
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from designer.data.assign import Assignment, assign, sources_of
from designer.data.errors import shown
from designer.data.feeds import InputFeed, feed_array, feed_columns
from designer.data.goal import Goal, goal_of_array, goal_of_columns, keras_object, level_with_others
from designer.data.heads import size_heads
from designer.data.model_facts import ModelOutput, model_inputs, model_outputs
from designer.data.schema import Column, Dataset
from designer.data.words import Choice, describe_goals, describe_inputs, describe_split, describe_training
from designer.document.base import Frozen
from designer.document.model import Document
from designer.document.problem import Edit, Place, Problem
from designer.training.config import (
    ArrayPreparation,
    ColumnPreparation,
    DataConfig,
    Feed,
    KerasObject,
    OutputConfig,
    RunConfig,
    Split,
)

__all__ = ["Choice", "Proposal", "propose"]

RARE = 0.5
TEST_FROM_ROWS = 1000
STEPS = 4000
FEW_STEPS = 2000
FAST_RATE = 0.01
WIDE_SPREAD = 10.0
LARGE_ROW = 1000


class Proposal(Frozen):
    """Settings, the edits of the model that go with them, and what the user is told.

    Attributes:
        config: complete settings of a run.
        choices: what was chosen and why, for the card on the Data page.
        edits: changes of the model, such as units of the last layer; `apply_edits` carries them out.
        problems: what is missing before anything can be trained.
    """

    config: RunConfig
    choices: tuple[Choice, ...] = ()
    edits: tuple[Edit, ...] = ()
    problems: tuple[Problem, ...] = ()


class _Targets(NamedTuple):
    goals: dict[str, Goal]
    feeds: dict[str, Feed]
    problems: list[Problem]


def propose(dataset: Dataset, document: Document, *, targets: Sequence[str] = ()) -> Proposal:
    """Settings for this file and this model. `targets` names columns or arrays; without it the last ones are taken."""
    inputs, outputs = model_inputs(document), model_outputs(document)
    assignment = assign(dataset, inputs, outputs, targets=targets)
    found = _targets(dataset, outputs, assignment)
    fed = _inputs(dataset, document, assignment)
    edits, head_problems = size_heads(document, outputs, found.goals)
    split = _split(dataset, found.goals)
    epochs = _epochs(dataset, split)
    haste = _haste(dataset, split, epochs, found.goals)
    config = RunConfig(
        optimizer=keras_object("Adam", learning_rate=FAST_RATE) if haste else keras_object("Adam"),
        epochs=epochs,
        batch_size=_batch_size(dataset.rows),
        outputs={name: _output(goal) for name, goal in found.goals.items()},
        callbacks=_callbacks(split, epochs),
        data=DataConfig(
            inputs={name: one.feed for name, one in fed.items()},
            targets=found.feeds,
            split=split,
            drop_missing=_drops_rows(dataset, assignment, fed),
        ),
    )
    choices = (
        *describe_goals(found.goals, outputs, config),
        *describe_inputs(dataset, fed, assignment, config),
        *describe_split(dataset, split),
        *describe_training(dataset, config, haste=haste),
    )
    all_edits = (*(edit for one in fed.values() for edit in one.edits), *edits)
    problems = (
        *assignment.problems,
        *found.problems,
        *(p for one in fed.values() for p in one.problems),
        *head_problems,
    )
    return Proposal(config=config, choices=choices, edits=all_edits, problems=problems)


def _targets(dataset: Dataset, outputs: Sequence[ModelOutput], assignment: Assignment) -> _Targets:
    columns = {column.name: column for column in dataset.columns}
    arrays = {array.name: array for array in dataset.arrays}
    found = _Targets({}, {}, [])
    for output in outputs:
        names = assignment.targets.get(output.name, [])
        if not names:
            continue
        if dataset.kind == "table":
            chosen = [columns[name] for name in names]
            goal = goal_of_columns(chosen, rows=dataset.rows)
        else:
            goal = goal_of_array(arrays[names[0]], rows=dataset.rows)
        if goal is None:
            found.problems.append(_bad_target(output.name, names, columns))
            continue
        if len(outputs) > 1:
            goal = level_with_others(goal)
        found.goals[output.name] = goal
        found.feeds[output.name] = _target_feed(goal, names, is_table=dataset.kind == "table")
    return found


def _target_feed(goal: Goal, names: Sequence[str], *, is_table: bool) -> Feed:
    if is_table:
        columns = tuple(
            ColumnPreparation(column=name, encoding=goal.encoding, categories=goal.classes) for name in names
        )
        return Feed(columns=columns, dtype=goal.dtype)
    array = ArrayPreparation(array=names[0], encoding=goal.encoding, categories=goal.classes)
    return Feed(array=array, shape=goal.shape, dtype=goal.dtype)


def _bad_target(output: str, names: Sequence[str], columns: Mapping[str, Column]) -> Problem:
    name = names[0]
    column = columns.get(name)
    if len(names) > 1:
        message = f"Output {shown(output)} cannot learn {len(names)} columns of words at once."
        message += " Choose one, or only numbers."
    elif column is not None and column.unique > 1:
        message = f"{shown(name)} holds {column.unique:,} different texts in few rows each, so no class can be learnt."
        message += " Choose another target, or correct its cells."
    else:
        message = f"{shown(name)} has the same value in every row, so there is nothing to learn. Choose another target."
    return Problem(code="data.bad-target", where=Place(name=name), message=message, short="Nothing to learn")


def _inputs(dataset: Dataset, document: Document, assignment: Assignment) -> dict[str, InputFeed]:
    columns = {column.name: column for column in dataset.columns}
    arrays = {array.name: array for array in dataset.arrays}
    found = {}
    for entry in model_inputs(document):
        names = assignment.inputs.get(entry.name, [])
        if names and dataset.kind == "table":
            found[entry.name] = feed_columns(entry, [columns[name] for name in names])
        elif names:
            found[entry.name] = feed_array(document, entry, arrays[names[0]])
    return found


def _drops_rows(dataset: Dataset, assignment: Assignment, fed: Mapping[str, InputFeed]) -> bool:
    """Whether a used column or array has gaps that nothing fills."""
    filled = {one.column for entry in fed.values() for one in entry.feed.columns if one.fill is not None}
    used = {name for names in (*assignment.inputs.values(), *assignment.targets.values()) for name in names}
    return any(source.missing and source.name in used - filled for source in sources_of(dataset))


def _output(goal: Goal) -> OutputConfig:
    balanced = bool(goal.shares) and min(goal.shares) * len(goal.shares) < RARE
    return OutputConfig(loss=goal.loss, metrics=goal.metrics, class_weight="balanced" if balanced else None)


def _split(dataset: Dataset, goals: Mapping[str, Goal]) -> Split:
    rows = dataset.rows
    stratify = next((name for name, goal in goals.items() if goal.shares and min(goal.shares) * rows >= 2), None)
    return Split(validation=0.2 if rows >= 5 else 0.0, test=0.1 if rows >= TEST_FROM_ROWS else 0.0, stratify=stratify)


def _batch_size(rows: int) -> int:
    """Small enough for many steps an epoch, large enough to keep the processor busy."""
    for size, limit in ((16, 600), (32, 10_000), (128, 100_000)):
        if rows < limit:
            return size
    return 512


def _epochs(dataset: Dataset, split: Split) -> int:
    """About 4,000 steps in all, fewer where a row is large, within 10 and 200 epochs."""
    steps = STEPS // 4 if _has_large_rows(dataset) else STEPS
    return min(max(round(steps / _steps_per_epoch(dataset, split) / 10) * 10, 10), 200)


def _has_large_rows(dataset: Dataset) -> bool:
    return max((math.prod(array.shape) for array in dataset.arrays), default=1) >= LARGE_ROW


def _steps_per_epoch(dataset: Dataset, split: Split) -> float:
    train_rows = max(dataset.rows * (1 - split.validation - split.test), 1)
    return max(train_rows / _batch_size(dataset.rows), 1)


def _haste(dataset: Dataset, split: Split, epochs: int, goals: Mapping[str, Goal]) -> str:
    """Why Adam runs ten times as fast as usual; empty where it does not.

    At its usual rate of 0.001 a weight moves by about 1 in 1,000 steps, which is too little for targets far from 0 and
    for a short training. Large rows mean deep networks, which a fast rate can ruin.
    """
    if any(goal.spread > WIDE_SPREAD for goal in goals.values()):
        return "the target's values lie far from 0"
    if not _has_large_rows(dataset) and epochs * _steps_per_epoch(dataset, split) < FEW_STEPS:
        return "few rows make few steps"
    return ""


def _callbacks(split: Split, epochs: int) -> tuple[KerasObject, ...]:
    if not split.validation:
        return ()
    patience = min(max(epochs // 8, 5), 20)
    return (keras_object("EarlyStopping", monitor="val_loss", patience=patience, restore_best_weights=True),)
