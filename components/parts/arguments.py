"""A form for the arguments of any Keras optimizer, loss, metric, schedule or callback, from its catalogue entry."""

import json
import math
from collections.abc import Container, Mapping, Sequence

import streamlit as st
from pydantic import JsonValue

from components.parts.typed import Put, kept_field
from designer.catalogue import find_entry, load_catalogue
from designer.catalogue.schema import Entry, Parameter
from designer.training.config import KerasObject, RunConfig

NO_OPTIONS: Mapping[str, Sequence[str]] = {}
SCHEDULES = "schedules"
CONSTANT = "Constant"


def edit_arguments(
    value: KerasObject,
    *,
    kind: str,
    key: str,
    skip: Container[str] = (),
    columns: int = 2,
    options: Mapping[str, Sequence[str]] = NO_OPTIONS,
) -> KerasObject:
    """Draw an editor for every argument not in `skip` and return the object as the user has it.

    `kind` is a list of the catalogue ("optimizers", "losses", …); `options` offers words for arguments that take any
    text. Values equal to Keras' default leave the config.
    """
    entry = find_entry(kind, value.class_name)
    if entry is None:
        st.caption("Keras has no class of this name here; its arguments are kept as they are.")
        return value
    config = dict(value.config)
    shown = [parameter for parameter in entry.parameters if parameter.name not in skip]
    grid = st.columns(columns) if columns > 1 else [st.container()]
    for index, parameter in enumerate(shown):
        with grid[index % len(grid)]:
            _edit_into(
                config,
                parameter,
                key=f"{key}-{value.class_name}-{parameter.name}",
                options=options.get(parameter.name, ()),
            )
    if not shown:
        st.caption("No arguments.")
    return KerasObject(class_name=value.class_name, config=config)


def edit_number(
    label: str, value: JsonValue, *, key: str, help_text: str = "", minimum: float | None = None, put: Put | None = None
) -> JsonValue:
    """A field for one number; what is not a number is said under it and leaves the value as it was.

    `put(config, number)` gives the run's settings with a number that is typed here; it is kept at once.
    """

    def put_text(config: RunConfig, typed: str) -> RunConfig:
        number = _number(typed)
        is_wrong = number is None or (minimum is not None and number < minimum)
        return config if put is None or is_wrong else put(config, number)

    kept = kept_field(key, put_text) if put else {"key": key}
    text = st.text_input(label, _text(value), help=help_text or None, **kept)
    number = _number(text)
    if number is None:
        st.markdown(f":red[:small[{label} needs a number, such as 0.001.]]")
        return value
    if minimum is not None and number < minimum:
        st.markdown(f":red[:small[{label} needs {minimum:g} or more.]]")
        return value
    return number


def class_names(kind: str) -> tuple[str, ...]:
    """What the catalogue offers of this kind, in its order."""
    entries: Sequence[Entry] = getattr(load_catalogue(), kind)
    return tuple(entry.class_name for entry in entries)


def _edit_into(config: dict[str, JsonValue], parameter: Parameter, *, key: str, options: Sequence[str] = ()) -> None:
    """Draw one editor and put its value into `config`, or take the entry out where it equals the default."""
    current = config.get(parameter.name, parameter.default)
    edited = _edit_option(parameter, current, options, key=key) if options else _edit(parameter, current, key=key)
    if edited == parameter.default and type(edited) is type(parameter.default) and not parameter.required:
        config.pop(parameter.name, None)
    elif edited != current or parameter.name in config:
        config[parameter.name] = edited


def _edit_option(parameter: Parameter, value: JsonValue, options: Sequence[str], *, key: str) -> JsonValue:
    """One of a few words; one that is stored and no longer among them stays until another is chosen."""
    words = list(dict.fromkeys([*options, str(value)]))
    return st.selectbox(f"`{parameter.name}`", words, words.index(str(value)), key=key, help=parameter.doc or None)


def _edit(parameter: Parameter, value: JsonValue, *, key: str) -> JsonValue:
    label, help_text = f"`{parameter.name}`", parameter.doc or None
    if parameter.kind == "schedule":
        return _edit_schedule(parameter, value, key=key)
    if parameter.kind == "boolean" and not parameter.nullable:
        return st.toggle(label, bool(value), key=key, help=help_text)
    if parameter.kind == "choice" and not parameter.nullable and value in parameter.choices:
        options = list(parameter.choices)
        return st.selectbox(label, options, options.index(value), key=key, help=help_text)
    if parameter.kind == "string":
        return st.text_input(label, str(value if value is not None else ""), key=key, help=help_text)
    return _edit_json(parameter, value, key=key)


def _edit_json(parameter: Parameter, value: JsonValue, *, key: str) -> JsonValue:
    """Numbers, lists and what may be None, as Python and JSON both write them."""
    text = st.text_input(f"`{parameter.name}`", _text(value), key=key, help=parameter.doc or None, placeholder="None")
    try:
        return _parse(parameter, text)
    except ValueError as problem:
        st.markdown(f":red[:small[{problem}]]")
        return value


def _parse(parameter: Parameter, text: str) -> JsonValue:
    stripped = text.strip()
    if stripped in {"", "None", "null"}:
        if parameter.nullable or parameter.default is None:
            return None
        raise ValueError(f"{parameter.name} needs a value.")
    if parameter.kind in {"integer", "float", "number"}:
        number = _number(stripped)
        if number is None:
            raise ValueError(f"{parameter.name} needs a number.")
        if parameter.kind == "integer" and not isinstance(number, int):
            raise ValueError(f"{parameter.name} needs a whole number.")
        if parameter.minimum is not None and number < parameter.minimum:
            raise ValueError(f"{parameter.name} needs {parameter.minimum:g} or more.")
        if parameter.maximum is not None and number > parameter.maximum:
            raise ValueError(f"{parameter.name} needs {parameter.maximum:g} or less.")
        return float(number) if parameter.kind == "float" else number
    try:
        return json.loads(stripped.replace("(", "[").replace(")", "]"))
    except ValueError:
        return stripped


def _edit_schedule(parameter: Parameter, value: JsonValue, *, key: str) -> JsonValue:
    """One number for the whole run, or a schedule with arguments of its own."""
    options = [CONSTANT, *class_names(SCHEDULES)]
    serialized = value if isinstance(value, dict) else {}
    chosen = st.selectbox(
        f"`{parameter.name}`",
        options,
        options.index(str(serialized.get("class_name", CONSTANT))),
        key=f"{key}-kind",
        help=parameter.doc or None,
    )
    if chosen == CONSTANT:
        start = parameter.default if serialized else value
        return edit_number("Learning rate", start, key=f"{key}-number", minimum=parameter.minimum)
    config = serialized.get("config") if serialized.get("class_name") == chosen else {}
    edited = edit_arguments(
        KerasObject(class_name=chosen, config=config if isinstance(config, dict) else {}),
        kind=SCHEDULES,
        key=f"{key}-{chosen}",
        columns=1,
    )
    return {"class_name": edited.class_name, "config": dict(edited.config)}


def _number(text: str) -> int | float | None:
    for convert in (int, float):
        try:
            number = convert(text.strip().replace("_", ""))
        except ValueError:
            continue
        return number if math.isfinite(number) else None
    return None


def _text(value: JsonValue) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | str):
        return json.dumps(value) if isinstance(value, bool) else value
    if isinstance(value, float):
        return f"{value:g}" if float(f"{value:g}") == value else repr(value)
    return json.dumps(value)
