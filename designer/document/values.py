"""Do the arguments of a layer (or optimizer, loss …) fit their kinds in the catalogue? Pure functions, no Keras.

Keras accepts `units=True` as 1 and takes seconds to fail at `units=10**12`; here both are a sentence at the field.
"""

import difflib
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from designer.catalogue import Parameter, find_entry, load_catalogue
from designer.catalogue.nulls import takes_null

LARGEST_SIZE = 2**31 - 1
"""No single number of a layer may be larger: TensorFlow counts elements of one axis in 32 bits in places."""

_LIST_OF_KIND = {
    "initializer": "initializers",
    "regularizer": "regularizers",
    "constraint": "constraints",
    "loss": "losses",
    "metric": "metrics",
    "schedule": "schedules",
    "layer": "layers",
}
_RECURRENT = ("LSTM", "GRU", "SimpleRNN")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong with one argument: `says` completes "Dense "head" …"; `better` are values to offer, best first."""

    code: str
    field: str
    says: str
    short: str
    better: tuple[JsonValue, ...] = ()


def check_config(class_name: str, config: Mapping[str, JsonValue], parameters: Iterable[Parameter]) -> Iterator[Fault]:
    """The faults of one config, in the order of the arguments."""
    for parameter in parameters:
        value = config.get(parameter.name)
        if value is None:
            if parameter.required:
                yield _missing(parameter)
            elif parameter.name in config and not takes_null(class_name, parameter):
                yield _null(parameter)
            continue
        yield from check_value(parameter, value)
    if class_name == "Bidirectional":
        yield from _check_recurrent(config)


def check_object(kind: str, class_name: str, config: Mapping[str, JsonValue]) -> Iterator[Fault]:
    """The faults of a Keras object of a list of the catalogue ("optimizers", "losses", "metrics", …)."""
    entry = find_entry(kind, class_name)
    if entry is None:
        known = [item.class_name for item in getattr(load_catalogue(), kind)]
        yield _unknown_name(kind.removesuffix("s"), class_name, known, field="class_name")
    else:
        yield from check_config(entry.class_name, config, entry.parameters)


def check_value(parameter: Parameter, value: JsonValue) -> Iterator[Fault]:
    """The faults of one value that is not null."""
    yield from _CHECKS.get(parameter.kind, _check_keras_object)(parameter, value)


def _missing(parameter: Parameter) -> Fault:
    better = () if parameter.start is None else (parameter.start,)
    says = f"needs {parameter.name}. Keras has no default for it."
    return Fault(
        code="config.missing-value", field=parameter.name, says=says, short=f"needs {parameter.name}", better=better
    )


def _null(parameter: Parameter) -> Fault:
    says = f"has {parameter.name} = null, but Keras needs a value there. Set one; its default is "
    return Fault(
        code="config.missing-value",
        field=parameter.name,
        says=f"{says}{show(parameter.default)}.",
        short=f"{parameter.name} is null"[:30],
        better=(parameter.default,),
    )


def _wrong_type(parameter: Parameter, value: JsonValue, expected: str, *better: JsonValue) -> Fault:
    says = f"has {parameter.name} = {show(value)}, but {parameter.name} is {expected}."
    short = f"{parameter.name} is {show(value, limit=8)}"
    return Fault(code="config.wrong-type", field=parameter.name, says=says, short=short[:30], better=better)


def _out_of_range(parameter: Parameter, value: JsonValue, expected: str, *better: JsonValue) -> Fault:
    says = f"has {parameter.name} = {show(value)}, but {parameter.name} is {expected}."
    short = f"{parameter.name} is {show(value, limit=14)}"
    return Fault(code="config.out-of-range", field=parameter.name, says=says, short=short[:30], better=better)


def _range_words(parameter: Parameter) -> str:
    low, high = parameter.minimum, parameter.maximum
    if low is not None and high is not None:
        return f" from {low:g} to {high:g}"
    if low is not None:
        return f" of at least {low:g}"
    return "" if high is None else f" of at most {high:g}"


def _check_integer(parameter: Parameter, value: JsonValue) -> Iterator[Fault]:
    expected = f"a whole number{_range_words(parameter)}"
    if isinstance(value, bool) or not isinstance(value, int):
        yield _wrong_type(parameter, value, expected, *_nearby_integers(parameter, value))
    else:
        yield from _check_range(parameter, value, expected)


def _nearby_integers(parameter: Parameter, value: JsonValue) -> tuple[JsonValue, ...]:
    """What someone may have meant with 1.5, "8" or true."""
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return () if parameter.start is None else (parameter.start,)
    if not math.isfinite(number) or abs(number) > LARGEST_SIZE or isinstance(value, bool):
        return () if parameter.start is None else (parameter.start,)
    low = int(parameter.minimum) if parameter.minimum is not None else -LARGEST_SIZE
    return tuple(dict.fromkeys(max(low, item) for item in (math.ceil(number), math.floor(number))))


def _check_range(parameter: Parameter, value: float, expected: str) -> Iterator[Fault]:
    if parameter.minimum is not None and value < parameter.minimum:
        better = int(parameter.minimum) if isinstance(value, int) else parameter.minimum
        yield _out_of_range(parameter, value, expected, better if parameter.start is None else parameter.start)
    elif parameter.maximum is not None and value > parameter.maximum:
        yield _out_of_range(parameter, value, expected, parameter.maximum)
    elif isinstance(value, int) and abs(value) > LARGEST_SIZE:
        start = () if parameter.start is None else (parameter.start,)
        yield _out_of_range(parameter, value, f"at most {LARGEST_SIZE:,}", *start)


def _is_number(value: JsonValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _check_float(parameter: Parameter, value: JsonValue) -> Iterator[Fault]:
    expected = f"a number{_range_words(parameter)}"
    if _is_number(value):
        yield from _check_range(parameter, value, expected)  # type: ignore[arg-type]
    else:
        yield _wrong_type(parameter, value, expected, *(() if parameter.default is None else (parameter.default,)))


def _check_boolean(parameter: Parameter, value: JsonValue) -> Iterator[Fault]:
    if not isinstance(value, bool):
        yield _wrong_type(parameter, value, "true or false", True, False)


def _check_string(parameter: Parameter, value: JsonValue) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield _wrong_type(parameter, value, "a text")


def _check_choice(parameter: Parameter, value: JsonValue) -> Iterator[Fault]:
    # `1 == True` in Python, so the type is compared as well.
    if not any(value == choice and isinstance(value, bool) == isinstance(choice, bool) for choice in parameter.choices):
        names = [choice for choice in parameter.choices if isinstance(choice, str)]
        yield _unknown_name(parameter.name, value, names, field=parameter.name)


def _check_tuple(parameter: Parameter, value: JsonValue) -> Iterator[Fault]:
    axes = parameter.length or 0
    count = f", or {axes} of them" if axes > 1 else ""
    expected = f"a whole number{_range_words(parameter)}{count}"
    if isinstance(value, list):
        nested = len(value) == axes and all(isinstance(item, list) and len(item) == 2 for item in value)
        leaves = list(_leaves(value)) if nested else value
        # Cropping and padding may differ on the two sides of an axis: a pair per axis, or one pair in 1D.
        if not nested and parameter.length and len(value) not in (axes, 2 if axes == 1 else axes):
            yield _wrong_type(parameter, value, expected, *(() if parameter.default is None else (parameter.default,)))
            return
    else:
        leaves = [value]
    for leaf in leaves:
        faults = list(_check_integer(parameter, leaf))
        if faults:
            yield _wrong_leaf(parameter, value, faults[0], expected)
            return


def _wrong_leaf(parameter: Parameter, value: JsonValue, fault: Fault, expected: str) -> Fault:
    build = _out_of_range if fault.code == "config.out-of-range" else _wrong_type
    fallback = parameter.start if parameter.start is not None else parameter.default
    better = fault.better if not isinstance(value, list) else (() if fallback is None else (fallback,))
    return build(parameter, value, expected, *better)


def _leaves(value: JsonValue) -> Iterator[JsonValue]:
    if isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    else:
        yield value


def _check_integers(parameter: Parameter, value: JsonValue) -> Iterator[Fault]:
    for leaf in _leaves(value):
        if leaf is not None and (isinstance(leaf, bool) or not isinstance(leaf, int) or abs(leaf) > LARGEST_SIZE):
            yield _wrong_type(parameter, value, "a whole number or a list of whole numbers")
            return


def _check_floats(parameter: Parameter, value: JsonValue) -> Iterator[Fault]:
    if not all(leaf is None or _is_number(leaf) for leaf in _leaves(value)):
        yield _wrong_type(parameter, value, "a number or a list of numbers")


def _check_shape(parameter: Parameter, value: JsonValue) -> Iterator[Fault]:
    expected = "a list: the batch size (null when free), then one whole number, or null, per axis"
    if not isinstance(value, list) or not value:
        yield _wrong_type(parameter, value, expected, parameter.start)
        return
    if not all(_is_size(size) for size in value):
        # A free batch is always possible; most layers need to know the other axes.
        repaired = [size if _is_size(size) else None if axis == 0 else 1 for axis, size in enumerate(value)]
        yield _out_of_range(parameter, value, f"{expected}, from 1 on", repaired)


def _is_size(size: JsonValue) -> bool:
    return size is None or (isinstance(size, int) and not isinstance(size, bool) and 1 <= size <= LARGEST_SIZE)


def _check_activation(parameter: Parameter, value: JsonValue) -> Iterator[Fault]:
    known = load_catalogue().activations
    name = value
    if isinstance(value, dict):
        # get_config writes {"module": "builtins", "class_name": "function", "config": "relu"} for some.
        is_function = value.get("class_name") == "function"
        name = value.get("config") if is_function else value.get("class_name")
        if find_entry("layers", str(name)) is not None and not is_function:
            yield from _check_keras_object(parameter.model_copy(update={"kind": "layer"}), value)
            return
    if name not in known:
        yield _unknown_name("activation", name, known, field=parameter.name)


def _check_dtype(parameter: Parameter, value: JsonValue) -> Iterator[Fault]:
    name: JsonValue = value
    if isinstance(value, dict):
        config = value.get("config")
        name = config.get("name") if isinstance(config, dict) and value.get("class_name") == "DTypePolicy" else None
    if name not in load_catalogue().dtypes:
        yield _unknown_name("dtype", name if name is not None else value, load_catalogue().dtypes, field=parameter.name)


def _check_schedule(parameter: Parameter, value: JsonValue) -> Iterator[Fault]:
    if isinstance(value, dict):
        yield from _check_keras_object(parameter, value)
    else:
        yield from _check_float(parameter, value)


def _check_json(parameter: Parameter, value: JsonValue) -> Iterator[Fault]:
    """Plain data only: a nested object could make Keras import a class, and a vocabulary's text would name a file."""
    if "class_name" in json.dumps(value) or (parameter.name == "vocabulary" and isinstance(value, str)):
        yield _wrong_type(parameter, value, "plain data, without objects or file names")


