import math

import pytest

from designer.training.figures import StepMeans, as_text_when_not_finite


def test_the_first_step_of_an_epoch_is_what_keras_reports():
    assert StepMeans().since_last({"loss": 0.7}, rows=32) == {"loss": 0.7}


def test_a_step_is_the_mean_of_its_own_rows():
    losses, rows, means, seen = [4.0, 1.0, 2.0], [10, 10, 5], StepMeans(), 0
    total = 0.0
    for loss, count in zip(losses, rows, strict=True):
        total, seen = total + loss * count, seen + count
        assert means.since_last({"loss": total / seen}, rows=seen)["loss"] == pytest.approx(loss)


def test_figures_that_are_no_means_are_passed_on():
    means = StepMeans(frozenset({"auc"}))
    means.since_last({"label_auc": 0.5}, rows=10)
    assert means.since_last({"label_auc": 0.75}, rows=20) == {"label_auc": 0.75}


def test_a_new_epoch_starts_anew():
    means = StepMeans()
    means.since_last({"loss": 8.0}, rows=100)
    means.start_epoch()
    assert means.since_last({"loss": 2.0}, rows=10) == {"loss": 2.0}


def test_what_is_not_finite_is_left_out():
    assert StepMeans().since_last({"loss": math.nan, "accuracy": 0.5}, rows=1) == {"accuracy": 0.5}


def test_epoch_figures_are_text_when_json_cannot_hold_them():
    figures = {"loss": math.nan, "val_loss": math.inf, "accuracy": 0.5}
    assert as_text_when_not_finite(figures) == {"loss": "nan", "val_loss": "inf", "accuracy": 0.5}
