"""The proof that a download works: a fresh Python loads it as any user would and must get the same figures.

`python -m designer.runs.proof REFERENCE FILE…` is that fresh Python. It calls plain `keras.models.load_model(path)`,
then compares predictions and evaluation with the reference and trains one more epoch.
"""

import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from designer.document.base import Frozen
from designer.runs.artefacts import record_proofs
from designer.training.events import MODEL_H5, MODEL_KERAS
from designer.training.process import child_environment, python_command

RTOL, ATOL = 1e-5, 1e-6
ROWS = 256
TIMEOUT_S = 300


class Proof(Frozen):
    """What loading one file showed. `difference` is the largest one between predictions, None when it did not load."""

    file: str
    ok: bool
    text: str
    difference: float | None = None


def prove_run(model: Any, data: Any, run_dir: Path, *, batch_size: int) -> None:
    """Prove a run's two model files and keep the result in `artefacts.json`."""
    part = data.validation or data.test or data.train
    files = [run_dir / MODEL_KERAS, run_dir / MODEL_H5]
    record_proofs(run_dir, {proof.file: proof.text for proof in prove(model, part, files, batch_size=batch_size)})


def prove(model: Any, part: Any, files: Sequence[Path], *, batch_size: int) -> list[Proof]:
    """Load each file in one fresh process and compare it with `model` on the first rows of `part`."""
    with tempfile.TemporaryDirectory(prefix="layerloom-proof-") as folder:
        reference = Path(folder) / "reference.npz"
        write_reference(model, part, reference, batch_size=batch_size)
        command = python_command("designer.runs.proof", str(reference), *map(str, files))
        environment = child_environment()
        answer = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
            env=environment,
        )
    lines = [line.removeprefix("PROOF ") for line in answer.stdout.splitlines() if line.startswith("PROOF ")]
    proofs = [Proof.model_validate_json(line) for line in lines]
    missing = [path.name for path in files if path.name not in {proof.file for proof in proofs}]
    reason = answer.stderr.strip().splitlines()[-1:] or ["the process ended early"]
    return proofs + [Proof(file=name, ok=False, text=f"Could not be loaded: {reason[0]}") for name in missing]


def write_reference(model: Any, part: Any, path: Path, *, batch_size: int) -> None:
    """Keep some rows, and what `model` makes of them."""
    import keras

    def cut(array: Any) -> Any:
        return None if array is None else np.asarray(array[:ROWS])

    x = {name: cut(array) for name, array in part.x.items()}
    y, weights = (keras.tree.flatten(keras.tree.map_structure(cut, each)) for each in (part.y, part.sample_weight))
    weights = [] if weights[0] is None else weights
    predictions = keras.tree.flatten(model.predict(alone_or_all(x), batch_size=batch_size, verbose=0))
    options = {"sample_weight": alone_or_all(weights), "batch_size": batch_size, "verbose": 0}
    figures = model.evaluate(alone_or_all(x), alone_or_all(y), return_dict=True, **options)
    arrays = {f"x.{name}": array for name, array in x.items()}
    arrays |= {f"y.{index}": array for index, array in enumerate(y)}
    arrays |= {f"w.{index}": array for index, array in enumerate(weights)}
    arrays |= {f"p.{index}": array for index, array in enumerate(predictions)}
    settings = {"batch_size": batch_size, "figures": {name: float(value) for name, value in figures.items()}}
    np.savez(path, allow_pickle=False, settings=np.array(json.dumps(settings)), **arrays)


def check_file(path: Path, arrays: dict[str, Any]) -> Proof:
    """Load one file and compare; runs in the fresh process."""
    import keras

    settings = json.loads(str(arrays["settings"]))
    x = {name[2:]: array for name, array in arrays.items() if name.startswith("x.")}
    y, weights, expected = (_numbered(arrays, letter) for letter in "ywp")
    model = keras.models.load_model(path)
    if not model.compiled:
        return Proof(file=path.name, ok=False, text="Loads, but is not compiled.")
    predictions = keras.tree.flatten(model.predict(alone_or_all(x), batch_size=settings["batch_size"], verbose=0))
    pairs = list(zip(predictions, expected, strict=True))
    difference = max(float(np.max(np.abs(got - wanted), initial=0.0)) for got, wanted in pairs)
    if not all(np.allclose(got, wanted, rtol=RTOL, atol=ATOL, equal_nan=True) for got, wanted in pairs):
        text = f"Loads, but predicts differently (by up to {difference:.2g})."
        return Proof(file=path.name, ok=False, text=text, difference=difference)
    options = {"sample_weight": alone_or_all(weights), "batch_size": settings["batch_size"], "verbose": 0}
    figures = model.evaluate(alone_or_all(x), alone_or_all(y), return_dict=True, **options)
    for name, wanted in settings["figures"].items():
        if not math.isclose(figures[name], wanted, rel_tol=RTOL, abs_tol=ATOL):
            text = f"Loads, but evaluates differently: {name} is {figures[name]:.6g} instead of {wanted:.6g}."
            return Proof(file=path.name, ok=False, text=text, difference=difference)
    model.fit(alone_or_all(x), alone_or_all(y), epochs=1, **options)
    text = (
        "Proved in a fresh Python: keras.models.load_model reads it compiled, "
        f"{len(next(iter(x.values())))} predictions and {len(figures)} evaluation figures are equal "
        f"(largest difference {difference:.1g}), one more epoch trains."
    )
    return Proof(file=path.name, ok=True, text=text, difference=difference)


def alone_or_all(values: dict[str, Any] | list[Any]) -> Any:
    """What Keras wants: None for nothing, one array alone, several by name or in order."""
    if isinstance(values, dict):
        return values if len(values) > 1 else next(iter(values.values()))
    return (tuple(values) if len(values) > 1 else values[0]) if values else None


def _numbered(arrays: dict[str, Any], letter: str) -> list[Any]:
    return [arrays[f"{letter}.{index}"] for index in range(sum(name.startswith(f"{letter}.") for name in arrays))]


def main(arguments: Sequence[str]) -> int:
    """Check files against a reference and print one line for each."""
    reference, *files = map(Path, arguments)
    with np.load(reference) as stored:
        arrays = dict(stored)
    for path in files:
        try:
            proof = check_file(path, arrays)
        except Exception as error:
            first = (str(error).strip().splitlines() or [""])[0]
            proof = Proof(file=path.name, ok=False, text=f"Could not be used: {type(error).__name__}: {first[:300]}")
        print("PROOF", proof.model_dump_json(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
