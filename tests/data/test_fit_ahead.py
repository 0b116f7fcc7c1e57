"""A preparation that is fitted before it is asked for."""

import pytest

from designer.data.ahead import FitAhead
from designer.data.errors import UnreadableData
from designer.data.fit import fit_preparation
from designer.data.inspect import inspect_file
from designer.data.propose import propose
from designer.data.samples import find_sample
from designer.document.templates import load_template


@pytest.fixture
def fitting():
    calls = []

    def fit(path, dataset, config):
        calls.append(config)
        return fit_preparation(path, dataset, config)

    ahead = FitAhead(fit)
    ahead.calls = calls
    yield ahead
    ahead.close()


def iris(path=None):
    path = path or find_sample("iris").path
    dataset = inspect_file(path, name="iris.csv")
    return path, dataset, propose(dataset, load_template("multilayer-perceptron")).config.data


def test_what_was_begun_is_fitted_once(fitting):
    request = iris()
    fitting.begin(*request)
    assert fitting.result(*request) == fitting.result(*request) == fit_preparation(*request)
    assert len(fitting.calls) == 1


def test_other_settings_are_fitted_anew(fitting):
    path, dataset, config = iris()
    fitting.result(path, dataset, config)
    other = config.model_copy(update={"split": config.split.model_copy(update={"seed": 7})})
    fitting.result(path, dataset, other)
    assert len(fitting.calls) == 2


def test_a_failure_is_not_kept(fitting, tmp_path):
    _, dataset, config = iris()
    broken = tmp_path / "broken.csv"
    broken.write_text("nothing\n1\n")
    for _ in range(2):
        with pytest.raises(UnreadableData):
            fitting.result(broken, dataset, config)
    assert len(fitting.calls) == 2
