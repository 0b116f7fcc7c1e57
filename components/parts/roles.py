"""What each column or array is used for and how it is prepared, as words for a table; pure functions."""

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from designer.data.feeds import feed_columns
from designer.data.goal import goal_of_columns
from designer.data.model_facts import model_inputs
from designer.data.schema import Array, Column, Dataset
from designer.document.model import Document
from designer.training.config import ArrayPreparation, ColumnPreparation, DataConfig, Encoding, Feed

LEAVE_OUT = "Leave out"
AS_IT_IS = "As it is"
STANDARDISE = "Standardise"
ONE_HOT = "One-hot"
CODES = "Whole-number codes"
BINARY = "0 or 1"
DIVIDE = "Divide by "
_WORDS: dict[Encoding, str] = {
    "number": AS_IT_IS,
    "standardise": STANDARDISE,
    "one_hot": ONE_HOT,
    "integer": CODES,
    "binary": BINARY,
}
_ENCODINGS = {word: encoding for encoding, word in _WORDS.items()}
Side = Literal["inputs", "targets"]


class Role(NamedTuple):
    """An input or a target of the model."""

    side: Side
    name: str

    @property
    def label(self) -> str:
        """What the table says."""
        return f"{'Input' if self.side == 'inputs' else 'Target'} {self.name}"


def model_roles(document: Document) -> list[Role]:
    """All that data can be used for in this model."""
    inputs = [Role("inputs", entry.name) for entry in model_inputs(document)]
    return [*inputs, *(Role("targets", output.name) for output in document.main.outputs)]


def sources(dataset: Dataset) -> Sequence[Column | Array]:
    """The dataset's columns or arrays."""
    return dataset.columns if dataset.kind == "table" else dataset.arrays


def role_of(data: DataConfig, source: str) -> Role | None:
    """What a column or array is used for; the first use when there are several."""
    sides: tuple[tuple[Side, dict[str, Feed]], ...] = (("inputs", data.inputs), ("targets", data.targets))
    for side, feeds in sides:
        for name, feed in feeds.items():
            if _feeds(feed, source):
                return Role(side, name)
    return None


def assign(data: DataConfig, dataset: Dataset, document: Document, source: str, role: Role | None) -> DataConfig:
    """Use a column or array for one role alone, or for nothing; its preparation is kept where it can be."""
    before = preparation_of(data, source)
    cleared = {side: _without(getattr(data, side), source) for side in ("inputs", "targets")}
    if role is not None:
        feeds = cleared[role.side]
        feed = feeds.get(role.name, Feed())
        if dataset.kind == "table":
            preparation = (
                before if isinstance(before, ColumnPreparation) else _default_column(dataset, document, source, role)
            )
            order = [column.name for column in dataset.columns]
            columns = sorted([*feed.columns, preparation], key=lambda entry: order.index(entry.column))
            feeds[role.name] = feed.model_copy(update={"columns": tuple(columns)})
        else:
            array = before if isinstance(before, ArrayPreparation) else ArrayPreparation(array=source)
            feeds[role.name] = feed.model_copy(update={"array": array})
    return data.model_copy(update=cleared)


def preparation_of(data: DataConfig, source: str) -> ColumnPreparation | ArrayPreparation | None:
    """How a column or array becomes numbers, None while it is not used."""
    for feed in (*data.inputs.values(), *data.targets.values()):
        for column in feed.columns:
            if column.column == source:
                return column
        if feed.array is not None and feed.array.array == source:
            return feed.array
    return None


def preparation_word(preparation: ColumnPreparation | ArrayPreparation | None) -> str:
    """The preparation in words; empty for a column that is left out."""
    if preparation is None:
        return ""
    if isinstance(preparation, ArrayPreparation) and preparation.encoding == "number":
        if preparation.offset == 0.0 and preparation.scale != 1.0:
            return f"{DIVIDE}{preparation.scale:g}"
        if preparation.offset != 0.0 or preparation.scale != 1.0:
            return f"(x − {preparation.offset:g}) / {preparation.scale:g}"
    return _WORDS[preparation.encoding]


