"""Every `source` of a signed plan names a section that stands in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hoithi.contests.schema import Plan
from hoithi.contests.written import as_written
from hoithi.plans.files import load_plan
from tests.plans.conftest import SIGNED

WORDS = ("tên", "căn cứ", "nơi nhận", "phần cuối")
SECTIONS = {
    "chau-thanh-2024": "I I.1 I.2 II II.1 II.2 III III.1 III.3 IV V VI VI.a VI.b VII"
    " VII.1 VII.2 VII.3 VII.4 VII.5 VII.6 VII.7 VII.8 VII.9",
    "vinh-linh-2024": "I I.1 I.2 II II.1 II.2 II.3 II.4 II.4.1 II.4.2 IV IV.1 IV.1.1 IV.1.2 IV.2 IV.3"
    " V V.1 V.2 V.3 V.4 V.5",
    "soc-trang-2021": "I II II.1 II.2 III III.1 III.2 IV V V.1 V.2 VI VI.1 VI.2",
    "chau-thanh-a-2021": "I II II.1 II.1.1 II.1.2 II.1.3 II.2 II.3 III III.1 III.1.a III.1.b III.2 III.3"
    " phần cuối.1 phần cuối.2 phần cuối.3 phần cuối.4",
    "soc-son-2024": "I I.1 I.2 II II.1 II.1.1 II.1.2 II.2 III III.1 III.2 IV IV.1 IV.2"
    " V V.1 V.2 V.3 V.4 V.5 V.6 V.7 V.8 VI",
}
"""The sections of the signed plans. Fact: their tables of contents; `III.1` of Châu Thành A stands there twice."""
CENTRAL = {
    "chau-thanh-2024": ["IV", "VI.a", "VI.b", "VII.1", "VII.9", "V", "II.2"],
    "vinh-linh-2024": ["II.1", "II.2", "II.3", "II.4.1", "II.4.2", "IV.1.1", "IV.1.2", "IV.3", "V.1", "V.5"],
    "soc-trang-2021": ["II.1", "II.2", "III.1", "III.2", "IV", "V.1", "V.2", "VI.1", "VI.2"],
    "chau-thanh-a-2021": ["II.1.1", "II.1.2", "II.1.3", "II.2", "II.3", "III.1", "III.1.a", "III.1.b", "III.3"],
    "soc-son-2024": ["II.1.1", "II.1.2", "II.2", "III.1", "III.2", "IV.1", "IV.2", "V.1", "V.5", "V.8", "VI"],
}


def sources(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if isinstance(value.get("source"), str) and not at.endswith(".vote"):
            yield at, value["source"]
        for key, item in value.items():
            yield from sources(item, f"{at}.{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from sources(item, f"{at}[{index}]")


@pytest.mark.parametrize("path", SIGNED, ids=lambda path: path.stem)
def test_every_source_is_a_section_of_the_plan(path: Path) -> None:
    known = set(re.findall(r"phần cuối\.\d|[IVX]+[\w.]*", SECTIONS[path.stem])) | set(WORDS)
    found = list(sources(as_written(load_plan(path))))
    assert len(found) > 30
    assert [(at, source) for at, source in found if source not in known] == []


@pytest.mark.parametrize("slug", sorted(CENTRAL))
def test_the_central_sections_are_carried(slug: str) -> None:
    plan = load_plan(next(path for path in SIGNED if path.stem == slug))
    used = {source for _, source in sources(as_written(plan))}
    assert [section for section in CENTRAL[slug] if section not in used] == []


def sourced(plan: Plan) -> list[tuple[str, str]]:
    """Lists in which every item comes from the plan and so must say from where."""
    lists = {"group": plan.groups, "prize": plan.prizes, "task": plan.tasks, "channel": plan.channels}
    lists |= {"topic": plan.topics, "body": plan.bodies, "milestone": plan.milestones, "part": plan.parts}  # type: ignore[dict-item]
    lists |= {"standing": plan.standings, "open_question": plan.open_questions, "line": plan.budget.lines}  # type: ignore[dict-item]
    return [(f"{table}[{index}]", item.source) for table, items in lists.items() for index, item in enumerate(items)]


@pytest.mark.parametrize("path", SIGNED, ids=lambda path: path.stem)
def test_what_comes_from_the_plan_says_from_where(path: Path) -> None:
    assert [at for at, source in sourced(load_plan(path)) if not source] == []
