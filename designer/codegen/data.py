"""The functions of model.py that read a file, prepare it and split its rows."""

from dataclasses import dataclass, field

from designer.codegen.feeds import (
    array_expression,
    check_feed,
    classes_of,
    column_expression,
    feed_arrays,
    feed_columns,
)
from designer.codegen.names import Names
from designer.codegen.source import Expression, assign, call, flat, literal, mapping, number, render, sequence, text
from designer.data.scaling import scaling_of
from designer.data.schema import Dataset, Reading
from designer.training.config import DataConfig, Feed, RunConfig


@dataclass
class DataSection:
    """Constants, functions and the names of the embedded pieces they use."""

    constants: list[str] = field(default_factory=list)
    functions: list[list[str]] = field(default_factory=list)
    pieces: set[str] = field(default_factory=set)


def data_section(config: RunConfig, dataset: Dataset, *, inputs: list[str], outputs: list[str]) -> DataSection:
    """All that load_data and prepare_inputs need, for the model's inputs and outputs in their order.

    Raises:
        CannotGenerate: an input or output has no data, or its preparation has not been fitted.
    """
    data = config.data
    feeds = {name: check_feed(name, data.inputs.get(name), dataset, what="input") for name in inputs}
    targets = {name: check_feed(name, data.targets.get(name), dataset, what="output") for name in outputs}
    section = DataSection(pieces={"split_rows", "require", "Part", "Data", "Batches"})
    is_table = dataset.kind == "table"
    names_of = feed_columns if is_table else feed_arrays
    what = "COLUMNS" if is_table else "ARRAYS"
    target_names = [name for name in names_of(targets) if name not in names_of(feeds)]
    section.constants += assign(f"INPUT_{what}", sequence([text(name) for name in names_of(feeds)]), indent=0)
    section.constants += assign(f"TARGET_{what}", sequence([text(name) for name in target_names]), indent=0)
    section.constants += _classes(targets)
    reader, variable = ("read_table", "table") if is_table else ("read_arrays", "arrays")
    section.functions.append(_read_table(dataset.reading) if is_table else _read_arrays())
    section.functions.append(_prepare(feeds, section, variable, are_targets=False))
    section.functions.append(_prepare(targets, section, variable, are_targets=True))
    section.functions.append(
        [
            "def prepare_inputs(path) -> dict[str, np.ndarray]:",
            '    """Read the inputs of a file to predict from."""',
            f"    return inputs_of({reader}(path, INPUT_{what}))",
        ]
    )
    section.functions.append(_load_data(config, section, {**feeds, **targets}, outputs, reader, variable, what))
    return section


def _classes(targets: dict[str, Feed]) -> list[str]:
    found: list[tuple[str, Expression]] = []
    for name, feed in targets.items():
        categories = classes_of(feed)
        if categories is not None:
            found.append((name, sequence([literal(item) for item in categories])))
    return assign("CLASSES", mapping(found), indent=0)


def _read_table(reading: Reading) -> list[str]:
    arguments: dict[str, Expression] = {}
    if reading.separator != ",":
        arguments["sep"] = text(reading.separator)
    if reading.encoding != "utf-8":
        arguments["encoding"] = text(reading.encoding)
    if reading.decimal != ".":
        arguments["decimal"] = text(reading.decimal)
    if not reading.has_header:
        arguments["header"] = "None"
    lines = [
        "def read_table(path, columns) -> pd.DataFrame:",
        '    """Read a CSV file that has these columns."""',
        *assign("table", call("pd.read_csv", "path", **arguments, low_memory="False")),
    ]
    if not reading.has_header:
        lines.append('    table.columns = [f"column_{n}" for n in range(1, table.shape[1] + 1)]')
    return [*lines, '    require(columns, table, "column")', "    return table"]


def _read_arrays() -> list[str]:
    return [
        "def read_arrays(path, names) -> dict[str, np.ndarray]:",
        '    """Read these arrays of an NPZ file; the one of an NPY file is called array."""',
        "    file = np.load(path)",
        "    if isinstance(file, np.ndarray):",
        '        file = {"array": file}',
        '    require(names, file, "array")',
        "    arrays = {name: file[name] for name in names}",
        "    if isinstance(file, np.lib.npyio.NpzFile):",
        "        file.close()",
        "    return arrays",
    ]


