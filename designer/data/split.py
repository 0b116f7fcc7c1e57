"""Which rows are for training, for validation and for testing.

Plain NumPy on purpose: the generated model.py carries the source of these functions, so that the app, the worker
and the downloaded script divide a file in the same way. Lines fit the 88 characters of that file.
"""

import numpy as np


def split_rows(count, *, validation, test=0.0, seed=42, shuffle=True, labels=None):  # type: ignore[no-untyped-def]
    """Row numbers for training, validation and test, each in ascending order.

    `validation` and `test` are fractions of all rows. Without `shuffle` the last rows
    are tested and those before them validate. With `labels`, one class per row, every
    part holds the classes in the same proportion, and a class too rare for all parts
    stays in training.
    """
    order = np.arange(count)
    if shuffle:
        order = np.random.default_rng(seed).permutation(count)
    if labels is not None:
        # Spread every class evenly over the order: any stretch of it then holds the
        # classes in proportion.
        shuffled = np.asarray(labels)[order]
        place = np.empty(count)
        for label in np.unique(shuffled):
            rows = np.flatnonzero(shuffled == label)
            place[rows] = (np.arange(len(rows)) + 0.5) / len(rows)
        order = order[np.argsort(place, kind="stable")]
    test_rows = round(count * test)
    train_rows = count - test_rows - round(count * validation)
    parts = np.split(order, [train_rows, count - test_rows])
    return tuple(np.sort(part) for part in parts)
