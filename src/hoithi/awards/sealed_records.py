"""Tables beside a kind in a sealed result: what their figures are counted from, and only of those that have settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hoithi.awards.sealed_rows import Json, Names
from hoithi.contests.models import Part
from hoithi.contests.queries.fact_sources import extensions_in, facts_of
from hoithi.contests.registry import Extension, Fact


def settled_facts(part: Part, now: datetime) -> list[Fact]:
    """Facts of a part without what is still being voted or marked: a running count is nobody's result."""
    running = {one.name for table in extensions_in(part) if not _settled(table, part, now) for one in table.measures}
    facts = list(facts_of(part))
    if not running:
        return facts
    return [replace(f, values={name: v for name, v in f.values.items() if name not in running}) for f in facts]


def records_of(parts: list[Part], names: Names, now: datetime) -> Json:
    """{"records": [{"part", "table", …}]} of settled tables that give one; {} where there are none."""
    found = [
        {"part": part.key, "table": table.key, **table.sealed(part, lambda pk: names.of("entry", pk))}
        for part in parts
        for table in extensions_in(part)
        if table.sealed is not None and _settled(table, part, now)
    ]
    return {"records": found} if found else {}


def _settled(table: Extension, part: Part, now: datetime) -> bool:
    return table.provider is not None and table.provider.settled(part, now=now)
