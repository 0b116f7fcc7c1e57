"""The reference architectures: exactly the counts that Keras reports, node by node."""

import pytest

from designer.document.templates import list_templates, load_template
from designer.engine.evaluator import Evaluator
from tests.architectures import LAYERS, TOTALS

EVALUATOR = Evaluator()


def analyse(name):
    analysis = EVALUATOR.analyse(load_template(name))
    assert [problem.message for problem in analysis.problems] == []
    assert analysis.totals.complete
    return analysis


@pytest.mark.parametrize(("name", "total"), TOTALS.items())
def test_totals(name, total):
    assert analyse(name).totals.total_params == total


@pytest.mark.parametrize(("name", "counts"), LAYERS.items())
def test_counts_node_by_node(name, counts):
    rows = analyse(name).summary
    assert sorted(row.params for row in rows if row.params and row.depth == 0) == sorted(counts)


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