def _prepare(feeds: dict[str, Feed], section: DataSection, variable: str, *, are_targets: bool) -> list[str]:
    names = Names({"table", "arrays"})
    what, returns = ("targets", "list[np.ndarray]") if are_targets else ("inputs", "dict[str, np.ndarray]")
    lines = [f"def {what}_of({variable}) -> {returns}:", f'    """The model\'s {what}, one row each."""']
    results: list[tuple[str, Expression]] = []
    for name, feed in feeds.items():
        local = names.add(name, otherwise="values")
        classes = f"CLASSES[{text(name)}]" if are_targets and classes_of(feed) is not None else None
        expression = _feed_expression(feed, section, classes)
        if are_targets:
            lines += _way_back(feed)
        lines += assign(local, expression)
        if feed.shape is not None:
            lines += assign(local, call(f"{local}.reshape", "-1", *(str(size) for size in feed.shape)))
        cast = f".astype({text(feed.dtype)})"
        results.append((name, local if cast in flat(expression) else f"{local}{cast}"))
    values = sequence([value for _, value in results]) if are_targets else mapping(results)
    return [*lines, *render(values, indent=4, before="return ")]


def _way_back(feed: Feed) -> list[str]:
    """Where a target is scaled: what its figures are measured in, and how a prediction is turned back."""
    scaling = scaling_of(feed)
    if scaling is None:
        return []
    measure = "standard deviations" if scaling.is_standardised else "scaled numbers"
    back = "prediction * std + mean, of each column its own"
    if scaling.unit is not None and len(set(scaling.offsets)) == 1:
        offset = f" + {number(scaling.offsets[0])}" if scaling.offsets[0] else ""
        back = f"prediction * {number(scaling.unit)}{offset}"
    return [
        f"    # Learnt in {measure}; loss and metrics are in them too.",
        f"    # Back in its own units: {back}",
    ]


def _feed_expression(feed: Feed, section: DataSection, classes: str | None) -> Expression:
    if feed.array is not None:
        expression = array_expression(feed.array, dtype=feed.dtype, classes=classes)
    else:
        columns = [column_expression(column, classes=classes) for column in feed.columns]
        expression = call("np.column_stack", sequence(columns))
    section.pieces |= {piece for piece in ("standardise", "one_hot", "codes") if f"{piece}(" in flat(expression)}
    return expression


def _load_data(
    config: RunConfig,
    section: DataSection,
    feeds: dict[str, Feed],
    outputs: list[str],
    reader: str,
    variable: str,
    what: str,
) -> list[str]:
    data = config.data
    lines = [
        "def load_data(path) -> Data:",
        '    """Read a file, prepare inputs and targets, and split the rows."""',
        f"    {variable} = {reader}(path, INPUT_{what} + TARGET_{what})",
    ]
    if data.drop_missing:
        lines += _drop_missing(section, feeds, variable)
    lines.append(f"    inputs, targets = inputs_of({variable}), targets_of({variable})")
    lines += assign("train_rows, validation_rows, test_rows", _split(data, section, outputs))
    single = len(outputs) == 1
    lines += [
        f"    rows = Part(inputs, {'targets[0]' if single else 'targets'})",
        "    train_part = rows.take(train_rows)",
    ]
    weights = [config.outputs[name].class_weight if name in config.outputs else None for name in outputs]
    if any(weight is not None for weight in weights):
        section.pieces.add("sample_weights")
        shown = sequence([literal(weight if not isinstance(weight, tuple) else list(weight)) for weight in weights])
        section.constants += assign("CLASS_WEIGHTS", shown, indent=0)
        chosen, first = ("[train_part.y]", "[0]") if single else ("train_part.y", "")
        lines += [
            f"    weights = sample_weights({chosen}, CLASS_WEIGHTS){first}",
            "    train_part = train_part._replace(sample_weight=weights)",
        ]
    return [*lines, "    return Data(train_part, rows.take(validation_rows), rows.take(test_rows))"]


def _drop_missing(section: DataSection, feeds: dict[str, Feed], variable: str) -> list[str]:
    if variable == "table":
        columns = [column for feed in feeds.values() for column in feed.columns if column.fill is None]
        names = sequence([text(name) for name in dict.fromkeys(column.column for column in columns)])
        return [
            "    table = table.replace([np.inf, -np.inf], np.nan)",
            *assign("table", call("table.dropna", subset=names)),
        ]
    section.pieces.add("complete_rows")
    return [
        "    complete = complete_rows(arrays.values())",
        "    arrays = {name: array[complete] for name, array in arrays.items()}",
    ]


def _split(data: DataConfig, section: DataSection, outputs: list[str]) -> Expression:
    split = data.split
    arguments: dict[str, Expression] = {
        "validation": number(split.validation),
        "test": number(split.test),
        "seed": str(split.seed),
    }
    if not split.shuffle:
        arguments["shuffle"] = "False"
    if split.stratify in outputs:
        section.pieces.add("class_numbers")
        arguments["labels"] = f"class_numbers(targets[{outputs.index(str(split.stratify))}])"
    return call("split_rows", "len(targets[0])", **arguments)
