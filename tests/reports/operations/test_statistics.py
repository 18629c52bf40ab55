"""Counting in the background: exact figures, weeks kept, its own pace, one counter at a time."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from hoithi.contests.models import Part
from hoithi.quiz.models import Attempt, Result
from hoithi.quiz.queries import statistics as counts
from hoithi.reports.models import ContestStatistics, PartStatistics
from hoithi.reports.operations.statistics import EVERY, LATE, refresh_contest, refresh_due
from tests.awards import story
from tests.contests import factories as make
from tests.reports.crowds import entrants, sat

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DAY = timedelta(days=1)


@pytest.fixture
def part() -> Part:
    contest, _units = story.contest_with_units("Phòng Một", "Phòng Hai")
    return contest.parts.select_related("contest").get()


@pytest.fixture
def people(part: Part) -> list[Any]:
    """Two of the first unit, one of the second, two citizens; the first of them tried twice, on the second week."""
    units = list(part.contest.units.order_by("position"))
    found = entrants(part, [units[0], units[0], units[1], None, None])
    sat(part, found, [5, 3, 4, 1, 0], at=make.OPENS + DAY, seconds=120)
    sat(part, found[1:2], [5], n=2, at=make.OPENS + 8 * DAY, seconds=60)
    return found


def data_of(part: Part) -> dict[str, Any]:
    return PartStatistics.objects.get(part=part).data


def test_one_part_in_figures(part: Part, people: list[Any]) -> None:
    assert refresh_due(make.NOW) == 1
    data = data_of(part)
    assert data["results"] == [["can-bo", True, {"1": 2, "4/5": 1}], ["cong-dan", False, {"1/5": 1, "0": 1}]]
    assert data["seconds"] == {"60": 1, "120": 4}
    assert data["total_ms"] == 60_000 + 4 * 120_000 + 0 + 2 + 3 + 4  # thousandths of the makers
    assert data["tries"] == [[1, 5, str(Fraction(13, 25)), None], [2, 1, "1", "3/5"]]
    assert data["sizes"] == {"": 5}


def test_weeks_count_people_once(part: Part, people: list[Any]) -> None:
    refresh_due(make.NOW)
    data = ContestStatistics.objects.get().data
    units = {str(unit.pk): unit for unit in part.contest.units.all()}
    first, second = data["weeks"]["1"], data["weeks"]["2"]
    assert (first["attempts"], second["attempts"]) == (5, 1)
    assert {units[pk].name if pk else "": n for pk, n in first["units"].items()} == {
        "Phòng Một": [2, 0],
        "Phòng Hai": [1, 0],
        "": [0, 2],
    }
    assert second["units"] == {}
    assert set(data["weeks"]) == {"1", "2"}
    hours = data["hours"]
    assert {day: sum(row) for day, row in hours.items()} == {"2024-06-02": 5, "2024-06-09": 1}
    assert hours["2024-06-02"][0] == 5  # midnight in Vietnam


def test_people_of_several_rounds_are_new_once() -> None:
    part = {
        "key": "trac-nghiem",
        "kind": "quiz",
        "title": "Vòng tuần",
        "opens": make.OPENS,
        "closes": make.OPENS + 7 * DAY,
        "series": {"count": 2, "step_minutes": 10_080, "length_minutes": 10_080},
        "quiz": {"questions": 5, "time_limit_min": 10, "attempts": 1},
    }
    contest = make.contest(part=[part], standing=[], prize=[])
    from tests.quiz import factories as quiz

    one, two = contest.parts.select_related("contest").order_by("round_no")
    quiz.frozen(one)
    bank = one.frozen_banks.get()
    found = entrants(one, [None, None])
    sat(one, found, [1, 2], at=make.OPENS + DAY)
    bank.pk, bank.part = None, two
    bank.save()
    for question in one.frozen_banks.get().questions.all():
        question.pk, question.frozen_bank = None, bank
        question.save()
    sat(two, [*found[:1], *entrants(two, [None])], [3, 4], at=make.OPENS + 8 * DAY)
    weeks = [
        counts.newcomers([one.pk, two.pk], make.OPENS + n * 7 * DAY, make.OPENS + (n + 1) * 7 * DAY) for n in (0, 1)
    ]
    assert [week.people for week in weeks] == [2, 1]


def test_voided_attempts_count_nowhere(part: Part, people: list[Any]) -> None:
    Attempt.objects.filter(entrant=people[0]).update(ended_by=Attempt.VOIDED)
    Result.objects.filter(entrant=people[0]).delete()
    refresh_due(make.NOW)
    assert ContestStatistics.objects.get().data["weeks"]["1"]["attempts"] == 4
    assert data_of(part)["tries"][0][:2] == [1, 4]


def test_its_own_pace(part: Part, people: list[Any], django_assert_num_queries: Any) -> None:
    assert refresh_due(make.NOW) == 1
    kept = ContestStatistics.objects.get()
    assert kept.due_at is not None
    assert kept.due_at >= make.NOW + EVERY
    with django_assert_num_queries(1):
        assert refresh_due(make.NOW + timedelta(minutes=4)) == 0
    assert refresh_due(kept.due_at) == 1


def test_weeks_behind_are_not_counted_again(part: Part, people: list[Any]) -> None:
    refresh_due(make.NOW)
    Attempt.objects.filter(n=1).update(ended_at=make.OPENS + 2 * DAY)  # as if the past could change
    contest = part.contest
    refresh_contest(contest, now=make.NOW + LATE)
    data = ContestStatistics.objects.get().data
    assert data["weeks"]["1"]["attempts"] == 5
    assert set(data["hours"]) == {"2024-06-02", "2024-06-09"}


def test_an_attempt_that_ended_late_is_found(part: Part, people: list[Any]) -> None:
    week = make.OPENS + 7 * DAY
    refresh_contest(part.contest, now=week + timedelta(minutes=5))
    late = entrants(part, [None])
    sat(part, late, [2], at=week - timedelta(minutes=1))
    refresh_contest(part.contest, now=week + timedelta(minutes=10))
    assert ContestStatistics.objects.get().data["weeks"]["1"]["attempts"] == 6


def test_after_the_close_it_rests(part: Part, people: list[Any]) -> None:
    assert refresh_due(make.AFTER) == 1
    assert ContestStatistics.objects.get().due_at is None
    assert data_of(part)["final"] is True
    assert refresh_due(make.AFTER + 30 * DAY) == 0


def test_a_close_that_moves_wakes_it(part: Part, people: list[Any]) -> None:
    refresh_due(make.AFTER)
    Part.objects.filter(pk=part.pk).update(closes=make.AFTER + 30 * DAY)
    assert refresh_due(make.AFTER + DAY) == 1
    assert ContestStatistics.objects.get().due_at is not None


def test_somebody_elses_turn(part: Part, people: list[Any]) -> None:
    """Whoever moved `due_at` on first counts; the other finds nothing to claim."""
    refresh_due(make.NOW)
    stale = ContestStatistics.objects.get()
    ContestStatistics.objects.update(due_at=make.NOW + DAY)
    claim = ContestStatistics.objects.filter(pk=stale.pk, due_at=stale.due_at, at=stale.at)
    assert claim.update(due_at=make.NOW) == 0


def test_nobody_and_nothing_open(part: Part) -> None:
    assert refresh_due(make.BEFORE) == 0
    assert refresh_due(make.OPENS) == 1
    assert data_of(part)["results"] == []


@pytest.mark.parametrize("many", [3, 30])
def test_the_cost_does_not_grow_with_attempts(many: int, part: Part, django_assert_num_queries: Any) -> None:
    sat(part, entrants(part, [None] * many), [2] * many, at=make.OPENS + DAY)
    with django_assert_num_queries(28):
        refresh_due(make.NOW)


def test_hours_of_a_busy_day_are_counted_on(part: Part) -> None:
    """Nothing is lost or counted twice however often it is counted during one day."""
    day = make.OPENS + DAY
    contest = part.contest
    for hour in range(0, 24, 3):
        sat(part, entrants(part, [None]), [1], at=day + timedelta(hours=hour, minutes=59, seconds=59))
        refresh_contest(contest, now=day + timedelta(hours=hour + 1, minutes=10))
    row = ContestStatistics.objects.get().data["hours"]["2024-06-02"]
    assert row == [int(hour % 3 == 0) for hour in range(24)]
