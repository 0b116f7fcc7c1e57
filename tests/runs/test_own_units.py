from typing import Any

import keras
import numpy as np
import pytest

from designer.document.builder import GraphBuilder
from designer.document.model import Document
from designer.runs.own_units import POWERS, in_own_units, scaled_targets
from designer.training.config import ColumnPreparation, DataConfig, Feed, KerasObject, OutputConfig, RunConfig

STD = 50_000.0
PRICE = Feed(columns=(ColumnPreparation(column="price (€)", encoding="standardise", mean=200_000.0, std=STD),))
ROOMS = Feed(columns=(ColumnPreparation(column="rooms"),))
MSE = KerasObject(class_name="MeanSquaredError")
METRICS = tuple(KerasObject(class_name=name) for name in ("MeanAbsoluteError", "RootMeanSquaredError", "R2Score"))


def document(*outputs: str, **dense: Any) -> Document:
    graph = GraphBuilder()
    x = graph.input("x", (4,))
    for name in outputs:
        graph.output(name, graph.call("Dense", x, name=name, units=1, **dense))
    return graph.document("Prices")


def config(loss_weight: float = 1.0, **targets: Feed) -> RunConfig:
    output = OutputConfig(loss=MSE, metrics=METRICS, loss_weight=loss_weight)
    return RunConfig(outputs=dict.fromkeys(targets, output), data=DataConfig(targets=targets))


def values_of(document: Document, config: RunConfig, *names: str) -> dict[str, tuple[float, str]]:
    found = in_own_units(document, config, dict.fromkeys(names, 0.5))
    return {name: (own.value, own.unit) for name, own in found.items()}


FIGURES = [
    pytest.param(getattr(module, name), POWERS[name], id=f"{module.__name__}.{name}")
    for module in (keras.losses, keras.metrics)
    for name in POWERS
    if hasattr(module, name)  # the root of the squared error is no loss
]


@pytest.mark.parametrize(("figure", "power"), FIGURES)
def test_keras_scales_these_figures_as_we_say(figure: Any, power: int):
    wanted, answered = np.random.default_rng(0).normal(size=(2, 20, 1))
    scaled, own = figure()(wanted, answered), figure()(wanted * 3 + 7, answered * 3 + 7)
    assert float(own) == pytest.approx(float(scaled) * 3**power, rel=1e-4)


def test_errors_of_a_standardised_target_come_back_and_figures_without_a_unit_stay_out():
    names = ("loss", "mean_absolute_error", "root_mean_squared_error", "r2_score", "val_mean_absolute_error")
    assert values_of(document("price"), config(price=PRICE), *names) == {
        "loss": (0.5 * STD**2, "price (€)²"),
        "mean_absolute_error": (0.5 * STD, "price (€)"),
        "root_mean_squared_error": (0.5 * STD, "price (€)"),
        "val_mean_absolute_error": (0.5 * STD, "price (€)"),
    }


def test_with_several_outputs_each_has_its_own_units_and_the_total_none():
    names = ("loss", "price_loss", "rooms_loss", "price_mean_absolute_error", "rooms_mean_absolute_error")
    found = values_of(document("price", "rooms"), config(price=PRICE, rooms=ROOMS), *names)
    assert list(found) == ["price_loss", "price_mean_absolute_error"]


@pytest.mark.parametrize(
    ("penalised", "weight"),
    [({"kernel_regularizer": "l2"}, 1.0), ({"activity_regularizer": {"class_name": "L1"}}, 1.0), ({}, 0.5)],
)
def test_a_total_that_is_more_than_the_error_is_not_converted(penalised: dict[str, Any], weight: float):
    found = values_of(document("price", **penalised), config(weight, price=PRICE), "loss", "mean_absolute_error")
    assert list(found) == ["mean_absolute_error"]


def test_columns_of_different_scales_have_no_common_unit():
    both = Feed(columns=(*PRICE.columns, *ROOMS.columns))
    assert values_of(document("price"), config(price=both), "loss", "mean_absolute_error") == {}
    sentence = scaled_targets(document("price"), config(price=both))[0].sentence
    assert sentence.endswith('in its own units, 1 is for each column: "price (€)" 50,000, "rooms" 1.')


def test_a_sentence_says_what_1_is():
    scaled = scaled_targets(document("price", "rooms"), config(price=PRICE, rooms=ROOMS))
    assert [target.sentence for target in scaled] == [
        'Loss and metrics of price are in standard deviations of "price (€)": 1 is 50,000 in its own units.'
    ]
