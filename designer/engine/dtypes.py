"""What a symbolic call leaves open and only numbers would show: types that an operation or an initializer refuses.

Keras (3.15) works out most shapes without running the layer. Where a type is not a decimal number, the layer is run
here on placeholders (milliseconds, no memory), and its weights are made, no longer than a few numbers per axis.
"""

from typing import Any

import keras

LONGEST_AXIS = 16
"""The range of random weights shrinks with the axes and becomes empty for whole numbers long before this."""


def check_weights(target: Any) -> None:
    """Raises what the initializer of a weight says to a type that holds no decimal numbers."""
    for variable in target.weights:
        initialize = variable._initializer  # inside `weightless()` it waits here, unused
        if initialize is not None and not keras.backend.is_float_dtype(variable.dtype):
            initialize(tuple(min(size, LONGEST_AXIS) for size in variable.shape), dtype=variable.dtype)


def check_inputs(target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Raises what the operations of a layer say to inputs that are no decimal numbers."""
    given = [item for item in keras.tree.flatten([args, kwargs]) if isinstance(item, keras.KerasTensor)]
    if isinstance(target, keras.Model) or all(keras.backend.is_float_dtype(item.dtype) for item in given):
        # A sub-model casts what it gets to the types of its own inputs, and its layers are looked at on their own.
        return
    # Dropout and noise do something in training only.
    training = {"training": True} if target._call_has_training_arg else {}
    keras.Operation.compute_output_spec(target, *args, **kwargs | training)
