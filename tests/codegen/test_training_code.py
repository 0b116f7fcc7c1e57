"""The whole model.py on sample data, in a clean process: prepared, split, trained, saved, loaded."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from designer.codegen.script import generate_script
from designer.data.fit import fit_preparation
from designer.data.inspect import inspect_file
from designer.data.propose import propose
from designer.data.samples import sample_path
from designer.document.edits import apply_edits
from designer.document.templates import load_template
from designer.training.config import OutputConfig, RunConfig
from tests.codegen.code import is_formatted, run_python

TRAIN = """
import importlib, json, sys
import keras, numpy as np
m = importlib.import_module(sys.argv[1])
path = sys.argv[2]
data = m.load_data(path)
histories = []
for attempt in range(int(sys.argv[3])):
    model = m.compile_model(m.build_model())
    histories.append(m.train(model, data, epochs=int(sys.argv[3]), verbose=0).history)
model.save("saved.keras")
loaded = keras.models.load_model("saved.keras")
inputs = m.prepare_inputs(path)
x = inputs if len(inputs) > 1 else next(iter(inputs.values()))
first, second = model.predict(x, verbose=0), loaded.predict(x, verbose=0)
same = all(np.allclose(a, b, 1e-5, 1e-6) for a, b in zip(*[v if isinstance(v, list) else [v] for v in (first, second)]))
batches = m.Batches(data.train, batch_size=4, seed=1)
orders = []
for epoch in range(2):
    batches.on_epoch_begin()
    orders.append(batches.order.tolist())
weights = data.train.sample_weight
print(json.dumps({
    "histories": histories, "same": same, "classes": m.CLASSES,
    "rows": [0 if p is None else len(next(iter(p.x.values()))) for p in data],
    "means": [float(np.abs(v.mean(axis=0)).max()) for v in data.train.x.values()],
    "weights": sorted({float(w) for w in np.ravel(weights if weights is not None else [])}),
    "orders": orders,
}))
"""


def trained(folder: Path, template: str, sample: str, *, times: int, **changes: Any) -> Any:
    """What TRAIN prints for a template on its sample data, after so many epochs so many times, as the app proposes."""
    path = sample_path(sample)
    dataset = inspect_file(path, name=path.name)
    document = load_template(template)
    proposal = propose(dataset, document)
    document = apply_edits(document, proposal.edits)
    data = fit_preparation(path, dataset, proposal.config.data)
    config: RunConfig = proposal.config.model_copy(update={"data": data, "batch_size": 64, **changes})
    source = generate_script(document, config=config, dataset=dataset)
    assert is_formatted(source) == ""
    (folder / "model_of_test.py").write_text(source)
    shutil.copy(path, folder / path.name)
    return run_python(folder, TRAIN, "model_of_test", path.name, str(times))


@pytest.fixture(scope="module")
def penguins(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A table with gaps, words and three classes, with balanced class weights."""
    path = sample_path("penguins")
    proposed = propose(inspect_file(path, name="penguins.csv"), load_template("multiclass-perceptron")).config
    outputs: dict[str, OutputConfig] = {
        name: output.model_copy(update={"class_weight": "balanced"}) for name, output in proposed.outputs.items()
    }
    return trained(tmp_path_factory.mktemp("penguins"), "multiclass-perceptron", "penguins", times=2, outputs=outputs)


@pytest.fixture(scope="module")
def temperatures(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Arrays for two outputs with a loss each."""
    return trained(tmp_path_factory.mktemp("temperatures"), "multiple-outputs", "temperatures", times=1)


def test_the_same_seed_gives_the_same_training(penguins: Any) -> None:
    first, second = penguins["histories"]
    assert list(first) == list(second)
    assert all(first[name] == pytest.approx(second[name], rel=1e-5) for name in first)


def test_every_epoch_has_its_own_order_of_all_rows(penguins: Any) -> None:
    first, second = penguins["orders"]
    assert first != second
    assert sorted(first) == sorted(second) == list(range(penguins["rows"][0]))


def test_scaled_columns_are_centred_on_the_training_rows(penguins: Any) -> None:
    # One-hot columns keep their share, numbers have the mean 0: at most 1 in all.
    assert penguins["means"][0] <= 1


def test_classes_and_weights_follow_the_training_rows(penguins: Any) -> None:
    assert penguins["classes"] == {"label": ["Adelie", "Chinstrap", "Gentoo"]}
    assert len(penguins["weights"]) == 3
    assert penguins["weights"][0] < 1 < penguins["weights"][-1]


def test_a_saved_model_predicts_the_same(penguins: Any, temperatures: Any) -> None:
    assert penguins["same"]
    assert temperatures["same"]


def test_two_outputs_log_under_their_own_names(temperatures: Any) -> None:
    names = {"loss", "label_loss", "label_accuracy", "next_hour_loss", "next_hour_mean_absolute_error"}
    assert names <= set(temperatures["histories"][0])
    assert {f"val_{name}" for name in names} <= set(temperatures["histories"][0])
    assert sum(temperatures["rows"]) == 174


def scaled_target(**changes: Any) -> str:
    """The function of model.py that prepares the targets, for the cars and their consumption standardised."""
    path = sample_path("cars")
    dataset = inspect_file(path, name=path.name)
    document = load_template("multilayer-perceptron")
    proposal = propose(dataset, document)
    targets = {
        name: feed.model_copy(
            update={"columns": tuple(column.model_copy(update=changes) for column in feed.columns), "shape": None}
        )
        for name, feed in proposal.config.data.targets.items()
    }
    data = fit_preparation(path, dataset, proposal.config.data.model_copy(update={"targets": targets}))
    config = proposal.config.model_copy(update={"data": data})
    source = generate_script(apply_edits(document, proposal.edits), config=config, dataset=dataset)
    assert is_formatted(source) == ""
    return source.split("def targets_of(")[1].split("def ")[0]


def test_where_a_target_is_scaled_the_code_says_how_to_get_back() -> None:
    code = scaled_target(encoding="standardise")
    mean, std = re.search(r"mean=([\d.]+),\s+std=([\d.]+)", code).groups()
    assert f"    # Back in its own units: prediction * {std} + {mean}\n" in code
    assert "# Learnt in standard deviations" in code
    assert "#" not in scaled_target(encoding="number")
