"""Writes catalogue.json from the installed Keras: `python -m designer.catalogue.generate`.

A new Keras release shows its new layers by running this again; a test regenerates the file and compares.
"""

import inspect
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import keras

from designer.catalogue import docs, kinds, overrides, probe
from designer.catalogue.schema import Catalogue, Entry, Parameter, Port

PATH = Path(__file__).with_name("catalogue.json")

_LISTS = ("initializers", "regularizers", "constraints", "optimizers", "losses", "metrics", "callbacks")
_DTYPES = (
    *("float32", "float16", "bfloat16", "float64", "mixed_float16", "mixed_bfloat16"),
    *("int8", "int16", "int32", "int64", "uint8", "bool", "string"),
)
_NO_ACTIVATION = {"deserialize", "get", "serialize", "threshold"}


def generate() -> Catalogue:
    """The catalogue of the installed Keras."""
    layers = [_layer_entry(cls, names) for cls, names in _classes(keras.layers).items()]
    entries = {name: tuple(_entries(getattr(keras, name), name)) for name in _LISTS}
    return Catalogue(
        keras_version=keras.__version__,
        families=overrides.FAMILIES,
        layers=tuple(sorted((entry for entry in layers if entry is not None), key=_palette_order)),
        not_offered=dict(sorted(overrides.NOT_OFFERED.items())),
        activations=tuple(name for name in _public(keras.activations) if name not in _NO_ACTIVATION),
        dtypes=_DTYPES,
        schedules=tuple(_entries(keras.optimizers.schedules, "schedules")),
        **entries,
    )


def dump(catalogue: Catalogue) -> str:
    """JSON with one class in a few lines: small, and still readable in a diff."""
    data = catalogue.model_dump(mode="json", exclude_defaults=True)
    return _pretty(data, indent=0) + "\n"


def _pretty(value: Any, *, indent: int) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + indent <= 160 or not isinstance(value, dict | list) or not value:
        return flat
    pad = " " * (indent + 1)
    if isinstance(value, dict):
        rows = [f"{json.dumps(key)}: {_pretty(item, indent=indent + 1)}" for key, item in value.items()]
    else:
        rows = [_pretty(item, indent=indent + 1) for item in value]
    opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
    return opening + "\n" + ",\n".join(pad + row for row in rows) + "\n" + " " * indent + closing


def _public(module: ModuleType) -> list[str]:
    return [name for name in dir(module) if not name.startswith("_")]


def _classes(module: ModuleType) -> dict[type, list[str]]:
    """Every public class of a module with its public names, its own name first."""
    found: dict[type, list[str]] = {}
    for name in _public(module):
        item = getattr(module, name)
        if inspect.isclass(item):
            found.setdefault(item, []).append(name)
    return {
        cls: sorted(names, key=lambda name, own=cls.__name__: (name != own, name.islower(), name))  # type: ignore[misc]
        for cls, names in found.items()
    }


def _palette_order(entry: Entry) -> tuple[int, int, str]:
    first = overrides.FIRST
    rank = first.index(entry.class_name) if entry.class_name in first else len(first)
    return overrides.FAMILIES.index(entry.family), rank, entry.class_name


def _layer_entry(cls: type, names: list[str]) -> Entry | None:
    if names[0] in overrides.NOT_OFFERED:
        return None
    package = cls.__module__.removeprefix("keras.src.layers.").split(".")[0]
    parameters = list(_parameters(cls, names[0], with_dtype=True))
    entry = Entry(
        class_name=names[0],
        module="keras.layers",
        family=overrides.CLASS_FAMILIES.get(names[0], overrides.PACKAGE_FAMILIES.get(package, "Core")),
        summary=overrides.SUMMARIES.get(names[0]) or docs.summary(cls.__doc__ or ""),
        doc=docs.description(cls.__doc__ or ""),
        aliases=(*names[1:], *overrides.ALIASES.get(names[0], ())),
        synonyms=overrides.SYNONYMS.get(names[0], ()),
        parameters=(*parameters, *_passed_on(cls, names[0], parameters)),
        ports=overrides.PORTS[names[0]] if names[0] in overrides.PORTS else _ports(cls),
    )
    return entry.model_copy(update={"ndim": probe.dimensions(cls, entry)})


