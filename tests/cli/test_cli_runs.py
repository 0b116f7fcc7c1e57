"""train, evaluate and predict: the whole way without a browser."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from designer.cli import main
from designer.data.samples import sample_path
from designer.document.builder import GraphBuilder
from designer.document.parse import dump_document
from designer.runs.folder import open_run

ROOT = Path(__file__).resolve().parents[2]
IRIS = sample_path("iris")


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    graph = GraphBuilder()
    hidden = graph.call("Dense", graph.input("measures", (4,)), name="hidden", units=16, activation="relu")
    graph.output("species", graph.call("Dense", hidden, name="species", units=3, activation="softmax"))
    path = tmp_path_factory.mktemp("documents") / "iris.json"
    path.write_text(dump_document(graph.document("Iris")))
    return path


@pytest.fixture(scope="module")
def run_dir(document: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that the command line trained from its own proposal, with two settings of the user's."""
    folder = tmp_path_factory.mktemp("runs")
    config = folder / "config.json"
    config.write_text(json.dumps({"epochs": 30, "batch_size": 16}))
    arguments = [str(document), "--data", str(IRIS), "--config", str(config), "--out", str(folder / "run")]
    assert main(["train", *arguments]) == 0
    return folder / "run"


def test_the_settings_of_the_user_stand(run_dir: Path) -> None:
    run = open_run(run_dir)
    assert (run.config.epochs, run.config.batch_size) == (30, 16)
    assert run.config.outputs["species"].loss is not None
    assert run.state == "finished"


def test_a_run_leaves_code_and_models(run_dir: Path) -> None:
    assert {"model.py", "model.keras", "model.h5", "history.csv"} <= {path.name for path in run_dir.iterdir()}


def test_evaluate_prints_every_figure(run_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(run_dir), "--data", str(IRIS), "--json"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert values["loss"] < 1.0
    assert all(isinstance(value, float) for value in values.values())
    assert main(["evaluate", str(run_dir), "--data", str(IRIS)]) == 0
    assert capsys.readouterr().out.startswith("loss ")


def test_predict_writes_a_row_for_every_row(run_dir: Path, tmp_path: Path) -> None:
    out = tmp_path / "predictions.csv"
    assert main(["predict", str(run_dir), "--data", str(IRIS), "-o", str(out)]) == 0
    with out.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 150
    assert {row["species"] for row in rows} <= {"setosa", "versicolor", "virginica"}


def test_a_folder_that_is_not_empty_is_wrong_usage(
    document: Path, run_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", str(document), "--data", str(IRIS), "--out", str(run_dir)]) == 2
    assert str(run_dir) in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "data."), (b"a,b\n", "data."), (b"a,b,c,d,e\n1,2,3,4,x\n1,2,3,4,y,9\n", "data."), (b"\x89PNG\r\n", "data.")],
)
def test_bad_data_is_named_before_anything_starts(
    document: Path, tmp_path: Path, content: bytes, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data.csv").write_bytes(content)
    out = tmp_path / "run"
    assert main(["train", str(document), "--data", str(tmp_path / "data.csv"), "--out", str(out)]) == 1
    assert capsys.readouterr().err.startswith(code)
    assert not out.exists()


@pytest.mark.parametrize("config", ['{"epochs": "many"}', '{"epoch": 3}', "{", '{"epochs": 0}', '{"batch_size": -1}'])
def test_a_bad_setting_is_named(
    document: Path, tmp_path: Path, config: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config.json").write_text(config)
    arguments = ["--data", str(IRIS), "--config", str(tmp_path / "config.json"), "--out", str(tmp_path / "run")]
    assert main(["train", str(document), *arguments]) == 1
    problems = [line for line in capsys.readouterr().err.splitlines() if "  Fix: " in line]
    assert problems and "Traceback" not in "".join(problems)


def test_a_full_disk_is_said_before_anything_starts(
    document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=100))
    out = tmp_path / "new" / "run"
    assert main(["train", str(document), "--data", str(IRIS), "--out", str(out)]) == 1
    assert "train.disk-full" in capsys.readouterr().err
    assert not out.exists()


def test_an_unknown_target_is_named(document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--data", str(IRIS), "--target", "no such column", "--out", str(tmp_path / "run")]
    assert main(["train", str(document), *arguments]) == 1
    assert "no such column" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"outputs": {"nope": {"loss_weight": 2.0}}}, "config.json.outputs.nope  The model has no output"),
        ({"data": {"inputs": {"nope": {}}}}, "config.json.data.inputs.nope  The model has no input"),
        ({"device": "gpu:77"}, "config.json.device  This machine has no device"),
    ],
    ids=["output", "input", "device"],
)
def test_a_name_in_the_settings_that_nothing_has_is_told(
    document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: object, sentence: str
) -> None:
    config = tmp_path / "config.json"
    config.write_text(json.dumps(settings))
    arguments = ["train", str(document), "--data", str(IRIS), "--config", str(config), "--out", str(tmp_path / "run")]
    assert main(arguments) == 1
    assert sentence in capsys.readouterr().err


