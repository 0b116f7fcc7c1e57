"""Writes `frontend/src/protocol.ts` from the pydantic models, so that wire types are written once.

Run `python -m components.canvas.generate_protocol`; a test runs it again and compares.
"""

import json
import re
from pathlib import Path
from typing import Any

from pydantic.json_schema import models_json_schema

from designer.catalogue.schema import Catalogue
from designer.document.model import Document, Reference
from designer.document.problem import Edit, Problem
from designer.engine.protocol import Analysis

TARGET = Path(__file__).parent / "frontend" / "src" / "protocol.ts"
HEADER = """// Written by components/canvas/generate_protocol.py from the pydantic models. Do not edit by hand.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
"""
PRIMITIVES = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
MODELS = (Document, Reference, Problem, Edit, Analysis, Catalogue)

Schema = dict[str, Any]


def _union(parts: list[str]) -> str:
    return " | ".join(dict.fromkeys(parts))


def _array(schema: Schema) -> str:
    if "prefixItems" in schema:
        return "[" + ", ".join(_type(item) for item in schema["prefixItems"]) + "]"
    inner = _type(schema.get("items", {}))
    return f"({inner})[]" if "|" in inner else f"{inner}[]"


def _type(schema: Schema) -> str:
    """The TypeScript type of one JSON schema."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return "Json" if name == "JsonValue" else str(name)
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return _union([json.dumps(value) for value in schema["enum"]])
    if "anyOf" in schema:
        return _union([_type(option) for option in schema["anyOf"]])
    if schema.get("type") == "array":
        return _array(schema)
    if schema.get("type") == "object":
        patterns = list(schema.get("patternProperties", {}).values())
        return f"Record<string, {_type(schema.get('additionalProperties') or (patterns or [{}])[0])}>"
    return PRIMITIVES.get(schema.get("type", ""), "Json")


def _comment(schema: Schema, indent: str = "") -> str:
    line = re.sub(r"\s+", " ", schema.get("description", "").split("\n\n")[0]).strip().replace("*/", "")
    return f"{indent}/** {line} */\n" if line else ""


def _interface(name: str, schema: Schema) -> str:
    if "properties" not in schema:
        return f"{_comment(schema)}export type {name} = {_type(schema)};\n"
    fields = "".join(f"  {key}: {_type(value)};\n" for key, value in schema["properties"].items())
    return f"{_comment(schema)}export interface {name} {{\n{fields}}}\n"


def generate_protocol() -> str:
    """The whole text of protocol.ts."""
    _, schemas = models_json_schema([(model, "serialization") for model in MODELS], ref_template="#/$defs/{model}")
    definitions = schemas["$defs"]
    parts = [_interface(name, definitions[name]) for name in sorted(definitions) if name != "JsonValue"]
    return "\n".join([HEADER, *parts])


if __name__ == "__main__":
    TARGET.write_text(generate_protocol(), encoding="utf-8")
