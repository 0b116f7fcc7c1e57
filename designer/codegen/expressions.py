"""Keras objects as Python expressions: the class and the arguments that differ from the catalogue's defaults."""

import keyword

from pydantic import JsonValue

from designer.catalogue import find_entry
from designer.catalogue.schema import Entry, Parameter
from designer.codegen.errors import cannot
from designer.codegen.formulas import formula_of, formula_source
from designer.codegen.source import Expression, Group, call, flat, literal, sequence, text
from designer.document.memo import Memo

KINDS = {
    "keras.layers": "layers",
    "keras.initializers": "initializers",
    "keras.regularizers": "regularizers",
    "keras.constraints": "constraints",
    "keras.losses": "losses",
    "keras.metrics": "metrics",
    "keras.optimizers": "optimizers",
    "keras.optimizers.schedules": "schedules",
}
KIND_OF_PARAMETER = {
    "initializer": "initializers",
    "regularizer": "regularizers",
    "constraint": "constraints",
    "layer": "layers",
    "activation": "layers",
    "loss": "losses",
    "metric": "metrics",
    "schedule": "schedules",
}
LEADING = frozenset(
    {"units", "filters", "input_dim", "rate", "layer", "target_shape", "activation", "n", "dims", "filepath"}
)
SECOND = frozenset({"kernel_size", "output_dim"})
"""Required arguments that everyone writes without their name, as in Conv2D(32, 3) or Dropout(0.5)."""


def object_call(kind: str, class_name: str, config: dict[str, JsonValue], **extra: Expression) -> Group:
    """The constructor call of a catalogue class.

    Raises:
        CannotGenerate: the catalogue has no such class, or an argument's name is no Python name.
    """
    # One edit leaves nearly all layers as they were; their look in one string is enough to know them.
    look = repr((kind, class_name, config, extra))
    known = _calls.get(look)
    if known is None:
        known = _object_call(kind, class_name, config, extra)
        _calls.put(look, known)
    return known


_calls: Memo[Group] = Memo(4096)


def _object_call(kind: str, class_name: str, config: dict[str, JsonValue], extra: dict[str, Expression]) -> Group:
    entry = find_entry(kind, class_name)
    if entry is None:
        known = "layer" if kind == "layers" else "class"
        raise cannot("export.unknown-class", f"{class_name!r} is no {known} of the catalogue. Choose one from it.")
    module = "layers" if entry.module == "keras.layers" else entry.module
    positional, keywords = _arguments(entry, config)
    return call(f"{module}.{entry.class_name}", *positional, **keywords, **extra)


def _arguments(entry: Entry, config: dict[str, JsonValue]) -> tuple[list[Expression], dict[str, Expression]]:
    """Positional and keyword arguments, without those that equal the default, or that the class does not have."""
    may_lead = True
    positional: list[Expression] = []
    keywords: dict[str, Expression] = {}
    for parameter in entry.parameters:
        if parameter.name not in config:
            may_lead = False
            continue
        value = value_expression(parameter, config[parameter.name])
        if not parameter.required and flat(value) == flat(value_expression(parameter, parameter.default)):
            may_lead = False
            continue
        may_lead = may_lead and parameter.required and parameter.name in (SECOND if positional else LEADING)
        if may_lead:
            positional.append(value)
        else:
            keywords[parameter.name] = value
    return positional, keywords


def argument_name(key: str) -> str:
    """A key as the name of an argument.

    Raises:
        CannotGenerate: it is not a Python name.
    """
    if not key.isascii() or not key.isidentifier() or keyword.iskeyword(key):
        message = f"{key[:80]!r} cannot be the name of an argument. Remove it from the layer."
        raise cannot("export.argument-name", message, field=key[:80])
    return key


def value_expression(parameter: Parameter, value: JsonValue) -> Expression:
    """One argument's value, short where Keras takes a short form."""
    if parameter.kind == "tuple":
        return _per_axis(value, parameter)
    if parameter.kind in ("integers", "floats", "shape") and isinstance(value, list):
        return _tuples(value)
    if isinstance(value, dict):
        return literal_or_object(value, kind=KIND_OF_PARAMETER.get(parameter.kind))
    return literal(value)


def _per_axis(value: JsonValue, parameter: Parameter) -> Expression:
    if not isinstance(value, list):
        return literal_or_object(value, kind=None)
    if value and all(isinstance(item, int) and item == value[0] for item in value):
        return literal(value[0])
    return _tuples(value)


def _tuples(value: JsonValue) -> Expression:
    if isinstance(value, list):
        return sequence([_tuples(item) for item in value], brackets="()")
    return literal(value)


def literal_or_object(value: JsonValue, *, kind: str | None) -> Expression:
    """A plain value, a hyper-parameter, or a Keras object in its serialized form."""
    if isinstance(value, list):
        return sequence([literal_or_object(item, kind=kind) for item in value])
    if not isinstance(value, dict):
        return literal(value)
    formula = formula_of(value)
    if formula is not None:
        return formula_source(formula)
    class_name, config = value.get("class_name"), value.get("config")
    if not isinstance(class_name, str):
        return literal(value)
    return _nested(class_name, config, kind=KINDS.get(str(value.get("module")), kind))


def _nested(class_name: str, config: JsonValue, *, kind: str | None) -> Expression:
    if class_name == "function" and isinstance(config, str):
        return text(config)
    inner = config if isinstance(config, dict) else {}
    if class_name == "DTypePolicy":
        return literal(inner.get("name"))
    if class_name == "SeedGenerator":
        return literal(inner.get("seed"))
    if kind is None:
        raise cannot("export.unknown-class", f"{class_name!r} is no class of the catalogue. Choose one from it.")
    name = inner.get("name")
    extra: dict[str, Expression] = {"name": text(name)} if kind == "layers" and isinstance(name, str) else {}
    expression = object_call(kind, class_name, inner, **extra)
    entry = find_entry(kind, class_name)
    if kind == "initializers" and not expression.items and entry is not None and entry.identifier:
        return text(entry.identifier)
    return expression
