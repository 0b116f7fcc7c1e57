"""What is learnt for one output, told from its target: classes or numbers, how many units, which loss, and why."""

import math
from typing import Literal, NamedTuple

from pydantic import JsonValue

from designer.data.errors import shown
from designer.data.schema import Array, Column
from designer.training.config import Encoding, KerasObject

Kind = Literal["binary", "classes", "multilabel", "regression"]
Category = str | int | float | bool

MAX_CLASSES = 1000
ONE_HOT_UP_TO = 100
FEW = 10
ROWS_PER_CLASS = 5
LINE = 70  # letters of class names that a reason lists
# Targets outside these are standardised: a plain network needs tens of thousands of steps to reach them.
LARGEST_STD = 100.0
SMALLEST_STD = 0.02
UNEVEN = 0.4
# A target of this spread starts at a squared error near the cross-entropy of a guess (0.7).
LEVEL_SPREADS = (0.5, 2.0)
NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


class Goal(NamedTuple):
    """The consequences of one target.

    Attributes:
        classes: the class values in the order of the units; empty for numbers.
        units: of the last layer.
        shape: of one row of the target after encoding, as the loss sees it; None to leave it as it comes.
        shares: the share of each class of the rows, in the order of `classes`.
        spread: how far from 0 numbers lie that are learnt as they are.
        is_levelled: whether they are standardised for the sake of the other outputs alone.
        task, reason: in words.
    """

    kind: Kind
    encoding: Encoding
    units: int
    activation: str
    loss: KerasObject
    metrics: tuple[KerasObject, ...]
    task: str
    reason: str
    classes: tuple[Category, ...] = ()
    shares: tuple[float, ...] = ()
    shape: tuple[int, ...] | None = None
    dtype: str = "float32"
    spread: float = 0.0
    is_levelled: bool = False

    @property
    def is_uneven(self) -> bool:
        """Whether the most frequent class makes accuracy look better than the model is."""
        return bool(self.shares) and min(self.shares) < UNEVEN * 2 / len(self.shares)


def level_with_others(goal: Goal) -> Goal:
    """The goal beside other outputs: numbers of a scale of their own are standardised.

    Outputs share layers, and the loss is a sum: temperatures in °C start at a squared error of 170 beside a
    cross-entropy of 0.7, so the layers, and the epoch that early stopping keeps, would serve them alone.
    """
    low, high = LEVEL_SPREADS
    if goal.kind != "regression" or goal.encoding != "number" or low <= goal.spread <= high:
        return goal
    return goal._replace(encoding="standardise", spread=0.0, is_levelled=True)


def count_word(number: int) -> str:
    """A small number as a word, as sentences begin: "Three", "13"."""
    return NUMBER_WORDS[number].capitalize() if number < len(NUMBER_WORDS) else f"{number:,}"


def keras_object(class_name: str, **config: JsonValue) -> KerasObject:
    """A Keras class with the arguments that differ from its defaults."""
    return KerasObject(class_name=class_name, config=config)


def goal_of_columns(columns: list[Column], *, rows: int) -> Goal | None:
    """The goal of one target column, or of several numbers side by side; None when they cannot be learnt together."""
    if len(columns) == 1:
        return _goal_of_column(columns[0], rows=rows)
    if all(column.type in ("number", "integer") for column in columns):
        names = ", ".join(shown(column.name) for column in columns[:3])
        return _regression(units=len(columns), reason=f"{names} are numbers.", spread=_spread(*columns))
    return None


def _goal_of_column(column: Column, *, rows: int) -> Goal | None:
    if column.unique < 2:
        return None
    if not _is_class(column, rows=rows):
        if column.type not in ("number", "integer"):
            return None
        reason = f"{shown(column.name)} holds numbers from {column.minimum:,.6g} to {column.maximum:,.6g}."
        return _regression(units=1, reason=reason, spread=_spread(column))
    if column.type == "number" or column.type == "integer":
        classes: list[Category] = sorted(_number(text) for text, _ in column.counts)
        held = f"only {_listed(classes)}" if len(classes) == 2 else f"{len(classes)} whole numbers: {_listed(classes)}"
        reason = f"{shown(column.name)} holds {held}."
    elif column.type == "boolean":
        classes = [False, True]
        reason = f"{shown(column.name)} is true or false."
    else:
        classes = sorted(text for text, _ in column.counts)
        reason = f"{shown(column.name)} holds {len(classes)} words: {_listed(classes)}."
    return _classification(tuple(classes), dict(column.counts), reason=reason)


