"""Item analysis in batches: the same figures whatever the batch, and as a slow count; never before the end."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from random import Random
from statistics import correlation
from typing import Any

import pytest

from hoithi.contests.models import Part
from hoithi.quiz.models import Answer, Attempt, FrozenQuestion, Result
from hoithi.quiz.queries import attempt_paper
from hoithi.reports.models import ContestStatistics, ItemStatistics
from hoithi.reports.operations.items import count_due
from hoithi.reports.operations.statistics import refresh_due
from tests.awards import story
from tests.contests import factories as make
from tests.reports.crowds import entrants, sat

pytestmark = [pytest.mark.django_db, pytest.mark.both]
PEOPLE = 80


@pytest.fixture
def part() -> Part:
    contest, _units = story.contest_with_units("Phòng Một")
    found = contest.parts.select_related("contest").get()
    random = Random(3)
    sat(found, entrants(found, [None] * PEOPLE), [random.randint(0, 5) for _ in range(PEOPLE)], random=random)
    return found


def run(part: Part, batch: int = 4000) -> ItemStatistics:
    turns = 0
    while count_due(make.AFTER, batch=batch):
        turns += 1
        assert turns < 100
    return ItemStatistics.objects.get(part=part)


def by_hand(part: Part) -> dict[int, tuple[int, Fraction, float]]:
    """Question → people, p, correlation with the rest of their paper, by lists of everybody."""
    found: dict[int, list[tuple[int, float]]] = {}
    for attempt in Attempt.objects.filter(part=part, n=1):
        given = dict(Answer.objects.filter(attempt=attempt).values_list("pos", "choice"))
        marks = [int(given[pos] == "a") for pos in range(1, 6)]
        for (question, _options), mark in zip(attempt.paper, marks, strict=True):
            found.setdefault(question, []).append((mark, sum(marks) - mark))
    return {
        question: (len(rows), Fraction(sum(m for m, _ in rows), len(rows)), correlation(*zip(*rows, strict=True)))
        for question, rows in found.items()
    }


def test_figures_are_those_of_a_slow_count(part: Part) -> None:
    kept = run(part)
    expected = by_hand(part)
    assert kept.done_at == make.AFTER
    assert {line["id"] for line in kept.items} == set(expected)
    for line in kept.items:
        n, p, r = expected[line["id"]]
        assert (line["n"], Fraction(line["p"])) == (n, p)
        assert float(Fraction(line["r"])) == pytest.approx(r, abs=1e-6)


def test_the_size_of_a_batch_changes_nothing(part: Part) -> None:
    whole = run(part)
    items, trust = whole.items, whole.reliability
    whole.delete()
    again = run(part, batch=7)
    assert (again.items, again.reliability) == (items, trust)


def test_reliability_of_drawn_papers_says_so(part: Part) -> None:
    [found] = run(part).reliability
    assert (found["method"], found["n"], found["questions"]) == ("nested", PEOPLE, 5)
    assert Fraction(found["low"]) <= Fraction(found["value"]) <= Fraction(found["high"]) <= 1


def test_not_before_everybody_has_ended(part: Part) -> None:
    assert not count_due(make.NOW)
    late = Attempt.objects.order_by("pk").first()
    assert late is not None
    Attempt.objects.filter(pk=late.pk).update(ended_at=None)
    assert not count_due(make.AFTER)
    assert not ItemStatistics.objects.exists()


def test_second_attempts_do_not_count(part: Part) -> None:
    before = run(part).items
    ItemStatistics.objects.all().delete()
    sat(part, [one.entrant for one in Attempt.objects.select_related("entrant__group")], [5] * PEOPLE, n=2)
    assert run(part).items == before


def test_a_result_taken_away_counts_everything_again(part: Part) -> None:
    run(part)
    refresh_due(make.AFTER)
    gone = Attempt.objects.filter(part=part).first()
    assert gone is not None
    Result.objects.filter(attempt=gone).delete()
    Attempt.objects.filter(pk=gone.pk).update(ended_by=Attempt.VOIDED)
    assert not count_due(make.AFTER + timedelta(minutes=59))
    later = make.AFTER + timedelta(hours=1)
    while count_due(later):
        pass
    kept = ItemStatistics.objects.get()
    assert kept.reliability[0]["n"] == PEOPLE - 1
    assert sum(line["n"] for line in kept.items) == 5 * (PEOPLE - 1)
    assert ContestStatistics.objects.get().due_at == later
    refresh_due(later)
    assert sum(sum(day) for day in ContestStatistics.objects.get().data["hours"].values()) == PEOPLE - 1


def test_nobody_took_part() -> None:
    contest, _units = story.contest_with_units("Phòng Một")
    kept = run(contest.parts.get())
    assert (kept.items, kept.done_at) == ([], make.AFTER)
    assert kept.reliability == [{"group": "", "questions": 5, "n": 0, "value": None}]


def test_what_is_kept_holds_no_key(part: Part) -> None:
    """Counts of options, never which is right; a reader of the table learns no more than what people chose."""
    kept = run(part)
    assert "correct" not in str(kept.items)
    assert set(kept.items[0]) == {
        "bank", "id", "unit", "questions", "n", "p", "r", "d", "omitted", "doubts", "tally",
    }  # fmt: skip


@pytest.mark.parametrize("batch", [10, 80])
def test_a_turn_costs_the_same(batch: int, part: Part, django_assert_num_queries: Any) -> None:
    count_due(make.AFTER, batch=5)  # the bank is read once
    with django_assert_num_queries(7):
        assert count_due(make.AFTER, batch=batch)


def test_questions_whose_key_is_in_doubt_are_counted() -> None:
    """One question of the bank is keyed wrongly: whoever knows most answers "a", its key says "b"."""
    contest, _units = story.contest_with_units("Phòng Một")
    part = contest.parts.select_related("contest").get()
    people = entrants(part, [None] * 200)
    made = sat(part, people, [5 if n % 2 else 0 for n in range(200)], random=Random(1))
    wrong = made[0].paper[0][0]
    version = FrozenQuestion.objects.get(pk=wrong).version
    version.options = [option | {"correct": option["id"] == "b"} for option in version.options]
    version.save()
    attempt_paper.frozen_content.cache_clear()
    kept = run(part)
    assert kept.to_review == 1
    assert [line["doubts"][:2] for line in kept.items if line["id"] == wrong] == [["key", "negative"]]
