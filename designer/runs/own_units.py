"""Loss and metrics of a scaled target in the target's own units, where they can be converted.

Keras computes them from the scaled numbers that the model learns. An absolute error grows with the scale, a squared one
with its square; other figures have no unit, or are no longer the same figure at another scale, and are left out.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic import JsonValue

from designer.codegen.compile import metric_names
from designer.data.errors import SHOWN, shown
from designer.data.scaling import Scaling, scaling_of
from designer.document.model import Document
from designer.training.config import KerasObject, OutputConfig, RunConfig

MOST_NAMES = 4
POWERS = {"MeanAbsoluteError": 1, "RootMeanSquaredError": 1, "MeanSquaredError": 2}


class OwnValue(NamedTuple):
    """One figure in the units of its target: `power` is 2 where the unit is squared."""

    value: float
    target: str
    power: int

    @property
    def unit(self) -> str:
        """The unit as people write it: the target's name, for all that the data tells, and ² for a square."""
        return f"{self.target}²" if self.power == 2 else self.target


class ScaledTarget(NamedTuple):
    """An output that learns a scaled target."""

    output: str
    scaling: Scaling

    @property
    def sentence(self) -> str:
        """What loss and metrics of this output are measured in, as plain text."""
        names, scales = self.scaling.names, self.scaling.scales
        unit = "standard deviations" if self.scaling.is_standardised else "scaled numbers"
        if self.scaling.unit is not None:
            of = ", ".join(shown(name) for name in names[:MOST_NAMES]) + (" …" if len(names) > MOST_NAMES else "")
            return f"Loss and metrics of {self.output} are in {unit} of {of}: 1 is {scales[0]:,.6g} in its own units."
        each = [f"{shown(name)} {scale:,.6g}" for name, scale in zip(names, scales, strict=True)]
        listed = ", ".join(each[:MOST_NAMES]) + (" …" if len(each) > MOST_NAMES else "")
        return f"Loss and metrics of {self.output} are in {unit}; in its own units, 1 is for each column: {listed}."


def scaled_targets(document: Document, config: RunConfig) -> list[ScaledTarget]:
    """The outputs whose figures are not in the units of the data, in their order."""
    found = [(output.name, scaling_of(config.data.targets.get(output.name))) for output in document.main.outputs]
    return [ScaledTarget(name, scaling) for name, scaling in found if scaling is not None]


def in_own_units(document: Document, config: RunConfig, values: Mapping[str, float]) -> dict[str, OwnValue]:
    """The figures that can be converted, by the names that Keras logs them under; `val_` may stand before a name."""
    powers = {
        name: (scaled.scaling, power)
        for scaled in scaled_targets(document, config)
        for name, power in _convertible(document, config, scaled.output)
    }
    found = {}
    for name, value in values.items():
        scaling, power = powers.get(name.removeprefix("val_"), (None, 0))
        if scaling is not None and scaling.unit is not None:
            found[name] = OwnValue(value * scaling.unit**power, _one_line(scaling.names), power)
    return found


def _one_line(names: tuple[str, ...]) -> str:
    return " ".join(", ".join(names).split())[:SHOWN]


def _convertible(document: Document, config: RunConfig, output: str) -> Iterator[tuple[str, int]]:
    """The logged names of an output's figures that have a power."""
    settings = config.outputs.get(output, OutputConfig())
    is_alone = len(document.main.outputs) == 1
    prefix = "" if is_alone else f"{output}_"
    # The loss of the only output is the total, to which Keras adds weights and penalties; an output's own is bare.
    is_bare = not is_alone or (settings.loss_weight == 1.0 and not is_regularised(document))
    if settings.loss is not None and is_bare:
        yield from _powers([(f"{prefix}loss", settings.loss)])
    names = [f"{prefix}{name}" for name in metric_names(settings.metrics)]
    yield from _powers(list(zip(names, settings.metrics, strict=True)))


def _powers(named: list[tuple[str, KerasObject]]) -> Iterator[tuple[str, int]]:
    for name, figure in named:
        if figure.class_name in POWERS:
            yield name, POWERS[figure.class_name]


def is_regularised(document: Document) -> bool:
    """Whether any layer adds a penalty to the loss."""
    graphs = [document.main, *(definition.graph for definition in document.definitions.values())]
    layers = [layer for graph in graphs for layer in graph.layers.values()]
    return any(layer.class_name == "ActivityRegularization" or _has_regularizer(layer.config) for layer in layers)


def _has_regularizer(config: JsonValue) -> bool:
    """Whether a configuration, or that of a layer inside it, names a regularizer."""
    if isinstance(config, dict):
        return any(
            (key.endswith("regularizer") and value is not None)
            or value == "ActivityRegularization"
            or _has_regularizer(value)
            for key, value in config.items()
        )
    return isinstance(config, list) and any(_has_regularizer(value) for value in config)
