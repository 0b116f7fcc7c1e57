"""Checkpoints from which a run goes on as if nothing had happened.

A `.keras` file loses the state of the callbacks (EarlyStopping's patience, ReduceLROnPlateau's best value), so a
checkpoint is our own: `epoch-N.npz` with every variable of the model (seed generators included), of the optimizer and
every array of a callback; then `epoch-N.json`, the manifest, written last. Without a manifest there is no checkpoint.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import Field, JsonValue

from designer.document.base import Frozen
from designer.storage.files import replace_atomically, write_text
from designer.training.events import MODEL_H5, MODEL_KERAS

Arrays = dict[str, np.ndarray[Any, Any]]
FOLDER = "checkpoints"
KEEP = 2
CALLBACK_ATTRIBUTES_LEFT_OUT = frozenset({"params", "_model", "validation_data"})


class Manifest(Frozen):
    """What belongs to the arrays of one checkpoint. `epoch` (from 0) is the last one finished."""

    format: Literal[1] = 1
    epoch: int
    size_bytes: int
    model_variables: int
    optimizer_variables: int
    callbacks: tuple[dict[str, JsonValue], ...] = ()
    values: dict[str, float | str] = Field(default_factory=dict)


class Checkpoints:
    """The checkpoints of one run. `model` and `callbacks` are Keras objects."""

    def __init__(self, run_dir: Path) -> None:
        """Use the folder `checkpoints` of a run."""
        self.folder = run_dir / FOLDER

    def save(self, state: Arrays, callbacks: Sequence[Any], *, epoch: int, values: dict[str, float | str]) -> None:
        """Write the state after `epoch` (from `model_arrays`), then drop all but the newest two.

        Model files of an earlier stop go as well: they hold less than this checkpoint, and would be taken for the
        run's last word if it broke off now.

        Raises:
            OSError: the disk is full; the previous checkpoints are intact.
        """
        self.folder.mkdir(exist_ok=True)
        counts = {kind: sum(name[0] == kind for name in state) for kind in "vo"}
        arrays, callback_states = dict(state), []
        for index, callback in enumerate(callbacks):
            values_of_callback, found = _callback_state(callback, f"c{index}")
            callback_states.append(values_of_callback)
            arrays.update(found)
        path = self.folder / f"epoch-{epoch:07d}.npz"
        replace_atomically(path, lambda temporary: np.savez(temporary, allow_pickle=False, **arrays))
        manifest = Manifest(
            epoch=epoch,
            size_bytes=path.stat().st_size,
            model_variables=counts["v"],
            optimizer_variables=counts["o"],
            callbacks=tuple(callback_states),
            values=values,
        )
        write_text(path.with_suffix(".json"), manifest.model_dump_json())
        self._drop_old()

    def latest(self) -> Manifest | None:
        """The newest complete checkpoint, None when there is none."""
        for path in sorted(self.folder.glob("epoch-*.json"), reverse=True):
            manifest = Manifest.model_validate_json(path.read_bytes())
            arrays = path.with_suffix(".npz")
            if arrays.exists() and arrays.stat().st_size == manifest.size_bytes:
                return manifest
        return None

    def restore_model(self, model: Any, manifest: Manifest) -> None:
        """Put the checkpoint's values into a model built and compiled by the same code."""
        with np.load(self._arrays(manifest)) as arrays:
            assign_model(model, dict(arrays))

    def restore_callbacks(self, callbacks: Sequence[Any], manifest: Manifest) -> None:
        """Put the state back into callbacks made by the same code; after `on_train_begin`, which resets them."""
        with np.load(self._arrays(manifest)) as arrays:
            for index, (callback, state) in enumerate(zip(callbacks, manifest.callbacks, strict=True)):
                for name, value in state.items():
                    setattr(callback, name, _restored(value, arrays, f"c{index}.{name}"))

    def _arrays(self, manifest: Manifest) -> Path:
        return self.folder / f"epoch-{manifest.epoch:07d}.npz"

    def _drop_old(self) -> None:
        for path in sorted(self.folder.glob("epoch-*.json"), reverse=True)[KEEP:]:
            path.unlink()
            path.with_suffix(".npz").unlink(missing_ok=True)
        for name in (MODEL_KERAS, MODEL_H5):
            (self.folder.parent / name).unlink(missing_ok=True)


def model_arrays(model: Any) -> Arrays:
    """A copy of all values of a model (`v0`, `v1` …) and of its optimizer (`o0` …)."""
    arrays = {f"v{index}": _to_numpy(variable) for index, variable in enumerate(model.variables)}
    arrays |= {f"o{index}": _to_numpy(variable) for index, variable in enumerate(model.optimizer.variables)}
    return arrays


def assign_model(model: Any, arrays: Arrays) -> None:
    """Put values from `model_arrays` back."""
    model.optimizer.build(model.trainable_variables)
    for kind, variables in (("v", model.variables), ("o", model.optimizer.variables)):
        for index, variable in enumerate(variables):
            variable.assign(arrays[f"{kind}{index}"])


def _to_numpy(variable: Any) -> np.ndarray[Any, Any]:
    import keras

    array = np.array(keras.ops.convert_to_numpy(variable.value), copy=True)
    # NumPy writes bfloat16 and float8 as raw bytes and cannot read them back; float32 holds each of their values.
    return array if array.dtype.kind in "biuf" else array.astype(np.float32)


def _callback_state(callback: Any, prefix: str) -> tuple[dict[str, JsonValue], Arrays]:
    state: dict[str, JsonValue] = {}
    arrays: Arrays = {}
    for name, value in vars(callback).items():
        if name in CALLBACK_ATTRIBUTES_LEFT_OUT:
            continue
        if isinstance(value, np.generic):
            value = value.item()
        if value is None or isinstance(value, bool | int | str):
            state[name] = value
        elif isinstance(value, float):
            state[name] = {"float": repr(value)}  # also infinity, which JSON lacks
        elif isinstance(value, list) and value and all(isinstance(each, np.ndarray) for each in value):
            state[name] = {"arrays": len(value)}
            arrays |= {f"{prefix}.{name}.{index}": each for index, each in enumerate(value)}
    return json.loads(json.dumps(state)), arrays


def _restored(value: JsonValue, arrays: Any, prefix: str) -> Any:
    if isinstance(value, dict) and "float" in value:
        return float(str(value["float"]))
    if isinstance(value, dict) and isinstance(count := value.get("arrays"), int):
        return [arrays[f"{prefix}.{index}"] for index in range(count)]
    return value
