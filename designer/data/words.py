"""The proposal in words: each choice with its reason from the data (visual guide, section 8)."""

from collections.abc import Callable, Mapping, Sequence

from designer.data.assign import Assignment
from designer.data.errors import shown
from designer.data.feeds import InputFeed
from designer.data.goal import Goal, count_word
from designer.data.model_facts import ModelOutput
from designer.data.schema import Dataset
from designer.document.base import Frozen
from designer.training.config import KerasObject, RunConfig, Split

ENCODINGS = {
    "one_hot": "one-hot",
    "integer": "whole numbers",
    "binary": "0 or 1",
    "standardise": "standardised",
    "number": "as it is",
}


class Choice(Frozen):
    """One line of the proposal card. `value` has one line per output where outputs differ."""

    title: str
    value: str
    reason: str


def describe_goals(goals: Mapping[str, Goal], outputs: Sequence[ModelOutput], config: RunConfig) -> list[Choice]:
    """Task, last layers, losses, metrics, targets and class weights."""
    if not goals:
        return []
    found = [
        Choice(
            title="Task",
            value=_per_output(goals, lambda _, goal: goal.task),
            reason=" ".join(goal.reason for goal in goals.values()),
        ),
        Choice(
            title="Last layer" if len(goals) == 1 else "Last layers",
            value=_per_output(goals, lambda name, goal: _last_layer(name, goal, outputs)),
            reason=" ".join(dict.fromkeys(_unit_reason(goal) for goal in goals.values())),
        ),
        Choice(
            title="Loss" if len(goals) == 1 else "Losses",
            value=_per_output(goals, lambda _, goal: goal.loss.class_name),
            reason=" ".join(dict.fromkeys(_loss_reason(goal) for goal in goals.values())),
        ),
        Choice(
            title="Metrics",
            value=_per_output(goals, lambda _, goal: " · ".join(_metric(metric) for metric in goal.metrics)),
            reason=" ".join(dict.fromkeys(_metric_reason(name, goal) for name, goal in goals.items())),
        ),
        Choice(
            title="Targets",
            value=_per_output(goals, lambda name, _: _target(name, config)),
            reason=" ".join(dict.fromkeys(_target_reason(goal) for goal in goals.values())),
        ),
    ]
    if any(goal.shares for goal in goals.values()):
        found.append(_class_weights(goals, config))
    return found


def _per_output(goals: Mapping[str, Goal], describe: Callable[[str, Goal], str]) -> str:
    if len(goals) == 1:
        return next(describe(name, goal) for name, goal in goals.items())
    return "\n".join(f"{name}: {describe(name, goal)}" for name, goal in goals.items())


def _last_layer(name: str, goal: Goal, outputs: Sequence[ModelOutput]) -> str:
    output = next(output for output in outputs if output.name == name)
    class_name = output.class_name if output.head else "Dense"
    if output.head and output.head.is_wrapped:
        class_name = f"{output.class_name} Dense"
    elif output.head and output.head.activation_layer_id != output.head.layer_id:
        class_name = "Dense"
    return f"{class_name} {goal.units}, {goal.activation}"


def _unit_reason(goal: Goal) -> str:
    if goal.kind == "binary":
        return "One unit answers yes or no."
    if goal.kind == "classes":
        return f"{count_word(goal.units)} units share one probability."
    if goal.kind == "multilabel":
        return "Each unit answers yes or no on its own."
    return "A linear unit can answer any number." if goal.units == 1 else "Linear units can answer any numbers."


def _loss_reason(goal: Goal) -> str:
    if goal.kind == "regression":
        return "The usual loss for numbers: large errors count most."
    if goal.activation == "sigmoid":
        return "The usual partner of sigmoid."
    targets = "one-hot targets" if goal.loss.class_name == "CategoricalCrossentropy" else "whole numbers as targets"
    return f"The usual partner of softmax with {targets}."


def _metric(metric: KerasObject) -> str:
    """The name as people say it: every kind of accuracy is accuracy."""
    return "Accuracy" if metric.class_name.endswith("Accuracy") else metric.class_name


def _class(value: object) -> str:
    return shown(value) if isinstance(value, str) else str(value)


def _metric_reason(name: str, goal: Goal) -> str:
    if goal.kind == "regression":
        if goal.encoding == "standardise":
            return "The mean error in standard deviations of the target; Evaluate tells it in its own units too."
        return "The mean error in the units of the target."
    if goal.shares and any(metric.class_name == "AUC" for metric in goal.metrics):
        least = min(goal.shares)
        rare = goal.classes[goal.shares.index(least)]
        return f"{_percent(least)} of the rows are {_class(rare)}, so accuracy alone would flatter the model."
    return "The share of right answers."


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %") if share >= 0.1 else f"{share:.1%}".replace("%", " %")


def _target(name: str, config: RunConfig) -> str:
    feed = config.data.targets[name]
    if feed.array is not None:
        return f"{feed.array.array}, {ENCODINGS[feed.array.encoding]}"
    names = ", ".join(column.column for column in feed.columns)
    return f"{names}, {ENCODINGS[feed.columns[0].encoding]}"


