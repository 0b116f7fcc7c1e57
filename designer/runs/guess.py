"""Rows and losses for a model that nobody gave data to: enough to compile it and to prove its file."""

from types import SimpleNamespace
from typing import Any

import keras
import numpy as np

ROWS = 8
UNKNOWN_SIZE = 32
SEED = 0


def guess_losses(model: Any) -> list[Any]:
    """One loss object per output, by its last activation: softmax, sigmoid, or anything else."""
    return [_loss_for(_last_activation(tensor)) for tensor in keras.tree.flatten(model.outputs)]


def example_part(model: Any) -> Any:
    """A few made rows that the model accepts, with targets that its losses accept; same attributes as `Part`."""
    random = np.random.default_rng(SEED)
    inputs = keras.tree.flatten(model.inputs)
    x = {tensor.name: _example(tensor, random) for tensor in inputs}
    predictions = keras.tree.flatten(model.predict(x, verbose=0))
    losses = _losses_of(model, len(predictions))
    y = [_target(values, loss) for values, loss in zip(predictions, losses, strict=True)]
    return SimpleNamespace(x=x, y=y, sample_weight=None)


def _example(tensor: Any, random: np.random.Generator) -> np.ndarray[Any, Any]:
    shape = [ROWS, *(UNKNOWN_SIZE if size is None else size for size in tensor.shape[1:])]
    if keras.backend.is_float_dtype(tensor.dtype) and not _is_looked_up(tensor):
        return random.random(shape).astype(tensor.dtype)
    # Whole numbers are mostly places in a table (Embedding), and 0 and 1 are in every table.
    return random.integers(0, 2, shape).astype("bool" if tensor.dtype == "bool" else tensor.dtype)


def _is_looked_up(tensor: Any) -> bool:
    consumers = tensor._keras_history.operation._outbound_nodes
    return any(isinstance(node.operation, keras.layers.Embedding) for node in consumers)


def _last_activation(tensor: Any) -> str:
    operation = tensor._keras_history.operation
    while isinstance(operation, keras.layers.Identity):
        tensor = keras.tree.flatten(operation.input)[0]
        operation = tensor._keras_history.operation
    if isinstance(operation, keras.layers.Softmax):
        return "softmax"
    return getattr(getattr(operation, "activation", None), "__name__", "linear")


def _loss_for(activation: str) -> Any:
    if activation == "softmax":
        return keras.losses.CategoricalCrossentropy()
    if activation == "sigmoid":
        return keras.losses.BinaryCrossentropy()
    return keras.losses.MeanSquaredError()


def _losses_of(model: Any, count: int) -> list[Any]:
    losses = keras.tree.flatten(getattr(model, "loss", None))
    return losses if len(losses) == count else [None] * count


def _target(values: np.ndarray[Any, Any], loss: Any) -> np.ndarray[Any, Any]:
    if "Sparse" in type(loss).__name__:
        return np.zeros(values.shape[:-1], "int64")
    return values
