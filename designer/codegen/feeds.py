"""One input's or target's feed as expressions over a table's columns or a file's arrays."""

from designer.codegen.errors import cannot
from designer.codegen.source import Expression, call, literal, number, sequence, text
from designer.data.schema import Dataset
from designer.document.problem import MAIN
from designer.training.config import ArrayPreparation, ColumnPreparation, Feed

Categories = tuple[str | int | float | bool, ...]
SHORT = 50


def feed_columns(feeds: dict[str, Feed]) -> list[str]:
    """The columns that feeds use, each once, in order."""
    return list(dict.fromkeys(column.column for feed in feeds.values() for column in feed.columns))


def feed_arrays(feeds: dict[str, Feed]) -> list[str]:
    """The arrays that feeds use, each once, in order."""
    return list(dict.fromkeys(feed.array.array for feed in feeds.values() if feed.array is not None))


def classes_of(feed: Feed) -> Categories | None:
    """The classes of a target, in the order of their numbers; None for numbers."""
    source = feed.array if feed.array is not None else feed.columns[0] if len(feed.columns) == 1 else None
    if source is None or source.encoding not in ("one_hot", "integer", "binary"):
        return None
    return source.categories


def check_feed(name: str, feed: Feed | None, dataset: Dataset, *, what: str) -> Feed:
    """The feed, after making sure that the dataset has what it names.

    Raises:
        CannotGenerate: no feed, a column or array that the dataset lacks, or values that were not fitted.
    """
    if feed is None or (not feed.columns and feed.array is None):
        message = f"The {what} {name} has no data yet. Choose a column or an array for it on the Data page."
        raise cannot("export.without-data", message, name=name)
    known = {column.name for column in dataset.columns} if dataset.kind == "table" else set()
    arrays = {array.name for array in dataset.arrays}
    used, have = (feed_arrays({name: feed}), arrays) if feed.array is not None else (feed_columns({name: feed}), known)
    for label in used:
        if label not in have:
            message = f"The {what} {name} reads {label[:80]!r}, which the data does not have. Choose another."
            raise cannot("export.without-data", message, name=name)
    for preparation in (*feed.columns, *((feed.array,) if feed.array is not None else ())):
        _check_fitted(name, preparation)
    return feed


def _check_fitted(name: str, preparation: ColumnPreparation | ArrayPreparation) -> None:
    label = preparation.column if isinstance(preparation, ColumnPreparation) else preparation.array
    is_class = preparation.encoding in ("one_hot", "integer", "binary")
    is_scale = isinstance(preparation, ColumnPreparation) and preparation.encoding == "standardise"
    unfitted = (is_class and not preparation.categories) or (
        is_scale
        and isinstance(preparation, ColumnPreparation)
        and (preparation.mean is None or preparation.std is None)
    )
    if unfitted:
        message = f"{label[:80]!r} of {name} is not measured yet: its mean, deviation or classes are unknown."
        raise cannot("export.not-fitted", f"{message} Prepare the data again.", name=name, graph=MAIN)


def column_expression(preparation: ColumnPreparation, *, classes: str | None) -> Expression:
    """One column as numbers. A target gives `classes`, the expression of its categories, and refuses others."""
    column: Expression = f"table[{text(preparation.column)}]"
    if preparation.fill is not None:
        column = call(f"{column}.fillna", _scalar(preparation.fill))
    if preparation.encoding == "standardise":
        mean, std = preparation.mean or 0.0, preparation.std or 1.0
        return call("standardise", column, mean=number(mean), std=number(std))
    if preparation.encoding == "number":
        return column
    return _coded(column, preparation.encoding, preparation.categories, preparation.column, classes=classes)


def array_expression(preparation: ArrayPreparation, *, dtype: str, classes: str | None) -> Expression:
    """One array as numbers."""
    array = f"arrays[{text(preparation.array)}]"
    if preparation.encoding in ("one_hot", "integer", "binary"):
        return _coded(array, preparation.encoding, preparation.categories, preparation.array, classes=classes)
    if preparation.offset == 0 and preparation.scale == 1:
        return array
    values = f"{array}.astype({text(dtype)})"
    if preparation.offset == 0 and len(values) < SHORT:
        return f"{values} / {number(preparation.scale)}"
    return call("standardise", values, mean=number(preparation.offset), std=number(preparation.scale))


def _coded(values: Expression, encoding: str, categories: Categories, label: str, *, classes: str | None) -> Expression:
    listed: Expression = classes if classes is not None else sequence([_scalar(item) for item in categories])
    # An input's unknown category is a row of zeros; numbers and targets have no such way out, so they are refused.
    strict = classes is not None or encoding != "one_hot"
    name: tuple[Expression, ...] = (text(label),) if strict else ()
    return call("one_hot" if encoding == "one_hot" else "codes", values, listed, *name)


def _scalar(value: str | int | float | bool) -> str:
    expression = literal(value)
    return expression if isinstance(expression, str) else ""
