import csv
from pathlib import Path

import keras
import numpy as np
import pytest

from designer.data.inspect import inspect_file
from designer.document.builder import GraphBuilder
from designer.document.model import Document
from designer.runs import jobs
from designer.runs.folder import Run
from tests.training_runs import CLASSES, IRIS, iris_config, iris_document, make_run


def test_the_run_is_evaluated_on_rows_it_never_saw(trained_run: Run):
    assert trained_run.evaluation is not None
    again = jobs.evaluate(trained_run.path)
    assert again.figures == pytest.approx(trained_run.evaluation.figures, rel=1e-5)
    assert (again.part, again.rows) == (trained_run.evaluation.part, trained_run.evaluation.rows) == ("test", 15)


def test_every_row_of_a_file_is_predicted_by_name_with_probabilities(trained_run: Run, tmp_path: Path):
    out = tmp_path / "predictions.csv"
    assert jobs.predict(trained_run.path, IRIS, out) == 150
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert {row["species"] for row in rows} <= set(CLASSES)
    for row in rows:
        shares = {name: float(row[f"species probability {name}"]) for name in CLASSES}
        assert sum(shares.values()) == pytest.approx(1, abs=1e-4)
        assert row["species"] == max(shares, key=shares.__getitem__)


def test_a_file_without_a_column_is_refused_by_its_name(trained_run: Run, tmp_path: Path):
    data = tmp_path / "other.csv"
    data.write_text("sepal_length_cm,x\n1,2\n")
    with pytest.raises(jobs.JobFailed, match="sepal_width_cm") as failure:
        jobs.predict(trained_run.path, data, tmp_path / "out.csv")
    assert failure.value.problem.code == "train.file-does-not-fit"
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"sepal_length_cm,sepal_width_cm\n1,2\n1,2,3\n", "Line 3 has 3 fields"),
        (b"\x93NUMPY\x01\x00", "no valid NPY header"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_on_the_data_page(
    trained_run: Run, tmp_path: Path, content: bytes, sentence: str
):
    data = tmp_path / "data.csv"
    data.write_bytes(content)
    for ask in (jobs.evaluate, lambda run, path: jobs.predict(run, path, tmp_path / "out.csv")):
        with pytest.raises(jobs.JobFailed, match=sentence) as failure:
            ask(trained_run.path, data)
        assert failure.value.problem.code.startswith("data.")


@pytest.mark.parametrize(
    ("first_cell", "sentence"),
    [
        ("", "has gaps, and the model has not learnt what stands for one"),
        ("x", "holds words where the training data had numbers"),
        ("inf", "has infinite values"),
    ],
)
def test_what_the_model_has_no_answer_for_is_refused_by_its_column(
    trained_run: Run, tmp_path: Path, first_cell: str, sentence: str
):
    data, out = tmp_path / "data.csv", tmp_path / "out.csv"
    header, first, *others = IRIS.read_text().splitlines()
    rows = [",".join([first_cell, *row.split(",")[1:]]) for row in [first, *others[:40]]]
    data.write_text("\n".join([header, rows[0], *(rows[1:] if first_cell == "x" else others)]) + "\n")
    for ask in (jobs.evaluate, lambda run, path: jobs.predict(run, path, out)):
        with pytest.raises(jobs.JobFailed, match=sentence) as failure:
            ask(trained_run.path, data)
        assert failure.value.problem.where.name == "sepal_length_cm"
    assert not out.exists()


def test_a_gap_in_a_target_is_no_hindrance_to_predictions(trained_run: Run, tmp_path: Path):
    data = tmp_path / "data.csv"
    header, first, *others = IRIS.read_text().splitlines()
    data.write_text("\n".join([header, first.rpartition(",")[0] + ",", *others]) + "\n")
    assert jobs.predict(trained_run.path, data, tmp_path / "out.csv") == 150


@pytest.mark.parametrize(("separator", "decimal"), [(";", "."), (";", ","), ("\t", ".")])
def test_a_file_with_another_separator_than_the_training_data_is_told_so(
    trained_run: Run, tmp_path: Path, separator: str, decimal: str
):
    data = tmp_path / "data.csv"
    data.write_text(IRIS.read_text().replace(",", separator).replace(".", decimal))
    with pytest.raises(jobs.JobFailed, match="Save it separated by commas"):
        jobs.predict(trained_run.path, data, tmp_path / "out.csv")


def test_a_file_in_another_encoding_than_the_training_data_is_told_so(trained_run: Run, tmp_path: Path):
    data = tmp_path / "data.csv"
    data.write_bytes("größe,b\n1,2\n".encode("latin-1"))
    with pytest.raises(jobs.JobFailed, match="cannot be read as utf-8, in which the training data was"):
        jobs.evaluate(trained_run.path, data)


def test_a_run_without_a_model_is_told(tmp_path: Path):
    run = make_run(tmp_path / "run")
    with pytest.raises(jobs.JobFailed, match="no trained model yet"):
        jobs.evaluate(run.path)


def test_the_trained_file_predicts_as_the_run_does(trained_run: Run, tmp_path: Path):
    text = jobs.export(trained_run.path, "h5", tmp_path / "out.h5")
    assert text.startswith("Proved in a fresh Python")
    rows = np.random.default_rng(0).normal(size=(5, 4)).astype("float32")
    wanted = keras.models.load_model(trained_run.path / "model.keras").predict(rows, verbose=0)
    assert np.allclose(keras.models.load_model(tmp_path / "out.h5").predict(rows, verbose=0), wanted, rtol=1e-5)


def test_a_document_with_settings_is_exported_with_its_initial_weights(tmp_path: Path):
    dataset = inspect_file(IRIS, name="iris.csv")
    path = tmp_path / "initial.keras"
    jobs.export(iris_document(), "keras", path, config=iris_config(), dataset=dataset)
    assert keras.models.load_model(path).loss.name == "sparse_categorical_crossentropy"


def test_a_document_alone_is_compiled_with_what_fits_its_outputs(tmp_path: Path):
    graph = GraphBuilder()
    words = graph.input("words", (None,), dtype="int32")
    inside = graph.call("Embedding", words, name="embed", input_dim=20, output_dim=4)
    inside = graph.call("LSTM", inside, name="reader", units=3)
    graph.output("kind", graph.call("Dense", inside, name="kind", units=2, activation="softmax"))
    graph.output("price", graph.call("Dense", inside, name="price", units=1))
    jobs.export(Document(name="Two", main=graph.build()), "h5", tmp_path / "two.h5")
    losses = keras.models.load_model(tmp_path / "two.h5").loss
    names = [loss.name for loss in keras.tree.flatten(losses)]
    assert names == ["categorical_crossentropy", "mean_squared_error"]
