"""Preflight of the targets: data for each output, and shapes and ranges against units, activation and loss."""

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import JsonValue

from designer.data.errors import shown
from designer.data.model_facts import ModelOutput, model_outputs
from designer.data.schema import Array, Column, Dataset
from designer.document.model import Document
from designer.document.problem import MAIN, Edit, Fix, Place, Problem
from designer.document.walk import node_references
from designer.engine.protocol import Analysis
from designer.training.config import Feed, KerasObject, OutputConfig, RunConfig
from designer.training.preflight_data import (
    CODED,
    Shape,
    check_feed,
    find_array,
    find_column,
    names_of,
    row_shape,
    shape_text,
)
from designer.training.preflight_settings import problem

PROBABILITIES = {"BinaryCrossentropy", "BinaryFocalCrossentropy"}
DISTRIBUTIONS = {"CategoricalCrossentropy", "CategoricalFocalCrossentropy", "SparseCategoricalCrossentropy"}
SPARSE = "SparseCategoricalCrossentropy"
FOLLOWERS = frozenset({"Dense", "Dropout", "Activation", "Softmax", "ReLU", "LeakyReLU", "TimeDistributed"})


class Target(NamedTuple):
    """One output with its loss, its target's data and both shapes without batch."""

    output: ModelOutput
    node: str
    settings: OutputConfig
    loss: KerasObject
    feed: Feed
    given: Shape
    expected: tuple[int | None, ...] | None

    @property
    def activation(self) -> str:
        """The activation of the last layer; empty when it is not known."""
        return self.output.head.activation if self.output.head else ""


def check_targets(document: Document, analysis: Analysis, dataset: Dataset, config: RunConfig) -> Iterator[Problem]:
    """Everything about the targets' data."""
    for output, described in zip(document.main.outputs, model_outputs(document), strict=True):
        feed = config.data.targets.get(output.name)
        settings = config.outputs.get(output.name, OutputConfig())
        if feed is None or not names_of(feed):
            what = "column" if dataset.kind == "table" else "array"
            message = f"Output {shown(output.name)} has no target. Choose its {what} on the Data page."
            yield problem("train.output-without-target", message, name=output.name, short="No target")
            continue
        yield from check_feed(dataset, feed, drops_rows=config.data.drop_missing)
        given = row_shape(dataset, feed)
        if given is None or settings.loss is None:
            continue
        figures = analysis.nodes.get(MAIN, {}).get(output.node)
        expected = None
        if figures is not None and output.index < len(figures.outputs):
            expected = figures.outputs[output.index].shape[1:]
        target = Target(described, output.node, settings, settings.loss, feed, given, expected)
        yield from _check_constant(dataset, target)
        shapes = list(_check_shape(document, target))
        yield from shapes
        if not shapes:
            yield from _check_range(dataset, target)
            yield from _check_activation(dataset, target)
        yield from _check_metrics(target)
        yield from _check_weights(dataset, target)


def _source(dataset: Dataset, feed: Feed) -> Column | Array | None:
    """The single column or the array behind a target."""
    if feed.array is not None:
        return find_array(dataset, feed.array.array)
    return find_column(dataset, feed.columns[0].column) if len(feed.columns) == 1 else None


def _encoding(feed: Feed) -> str:
    return feed.array.encoding if feed.array is not None else feed.columns[0].encoding


def _check_constant(dataset: Dataset, target: Target) -> Iterator[Problem]:
    source = _source(dataset, target.feed)
    if source is not None and source.unique == 1:
        message = f"Target {shown(source.name)} has the same value in every row, so there is nothing to learn."
        message += " Choose another one."
        yield problem("train.constant-target", message, name=source.name, short="Always the same")


def _check_shape(document: Document, target: Target) -> Iterator[Problem]:
    expected, given = target.expected, target.given
    if expected is None:
        return
    name = shown(target.output.name)
    if target.feed.shape is not None and given != target.feed.shape:
        message = f"The target of {name} has rows of shape {shape_text(given)}, which do not make"
        message += f" {shape_text(target.feed.shape)}. Choose a shape with as many values."
        yield problem("train.bad-reshape", message, name=target.output.name, short="Reshape does not fit")
        return
    if target.loss.class_name == SPARSE:
        if _same(given, expected[:-1]) or _same(given, (*expected[:-1], 1)):
            return
        message = (
            f"Output {name} gives {shape_text(expected)} and SparseCategoricalCrossentropy takes one whole number for"
        )
        message += f" each, but the target has rows of shape {shape_text(given)}. Encode it as whole numbers, or use"
        message += " CategoricalCrossentropy for one-hot targets."
    elif _same(given, expected) or (given == () and expected == (1,)):
        return
    elif target.loss.class_name in DISTRIBUTIONS and given[-1:] in ((), (1,)) and _encoding(target.feed) != "one_hot":
        message = f"CategoricalCrossentropy of {name} takes one-hot targets, but each row has one number."
        message += " Encode the target one-hot, or use SparseCategoricalCrossentropy."
    else:
        message = f"Output {name} gives {shape_text(expected)} but its target has rows of shape {shape_text(given)}."
        message += _remedy(target)
    place = Place(name=target.output.name, node=target.node, layer=target.output.layer_id or None)
    fixes = tuple(_shape_fixes(document, target))
    yield Problem(code="train.target-shape", where=place, message=message, short="Target shape differs", fixes=fixes)


