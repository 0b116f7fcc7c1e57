"""What every model.py carries: small functions and classes, copied there as they stand here.

Nothing imports this module but its tests: `designer.codegen.embed` reads its text. Each piece uses only the libraries
imported below and the pieces listed for it there; its lines fit 88 characters, as the generated file does.
"""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-subclassing-any, allow-any-generics

import math
from typing import Any, NamedTuple

import keras
import numpy as np


class Part(NamedTuple):
    """Rows of the data: inputs by name, targets and weights in output order."""

    x: dict[str, np.ndarray]
    y: Any
    sample_weight: Any = None

    def take(self, rows):
        """The chosen rows, or None when there are none."""
        if len(rows) == 0:
            return None
        x = {name: values[rows] for name, values in self.x.items()}
        return Part(x, pick(self.y, rows), pick(self.sample_weight, rows))

    def for_keras(self):
        """The arguments x, y and, if there are any, weights of fit and evaluate."""
        x = self.x if len(self.x) > 1 else next(iter(self.x.values()))
        y = tuple(self.y) if isinstance(self.y, list) else self.y
        if self.sample_weight is None:
            return x, y
        weights = self.sample_weight
        return x, y, tuple(weights) if isinstance(weights, list) else weights


class Data(NamedTuple):
    """The three parts; None where a part has no rows."""

    train: Part
    validation: Part | None
    test: Part | None


class Batches(keras.utils.PyDataset):
    """Batches of rows in an order that depends on the seed and the epoch alone."""

    def __init__(self, part, *, batch_size, seed, epoch=0):
        """Start before the given epoch."""
        super().__init__()
        self.part = part
        self.batch_size = batch_size
        self.seed = seed
        self.epoch = epoch
        self.rows = len(next(iter(part.x.values())))
        self.order = np.arange(self.rows)

    def __len__(self):
        """The number of batches of an epoch."""
        return math.ceil(self.rows / self.batch_size)

    def on_epoch_begin(self):
        """Draw the order of the epoch that begins."""
        generator = np.random.default_rng((self.seed, self.epoch))
        self.order = generator.permutation(self.rows)
        self.epoch += 1

    def __getitem__(self, index):
        """One batch as Keras takes it."""
        start = index * self.batch_size
        return self.part.take(self.order[start : start + self.batch_size]).for_keras()


def pick(values, rows):
    """The chosen rows of an array, or of every array of a list."""
    if isinstance(values, list):
        return [item[rows] for item in values]
    return None if values is None else values[rows]


def require(names, found, what):
    """Stop with the name of the first column or array that the file lacks."""
    missing = [name for name in names if name not in found]
    if missing:
        raise ValueError(f"The file has no {what} {missing[0]!r}.")


def standardise(values, *, mean, std):
    """Values with the mean 0 and the deviation 1 that they had in training."""
    return (values - mean) / std


def codes(values, categories, name=None):
    """The place of every value in `categories`, -1 for others; a name refuses those."""
    places = {category: place for place, category in enumerate(categories)}
    listed = np.asarray(values).ravel().tolist()
    unknown = [value for value in listed if value not in places]
    if name is not None and unknown:
        raise ValueError(f"{name} has the value {unknown[0]!r}, expected {categories}.")
    found = np.array([places.get(value, -1) for value in listed], dtype="int32")
    return found.reshape(np.shape(values))


def one_hot(values, categories, name=None):
    """One column per category; zeros for a value that is none of them."""
    # The last row of the table is all zeros, and is what -1 points at.
    table = np.eye(len(categories) + 1, len(categories), dtype="float32")
    return table[codes(values, categories, name)]


def complete_rows(arrays):
    """Which rows have no gap and no infinite number in any of the arrays."""
    checks = [np.isfinite(a).reshape(len(a), -1).all(axis=1) for a in arrays]
    return np.logical_and.reduce(checks)


def class_numbers(target):
    """The class of every row, from one-hot columns or from one column of numbers."""
    is_one_hot = target.ndim > 1 and target.shape[-1] > 1
    return target.argmax(axis=-1) if is_one_hot else target.ravel().astype("int64")


def sample_weights(targets, class_weights):
    """One weight per row for every output; Keras takes class weights for one only."""
    weights = []
    for target, chosen in zip(targets, class_weights, strict=True):
        if chosen is None:
            weights.append(np.ones(len(target), dtype="float32"))
            continue
        classes = class_numbers(target)
        if chosen == "balanced":
            counts = np.bincount(classes)
            chosen = len(classes) / (np.count_nonzero(counts) * np.maximum(counts, 1))
        weights.append(np.asarray(chosen, dtype="float32")[classes])
    return weights