def _is_class(column: Column, *, rows: int) -> bool:
    if column.unique > len(column.counts) or column.unique > MAX_CLASSES:
        return False
    if column.type in ("category", "boolean") or column.unique == 2:
        return True
    if column.type in ("text", "date"):
        return column.unique * 2 <= rows
    return column.type == "integer" and _are_codes(column.unique, column.minimum, column.maximum, rows=rows)


def _are_codes(unique: int, minimum: float | None, maximum: float | None, *, rows: int) -> bool:
    """Whether whole numbers look like the numbers of classes rather than like amounts."""
    if unique <= FEW and unique * ROWS_PER_CLASS <= rows:
        return True
    if minimum is None or maximum is None or minimum not in (0, 1):
        return False
    return maximum - minimum + 1 == unique <= ONE_HOT_UP_TO and unique * ROWS_PER_CLASS <= rows


def goal_of_array(array: Array, *, rows: int) -> Goal | None:
    """The goal of a target array; None when it holds one value only."""
    if array.minimum is None or array.maximum is None or array.minimum == array.maximum:
        return None
    is_whole = array.dtype.startswith(("int", "uint", "bool"))
    if math.prod(array.shape) == 1:
        return _goal_of_numbers(array, rows=rows, is_whole=is_whole)
    units = array.shape[-1]
    if array.is_one_hot:
        return Goal(
            kind="classes",
            encoding="number",
            units=units,
            activation="softmax",
            loss=keras_object("CategoricalCrossentropy"),
            metrics=(keras_object("CategoricalAccuracy", name="accuracy"),),
            task=f"{count_word(units)} classes",
            reason=f"Each row of {shown(array.name)} has a single 1 among {units} values.",
        )
    if is_whole and (array.minimum, array.maximum) == (0, 1):
        return _yes_or_no_per_value(array)
    if is_whole and units == 1 and array.minimum >= 0 and array.unique is not None and array.unique <= ONE_HOT_UP_TO:
        return _classes_per_step(array)
    reason = f"{shown(array.name)} holds numbers from {array.minimum:,.6g} to {array.maximum:,.6g},"
    reason += f" {math.prod(array.shape):,} values a row."
    return _regression(units=units, reason=reason, spread=_spread(array))


def _yes_or_no_per_value(array: Array) -> Goal:
    goal = _class_per_value(array, units=array.shape[-1], family="Binary", task="Yes or no", held="only 0 and 1")
    return goal._replace(kind="multilabel", activation="sigmoid")


def _classes_per_step(array: Array) -> Goal:
    units = int(array.maximum or 0) + 1
    task, held = f"{count_word(units)} classes", f"whole numbers from 0 to {units - 1}"
    goal = _class_per_value(array, units=units, family="SparseCategorical", task=task, held=held)
    return goal._replace(dtype="int32")


def _class_per_value(array: Array, *, units: int, family: str, task: str, held: str) -> Goal:
    """The goal of an array that holds a class in each of its many values; `family` of loss and accuracy."""
    return Goal(
        kind="classes",
        encoding="number",
        units=units,
        activation="softmax",
        loss=keras_object(f"{family}Crossentropy"),
        metrics=(keras_object(f"{family}Accuracy", name="accuracy"),),
        task=f"{task} for each value",
        reason=f"{shown(array.name)} holds {held}, {math.prod(array.shape):,} values a row.",
    )


