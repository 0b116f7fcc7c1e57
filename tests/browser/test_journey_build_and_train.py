"""The main job: build by drag and drop, bring data, train, stop, train again, leave with files that work elsewhere."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from designer.runs.folder import Run
from designer.training.events import EpochEvent
from tests.browser.canvas_page import CanvasPage
from tests.browser.panels import field, select
from tests.browser.studio import LONG_MS, Studio
from tests.server import Server
from tests.training_runs import IRIS, events_of, wait_until

ELSEWHERE = """
import importlib.util, json, keras, model, numpy as np, pandas as pd
assert importlib.util.find_spec("designer") is None
keras.config.disable_interactive_logging()
data = model.load_data("iris.csv")
rows = next(iter(model.prepare_inputs("iris.csv").values()))
wanted = pd.read_csv("predictions.csv").filter(like="probability").to_numpy()
found = {}
for name in ("model.h5", "model.keras"):
    trained = keras.models.load_model(name)
    assert trained.compiled
    np.testing.assert_allclose(trained.predict(rows), wanted, rtol=1e-5, atol=1e-6)
    figures = trained.evaluate(*data.validation.for_keras(), return_dict=True)
    found[name] = {"params": trained.count_params(), "figures": figures}
    assert len(trained.fit(*data.train.for_keras(), epochs=1).history["loss"]) == 1
print("FOUND", json.dumps(found))
"""


@pytest.mark.timeout(1800)
def test_from_an_empty_canvas_to_files_that_work_elsewhere(server: Server, page: Page, tmp_path: Path) -> None:
    studio = Studio(page, server)
    studio.empty_canvas()
    build_by_hand(CanvasPage.shown(page, server))
    bring_iris(studio)
    stop_a_long_run(studio)
    run = train_to_the_end(studio)
    folder = tmp_path / "left with"
    folder.mkdir()
    download_everything(studio, run, folder)
    predict_in_the_app(studio, folder)
    prove_elsewhere(run, folder)
    train_by_script(folder)


def build_by_hand(canvas: CanvasPage) -> None:
    """Three layers from the palette, two wires, edits in the inspector, undo and redo."""
    for place, name in enumerate(("InputLayer", "Dense", "Dense")):
        canvas.drag_from_palette(name, x=0.35, y=0.15 + 0.3 * place)
    expect(canvas.nodes).to_have_count(3)
    canvas.wire("input", "dense")
    canvas.wire("dense", "dense_2")
    expect(canvas.wires).to_have_count(2)
    edit(canvas, "input", "batch_shape", "4")
    edit(canvas, "dense", "units", "16")
    select(canvas.page, "dense")
    field(canvas.page, "activation").select_option("name:relu")
    expect(canvas.node("dense")).to_contain_text("80", timeout=LONG_MS)
    undo_and_redo(canvas)
    canvas.node("dense_2").click()
    canvas.press("o")
    expect(canvas.node("dense_2")).to_contain_text("output")
    assert canvas.layer_names() == ["dense", "dense_2", "input"]


def edit(canvas: CanvasPage, layer: str, argument: str, text: str) -> None:
    select(canvas.page, layer)
    field(canvas.page, argument).fill(text)
    field(canvas.page, argument).press("Enter")


def undo_and_redo(canvas: CanvasPage) -> None:
    """The last edit goes and comes back; so does a layer."""
    canvas.click_empty()
    canvas.press("Control+z")
    select(canvas.page, "dense")
    expect(field(canvas.page, "activation")).not_to_have_value("name:relu")
    canvas.click_empty()
    canvas.press("Control+Shift+z")
    select(canvas.page, "dense")
    expect(field(canvas.page, "activation")).to_have_value("name:relu")


def bring_iris(studio: Studio) -> None:
    """Upload the CSV, and accept what is proposed: three classes, softmax, cross-entropy."""
    studio.go("Data")
    studio.upload(IRIS)
    expect(studio.page.get_by_text("iris.csv · 150 rows")).to_be_visible(timeout=LONG_MS)
    studio.accept()


def stop_a_long_run(studio: Studio) -> None:
    """Live curves while it runs; a stop keeps the weights and says where they are."""
    studio.go("Train")
    studio.page.get_by_text("Stop early").click()
    studio.set_epochs(100_000)
    studio.train()
    studio.expect_curves("loss", "accuracy")
    studio.page.get_by_role("button", name="Stop and keep weights").click()
    studio.expect_ended("stopped")
    expect(studio.page.locator(".live .title")).to_contain_text("model.h5 and model.keras hold the weights")
    assert (studio.runs()[0].path / "model.h5").exists()


def train_to_the_end(studio: Studio) -> Run:
    """A second run of the same project, which ends by itself."""
    studio.set_epochs(150)
    studio.train()
    studio.expect_curves("loss", "accuracy")
    studio.expect_ended("finished")
    run = studio.runs()[0]
    assert run.number == 2
    assert [event.epoch for event in events_of(run, EpochEvent)] == list(range(150))
    best = max(float(event.values["val_accuracy"]) for event in events_of(run, EpochEvent))
    assert best >= 0.93
    wait_until(lambda: (run.path / "artefacts.json").exists(), timeout_s=120)
    return run


def download_everything(studio: Studio, run: Run, folder: Path) -> None:
    """Code, both model files, the history, and the picture in three formats."""
    studio.page.get_by_role("button", name="Export").click()
    studio.expect_page("Export")
    for name in ("model.py", "model.h5", "model.keras", "history.csv"):
        path = studio.download(f"{run.id}-{name.replace('.', '-')}", folder)
        assert path.read_bytes() == (run.path / name).read_bytes()
        assert path.name == f"untitled-run-2{'-history' if name == 'history.csv' else ''}{path.suffix}"
        path.rename(folder / name)
    starts = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
    for picture, start in starts.items():
        assert studio.download(f"picture-{picture}", folder).read_bytes().startswith(start)
    with (folder / "history.csv").open(newline="") as stream:
        assert len(list(csv.DictReader(stream))) == 150


def predict_in_the_app(studio: Studio, folder: Path) -> None:
    """The predictions of the newest run for the same file."""
    studio.go("Runs")
    studio.show_view("Predictions")
    path = studio.predict(IRIS, folder)
    assert path.name == "iris-predictions.csv"
    path.rename(folder / "predictions.csv")


def elsewhere(folder: Path, *arguments: str) -> str:
    """What a fresh Python prints that has Keras and the downloaded files, and nothing of this repository."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def prove_elsewhere(run: Run, folder: Path) -> None:
    """Both files load compiled, predict and evaluate as in the app, and can be trained on."""
    (folder / "iris.csv").write_bytes(IRIS.read_bytes())
    line = next(line for line in elsewhere(folder, "-c", ELSEWHERE).splitlines() if line.startswith("FOUND "))
    assert run.evaluation is not None and run.evaluation.part == "validation"
    for found in json.loads(line.removeprefix("FOUND ")).values():
        assert found["params"] == 4 * 16 + 16 + 16 * 3 + 3
        assert found["figures"] == pytest.approx(run.evaluation.values, rel=1e-5, abs=1e-6)


def train_by_script(folder: Path) -> None:
    """The Python file trains from the same data, alone."""
    said = elsewhere(folder, "model.py", "--data", "iris.csv", "--epochs", "2", "--out", "again.keras")
    assert "Epoch 2/2" in said
    assert (folder / "again.keras").exists()
