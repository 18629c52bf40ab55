"""Sums kept for standings of units give what everybody's facts give, whatever changes and is counted when."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoithi.contests.models import Contest, ContestUnit, Entrant, Standing, StandingMark, UnitShare, UnitTally
from hoithi.contests.operations import tallies
from hoithi.contests.operations.standings import put_facts, refresh_dirty, refresh_standing
from hoithi.contests.queries import facts
from hoithi.contests.queries.facts import gather, scopes_of
from hoithi.contests.queries.tallies import gather_tallied, may_be_tallied
from hoithi.contests.schema.standings import Standing as Spec
from hoithi.quiz.models import Result
from hoithi.quiz.queries.attempt_settings import settings_of
from hoithi.quiz.queries.facts import fact_of
from tests.awards import story
from tests.contests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.both]
PART: dict[str, Any] = {"part": "trac-nghiem"}
TERMS = [
    PART | {"key": "people", "title": "Người", "measure": "taken", "agg": "count"},
    PART | {"key": "rate", "title": "Tỷ lệ", "measure": "taken", "agg": "share", "over": "headcount"},
    PART
    | {
        "key": "half",
        "title": "Từ 3 câu",
        "measure": "taken",
        "agg": "share",
        "over": "participants",
        "where": {"measure": "correct", "at_least": 3},
    },
    PART | {"key": "mean", "title": "Trung bình", "measure": "elapsed_ms", "agg": "mean", "order": "low"},
    PART | {"key": "sum", "title": "Tổng câu", "measure": "correct", "agg": "sum", "over": "participants"},
    PART
    | {
        "key": "staff",
        "title": "Trong danh sách",
        "measure": "all_correct",
        "agg": "sum",
        "where": {"groups": ["can-bo"], "roster": True},
    },
]
STEPS = st.one_of(
    st.tuples(st.just("sit"), st.integers(0, 5), st.integers(0, 5), st.integers(0, 2)),
    st.tuples(st.just("sit"), st.integers(0, 5), st.integers(0, 5), st.integers(0, 2)),
    st.tuples(st.just("remove"), st.integers(0, 5), st.just(0), st.just(0)),
    st.tuples(st.just("turn"), st.just(0), st.just(0), st.just(0)),
    st.tuples(st.just("whole"), st.just(0), st.just(0), st.just(0)),
)


def values(gathered: facts.Gathered) -> dict[Any, Any]:
    return {row.subject: row.facts for row in gathered.rows}


def assert_same(standing: Standing) -> None:
    for scope in scopes_of(standing):
        assert values(gather_tallied(standing, scope)) == values(gather(standing, scope))


@pytest.fixture
def world() -> tuple[Contest, list[ContestUnit], list[Entrant]]:
    contest, units = story.contest_with_units("Phòng Một", "Phòng Hai", "Phòng Ba")
    people = [story.join(contest, f"Người {n}", units[n % 3] if n else None) for n in range(6)]
    for entrant in people:
        story.sit(entrant, right=1, seconds=60)
    standing = contest.standings.get(key="tap-the")
    standing.content = standing.content | {"terms": TERMS, "formula": "rank_sum", "ties": ["mean"]}
    standing.save()
    return contest, units, people


def change(entrant: Entrant, right: int, unit: ContestUnit | None) -> None:
    part = entrant.contest.parts.select_related("contest").get()
    attempt = entrant.attempts.get()
    result = Result(
        part=part, entrant=entrant, attempt=attempt, group_key=entrant.group.key,
        contest_unit_id=unit.pk if unit else None, correct=right, elapsed_ms=1000 * right + 7, submitted_no=1,
        all_correct=right == 5, on_roster=bool(right % 2), counts_for_unit=right != 4,
    )  # fmt: skip
    Result.objects.filter(part=part, entrant=entrant).delete()
    Result.objects.bulk_create([result])
    put_facts(part, entrant, fact_of(result, settings_of(part)), now=make.NOW)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=st.lists(STEPS, max_size=12))
def test_kept_sums_are_everybodys_facts_after_every_turn(
    world: tuple[Contest, list[ContestUnit], list[Entrant]], steps: list[tuple[str, int, int, int]]
) -> None:
    contest, units, people = world
    standing = contest.standings.get(key="tap-the")
    for what, person, right, unit in [*steps, ("turn", 0, 0, 0)]:
        if what == "sit":
            change(people[person], right, units[unit] if person else None)
        elif what == "remove":
            Result.objects.filter(entrant=people[person]).delete()
            StandingMark.objects.create(standing=standing, subject_id=people[person].pk)
        else:
            refresh_standing(standing, now=make.NOW, whole=what == "whole")
            if tallies.are_kept(standing):
                assert_same(standing)
    assert_same(standing)


def test_a_turn_reads_only_whose_facts_changed(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    contest, units, people = world
    standing = contest.standings.get(key="tap-the")
    assert refresh_dirty(make.NOW) == 1
    assert (UnitShare.objects.count(), UnitTally.objects.count()) == (5, 3)
    asked: list[Any] = []
    monkeypatch.setattr(
        "hoithi.contests.queries.tallies.facts_of",
        lambda part, subjects: asked.append(list(subjects)) or facts.facts_of(part, subjects),
    )
    change(people[1], 5, units[2])
    change(people[1], 5, units[1])
    assert refresh_dirty(make.AFTER) == 1
    assert asked == [[people[1].pk]]
    assert_same(standing)
    assert refresh_dirty(make.AFTER) == 0


def test_rows_that_say_the_same_are_not_written_again(world: Any) -> None:
    contest, _units, _people = world
    standing = contest.standings.get(key="tap-the")
    assert refresh_standing(standing, now=make.NOW) == 3
    assert refresh_standing(standing, now=make.AFTER) == 3
    assert set(standing.rows.values_list("changed_at", flat=True)) == {make.NOW}


def test_each_round_has_sums_of_its_own(world: Any) -> None:
    contest, units, people = world
    standing = contest.standings.get(key="tap-the")
    standing.content = standing.content | {"each": "round"}
    standing.save()
    refresh_dirty(make.NOW)
    assert set(standing.tallies.values_list("scope", flat=True)) == {"trac-nghiem"}
    change(people[1], 5, units[1])
    refresh_dirty(make.AFTER)
    assert_same(standing)
    assert standing.rows.filter(scope="trac-nghiem").count() == 3


def test_another_definition_is_counted_anew(world: Any) -> None:
    contest, _units, _people = world
    refresh_dirty(make.NOW)
    standing = contest.standings.get(key="tap-the")
    standing.content = standing.content | {"terms": TERMS[:2], "ties": [], "counts": "roster"}
    standing.save()
    assert not tallies.are_kept(standing)
    refresh_standing(standing, now=make.NOW, whole=False)
    assert tallies.are_kept(standing)
    assert_same(standing)


def test_the_whole_computation_finds_and_repairs_wrong_sums(world: Any, caplog: pytest.LogCaptureFixture) -> None:
    contest, units, _people = world
    refresh_dirty(make.NOW)
    standing = contest.standings.get(key="tap-the")
    UnitTally.objects.filter(contest_unit_id=units[0].pk).update(sums=[[9, 9, 9]] * len(TERMS))
    with caplog.at_level(logging.ERROR):
        refresh_standing(standing, now=make.AFTER)
    assert "counted anew" in caplog.text
    assert_same(standing)
    assert standing.rows.get(subject_id=units[0].pk).values["raw"]["people"] == 1


def test_a_mark_without_a_person_counts_everybody(world: Any) -> None:
    contest, units, _people = world
    refresh_dirty(make.NOW)
    standing = contest.standings.get(key="tap-the")
    UnitTally.objects.filter(contest_unit_id=units[0].pk).delete()
    StandingMark.objects.create(standing=standing)
    refresh_dirty(make.AFTER)
    assert_same(standing)


@pytest.mark.parametrize(
    ("change", "may"),
    [
        ({}, True),
        ({"agg": "median"}, False),
        ({"agg": "best"}, False),
        ({"part": None, "standing": "ca-nhan"}, False),
        ({"part": None, "figure": "views"}, False),
    ],
)
def test_which_terms_sums_can_be_kept_of(change: dict[str, Any], may: bool) -> None:
    term = PART | {"key": "t", "title": "T", "measure": "correct", "agg": "sum"} | change
    data = {"key": "s", "title": "S", "subject": "unit", "formula": "rank_sum", "terms": [term]}
    assert may_be_tallied(Spec.model_validate(data)) is may


def test_a_long_refresh_rests_before_the_next(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hoithi.contests.operations.standings.LONG_S", 0.0)
    contest, units, people = world
    assert refresh_dirty(make.NOW) == 1
    change(people[1], 5, units[2])
    assert refresh_dirty(make.NOW) == 0
    assert contest.standings.get(key="tap-the").marks.exists()
