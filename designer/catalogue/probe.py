"""Trying a layer on inputs of several ranks, to say "4D → 4D" in the palette. Used by the generator only."""

from collections.abc import Iterable
from typing import Any

import keras

from designer.catalogue.schema import Entry, Parameter

SHAPES: dict[int, tuple[int | None, ...]] = {
    2: (None, 32),
    3: (None, 16, 32),
    4: (None, 16, 16, 3),
    5: (None, 16, 16, 16, 3),
    6: (None, 2, 8, 8, 8, 3),
}

_DTYPES = {"Embedding": "int32", "ReversibleEmbedding": "int32"}


def start_config(parameters: Iterable[Parameter]) -> dict[str, Any]:
    """The config of a new layer with all defaults written out: Rescaling.from_config wants them (Keras 3.15)."""
    return {item.name: item.default if item.start is None else item.start for item in parameters}


def dimensions(cls: type, entry: Entry) -> str:
    """The change of rank, such as "4D → 4D"; empty where the layer takes no input or accepts none of the probes."""
    found: dict[int, int] = {}
    for rank in SHAPES:
        result = _output_rank(cls, entry, rank) if entry.ports else None
        if result is not None:
            found[rank] = result
    if not found:
        return ""
    if len(found) == 1:
        ((before, after),) = found.items()
        return f"{before}D → {after}D"
    if all(before == after for before, after in found.items()):
        return "same rank"
    if len({after - before for before, after in found.items()}) == 1:
        return "adds an axis" if found[max(found)] > max(found) else "drops an axis"
    return f"nD → {found[max(found)]}D" if len(set(found.values())) == 1 else ""


def _output_rank(cls: type, entry: Entry, rank: int) -> int | None:
    shape, dtype = SHAPES[rank], _DTYPES.get(entry.class_name, "float32")
    tensors = [keras.KerasTensor(shape, dtype) for _ in range(2)]
    required = [port for port in entry.ports if port.required]
    try:
        with keras.StatelessScope(initialize_variables=False):
            layer = cls.from_config(start_config(entry.parameters))  # type: ignore[attr-defined]
            result = layer(tensors) if required[0].variadic else layer(*tensors[: len(required)])
    except Exception:
        # Any refusal, of whatever class, means that this rank does not fit.
        return None
    outputs = result if isinstance(result, list | tuple) else [result]
    return len(outputs[0].shape) if hasattr(outputs[0], "shape") else None