def _same(given: Shape, expected: tuple[int | None, ...]) -> bool:
    return len(given) == len(expected) and all(
        size is None or size == own for own, size in zip(given, expected, strict=True)
    )


def _remedy(target: Target) -> str:
    expected = target.expected or ()
    if len(expected) > len(target.given):
        return (
            " Put a Flatten or a GlobalAveragePooling layer before the last layers, or choose a target of that shape."
        )
    if expected and target.given and target.output.head and expected[-1] != target.given[-1]:
        return f" Set the last layer to {target.given[-1]} {target.output.head.units_key}."
    return " Choose another target, or change the last layer."


def _shape_fixes(document: Document, target: Target) -> Iterator[Fix]:
    expected, given, head = target.expected or (), target.given, target.output.head
    if len(expected) > max(len(given), 1):
        node = _first_follower(document, target.node)
        arguments: dict[str, JsonValue] = {"node": node, "port": 0, "class_name": "Flatten", "config": {}}
        yield Fix(label="Insert Flatten", edits=(Edit(kind="insert_before", arguments=arguments),))
    elif head is not None and not head.is_wrapped and given and target.loss.class_name != SPARSE:
        edit = Edit(kind="set_config", arguments={"layer": head.layer_id, "key": head.units_key, "value": given[-1]})
        yield Fix(label=f"Set {head.units_key} to {given[-1]}", edits=(edit,))


def _first_follower(document: Document, node_id: str) -> str:
    """The highest of the plain layers that end in this node."""
    graph = document.main
    while True:
        references = list(node_references(graph.nodes[node_id]))
        above = graph.nodes.get(references[0].node) if len(references) == 1 else None
        layer = graph.layers.get(above.layer or "") if above else None
        if layer is None or layer.class_name not in FOLLOWERS:
            return node_id
        node_id = references[0].node


def _check_range(dataset: Dataset, target: Target) -> Iterator[Problem]:
    source = _source(dataset, target.feed)
    if source is None:
        return
    is_coded = _encoding(target.feed) in CODED
    low, high = source.minimum, source.maximum
    name = shown(source.name)
    if target.loss.class_name == SPARSE and target.expected and target.expected[-1] is not None:
        units = target.expected[-1]
        classes = (source.unique or 0) if is_coded else None
        if classes is not None and classes > units:
            message = f"{name} holds {classes} classes, but output {shown(target.output.name)} has {units} units."
            message += f" Set the last layer to {classes} units."
            yield problem("train.label-range", message, name=source.name, short="More classes than units")
        elif classes is None and low is not None and high is not None and (low < 0 or high >= units):
            message = f"{name} holds labels from {low:g} to {high:g}, but {units} units know 0 to {units - 1}."
            message += " Encode the target as whole numbers, or change the units."
            yield problem("train.label-range", message, name=source.name, short="Labels out of range")
    if is_coded or low is None or high is None or target.loss.class_name not in PROBABILITIES:
        return
    if low < 0 or high > 1:
        message = f"{name} holds values from {low:g} to {high:g}, but {target.loss.class_name} takes 0 to 1."
        message += " Encode the target as 0 or 1, or use MeanSquaredError for numbers."
        yield problem("train.label-range", message, name=source.name, short="Labels out of range")


