"""Tensors as plain values: what decides a layer's figures, and nothing else. Engine process only."""

from dataclasses import dataclass

import keras


@dataclass(frozen=True)
class Spec:
    """One symbolic tensor. `mask` is the shape of its mask, or None where it carries none."""

    shape: tuple[int | None, ...]
    dtype: str = "float32"
    sparse: bool = False
    ragged: bool = False
    mask: tuple[int | None, ...] | None = None


def to_tensor(spec: Spec) -> keras.KerasTensor:
    """A fresh symbolic tensor."""
    tensor = keras.KerasTensor(spec.shape, spec.dtype, sparse=spec.sparse, ragged=spec.ragged)
    if spec.mask is not None:
        # Keras 3.15 hands masks on as this attribute (keras.src.backend.common.masking).
        tensor._keras_mask = keras.KerasTensor(spec.mask, "bool")
    return tensor


def to_spec(tensor: keras.KerasTensor) -> Spec:
    """What a symbolic tensor says about itself."""
    mask = getattr(tensor, "_keras_mask", None)
    return Spec(
        shape=tuple(None if size is None else int(size) for size in tensor.shape),
        dtype=str(keras.backend.standardize_dtype(tensor.dtype)),
        sparse=bool(getattr(tensor, "sparse", False)),
        ragged=bool(getattr(tensor, "ragged", False)),
        mask=None if mask is None else tuple(mask.shape),
    )