def preparation_words(dataset: Dataset, data: DataConfig) -> list[str]:
    """The choices of the table's last column; what is set now is always among them."""
    words = [AS_IT_IS, STANDARDISE]
    if dataset.kind == "arrays":
        largest = {array.maximum for array in dataset.arrays if array.maximum and array.maximum > 1}
        words += [f"{DIVIDE}{value:g}" for value in sorted({*largest, 255.0})]
    words += [ONE_HOT, CODES, BINARY]
    current = (preparation_word(preparation_of(data, source.name)) for source in sources(dataset))
    return list(dict.fromkeys([*words, *(word for word in current if word)]))


def prepare(data: DataConfig, dataset: Dataset, source: str, word: str) -> DataConfig:
    """Prepare a column or array in another way."""

    def change(feed: Feed) -> Feed:
        update = {"encoding": _ENCODINGS.get(word, "number"), "mean": None, "std": None}
        columns = tuple(entry.model_copy(update=update) if entry.column == source else entry for entry in feed.columns)
        array = feed.array
        if array is not None and array.array == source:
            array = _prepare_array(dataset, array, word)
        return feed.model_copy(update={"columns": columns, "array": array})

    return _map_feeds(data, change)


def fill(data: DataConfig, source: str, value: float | str | None) -> DataConfig:
    """Replace missing values of a column by `value`; None takes the replacement away."""

    def change(feed: Feed) -> Feed:
        columns = tuple(
            entry.model_copy(update={"fill": value}) if entry.column == source else entry for entry in feed.columns
        )
        return feed.model_copy(update={"columns": columns})

    return _map_feeds(data, change)


def reshape(data: DataConfig, role: Role, shape: tuple[int, ...] | None) -> DataConfig:
    """Give each row of an input or target another shape; None leaves it as it comes."""
    feeds = dict(getattr(data, role.side))
    feeds[role.name] = feeds.get(role.name, Feed()).model_copy(update={"shape": shape})
    return data.model_copy(update={role.side: feeds})


def _prepare_array(dataset: Dataset, array: ArrayPreparation, word: str) -> ArrayPreparation:
    if word.startswith(DIVIDE):
        return ArrayPreparation(array=array.array, scale=float(word.removeprefix(DIVIDE)))
    if word == preparation_word(array):
        return array
    return ArrayPreparation(array=array.array, encoding=_ENCODINGS.get(word, "number"), categories=array.categories)


def _default_column(dataset: Dataset, document: Document, source: str, role: Role) -> ColumnPreparation:
    """What would be proposed for a column that was left out until now."""
    column = next(entry for entry in dataset.columns if entry.name == source)
    if role.side == "targets":
        goal = goal_of_columns([column], rows=dataset.rows)
        if goal is None:
            return ColumnPreparation(column=source)
        return ColumnPreparation(column=source, encoding=goal.encoding, categories=goal.classes)
    entry = next(entry for entry in model_inputs(document) if entry.name == role.name)
    proposed = feed_columns(entry, [column]).feed.columns
    return proposed[0] if proposed else ColumnPreparation(column=source)


def _feeds(feed: Feed, source: str) -> bool:
    return any(column.column == source for column in feed.columns) or (
        feed.array is not None and feed.array.array == source
    )


def _without(feeds: dict[str, Feed], source: str) -> dict[str, Feed]:
    """The feeds without one column or array; a feed that carries nothing any more goes as well."""
    remaining = {}
    for name, feed in feeds.items():
        columns = tuple(column for column in feed.columns if column.column != source)
        array = None if feed.array is not None and feed.array.array == source else feed.array
        if columns or array is not None:
            remaining[name] = feed.model_copy(update={"columns": columns, "array": array})
    return remaining


def _map_feeds(data: DataConfig, change: Callable[[Feed], Feed]) -> DataConfig:
    return data.model_copy(
        update={
            side: {name: change(feed) for name, feed in getattr(data, side).items()} for side in ("inputs", "targets")
        }
    )
