"""The generated JSON Schema is current and knows the kinds' tables."""

from __future__ import annotations

from hoithi.contests.registry import registry
from hoithi.plans.schema_json import plan_schema, schema_text
from tests.plans.conftest import ROOT


def test_the_file_in_docs_is_current() -> None:
    """`hoithi plan schema > docs/plan.schema.json` writes it."""
    assert (ROOT / "docs" / "plan.schema.json").read_text(encoding="utf-8") == schema_text()


def test_a_part_has_the_tables_of_its_kind() -> None:
    part = plan_schema()["$defs"]["Part"]
    assert set(registry.kinds) | set(registry.extensions) <= set(part["properties"])
    assert "settings" not in part["properties"]
    rules = {rule["if"]["properties"]["kind"]["const"]: rule["then"] for rule in part["allOf"]}
    assert rules["quiz"]["required"] == ["quiz"]
    assert rules["entries"]["properties"] == {"quiz": False, "scorecard": False}


def test_every_reference_leads_somewhere() -> None:
    schema = plan_schema()

    def references(value: object) -> set[str]:
        if isinstance(value, dict):
            own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
            return own.union(*(references(item) for item in value.values()))
        return set().union(*(references(item) for item in value)) if isinstance(value, list) else set()

    assert {name.removeprefix("#/$defs/") for name in references(schema)} <= set(schema["$defs"])
