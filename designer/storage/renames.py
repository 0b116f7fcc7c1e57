"""Settings that follow inputs and outputs when these get other names."""

from collections.abc import Mapping
from typing import TypeVar

from designer.document.model import Document
from designer.training.config import KerasObject, RunConfig

T = TypeVar("T")
MONITOR = "monitor"


def follow_renames(config: RunConfig, before: Document, after: Document) -> RunConfig:
    """The settings with the names that the inputs and outputs of `before` have in `after`.

    Outputs are known by their id and inputs by their node, so two that swap names swap their settings.
    """
    inputs = _renamed(_input_names(before), _input_names(after))
    outputs = _renamed(_output_names(before), _output_names(after))
    if not inputs and not outputs:
        return config
    stays = {name: name for name in _output_names(before).values()}
    data = config.data
    split = data.split
    stratify = outputs.get(split.stratify, split.stratify) if split.stratify else split.stratify
    changes = {
        "inputs": _with_names(data.inputs, inputs),
        "targets": _with_names(data.targets, outputs),
        "split": split.model_copy(update={"stratify": stratify}),
    }
    return config.model_copy(
        update={
            "outputs": _with_names(config.outputs, outputs),
            "callbacks": tuple(_watching(callback, {**stays, **outputs}) for callback in config.callbacks),
            "data": data.model_copy(update=changes),
        }
    )


def _input_names(document: Document) -> dict[str, str]:
    main = document.main
    layers = {
        node_id: main.layers.get(main.nodes[node_id].layer or "") for node_id in main.inputs if node_id in main.nodes
    }
    return {node_id: layer.name for node_id, layer in layers.items() if layer is not None}


def _output_names(document: Document) -> dict[str, str]:
    return {output.id: output.name for output in document.main.outputs}


def _renamed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    return {name: after[place] for place, name in before.items() if after.get(place, name) != name}


def _with_names(settings: Mapping[str, T], names: Mapping[str, str]) -> dict[str, T]:
    """The settings under their new names; one that nobody has any more gives way to the one that moves there."""
    taken = set(names.values())
    kept = {name: value for name, value in settings.items() if name in names or name not in taken}
    return {names.get(name, name): value for name, value in kept.items()}


def _watching(callback: KerasObject, outputs: Mapping[str, str]) -> KerasObject:
    """A callback that watches a figure of an output, such as `val_label_loss`, watches it under its new name."""
    watched = callback.config.get(MONITOR)
    if not isinstance(watched, str):
        return callback
    prefix = "val_" if watched.startswith("val_") else ""
    figure = watched.removeprefix(prefix)
    # The longest name first: "label_2" begins like "label".
    for old in sorted(outputs, key=len, reverse=True):
        if figure.startswith(f"{old}_"):
            renamed = f"{prefix}{outputs[old]}_{figure.removeprefix(f'{old}_')}"
            return callback.model_copy(update={"config": {**callback.config, MONITOR: renamed}})
    return callback