def test_columns_that_the_user_names_are_used_although_none_was_proposed(
    tmp_path: Path, document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two columns that count the rows are left out of the proposal; who names them wants them."""
    data, config = tmp_path / "counts.csv", tmp_path / "config.json"
    data.write_text("a,b,species\n" + "".join(f"{row},{row},{'xyz'[row % 3]}\n" for row in range(60)))
    arguments = ["train", str(document), "--data", str(data), "--out", str(tmp_path / "run")]
    assert main(arguments) == 1
    assert "data.input-without-data" in capsys.readouterr().err
    columns = [{"column": name, "encoding": "number"} for name in ("a", "b")]
    config.write_text(json.dumps({"data": {"inputs": {"measures": {"columns": columns}}}}))
    assert main([*arguments, "--config", str(config)]) == 1
    said = capsys.readouterr().err
    assert "data.input-without-data" not in said
    assert "train.input-shape" in said  # the model waits for four, and says so


def test_what_stands_out_in_the_data_is_said(
    document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "text.csv"
    data.write_text(IRIS.read_text().replace("5.1", "oops", 1))
    arguments = ["train", str(document), "--data", str(data), "--target", "nope", "--out", str(tmp_path / "run")]
    assert main(arguments) == 1
    assert "warning: data." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["predict", "RUN", "--data", str(IRIS), "-o", "FOLDER/none/p.csv"], "FOLDER/none"),
        (["evaluate", "RUN", "--data", "FOLDER/none.csv"], "FOLDER/none.csv"),
        (["evaluate", "RUN", "--data", "FOLDER"], "FOLDER"),
        (["templates", "siamese", "-o", "FOLDER/a/b.json"], "FOLDER/a"),
        (["templates", "-o", "FOLDER/b.json"], "name the template"),
    ],
    ids=["folder for predictions", "data", "a folder as data", "folder for a template", "no template"],
)
def test_a_path_that_leads_nowhere_is_wrong_usage(
    run_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], named: str
) -> None:
    def with_paths(text: str) -> str:
        return text.replace("RUN", str(run_dir)).replace("FOLDER", str(tmp_path))

    assert main([with_paths(argument) for argument in arguments]) == 2
    said = capsys.readouterr().err
    assert with_paths(named) in said
    assert said.count("\n") == 1


def test_ctrl_c_stops_and_keeps_the_weights(document: Path, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"epochs": 100000, "callbacks": []}')
    arguments = ["--data", str(IRIS), "--config", str(tmp_path / "config.json"), "--out", str(tmp_path / "run")]
    command = subprocess.Popen(
        [sys.executable, "-m", "designer", "train", str(document), *arguments],
        cwd=ROOT,
        env=os.environ | {"LAYERLOOM_HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with command:
        events = tmp_path / "run" / "events.jsonl"
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline and not (events.exists() and '"event":"epoch"' in events.read_text()):
            time.sleep(0.2)
        command.send_signal(signal.SIGINT)
        _, told = command.communicate(timeout=90)
    assert command.returncode == 0, told
    run = open_run(tmp_path / "run")
    assert run.state == "stopped" and (run.path / "model.keras").exists()


def test_errors_of_a_scaled_target_are_told_in_its_own_units_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    graph = GraphBuilder()
    graph.output("power", graph.call("Dense", graph.input("x", (2,)), name="power", units=1))
    document, data, config = tmp_path / "doc.json", tmp_path / "data.csv", tmp_path / "config.json"
    document.write_text(dump_document(graph.document("Power")))
    rows = [(a, b, 1000 * a - 300 * b + 5000) for a in range(10) for b in range(10)]
    data.write_text("a,b,power (W)\n" + "".join(f"{a},{b},{power}\n" for a, b, power in rows))
    config.write_text(json.dumps({"epochs": 2}))
    run = tmp_path / "run"
    assert main(["train", str(document), "--data", str(data), "--config", str(config), "--out", str(run)]) == 0
    assert main(["predict", str(run), "--data", str(data), "-o", str(tmp_path / "out.csv")]) == 0
    capsys.readouterr()
    with (tmp_path / "out.csv").open(newline="") as stream:
        predicted = [float(row["power"]) for row in csv.DictReader(stream)]
    error = sum(abs(power - answer) for (_, _, power), answer in zip(rows, predicted, strict=True)) / len(rows)
    assert main(["evaluate", str(run), "--data", str(data), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    own = told["own_units"]["mean_absolute_error"]
    assert own == {"value": pytest.approx(error, rel=1e-3), "unit": "power (W)"}
    assert told["mean_absolute_error"] < 10 < error
    assert main(["evaluate", str(run), "--data", str(data)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("mean_absolute_error ") and line.endswith(" power (W)") for line in lines)
    assert lines[-1].startswith('Loss and metrics of power are in standard deviations of "power (W)": 1 is ')
