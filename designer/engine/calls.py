"""Calling layers and operations on symbolic tensors, and what comes out. Engine process only."""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import keras

from designer.document.model import Tree
from designer.document.walk import as_reference
from designer.engine.build import weightless
from designer.engine.dtypes import check_inputs, check_weights
from designer.engine.specs import Spec, to_spec, to_tensor


@dataclass(frozen=True)
class Call:
    """One call: its trees, and the tensors behind their leaves."""

    args: tuple[Tree, ...]
    kwargs: dict[str, Tree]
    specs: dict[tuple[str, int], Spec]


@dataclass(frozen=True)
class Refusal:
    """What Keras said instead of a result.

    `stage` is "make" for the layer itself, "call" for its inputs, "weights" and "types" for types that do not fit.
    """

    stage: str
    kind: str
    text: str


@dataclass(frozen=True)
class Outcome:
    """The figures of a layer after a call."""

    outputs: tuple[Spec, ...] = ()
    trainable: int = 0
    frozen: int = 0
    loses_mask: bool = False
    refusal: Refusal | None = None

    @property
    def params(self) -> int:
        """All weights."""
        return self.trainable + self.frozen


def fill(tree: Tree, tensors: dict[tuple[str, int], Any]) -> Any:
    """The tree with tensors in place of references; a missing item of a list is left out."""
    reference = as_reference(tree)
    if reference is not None:
        return tensors[reference.node, reference.output]
    if isinstance(tree, list):
        return [fill(item, tensors) for item in tree if item is not None]
    if isinstance(tree, dict):
        return {key: fill(item, tensors) for key, item in tree.items()}
    return tree


def run_calls(make: Callable[[], Any], calls: Sequence[Call]) -> Outcome:
    """Make a layer (or take a function) and call it as often as asked; the outcome is that of the last call."""
    with weightless():
        try:
            target = make()
        except Exception as error:
            # Keras raises ValueError, TypeError, IndexError, NotImplementedError …: all mean that it does not fit.
            return Outcome(refusal=Refusal("make", type(error).__name__, str(error)))
        outcome = Outcome()
        for call in calls:
            outcome = _run_call(target, call)
        return outcome


def _run_call(target: Any, call: Call) -> Outcome:
    tensors = {key: to_tensor(spec) for key, spec in call.specs.items()}
    stage = "call"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            given = {key: fill(tree, tensors) for key, tree in call.kwargs.items() if tree is not None}
            args = tuple(fill(tree, tensors) for tree in call.args)
            result = target(*args, **given)
            check_states(target, given.get("initial_state"))
            if isinstance(target, keras.Layer):
                stage = "weights"
                check_weights(target)
                stage = "types"
                check_inputs(target, args, given)
        outputs = tuple(
            to_spec(tensor) for tensor in keras.tree.flatten(result) if isinstance(tensor, keras.KerasTensor)
        )
    except Exception as error:
        # See run_calls.
        return Outcome(refusal=Refusal(stage, type(error).__name__, str(error)))
    masked = any(spec.mask is not None for spec in call.specs.values())
    is_layer = isinstance(target, keras.Layer)
    return Outcome(
        outputs=outputs,
        trainable=_count(target.trainable_weights) if is_layer else 0,
        frozen=_count(target.non_trainable_weights) if is_layer else 0,
        loses_mask=is_layer and masked and not target.supports_masking,
    )


def check_states(target: Any, states: Any) -> None:
    """Keras (3.15) takes any initial states without a word, and fails when the model runs. Raises `ValueError`."""
    if states is None:
        return
    if isinstance(target, keras.layers.Bidirectional):
        sizes = [*_state_sizes(target.forward_layer), *_state_sizes(target.backward_layer)]
    else:
        sizes = _state_sizes(target)
    given = [tuple(state.shape)[1:] for state in keras.tree.flatten(states)]
    if sizes and given != [(size,) for size in sizes]:
        raise ValueError(f"Wrong initial states: {len(sizes)} of {sizes[0]} are expected")


def _state_sizes(layer: Any) -> list[int]:
    """Sizes of a layer's states; none for layers whose states are pictures."""
    if not isinstance(layer, keras.layers.LSTM | keras.layers.GRU | keras.layers.SimpleRNN):
        return []
    sizes = layer.state_size
    return [sizes] if isinstance(sizes, int) else list(sizes)


def _count(variables: Sequence[Any]) -> int:
    total = 0
    for variable in variables:
        size = 1
        for axis in variable.shape:
            size *= int(axis)
        total += size
    return total


def input_outcome(make: Callable[[], Any]) -> Outcome:
    """The outcome of an InputLayer, which is not called but simply there."""
    with weightless():
        try:
            return Outcome(outputs=(to_spec(make().output),))
        except Exception as error:
            # See run_calls.
            return Outcome(refusal=Refusal("make", type(error).__name__, str(error)))
