"""From a layer of the document to a Keras layer without weights. Engine process only.

Everything that reaches Keras here has passed `designer.document.values`: classes of the catalogue, plain values.
"""

import re
from typing import Any

import keras
from keras.src.backend.common import global_state
from pydantic import JsonValue

from designer.catalogue import Entry, find_entry, find_layer
from designer.document.model import NAME_PATTERN

_LISTS = {
    "initializer": "initializers",
    "regularizer": "regularizers",
    "constraint": "constraints",
    "layer": "layers",
    "activation": "layers",
}


def full_config(entry: Entry, config: dict[str, JsonValue]) -> dict[str, Any]:
    """The config as Keras' `from_config` wants it: known arguments only, with the defaults written out.

    `Rescaling.from_config` and `Constant.from_config` fail without their optional keys (Keras 3.15).
    """
    found: dict[str, Any] = {}
    for parameter in entry.parameters:
        value = config.get(parameter.name, parameter.default)
        if isinstance(value, dict) and parameter.kind in _LISTS:
            value = _full_object(_LISTS[parameter.kind], value)
        found[parameter.name] = value
    return found


def _full_object(kind: str, value: dict[str, JsonValue]) -> dict[str, Any]:
    """A nested initializer, regularizer, layer … with its module and its defaults."""
    entry = find_entry(kind, str(value.get("class_name")))
    config = value.get("config")
    if entry is None or not isinstance(config, dict | None):
        return dict(value)
    filled = full_config(entry, config or {})
    name = (config or {}).get("name")
    if kind == "layers" and isinstance(name, str) and re.fullmatch(NAME_PATTERN, name):
        filled["name"] = name
    if kind == "layers" and isinstance(trainable := (config or {}).get("trainable"), bool):
        filled["trainable"] = trainable
    return {"module": entry.module, "class_name": entry.class_name, "config": filled, "registered_name": None}


def make_layer(class_name: str, config: dict[str, JsonValue], *, name: str, trainable: bool) -> keras.Layer:
    """A fresh layer. Inside `weightless()` it allocates nothing.

    Raises:
        ValueError, TypeError: Keras refuses the arguments.
    """
    entry = find_layer(class_name)
    if entry is None:
        raise ValueError(f"{class_name} is not offered")
    layer = getattr(keras.layers, entry.class_name).from_config({**full_config(entry, config), "name": name})
    layer.trainable = trainable
    return layer


class weightless:  # noqa: N801 - reads as a statement: `with weightless():`
    """Inside, variables have a shape and no value: a layer with 10⁸ weights costs a millisecond and no memory."""

    def __enter__(self) -> None:
        """Enter Keras' own scope for this."""
        self._scope = keras.StatelessScope(initialize_variables=False)
        self._scope.__enter__()

    def __exit__(self, *args: object) -> None:
        """Leave it, and let Keras forget the variables that still wait for a value: its list would grow for ever."""
        self._scope.__exit__(*args)
        global_state.set_global_attribute("uninitialized_variables", [])