def _check_activation(dataset: Dataset, target: Target) -> Iterator[Problem]:
    activation, loss = target.activation, target.loss.class_name
    name = shown(target.output.name)
    from_logits = target.loss.config.get("from_logits") is True
    if activation == "softmax" and target.expected and target.expected[-1] == 1:
        message = f"Output {name} has softmax over one unit, which is always 1. Use sigmoid, or more units."
        yield problem("train.softmax-of-one", message, name=target.output.name, field="activation", short="Always 1")
        return
    wanted = "sigmoid" if loss in PROBABILITIES else "softmax" if loss in DISTRIBUTIONS else ""
    if wanted and activation:
        if from_logits and activation in ("sigmoid", "softmax"):
            message = f"{loss} of {name} is set to from_logits, but the last layer has {activation} already."
            message += " Use one of the two."
            yield problem("train.loss-activation", message, name=target.output.name, severity="warning")
        elif not from_logits and activation not in ("sigmoid", "softmax", "hard_sigmoid"):
            message = f"{loss} of {name} takes probabilities, but {activation} gives any number."
            message += f" Set the activation of the last layer to {wanted}, or from_logits of the loss to true."
            yield _with_activation(target, message, wanted)
        elif not from_logits and wanted == "softmax" and activation == "sigmoid":
            message = f"{loss} of {name} takes one distribution over the classes, but sigmoid answers each on its own."
            message += " Set the activation of the last layer to softmax."
            yield _with_activation(target, message, wanted, is_warning=True)
    elif not wanted and activation in ("sigmoid", "softmax", "tanh"):
        yield from _check_reach(dataset, target)


def _with_activation(target: Target, message: str, activation: str, *, is_warning: bool = False) -> Problem:
    head = target.output.head
    fixes: tuple[Fix, ...] = ()
    if head is not None and not head.is_wrapped:
        arguments: dict[str, JsonValue] = {"layer": head.activation_layer_id, "key": "activation", "value": activation}
        fixes = (Fix(label=f"Set activation to {activation}", edits=(Edit(kind="set_config", arguments=arguments),)),)
    return Problem(
        code="train.loss-activation",
        severity="warning" if is_warning else "error",
        where=Place(
            name=target.output.name, node=target.node, layer=target.output.layer_id or None, field="activation"
        ),
        message=message,
        short="Loss and activation differ",
        fixes=fixes,
    )


def _check_reach(dataset: Dataset, target: Target) -> Iterator[Problem]:
    """A target of numbers beyond what the last layer can answer."""
    source = _source(dataset, target.feed)
    lowest = -1.0 if target.activation == "tanh" else 0.0
    if source is None or source.minimum is None or source.maximum is None or _encoding(target.feed) in CODED:
        return
    if source.minimum < lowest or source.maximum > 1 or _encoding(target.feed) == "standardise":
        message = (
            f"{shown(source.name)} holds values from {source.minimum:g} to {source.maximum:g}, but {target.activation}"
        )
        message += f" gives {lowest:g} to 1. Set the activation of the last layer to linear."
        yield _with_activation(target, message, "linear")


def _check_metrics(target: Target) -> Iterator[Problem]:
    takes_numbers = target.loss.class_name == SPARSE
    for metric in target.settings.metrics:
        is_sparse = metric.class_name.startswith("Sparse")
        is_one_hot = metric.class_name.startswith(("Categorical", "TopK"))
        if (takes_numbers and is_one_hot) or (is_sparse and not takes_numbers):
            kind = "whole numbers" if takes_numbers else "no whole numbers"
            message = (
                f"The metric {metric.class_name} of {shown(target.output.name)} does not fit its loss, whose targets"
            )
            message += f" are {kind}. Use {'Sparse' if takes_numbers else ''}CategoricalAccuracy."
            yield problem(
                "train.metric-target", message, name=target.output.name, field="metrics", short="Metric differs"
            )


def _check_weights(dataset: Dataset, target: Target) -> Iterator[Problem]:
    chosen = target.settings.class_weight
    if chosen is None:
        return
    if target.expected is not None and len(target.expected) > 1:
        name = shown(target.output.name)
        message = f"Class weights of {name} need one class for each row, but it gives {shape_text(target.expected)}."
        message += " Set them to None, or let the model give one answer for each row."
        yield problem("train.class-weight", message, name=target.output.name, field="class_weight", short="Per step")
        return
    source = _source(dataset, target.feed)
    categories = target.feed.array.categories if target.feed.array is not None else target.feed.columns[0].categories
    count = len(categories) or (source.unique if source is not None else 0) or 0
    if _encoding(target.feed) not in CODED and target.loss.class_name not in PROBABILITIES | DISTRIBUTIONS:
        message = f"Class weights of {shown(target.output.name)} need classes, but its target is a number. Remove them."
        yield problem("train.class-weight", message, name=target.output.name, field="class_weight", short="No classes")
    elif not isinstance(chosen, str) and len(chosen) != count:
        message = (
            f"{shown(target.output.name)} has {count} classes but {len(chosen)} class weights. Give one for each class."
        )
        yield problem(
            "train.class-weight", message, name=target.output.name, field="class_weight", short="Weights missing"
        )
