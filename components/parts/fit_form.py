"""How long and how the model is fitted: epochs, batch size, optimizer, device, seed."""

from functools import partial
from typing import Any

import streamlit as st
from pydantic import JsonValue

from components.parts.arguments import class_names, edit_arguments, edit_number
from components.parts.typed import kept_field
from designer.catalogue import find_entry
from designer.catalogue.schema import Parameter
from designer.training.config import KerasObject, RunConfig
from designer.training.gpus import list_gpus

LEARNING_RATE = "learning_rate"
MOST_EPOCHS = 1_000_000
MOST_ROWS = 1_000_000


def edit_fit(config: RunConfig, *, key: str) -> RunConfig:
    """Epochs, batch size, optimizer and its arguments; the settings as they are now."""
    left, right = st.columns(2)
    now = min(max(config.epochs, 1), MOST_EPOCHS)
    epochs = left.number_input("Epochs", 1, MOST_EPOCHS, now, **_whole_number("epochs", f"epochs-{key}"))
    now = min(max(config.batch_size, 1), MOST_ROWS)
    batch = right.number_input("Batch size", 1, MOST_ROWS, now, **_whole_number("batch_size", f"batch-{key}"))
    optimizer = _edit_optimizer(config.optimizer, key=key)
    return config.model_copy(update={"epochs": int(epochs), "batch_size": int(batch), "optimizer": optimizer})


def edit_device(config: RunConfig, *, key: str) -> RunConfig:
    """Device and seed; the settings as they are now."""
    left, right = st.columns(2)
    devices = device_names()
    current = config.device if config.device in devices else "auto"
    device = left.selectbox(
        "Device", list(devices), list(devices).index(current), format_func=devices.__getitem__, key=f"device-{key}"
    )
    seed = right.number_input(
        "Seed",
        0,
        2**31 - 1,
        config.seed,
        **_whole_number("seed", f"train-seed-{key}"),
        help="Of the initial weights, of dropout and of the order of the rows. The same seed repeats a run.",
    )
    return config.model_copy(update={"device": str(device), "seed": int(seed)})


def _whole_number(setting: str, key: str) -> dict[str, Any]:
    return kept_field(key, lambda config, value: config.model_copy(update={setting: int(value)}))


@st.cache_data(show_spinner=False, ttl=300)
def device_names() -> dict[str, str]:
    """What can be chosen, and how it is called. The same for everyone on this machine."""
    gpus = list_gpus()
    first = f"Auto · {f'GPU {gpus[0]}' if gpus else 'CPU'}"
    return {"auto": first, "cpu": "CPU", **{f"gpu:{name}": f"GPU {name}" for name in gpus}}


def _edit_optimizer(optimizer: KerasObject, *, key: str) -> KerasObject:
    left, right = st.columns(2)
    names = list(dict.fromkeys([*class_names("optimizers"), optimizer.class_name]))
    chosen = left.selectbox("Optimizer", names, names.index(optimizer.class_name), key=f"optimizer-{key}")
    if chosen != optimizer.class_name:
        optimizer = KerasObject(class_name=str(chosen))
    config = dict(optimizer.config)
    entry = find_entry("optimizers", optimizer.class_name)
    parameter = next((item for item in entry.parameters if item.name == LEARNING_RATE), None) if entry else None
    if parameter is not None:
        rate = config.get(LEARNING_RATE, parameter.default)
        with right:
            if isinstance(rate, dict):
                st.text_input("Learning rate", str(rate.get("class_name")), disabled=True, key=f"schedule-{key}")
            else:
                name = f"rate-{key}-{optimizer.class_name}"
                put = partial(_put_rate, parameter)
                edited = edit_number("Learning rate", rate, key=name, minimum=0.0, put=put)
                optimizer = _with_rate(optimizer, parameter, edited)
    config = dict(optimizer.config)
    with st.expander("All arguments of the optimizer"):
        is_schedule = isinstance(config.get(LEARNING_RATE), dict)
        schedule = st.toggle("Change the learning rate by a schedule", is_schedule, key=f"has-schedule-{key}")
        if schedule != is_schedule:
            optimizer = _toggle_schedule(optimizer, schedule)
        skip = () if schedule else (LEARNING_RATE,)
        return edit_arguments(optimizer, kind="optimizers", key=f"optimizer-{key}", skip=skip)


def _put_rate(parameter: Parameter, config: RunConfig, rate: JsonValue) -> RunConfig:
    return config.model_copy(update={"optimizer": _with_rate(config.optimizer, parameter, rate)})


def _with_rate(optimizer: KerasObject, parameter: Parameter, rate: JsonValue) -> KerasObject:
    """The optimizer at this rate; Keras' default stays out of the config."""
    config = {name: value for name, value in optimizer.config.items() if name != LEARNING_RATE}
    if rate != parameter.default:
        config[LEARNING_RATE] = rate
    return KerasObject(class_name=optimizer.class_name, config=config)


def _toggle_schedule(optimizer: KerasObject, wanted: bool) -> KerasObject:
    config = {name: value for name, value in optimizer.config.items() if name != LEARNING_RATE}
    if wanted:
        start = optimizer.config.get(LEARNING_RATE, 0.001)
        arguments = {"initial_learning_rate": start, "decay_steps": 1000, "decay_rate": 0.9}
        config[LEARNING_RATE] = {"class_name": "ExponentialDecay", "config": arguments}
    return KerasObject(class_name=optimizer.class_name, config=config)
