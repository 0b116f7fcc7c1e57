"""What callbacks may watch and write."""

import pytest

from designer.data.model_facts import model_outputs
from designer.document.templates import load_template
from designer.training.config import KerasObject, OutputConfig, RunConfig
from designer.training.preflight_callbacks import check_callbacks, watched_names

DOCUMENT = load_template("multilayer-perceptron")
OUTPUT = DOCUMENT.main.outputs[0].name


def check(class_name, **config):
    outputs = {OUTPUT: OutputConfig(metrics=(KerasObject(class_name="AUC"),))}
    callback = KerasObject(class_name=class_name, config=config)
    settings = RunConfig(outputs=outputs, callbacks=(callback,))
    return [problem.code for problem in check_callbacks(settings, model_outputs(DOCUMENT))]


def test_a_callback_may_watch_what_the_run_reports():
    assert "val_loss" in watched_names(RunConfig(), [OUTPUT])
    assert check("EarlyStopping", monitor="val_auc", min_delta=0.001) == []
    assert check("EarlyStopping", monitor="val_other") == ["train.unknown-monitor"]


@pytest.mark.parametrize(
    "name", ["best.keras", "best-{epoch:02d}-{val_loss:.3f}.keras", "{epoch:02d}.keras", "best.h5"]
)
def test_a_plain_name_stays_in_the_folder_of_the_run(name):
    assert check("ModelCheckpoint", filepath=name) == []


@pytest.mark.parametrize(
    "name",
    [
        "/tmp/x.keras",
        "../x.keras",
        "a/b.keras",
        "x",
        "a-{val_other}.keras",
        "a-{epoch.keras",
        "{.keras",
        ".{epoch}.keras",
    ],
)
def test_any_other_name_is_refused(name):
    assert check("ModelCheckpoint", filepath=name) == ["train.file-name"]


def test_a_plateau_lowers_the_rate():
    assert check("ReduceLROnPlateau", factor=0.5, min_delta=0.001) == []
    assert check("ReduceLROnPlateau", factor=2.0) == ["train.bad-argument"]
