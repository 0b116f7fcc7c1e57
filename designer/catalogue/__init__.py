"""What can be placed and edited: the catalogue generated from Keras, read without Keras."""

from functools import cache
from pathlib import Path

from designer.catalogue.schema import Catalogue, Entry, Kind, Parameter, Port

__all__ = ["Catalogue", "Entry", "Kind", "Parameter", "Port", "find_entry", "find_layer", "load_catalogue"]

_KINDS = (
    *("layers", "initializers", "regularizers", "constraints"),
    *("optimizers", "schedules", "losses", "metrics", "callbacks"),
)


@cache
def load_catalogue() -> Catalogue:
    """The committed catalogue; read once."""
    path = Path(__file__).with_name("catalogue.json")
    return Catalogue.model_validate_json(path.read_bytes())


@cache
def _index() -> dict[tuple[str, str], Entry]:
    catalogue = load_catalogue()
    found: dict[tuple[str, str], Entry] = {}
    for kind in _KINDS:
        for entry in getattr(catalogue, kind):
            for name in (*entry.aliases, entry.identifier, entry.class_name):
                found[kind, name] = entry
    return found


def find_layer(class_name: str) -> Entry | None:
    """The offered layer of this class, also under its other public names; None when it is not offered."""
    return find_entry("layers", class_name)


def find_entry(kind: str, class_name: str) -> Entry | None:
    """The entry of a list of the catalogue ("optimizers", "losses", …) by class name, other name or identifier."""
    return _index().get((kind, class_name)) if class_name else None