def _check_keras_object(parameter: Parameter, value: JsonValue) -> Iterator[Fault]:
    """An initializer, regularizer …: its short name, or a serialized object whose config is checked as well."""
    kind = _LIST_OF_KIND[parameter.kind]
    catalogue = load_catalogue()
    identifiers = [entry.identifier or entry.class_name for entry in getattr(catalogue, kind)]
    if isinstance(value, str) and parameter.kind != "layer":
        if find_entry(kind, value) is None:
            yield _unknown_name(parameter.kind, value, identifiers, field=parameter.name)
        return
    class_name, config = (value.get("class_name"), value.get("config")) if isinstance(value, dict) else (None, None)
    entry = find_entry(kind, class_name) if isinstance(class_name, str) else None
    if entry is None or not isinstance(config, dict | None) or not _is_keras_module(value):
        yield _unknown_name(parameter.kind, class_name if class_name else value, identifiers, field=parameter.name)
        return
    for fault in check_config(entry.class_name, config or {}, entry.parameters):
        says = f"has a fault inside {parameter.name}: {entry.class_name} {fault.says}"
        yield Fault(code=fault.code, field=parameter.name, says=says, short=fault.short)


def _is_keras_module(value: JsonValue) -> bool:
    module = value.get("module") if isinstance(value, dict) else None
    return module is None or (isinstance(module, str) and module.split(".")[0] == "keras")