def _target_reason(goal: Goal) -> str:
    if goal.encoding == "binary":
        if goal.classes == (0, 1):
            return "Already 0 and 1."
        return f"{_class(goal.classes[1])} is 1, {_class(goal.classes[0])} is 0."
    if goal.encoding == "one_hot":
        return "One column for each class."
    if goal.encoding == "integer":
        return f"{len(goal.classes):,} columns would be mostly zeros."
    if goal.is_levelled:
        return "Numbers are standardised, so that no output's loss outweighs another's; predictions are turned back."
    if goal.encoding == "standardise":
        return "Its values are large or far apart. The model answers in standard deviations from the mean."
    return "Already in a form that the loss takes."


def _class_weights(goals: Mapping[str, Goal], config: RunConfig) -> Choice:
    weighted = [name for name, output in config.outputs.items() if output.class_weight is not None]
    shares = {name: min(goal.shares) for name, goal in goals.items() if goal.shares}
    if not weighted:
        reason = f"The smallest class has {_percent(min(shares.values()))} of the rows."
        return Choice(title="Class weights", value="None", reason=reason)
    value = "Balanced" if len(goals) == 1 else ", ".join(weighted) + (" only" if len(weighted) < len(goals) else "")
    least = min(shares[name] for name in weighted)
    return Choice(
        title="Class weights",
        value=value,
        reason=f"The smallest class has {_percent(least)} of the rows. Rare classes count more.",
    )


def describe_inputs(
    dataset: Dataset, fed: Mapping[str, InputFeed], assignment: Assignment, config: RunConfig
) -> list[Choice]:
    """What feeds the inputs, and what becomes of gaps."""
    found = []
    if fed:
        many = len(fed) > 1
        value = "\n".join(f"{name}: {one.value}" if many else one.value for name, one in fed.items())
        reasons = list(dict.fromkeys(reason for one in fed.values() for reason in one.reasons))
        if any(edit.arguments.get("key") == "batch_shape" for one in fed.values() for edit in one.edits):
            reasons.append("The input takes the shape of the data.")
        reasons += [f"{shown(left.name)} is left out: {left.reason}." for left in assignment.left_out[:3]]
        if len(assignment.left_out) > 3:
            reasons.append(f"{len(assignment.left_out) - 3} more are left out.")
        found.append(Choice(title="Inputs" if many else "Input", value=value, reason=" ".join(reasons)))
    gaps = [one.column for entry in fed.values() for one in entry.feed.columns if one.fill is not None]
    parts = []
    if gaps:
        missing = sum(column.missing for column in dataset.columns if column.name in gaps)
        parts.append(
            f"{missing:,} gaps in {', '.join(shown(name) for name in gaps[:4])}{' …' if len(gaps) > 4 else ''} take the"
            " median of the training rows, or their most frequent word."
        )
    if config.data.drop_missing:
        parts.append("Rows with a gap that is not filled, such as one in the target, are left out.")
    if parts:
        values = (["Filled"] if gaps else []) + (["Rows left out"] if config.data.drop_missing else [])
        found.append(Choice(title="Missing values", value=" · ".join(values), reason=" ".join(parts)))
    return found


def describe_split(dataset: Dataset, split: Split) -> list[Choice]:
    """How the rows are divided."""
    if not split.validation:
        return [Choice(title="Split", value="All rows for training", reason="Too few rows to hold any out.")]
    value = f"{split.validation:.0%} for validation".replace("%", " %")
    reason = f"{dataset.rows:,} rows."
    if split.test:
        value += f", {split.test:.0%} for a last test".replace("%", " %")
    else:
        reason += " A test part as well would leave too few for training."
    if split.stratify:
        reason += f" Every part holds the classes of {shown(split.stratify)} in the same proportion."
    return [Choice(title="Split", value=value, reason=reason)]


def describe_training(dataset: Dataset, config: RunConfig, *, haste: str) -> list[Choice]:
    """Epochs, batch size and when to stop. `haste` is why the optimizer runs faster than usual."""
    pace = f"{config.optimizer.class_name} runs at its usual rate."
    if haste:
        rate = config.optimizer.config.get("learning_rate")
        pace = f"{config.optimizer.class_name} runs at {rate}, because {haste}."
    found = [
        Choice(
            title="Training",
            value=f"{config.epochs} epochs, batches of {config.batch_size}",
            reason=f"Enough steps for {dataset.rows:,} rows. {pace}",
        )
    ]
    stopping = next((item for item in config.callbacks if item.class_name == "EarlyStopping"), None)
    if stopping is not None:
        patience = stopping.config.get("patience", 0)
        reason = f"Training ends when val_loss has not fallen for {patience} epochs, and the best weights are kept."
        found.append(Choice(title="Stop early", value="EarlyStopping", reason=reason))
    return found
