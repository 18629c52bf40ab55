"""Prizes of works: whose they are, one for each unit, two for one work, a later round."""

from __future__ import annotations

from typing import Any

import pytest

from hoithi.awards.operations import propose_awards, seal_result
from hoithi.awards.queries import tables_of, winners
from hoithi.awards.queries.holders import holders_of
from hoithi.contests.models import Part
from hoithi.contests.operations.standings import refresh_standing
from hoithi.entries.operations.work_steps import locked_work, take_step
from hoithi.plans.winners import awarded
from hoithi.verify import verify_file
from tests.entries import factories as make

pytestmark = pytest.mark.django_db


def standing(key: str) -> dict[str, Any]:
    terms = [
        {"key": "ok", "title": "Hợp lệ", "part": "video", "measure": "accepted"},
        {"key": "first", "title": "Nộp", "part": "video", "measure": "submitted", "order": "low"},
    ]
    return {"key": key, "title": key, "subject": "entry", "formula": "lexicographic", "terms": terms}


def judged(**awards: Any) -> Part:
    """Two works of one unit, then one of another, then one of a person; each minute a work."""
    part = make.opened(
        None,
        "Phòng Một",
        "Phòng Hai",
        standing=[standing("cham"), standing("binh-chon")],
        prize=[
            {"key": "phu", "title": "Giải phụ", "standing": "cham", "quantity": 3, "cash": 500},
            {"key": "yeu", "title": "Được yêu thích", "standing": "binh-chon", "quantity": 1, "cash": 100},
        ],
        awards=awards,
    )
    first, one = make.coordinator(part)
    second, two = make.coordinator(part, "Phòng Hai")
    someone, person = make.person(part)
    for minute, (by, owner) in enumerate([(first, one), (first, one), (second, two), (someone, person)]):
        work = make.submitted(part, by, owner, make.NOW.replace(minute=minute), title=f"Phim {minute + 1}")
        take_step(locked_work(work.pk), "accept", now=make.AFTER, by=None)
    for each in part.contest.standings.select_related("contest"):
        refresh_standing(each, now=make.AFTER)
    return part


def test_a_works_prize_is_its_units_or_its_persons() -> None:
    part = judged(per_subject=1, stacking="allow")
    proposed = propose_awards(part.contest, now=make.AFTER)
    named = [(one.prize.key, one.name, one.unit) for one in winners(part.contest, proposed.allocation.awards)]
    assert named == [
        ("phu", "Phim 1", "Phòng Một"),
        ("phu", "Phim 3", "Phòng Hai"),
        ("phu", "Phim 4", "Trần Thị Ví Dụ"),
        ("yeu", "Phim 1", "Phòng Một"),
    ]
    assert [(one.subject, one.reason) for one in proposed.allocation.passed_over] == [
        (part.entries.get(title="Phim 2").pk, "per_holder")
    ]


def test_two_prizes_for_one_unit_are_told_or_passed_down() -> None:
    warned = propose_awards(judged(stacking="warn").contest, now=make.AFTER).allocation
    assert [one.stacked for one in warned.awards] == [False, False, False, True], "told beside an earlier prize"


def test_one_prize_each_passes_the_second_down_to_a_person() -> None:
    part = judged(stacking="one_per_subject", per_subject=1)
    found = propose_awards(part.contest, now=make.AFTER)
    assert [one.prize for one in found.allocation.awards] == ["phu"] * 3
    assert [one.reason for one in found.allocation.vacancies] == ["no_candidates"]


@pytest.mark.parametrize("stacking", ["allow", "warn", "one_per_subject"])
def test_the_sealed_result_is_recomputed_by_others(stacking: str) -> None:
    part = judged(stacking=stacking, per_subject=1)
    propose_awards(part.contest, now=make.AFTER)
    sealed = seal_result(part.contest, now=make.AFTER)
    checked = verify_file(sealed.envelope)
    assert checked["ok"], checked["differences"]
    assert "video/1" in sealed.envelope
    assert "Trần Thị" not in sealed.envelope
    changed = sealed.envelope.replace('"video/1"', '"video/9"')
    assert not verify_file(changed)["ok"]


def test_holders_and_winners_shown() -> None:
    part = judged(stacking="allow")
    kinds = {kind for kind, _pk in holders_of(part.contest, list(part.entries.values_list("pk", flat=True))).values()}
    assert kinds == {"unit", "person"}
    assert {table.kind_of_holder(place.subject) for table in tables_of(part.contest) for place in table.places} == kinds
    propose_awards(part.contest, now=make.AFTER)
    assert awarded(part) == set(), "not before the results are public"
    part.results_published_at = make.AFTER
    assert len(awarded(part)) == 3
