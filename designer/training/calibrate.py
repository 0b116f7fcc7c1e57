"""How many batches to hand to Keras at once (`steps_per_execution`).

A call of the compiled step costs about 0.4 ms whatever it computes, which is most of the time of a small model. The
number is chosen so that a call takes about 50 ms, which keeps the stop button and the curves quick, and never covers
more than a twentieth of an epoch. Keras' own "auto" crashes in `fit` (3.15.1).
"""

import random
import time
from types import ModuleType
from typing import Any

import keras
import numpy as np

from designer.training.checkpoint import assign_model, model_arrays

TARGET_S = 0.05
MOST_OF_EPOCH = 20
TIMED_STEPS = 5


def choose_steps_per_execution(module: ModuleType, model: Any, data: Any, *, steps_per_epoch: int) -> int:
    """Set the number on the compiled model, and return it.

    A few real steps are timed and undone: weights, optimizer and random states are as before. Short epochs are not
    timed at all; there the first point of the curve matters more.
    """
    limit = steps_per_epoch // MOST_OF_EPOCH
    # PyTorch has no such thing in Keras 3.15: it runs one batch a call whatever is asked.
    if limit < 2 or keras.backend.backend() == "torch":
        return 1
    model.optimizer.build(model.trainable_variables)
    state = model_arrays(model)
    randomness = random.getstate(), np.random.get_state()
    step_s = _time_one_step(model, data, module.BATCH_SIZE)
    count = max(1, min(limit, round(TARGET_S / step_s)))
    if count > 1:
        module.compile_model(model, steps_per_execution=count)
    assign_model(model, state)
    model.reset_metrics()
    random.setstate(randomness[0])
    np.random.set_state(randomness[1])
    return count


def _time_one_step(model: Any, data: Any, batch_size: int) -> float:
    batch = data.train.take(np.arange(batch_size)).for_keras()
    model.train_on_batch(*batch)  # compiles
    fastest = float("inf")
    for _ in range(TIMED_STEPS):
        began = time.perf_counter()
        model.train_on_batch(*batch)
        fastest = min(fastest, time.perf_counter() - began)
        if fastest > TARGET_S:
            break
    return fastest
