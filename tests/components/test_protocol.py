"""The wire types are written once, in Python; the browser's are generated, and golden files are read by both sides.

The other half is components/canvas/frontend/src/protocol.test.ts.
"""

import json
from pathlib import Path

import pytest
from pydantic import BaseModel

from components.canvas.generate_protocol import TARGET, generate_protocol
from designer.catalogue.schema import Catalogue
from designer.document.model import Document
from designer.document.problem import Problem
from designer.engine.protocol import Analysis

GOLDEN = Path(__file__).parents[1] / "fixtures" / "protocol"
MODELS: dict[str, type[BaseModel]] = {
    "document": Document,
    "analysis": Analysis,
    "problem": Problem,
    "catalogue": Catalogue,
}


def test_the_committed_types_are_the_generated_ones() -> None:
    message = "Run `python -m components.canvas.generate_protocol` and rebuild the canvas."
    assert TARGET.read_text(encoding="utf-8") == generate_protocol(), message


@pytest.mark.parametrize("name", MODELS)
def test_golden_files_are_what_the_server_writes(name: str) -> None:
    text = (GOLDEN / f"{name}.json").read_text(encoding="utf-8")
    assert MODELS[name].model_validate_json(text).model_dump(mode="json") == json.loads(text)
