"""Evaluate a run on held-out or uploaded data, and predict on an uploaded file."""

import shutil
import tempfile
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from components import ui
from components.parts import units_note
from components.parts.intake import TYPES, limit_mb
from designer.document.problem import Problem
from designer.runs.folder import Evaluation
from designer.runs.jobs import JobFailed, evaluate, predict
from designer.runs.own_units import OwnValue, in_own_units
from designer.runs.store import Run
from designer.training.events import ENDED

RESULTS = "predictions"
SHOWN_ROWS = 200
OWN_UNITS = "In the target's own units"
HELD_OUT, UPLOADED = "Held-out rows", "A file"


class Evaluated(NamedTuple):
    """What an evaluation gave; `file` is the name of the uploaded file, empty for the run's own rows."""

    evaluation: Evaluation
    file: str


def show(run: Run) -> None:
    """Both cards."""
    if run.state not in ENDED:
        with st.container(border=True):
            ui.empty_state(
                f"Run {run.number} is still training", "Evaluate and predict once it has ended or is stopped."
            )
        return
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True):
        _evaluate(run)
    with right, st.container(border=True):
        _predict(run)


def _evaluate(run: Run) -> None:
    st.subheader(f"Evaluate run {run.number}", anchor=False)
    st.markdown(ui.small("Loss and metrics on rows that training did not see."))
    which = st.segmented_control("Rows", (HELD_OUT, UPLOADED), default=HELD_OUT, required=True, key=f"which-{run.id}")
    file = _file("evaluate", run) if which == UPLOADED else None
    if st.button("Evaluate", key=f"evaluate-{run.id}", disabled=which == UPLOADED and file is None):
        with st.spinner("Evaluates"):
            _keep(run, "evaluate", _evaluated(run, file))
    result = _kept(run, "evaluate")
    if isinstance(result, Problem):
        ui.problem_list([result], key="evaluate")
    elif isinstance(result, Evaluated):
        st.markdown(ui.small(f"On {ui.plain(_whose_rows(result))}."))
        _figures(run, result.evaluation.figures)


def _whose_rows(result: Evaluated) -> str:
    """`60 validation rows`, or `300 rows of price.csv`."""
    evaluation = result.evaluation
    if result.file:
        return f"{ui.amount(evaluation.rows, 'row')} of {result.file}"
    return ui.amount(evaluation.rows, f"{evaluation.part} row")


def _figures(run: Run, values: dict[str, float]) -> None:
    """The figures as Keras computes them, and beside them those of scaled targets in their own units."""
    own = in_own_units(run.document, run.config, values)
    names = sorted(values, key=lambda name: name != "loss")  # the total first, as everywhere
    table: dict[str, list[str | None]] = {"Figure": [*names], "Value": [ui.figure(values[name]) for name in names]}
    if own:
        table[OWN_UNITS] = [_own(own[name]) if name in own else None for name in names]
    st.dataframe(
        pd.DataFrame(table),
        hide_index=True,
        row_height=28,
        placeholder="–",
        key="evaluation",
        column_config={name: st.column_config.TextColumn(alignment="right") for name in ("Value", OWN_UNITS)},
    )
    units_note.show([run])


def _own(each: OwnValue) -> str:
    return f"{ui.figure(each.value)} {ui.shorten(each.unit, limit=40)}"


def _predict(run: Run) -> None:
    st.subheader(f"Predict with run {run.number}", anchor=False)
    st.markdown(ui.small(f"A file with the same columns or arrays, up to {limit_mb()} MB; targets are not needed."))
    file = _file("predict", run)
    if st.button("Predict", key=f"predict-{run.id}", disabled=file is None) and file is not None:
        with st.spinner("Predicts"):
            _keep(run, "predict", _predicted(run, file))
    result = _kept(run, "predict")
    if isinstance(result, Problem):
        ui.problem_list([result], key="predict")
    elif isinstance(result, tuple):
        rows, content, name = result
        st.download_button(
            f"Download {ui.amount(rows, 'prediction')}",
            content,
            file_name=f"{ui.slug(name, default='file')}-predictions.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        frame = pd.read_csv(BytesIO(content), nrows=SHOWN_ROWS)
        numbers = frame.select_dtypes("float").columns
        st.dataframe(
            frame,
            hide_index=True,
            row_height=28,
            height=10 * 28 + ui.TABLE_FRAME if len(frame) > 10 else "auto",
            key="predicted",
            column_config={name: st.column_config.NumberColumn(format="%.6g") for name in numbers},
        )


def _file(purpose: str, run: Run) -> UploadedFile | None:
    return st.file_uploader("Data file", type=TYPES, label_visibility="collapsed", key=f"{purpose}-file-{run.id}")


def _on_disk(file: UploadedFile, folder: Path) -> Path:
    path = folder / f"data{Path(file.name).suffix.lower()}"
    with path.open("wb") as target:
        shutil.copyfileobj(file, target, 1 << 20)
    return path


def _evaluated(run: Run, file: UploadedFile | None) -> Evaluated | Problem:
    with tempfile.TemporaryDirectory(prefix="layerloom-evaluate-") as folder:
        try:
            evaluation = evaluate(run.path, _on_disk(file, Path(folder)) if file else None)
        except JobFailed as error:
            return error.problem
        return Evaluated(evaluation, file.name if file else "")


def _predicted(run: Run, file: UploadedFile) -> tuple[int, bytes, str] | Problem:
    with tempfile.TemporaryDirectory(prefix="layerloom-predict-") as folder:
        out = Path(folder) / "predictions.csv"
        try:
            rows = predict(run.path, _on_disk(file, Path(folder)), out)
        except JobFailed as error:
            return error.problem
        return rows, out.read_bytes(), Path(file.name).stem


def _keep(run: Run, purpose: str, result: object) -> None:
    st.session_state[f"{RESULTS}-{purpose}"] = (run.id, result)


def _kept(run: Run, purpose: str) -> object:
    stored = st.session_state.get(f"{RESULTS}-{purpose}")
    return stored[1] if stored is not None and stored[0] == run.id else None
