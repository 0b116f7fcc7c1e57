"""templates, check, summary and export, as they are typed."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import designer
from designer.cli import main
from designer.document.builder import GraphBuilder
from designer.document.model import Document
from designer.document.parse import dump_document, parse_document
from designer.engine.client import Engine, EngineBug

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _own_home(home: Path) -> None:
    """No test looks into the home folder of whoever runs it."""


def dense() -> Document:
    graph = GraphBuilder()
    hidden = graph.call("Dense", graph.input("x", (4,)), name="hidden", units=8, activation="relu")
    graph.output("y", graph.call("Dense", hidden, name="y", units=3, activation="softmax"))
    return graph.document("Small")


def broken() -> Document:
    graph = GraphBuilder()
    image = graph.input("image", (8, 8))
    graph.output("y", graph.call("Conv2D", image, name="edges", filters=4, kernel_size=[3, 3]))
    return graph.document("Broken")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.json"
    path.write_text(dump_document(dense()))
    return path


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "broken.json"
    path.write_text(dump_document(broken()))
    return path


def test_templates_are_listed_by_a_name_without_spaces(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["templates"]) == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert len(names) >= 12 and len(set(names)) == len(names)


def test_a_template_is_written_and_reads_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["templates"])
    name = capsys.readouterr().out.split()[0]
    assert main(["templates", name, "-o", str(tmp_path / "doc.json")]) == 0
    assert main(["templates", name]) == 0
    assert parse_document((tmp_path / "doc.json").read_bytes()) == parse_document(capsys.readouterr().out)


def test_check_is_content_with_a_sound_document(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(small)]) == 0
    assert capsys.readouterr().out == "No problems.\n"


def test_check_names_code_place_message_and_fix(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(wrong)]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    code, place, rest = line.split("  ", 2)
    assert code.startswith("shape.") and place == "edges"
    assert "(None, 8, 8)" in rest and "Fix: " in rest


def test_check_prints_json(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(wrong), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is False and len(answer["problems"]) == 1


def test_summary_counts_as_keras_does(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", str(small), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    totals = (answer["total_params"], answer["trainable_params"], answer["non_trainable_params"])
    assert totals == (67, 67, 0)
    last = answer["layers"][-1]
    assert {key: last[key] for key in ("name", "class", "output_shape", "params", "connected_to")} == {
        "name": "y",
        "class": "Dense",
        "output_shape": [None, 3],
        "params": 27,
        "connected_to": ["hidden"],
    }


def test_summary_prints_a_table(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", str(small)]) == 0
    text = capsys.readouterr().out
    assert "hidden  Dense       (None, 8)             40  x" in text
    assert "Total parameters: 67" in text


def test_summary_of_a_broken_document_says_so(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", str(wrong), "--json"]) == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out)["complete"] is False
    assert printed.err.startswith("shape.")


def test_the_exported_script_is_python(small: Path, tmp_path: Path) -> None:
    assert main(["export", str(small), "--format", "py", "-o", str(tmp_path / "model.py")]) == 0
    names = [node.name for node in ast.parse((tmp_path / "model.py").read_text()).body if hasattr(node, "name")]
    assert "build_model" in names


@pytest.mark.parametrize(("format", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_pictures_are_exported_beside_the_document(small: Path, format: str, start: bytes) -> None:
    assert main(["export", str(small), "--format", format]) == 0
    assert small.with_suffix(f".{format}").read_bytes().startswith(start)


@pytest.mark.parametrize("format", ["h5", "keras"])
def test_an_exported_model_loads_in_plain_keras(small: Path, tmp_path: Path, format: str) -> None:
    path = tmp_path / f"model.{format}"
    assert main(["export", str(small), "--format", format, "-o", str(path)]) == 0
    code = f"import keras; print(keras.models.load_model({str(path)!r}).count_params())"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert ended.stdout.strip() == "67", ended.stderr


def test_a_broken_document_is_not_exported(wrong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(wrong), "--format", "h5", "-o", str(tmp_path / "m.h5")]) == 1
    assert capsys.readouterr().err.startswith("shape.")
    assert not (tmp_path / "m.h5").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "layerloom", "version": 99}', "\x00"])
def test_what_is_no_document_is_named(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "doc.json"
    path.write_text(text)
    assert main(["check", str(path)]) == 1
    assert capsys.readouterr().err.startswith("document.")


@pytest.mark.parametrize("verb", ["check", "summary"])
def test_who_asked_for_json_reads_there_why_there_is_none(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([verb, "/dev/null", "--json"]) == 1
    printed = capsys.readouterr()
    answer = json.loads(printed.out)
    assert answer["ok"] is False
    assert [problem["code"] for problem in answer["problems"]] == ["document.not-json"]
    assert printed.err.startswith("document.not-json")


def test_a_fault_of_the_engine_is_one_line(
    small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object, **more: object) -> str:
        raise EngineBug("Traceback …\nKeyError: 'n1'")

    monkeypatch.setattr(Engine, "analyse_json", fail)
    assert main(["check", str(small)]) == 1
    assert capsys.readouterr().err.splitlines()[0].startswith("engine.failed  the model  The engine")


WRONG_USAGE = [
    [],
    ["dance"],
    ["check"],
    ["check", "missing.json"],
    ["export", "missing.json", "--format", "gif"],
    ["templates", "no-such-template"],
    ["train", "missing.json"],
]


@pytest.mark.parametrize("arguments", WRONG_USAGE)
def test_wrong_usage_has_status_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        status = main(arguments)
    except SystemExit as ended:
        status = ended.code
    assert status == 2
    assert "Traceback" not in capsys.readouterr().err


def test_the_module_runs_and_tells_its_version() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "designer", "--version"], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert ended.stdout == f"Layerloom {designer.__version__}\n"


def test_a_path_that_leads_nowhere_is_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "none.json")]) == 2
    assert capsys.readouterr().err == f"designer: there is no {tmp_path / 'none.json'}. Check the path.\n"
    assert main(["check", str(tmp_path)]) == 2
    assert "Errno" not in capsys.readouterr().err
