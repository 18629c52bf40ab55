"""The plan format as JSON Schema, kinds' tables included, for editors and other programs."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from hoithi.contests.registry import registry
from hoithi.contests.schema import Plan

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def plan_schema() -> dict[str, Any]:
    """JSON Schema of a plan file: a part has the table of its kind and of the extensions that go with it."""
    schema = Plan.model_json_schema(by_alias=True)
    definitions = schema["$defs"]
    part = definitions["Part"]
    del part["properties"]["settings"]
    tables = {kind.key: kind.settings for kind in registry.kinds.values()}
    tables |= {extension.key: extension.settings for extension in registry.extensions.values()}
    for key, model in sorted(tables.items()):
        part["properties"][key] = _insert(definitions, key, model)
    part["allOf"] = [_only(kind, tables) for kind in sorted(registry.kinds)]
    part["properties"]["kind"] = {"enum": sorted(registry.kinds), "title": "Kind"}
    return {"$schema": DIALECT, "title": "hoithi-plan/1"} | {k: v for k, v in schema.items() if k != "title"}


def schema_text() -> str:
    """The file kept in `docs/plan.schema.json`."""
    return json.dumps(plan_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _insert(definitions: dict[str, Any], key: str, model: type[BaseModel]) -> dict[str, str]:
    """Put a table's schema among the definitions, its own definitions named after it; answer the reference."""
    own = model.model_json_schema(by_alias=True, ref_template=f"#/$defs/{key}.{{model}}")
    for name, inner in own.pop("$defs", {}).items():
        definitions[f"{key}.{name}"] = inner
    definitions[key] = own
    return {"$ref": f"#/$defs/{key}"}


def _only(kind: str, tables: dict[str, Any]) -> dict[str, Any]:
    """Where a part is of this kind, tables of other kinds have no place and its own is needed."""
    allowed = {kind, *(extension.key for extension in registry.extensions_of(kind))}
    return {
        "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
        "then": {"required": [kind], "properties": {key: False for key in sorted(tables) if key not in allowed}},
    }
