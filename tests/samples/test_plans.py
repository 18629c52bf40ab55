"""The samples fit the plan files they serve: groups of units, and questions for every cell of a blueprint."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.samples.reading import SAMPLES, toml, unit_files

UNITS = unit_files()
PLANS = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted((SAMPLES.parent / "plans").glob("*.toml"))
    if path.stem in UNITS
}


def cells(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in plan["part"]:
        for section in part.get("quiz", {}).get("blueprint", {}).get("sections", []):
            yield from section["cells"]


@pytest.mark.parametrize("slug", PLANS)
def test_units_stand_in_groups_of_the_plan(slug: str) -> None:
    groups = {row["group"] for row in UNITS[slug]} - {""}
    assert groups <= {group["key"] for group in PLANS[slug].get("group", [])}


@pytest.mark.parametrize("slug", PLANS)
def test_every_cell_has_twice_the_questions_it_draws(slug: str) -> None:
    sealed = [question for question in toml("banks/cchc.toml")["question"] if question["bank"] == "sealed"]
    held = Counter((question["topic"], question["difficulty"]) for question in sealed)
    drawn: Counter[tuple[str, str]] = Counter()
    for cell in cells(PLANS[slug]):
        if "topic" in cell and "difficulty" in cell:
            drawn[cell["topic"], cell["difficulty"]] += cell["count"]
    assert [cell for cell, count in drawn.items() if held[cell] < 2 * count] == []
