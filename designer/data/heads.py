"""Edits that give the last layers the units and the activation that the targets need."""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from designer.data.errors import shown
from designer.data.goal import Goal
from designer.data.model_facts import Head, ModelOutput
from designer.document.model import Document
from designer.document.problem import Edit, Place, Problem


def size_heads(
    document: Document, outputs: Sequence[ModelOutput], goals: Mapping[str, Goal]
) -> tuple[tuple[Edit, ...], tuple[Problem, ...]]:
    """The edits that are needed, none where the model fits already, and a problem where no edit helps."""
    edits: list[Edit] = []
    problems: list[Problem] = []
    wanted: dict[str, tuple[str, int, str]] = {}
    for output in outputs:
        goal = goals.get(output.name)
        if goal is None:
            continue
        if output.head is None:
            problems.append(_no_head(output, goal))
            continue
        wish = (output.name, goal.units, goal.activation)
        other = wanted.setdefault(output.head.layer_id, wish)
        if other[1:] != wish[1:]:
            problems.append(_shared_head(document, output.head, other[0], output.name))
        elif other is wish:
            edits += _edits(document, output.head, goal)
    return tuple(edits), tuple(problems)


def _edits(document: Document, head: Head, goal: Goal) -> list[Edit]:
    changes: dict[str, JsonValue] = {}
    if head.units != goal.units:
        changes[head.units_key] = goal.units
    edits = []
    if head.activation != goal.activation:
        if head.activation_layer_id == head.layer_id:
            changes["activation"] = goal.activation
        else:
            edits.append(_activate(document, head.activation_layer_id, goal.activation))
    if head.is_wrapped and changes:
        edits.append(_set(head.layer_id, "layer", _inner(document, head.layer_id, changes)))
    elif changes:
        edits += [_set(head.layer_id, key, value) for key, value in changes.items()]
    return edits


def _activate(document: Document, layer_id: str, activation: str) -> Edit:
    if document.main.layers[layer_id].class_name == "Activation":
        return _set(layer_id, "activation", activation)
    config: dict[str, JsonValue] = {"activation": activation}
    return Edit(kind="replace_class", arguments={"layer": layer_id, "class_name": "Activation", "config": config})


def _inner(document: Document, layer_id: str, changes: dict[str, JsonValue]) -> JsonValue:
    inner = document.main.layers[layer_id].config["layer"]
    if not isinstance(inner, dict) or not isinstance(inner["config"], dict):  # `model_facts` has looked already
        return inner
    return {**inner, "config": {**inner["config"], **changes}}


def _set(layer_id: str, key: str, value: JsonValue) -> Edit:
    return Edit(kind="set_config", arguments={"layer": layer_id, "key": key, "value": value})


def _no_head(output: ModelOutput, goal: Goal) -> Problem:
    ends = f"ends in {output.class_name} {shown(output.layer_name)}" if output.class_name else "has no layer"
    message = f"Output {shown(output.name)} {ends}, whose size cannot be set to {goal.units} from here."
    message += f" Add a Dense layer with {goal.units} units and activation {goal.activation} below it."
    return Problem(
        code="data.no-last-layer",
        severity="warning",
        where=Place(name=output.layer_name, layer=output.layer_id or None),
        message=message,
        short="Last layer cannot be sized",
    )


def _shared_head(document: Document, head: Head, first: str, second: str) -> Problem:
    name = document.main.layers[head.layer_id].name
    message = (
        f"Layer {shown(name)} answers for outputs {shown(first)} and {shown(second)}, whose targets need different"
    )
    message += " units or activations. Give one of them a layer of its own."
    return Problem(
        code="data.shared-last-layer",
        where=Place(name=name, layer=head.layer_id),
        message=message,
        short="Outputs need own layers",
    )
