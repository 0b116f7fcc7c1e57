"""The files that a run leaves to its user, each with what was proved about it."""

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

from designer.storage.files import write_text
from designer.training.events import HISTORY, LOG, MODEL_H5, MODEL_KERAS, MODEL_SOURCE

ARTEFACTS = "artefacts.json"
OFFERED = (MODEL_SOURCE, MODEL_H5, MODEL_KERAS, HISTORY, LOG)
NOT_PROVED = "Not proved yet."
BY_CALLBACK = "Written by a callback of the run."
WORDS = {
    MODEL_SOURCE: "The code that trained.",
    HISTORY: "One row for each finished epoch.",
    LOG: "What Keras and the worker wrote.",
}


class Artefact(NamedTuple):
    """One file of a run: its name in the folder, its size, and what is known about it."""

    name: str
    size_bytes: int
    proof: str


def artefacts(run_dir: Path) -> list[Artefact]:
    """The files that exist now. A proof counts for exactly the bytes it was made with."""
    proofs = _read(run_dir)
    found = []
    for name in (*OFFERED, *_others(run_dir)):
        path = run_dir / name
        if not path.is_file():
            continue
        text = WORDS.get(name) or (None if name in OFFERED else BY_CALLBACK)
        if text is None:
            proof = proofs.get(name, {})
            text = proof.get("text", NOT_PROVED) if proof.get("sha256") == _digest(path) else NOT_PROVED
        found.append(Artefact(name, path.stat().st_size, text))
    return found


def record_proofs(run_dir: Path, proofs: dict[str, str]) -> None:
    """Keep what was proved about files of a run, with their digests."""
    content = _read(run_dir)
    content |= {name: {"text": text, "sha256": _digest(run_dir / name)} for name, text in proofs.items()}
    write_text(run_dir / ARTEFACTS, json.dumps(content, indent=1))


def _others(run_dir: Path) -> list[str]:
    """Model files that a callback of the run wrote, such as ModelCheckpoint."""
    found = sorted([*run_dir.glob("*.keras"), *run_dir.glob("*.h5")])
    return [path.name for path in found if path.name not in OFFERED and not path.name.startswith(".")]


def _read(run_dir: Path) -> dict[str, dict[str, str]]:
    try:
        content: dict[str, dict[str, str]] = json.loads((run_dir / ARTEFACTS).read_bytes())
        return content
    except FileNotFoundError:
        return {}


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
