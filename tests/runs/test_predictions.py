import csv

import numpy as np
import pytest

from designer.runs.predictions import columns_of, safe_cell, write_predictions


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=x"])
def test_text_that_a_spreadsheet_would_compute_is_quoted(text: str):
    assert safe_cell(text) == "'" + text


def test_classes_are_written_by_name_with_their_probabilities():
    columns = dict(columns_of("species", np.array([[0.2, 0.8], [0.9, 0.1]]), ["a", "b"]))
    assert columns == {
        "species": ["b", "a"],
        "species probability a": [0.2, 0.9],
        "species probability b": [0.8, 0.1],
    }


def test_one_unit_for_two_classes_is_the_probability_of_the_second():
    columns = dict(columns_of("sick", np.array([[0.75], [0.25]]), ["no", "yes"]))
    assert columns["sick"] == ["yes", "no"]
    assert columns["sick probability no"] == [0.25, 0.75]


def test_logits_are_called_scores():
    assert "kind score a" in dict(columns_of("kind", np.array([[3.0, -1.0]]), ["a", "b"]))


def test_values_are_written_as_they_are():
    assert dict(columns_of("price", np.array([[1.5], [-2.0]]), ())) == {"price": [1.5, -2.0]}


def test_an_output_of_many_values_gets_a_column_each():
    assert list(dict(columns_of("next", np.zeros((1, 2, 2)), ()))) == ["next 1", "next 2", "next 3", "next 4"]


def test_rows_are_numbered_and_hostile_names_are_harmless(tmp_path):
    path = tmp_path / "predictions.csv"
    rows = write_predictions(path, {"=cmd": np.array([[1.0, 0.0]])}, {"=cmd": ["=1+1", "b"]})
    table = list(csv.reader(path.read_text().splitlines()))
    assert rows == 1
    assert table[0][1] == "'=cmd"
    assert table[1] == ["1", "'=1+1", "1.0", "0.0"]