def _ports(cls: type) -> tuple[Port, ...]:
    """A layer without a special entry has one port: the first argument of its `call`."""
    names = [name for name in inspect.signature(cls.call).parameters if name != "self"]  # type: ignore[attr-defined]
    return (Port(name=names[0]),)


def _entries(module: ModuleType, kind: str) -> Iterable[Entry]:
    public = module.__name__.replace("keras.api", "keras").replace("keras._tf_keras.", "")
    for cls, names in sorted(_classes(module).items(), key=lambda item: item[1][0]):
        if overrides.NOT_OFFERED_ELSEWHERE[kind].isdisjoint(names):
            yield Entry(
                class_name=names[0],
                module=public,
                summary=docs.summary(cls.__doc__ or ""),
                doc=docs.description(cls.__doc__ or "", limit=300),
                aliases=tuple(name for name in names[1:] if not name.islower()),
                parameters=tuple(_parameters(cls, names[0], with_dtype=False)),
                identifier=_identifier(module, cls, names),
            )


def _identifier(module: ModuleType, cls: type, names: list[str]) -> str:
    """The short string that Keras turns into this class, such as "he_normal"."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", cls.__name__).lower()
    get = getattr(module, "get", None)
    for candidate in (*(name for name in names if name.islower()), snake, cls.__name__.lower()):
        try:
            if get is not None and isinstance(get(candidate), cls):
                return candidate
        except (ValueError, TypeError, KeyError):
            continue
    return ""


def _parameters(cls: type, class_name: str, *, with_dtype: bool) -> Iterable[Parameter]:
    """All constructor arguments but the hidden ones, and `dtype` where it is passed on to the base class."""
    hidden = overrides.HIDDEN["*"] | overrides.HIDDEN.get(class_name, {})
    signature = inspect.signature(cls.__init__).parameters  # type: ignore[misc]
    texts = docs.arguments(cls.__doc__ or "", limit=10_000, known=signature)
    short = docs.arguments(cls.__doc__ or "", known=signature)
    passes_on = any(item.kind is inspect.Parameter.VAR_KEYWORD for item in signature.values())
    for name, item in signature.items():
        if name != "self" and name not in hidden and item.kind not in (item.VAR_KEYWORD, item.VAR_POSITIONAL):
            required = item.default is item.empty
            yield kinds.describe(
                class_name,
                name,
                default=None if required else _plain(item.default),
                required=required,
                doc=short.get(name, ""),
                texts=texts.get(name, ""),
            )
    if with_dtype and passes_on and "dtype" not in signature:
        text = "Type of the computation and of the weights. Empty: the type of the whole model."
        yield kinds.describe(class_name, "dtype", default=None, required=False, doc=text, texts=text)


def _passed_on(cls: type, class_name: str, known: list[Parameter]) -> Iterable[Parameter]:
    """The arguments that only the config of an instance shows."""
    layer = cls.from_config(probe.start_config(known))  # type: ignore[attr-defined]
    names = layer.get_config().keys() - {item.name for item in known}
    for name, text in overrides.PASSED_ON.items():
        if name in names:
            default = False if name == "zero_output_for_mask" else None
            found = kinds.describe(class_name, name, default=default, required=False, doc=text, texts=text)
            yield found.model_copy(update={"group": "Advanced"}) if found.group == "Main" else found


def _plain(value: Any) -> Any:
    """A default as JSON."""
    if isinstance(value, tuple | list):
        items = [_plain(item) for item in value]
        # ((1, 1), (1, 1)) of Cropping2D says the same as (1, 1): an equal number on both sides of each axis.
        symmetric = all(isinstance(item, list) and len(item) == 2 and item[0] == item[1] for item in items)
        return [item[0] for item in items] if items and symmetric else items
    if inspect.isclass(value) or callable(value):
        return getattr(value, "__name__", str(value))
    return value


def main() -> int:
    """Write the file and say what is in it."""
    catalogue = generate()
    PATH.write_text(dump(catalogue), encoding="utf-8")
    print(f"Keras {catalogue.keras_version}: {len(catalogue.layers)} layers, {PATH.stat().st_size // 1024} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