def _check_recurrent(config: Mapping[str, JsonValue]) -> Iterator[Fault]:
    for field in ("layer", "backward_layer"):
        inner = config.get(field)
        name = inner.get("class_name") if isinstance(inner, dict) else None
        if isinstance(name, str) and find_entry("layers", name) is not None and name not in _RECURRENT:
            says = f"can only run an LSTM, GRU or SimpleRNN in both directions, not a {name}."
            units: dict[str, JsonValue] = {"units": 32}
            better: JsonValue = {"module": "keras.layers", "class_name": "LSTM", "config": units}
            yield Fault(
                code="config.wrong-type", field=field, says=says, short=f"{name} in Bidirectional", better=(better,)
            )


def _unknown_name(what: str, value: JsonValue, known: Iterable[str], *, field: str) -> Fault:
    names = list(known)
    close = difflib.get_close_matches(str(value).lower(), names, n=2, cutoff=0.6)
    listed = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
    says = f"has the unknown {what} {show(value)}. Known are: {listed}."
    return Fault(code="config.unknown-name", field=field, says=says, short=f"unknown {what}"[:30], better=tuple(close))


def show(value: JsonValue, *, limit: int = 60) -> str:
    """A value as it is shown in a sentence: JSON, cut when long."""
    text = f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else json.dumps(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


_CHECKS: dict[str, Callable[[Parameter, Any], Iterator[Fault]]] = {
    "integer": _check_integer,
    "seed": _check_integer,
    "float": _check_float,
    "number": _check_float,
    "boolean": _check_boolean,
    "string": _check_string,
    "choice": _check_choice,
    "tuple": _check_tuple,
    "integers": _check_integers,
    "floats": _check_floats,
    "shape": _check_shape,
    "activation": _check_activation,
    "dtype": _check_dtype,
    "schedule": _check_schedule,
    "json": _check_json,
}
