"""The reference architectures: exactly the counts that Keras reports, node by node."""

import pytest

from designer.document.templates import list_templates, load_template
from designer.engine.evaluator import Evaluator

EVALUATOR = Evaluator()

TOTALS = {
    "multilayer-perceptron": 551,
    "convolutional": 8_933,
    "recurrent": 601,
    "shared-input": 415_045,
    "shared-features": 1_151,
    "multiple-inputs": 49_699,
    "multiple-outputs": 1_452,
    "vgg-convnet": 7_998_250,
    "multiclass-perceptron": 6_154,
    "binary-perceptron": 3_265,
    "text-classifier": 459_393,
}
WEIGHTS = {
    "multilayer-perceptron": [110, 220, 210, 11],
    "convolutional": [544, 8_208, 170, 11],
    "recurrent": [480, 110, 11],
    "shared-input": [544, 1_040, 413_450, 11],
    "multiple-outputs": [480, 840, 110, 11, 11],
}


def analyse(name):
    analysis = EVALUATOR.analyse(load_template(name))
    assert [problem.message for problem in analysis.problems] == []
    assert analysis.totals.complete
    return analysis


@pytest.mark.parametrize(("name", "total"), TOTALS.items())
def test_totals(name, total):
    assert analyse(name).totals.total_params == total


@pytest.mark.parametrize(("name", "counts"), WEIGHTS.items())
def test_counts_node_by_node(name, counts):
    rows = analyse(name).summary
    assert sorted(row.params for row in rows if row.params) == sorted(counts)


@pytest.mark.parametrize("template", list_templates(), ids=lambda template: template.name)
def test_cards_tell_the_true_count(template):
    assert analyse(template.name).totals.total_params == template.params


def test_without_flatten_the_dense_layers_act_on_the_last_axis():
    assert [list(item) for item in [analyse("convolutional").summary[-1].output_shape]] == [[None, 13, 13, 1]]


def test_output_of_every_step():
    shapes = [row.output_shape for row in analyse("multiple-outputs").summary]
    assert [None, 100, 1] in shapes


def test_the_siamese_encoder_counts_once():
    analysis = analyse("siamese")
    encoders = [row for row in analysis.summary if row.calls == 2]
    assert len(encoders) == 1
    top = [row.params for row in analysis.summary if row.depth == 0]
    assert analysis.totals.total_params == sum(top)
    calls = [figure for figure in analysis.nodes["main"].values() if figure.calls == 2]
    assert [figure.counted for figure in calls] == [True, False]