def _goal_of_numbers(array: Array, *, rows: int, is_whole: bool) -> Goal:
    """The goal of an array with one number a row."""
    numbers = [_number(text) for text, _ in array.counts]
    all_whole = is_whole or (bool(numbers) and all(isinstance(value, int) for value in numbers))
    unique = array.unique or 0
    known = unique == len(numbers)
    if known and (unique == 2 or (all_whole and _are_codes(unique, array.minimum, array.maximum, rows=rows))):
        classes: tuple[Category, ...] = tuple(sorted(numbers))
        if array.dtype == "bool":
            classes = (False, True)
        held = f"only {_listed(classes)}" if unique == 2 else f"the whole numbers {_listed(classes)}"
        goal = _classification(classes, dict(array.counts), reason=f"{shown(array.name)} holds {held}.")
    else:
        reason = f"{shown(array.name)} holds numbers from {array.minimum:,.6g} to {array.maximum:,.6g}."
        goal = _regression(units=1, reason=reason, spread=_spread(array))
    # An array of shape (rows,) becomes (rows, 1), as the last layer answers.
    return goal._replace(shape=(1,)) if goal.units == 1 or goal.encoding == "integer" else goal


def _classification(classes: tuple[Category, ...], counts: dict[str, int], *, reason: str) -> Goal:
    total = sum(counts.values())
    shares = tuple(counts.get(str(value), 0) / total for value in classes) if total else ()
    count = len(classes)
    if count == 2:
        metrics = [keras_object("BinaryAccuracy", name="accuracy")]
        if shares and min(shares) < UNEVEN:
            metrics.insert(0, keras_object("AUC", name="auc"))
        return Goal(
            kind="binary",
            encoding="binary",
            units=1,
            activation="sigmoid",
            loss=keras_object("BinaryCrossentropy"),
            metrics=tuple(metrics),
            task="Two classes",
            reason=reason,
            classes=classes,
            shares=shares,
        )
    is_one_hot = count <= ONE_HOT_UP_TO
    family = "Categorical" if is_one_hot else "SparseCategorical"
    return Goal(
        kind="classes",
        encoding="one_hot" if is_one_hot else "integer",
        units=count,
        activation="softmax",
        loss=keras_object(f"{family}Crossentropy"),
        metrics=(keras_object(f"{family}Accuracy", name="accuracy"),),
        task=f"{count_word(count)} classes",
        reason=reason,
        classes=classes,
        shares=shares,
        dtype="float32" if is_one_hot else "int32",
    )


def _regression(*, units: int, reason: str, spread: tuple[float, float]) -> Goal:
    mean, std = spread
    scaled = std > LARGEST_STD or 0 < std < SMALLEST_STD or abs(mean) > 5 * max(std, 1.0)
    return Goal(
        kind="regression",
        encoding="standardise" if scaled else "number",
        units=units,
        activation="linear",
        loss=keras_object("MeanSquaredError"),
        metrics=(keras_object("MeanAbsoluteError", name="mean_absolute_error"),),
        task="A number" if units == 1 else f"{count_word(units)} numbers",
        reason=reason,
        spread=0.0 if scaled else max(std, abs(mean)),
    )


def _spread(*sources: Column | Array) -> tuple[float, float]:
    """The mean and the standard deviation farthest from what a network answers at the start."""
    means = [source.mean or 0.0 for source in sources]
    stds = [source.std or 0.0 for source in sources]
    return max(means, key=abs), max(stds, key=lambda std: abs(math.log(std)) if std > 0 else 0.0)


def _number(text: str) -> int | float | bool:
    if text in ("True", "False"):
        return text == "True"
    value = float(text)
    return int(text) if value.is_integer() and "e" not in text and "." not in text else value


def _listed(classes: tuple[Category, ...] | list[Category]) -> str:
    """Some of the class values in words, as many as a line holds; "0 to 9" for numbers in a row."""
    values = list(classes)
    if len(values) > 2 and all(type(value) is int for value in values):
        numbers = [int(value) for value in values]
        if numbers == list(range(numbers[0], numbers[0] + len(numbers))):
            return f"{numbers[0]} to {numbers[-1]}"
    words = [shown(value) if isinstance(value, str) else str(value) for value in values]
    most = next((count for count in (5, 4, 3) if len(", ".join(words[:count])) <= LINE), 2)
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most} more"
    return ", ".join(words[:-1]) + f" and {words[-1]}"
