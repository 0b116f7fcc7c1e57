"""In what two runs differ: arguments of layers, settings, code. Pure functions."""

import difflib
from typing import NamedTuple

from pydantic import JsonValue

from designer.document.model import Document, Layer
from designer.runs.store import Run
from designer.training.config import KerasObject, OutputConfig, RunConfig

ABSENT = "–"


class Difference(NamedTuple):
    """One argument, as the older run has it and as the newer one has it."""

    argument: str
    before: str
    after: str


def differences(before: Run, after: Run) -> list[Difference]:
    """All that differs, the model first."""
    return [*_in_documents(before.document, after.document), *_in_settings(before.config, after.config)]


def in_words(found: list[Difference]) -> str:
    """The first difference in words, and how many more there are."""
    if not found:
        return "nothing"
    first = found[0]
    if first.before == ABSENT:
        text = f"added {first.argument}"
    elif first.after == ABSENT:
        text = f"removed {first.argument}"
    else:
        text = f"{first.argument} {first.before} → {first.after}"
    return text if len(found) == 1 else f"{text}, {len(found) - 1} more"


def code_difference(before: Run, after: Run, *, context: int = 1) -> list[tuple[str, str]]:
    """Lines of the code that differ, with their mark: "-" before, "+" after, " " around them, "…" for a gap."""
    old = (before.path / "model.py").read_text().splitlines()
    new = (after.path / "model.py").read_text().splitlines()
    lines = list(difflib.unified_diff(old, new, n=context, lineterm=""))[2:]
    return [("…", "") if line.startswith("@@") else (line[0], line[1:]) for line in lines]


def _in_documents(before: Document, after: Document) -> list[Difference]:
    old, new = _layers(before), _layers(after)
    found = []
    for name in dict.fromkeys([*old, *new]):
        if name not in old:
            found.append(Difference(name, ABSENT, new[name].class_name or "block"))
        elif name not in new:
            found.append(Difference(name, old[name].class_name or "block", ABSENT))
        else:
            found += _in_layers(name, old[name], new[name])
    if not found and before.main != after.main and _wiring(before) != _wiring(after):
        found.append(Difference("wiring", "as before", "changed"))
    return found


def _layers(document: Document) -> dict[str, Layer]:
    graphs = [document.main, *(definition.graph for definition in document.definitions.values())]
    return {layer.name: layer for graph in graphs for layer in graph.layers.values()}


def _in_layers(name: str, old: Layer, new: Layer) -> list[Difference]:
    found = []
    if old.class_name != new.class_name:
        found.append(Difference(name, old.class_name, new.class_name))
    if old.trainable != new.trainable:
        found.append(Difference(f"{name} trainable", str(old.trainable), str(new.trainable)))
    for key in dict.fromkeys([*old.config, *new.config]):
        if old.config.get(key) != new.config.get(key):
            found.append(Difference(f"{name} {key}", _text(old.config, key), _text(new.config, key)))
    return found


def _wiring(document: Document) -> list[object]:
    return [(node.layer, node.op, node.args, node.kwargs) for node in document.main.nodes.values()]


def _in_settings(before: RunConfig, after: RunConfig) -> list[Difference]:
    found = []
    for name in ("epochs", "batch_size", "seed", "device"):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            words = str if name == "seed" else _words  # a seed is a name, not an amount
            found.append(Difference(name.replace("_", " "), words(old), words(new)))
    found += _in_objects("optimizer", before.optimizer, after.optimizer)
    for name in dict.fromkeys([*before.outputs, *after.outputs]):
        found += _in_outputs(name, before.outputs.get(name, OutputConfig()), after.outputs.get(name, OutputConfig()))
    old_calls = {callback.class_name: callback for callback in before.callbacks}
    new_calls = {callback.class_name: callback for callback in after.callbacks}
    for name in dict.fromkeys([*old_calls, *new_calls]):
        found += _in_objects(name, old_calls.get(name), new_calls.get(name))
    if before.data.split != after.data.split:
        found.append(Difference("split", _split(before), _split(after)))
    if (before.data.inputs, before.data.targets) != (after.data.inputs, after.data.targets):
        found.append(Difference("columns and preparation", "as before", "changed"))
    return found


def _split(config: RunConfig) -> str:
    split = config.data.split
    return f"{split.validation:.0%} / {split.test:.0%}, seed {split.seed}"


def _in_outputs(name: str, old: OutputConfig, new: OutputConfig) -> list[Difference]:
    found = _in_objects(f"{name} loss", old.loss, new.loss)
    if old.loss_weight != new.loss_weight:
        found.append(Difference(f"{name} loss weight", f"{old.loss_weight:g}", f"{new.loss_weight:g}"))
    if old.class_weight != new.class_weight:
        found.append(Difference(f"{name} class weights", str(old.class_weight), str(new.class_weight)))
    return found


def _in_objects(name: str, old: KerasObject | None, new: KerasObject | None) -> list[Difference]:
    if old is None or new is None or old.class_name != new.class_name:
        if old == new:
            return []
        return [Difference(name, old.class_name if old else ABSENT, new.class_name if new else ABSENT)]
    return [
        Difference(f"{name} {key}", _text(old.config, key), _text(new.config, key))
        for key in dict.fromkeys([*old.config, *new.config])
        if old.config.get(key) != new.config.get(key)
    ]


def _text(config: dict[str, JsonValue], key: str) -> str:
    return _words(config[key]) if key in config else "default"


def _words(value: object) -> str:
    """Whole numbers with thousands separators, as everywhere; all else as the code has it."""
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
