"""What the contest floor reads of a quiz: facts, shortages, buttons, words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hoithi.contests.models import Entrant, Part
from hoithi.contests.registry import registry
from hoithi.quiz.models import Bank
from hoithi.quiz.operations.attempt_save import Given, paper_of
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.operations.attempt_submit import submit_attempt
from hoithi.quiz.provider import QuizProvider, actions, describe, preflight
from hoithi.quiz.schema import QuizSettings
from tests.quiz import factories as make
from tests.quiz.factories import CLOSES, MINUTE, NOW, OPENS, letters

pytestmark = pytest.mark.django_db


def sit(entrant: Entrant, part: Part, right: int, takes: timedelta) -> Any:
    attempt = start_attempt(entrant, part, now=NOW)
    answers = [Given(n, letter, 1) for n, letter in enumerate(letters(paper_of(attempt.code, attempt.pk), right), 1)]
    return submit_attempt(attempt.code, answers, epoch=1, now=NOW + takes).attempt


def labels(part: Part, entrant: Entrant | None, now: Any = NOW) -> list[str]:
    return [action.label for action in actions(part, entrant=entrant, now=now)]


@pytest.fixture
def opened(part: Part) -> Part:
    part.frozen_at = OPENS
    part.save()
    return part


def test_facts_carry_every_measure_of_the_counting_attempt(part: Part, entrant: Entrant) -> None:
    sit(entrant, part, 5, timedelta(seconds=61, milliseconds=7))
    [fact] = QuizProvider().facts(part)
    assert fact.subject_id == entrant.pk
    assert set(fact.values) == set(registry.measures_of("quiz"))
    assert fact.values == {
        "taken": 1,
        "correct": 5,
        "all_correct": 1,
        "elapsed_ms": 61_007,
        "submitted": (NOW - OPENS + timedelta(seconds=61, milliseconds=7)) // timedelta(microseconds=1),
        "attempts": 1,
        "prediction": None,
    }
    assert list(QuizProvider().facts(part, subjects=[entrant.pk + 1])) == []


def test_times_compare_in_whole_seconds_where_the_plan_says_so(db: None) -> None:
    part = make.contest(time_unit="s").parts.select_related("contest").get()
    make.frozen(part)
    sit(make.entrant(part.contest), part, 5, timedelta(seconds=61, milliseconds=700))
    [fact] = QuizProvider().facts(part)
    assert fact.values["elapsed_ms"] == 61_000


@pytest.mark.parametrize("people", [1, 3])
def test_facts_cost_a_fixed_number_of_queries(part: Part, people: int, django_assert_num_queries: Any) -> None:
    for _ in range(people):
        sit(make.entrant(part.contest), part, 3, MINUTE)
    with django_assert_num_queries(1):
        assert len(list(QuizProvider().facts(part))) == people


def test_a_bank_below_the_blueprint_blocks_the_opening(db: None) -> None:
    part = make.contest().parts.select_related("contest").get()
    bank = Bank.objects.create(contest=part.contest, key="de-thi", title="Đề thi", sealed=True)
    for n in range(4):
        make.question(bank, f"C{n}")
    make.question(bank, "C9", state="submitted")
    [problem] = preflight(part, now=NOW)
    assert "cần 5 câu đã duyệt, hiện có 4" in problem.message
    make.question(bank, "C10")
    assert preflight(part, now=NOW) == []


def test_buttons_follow_the_phase(opened: Part, entrant: Entrant) -> None:
    assert labels(opened, None) == labels(opened, entrant) == ["Vào thi"]
    attempt = start_attempt(entrant, opened, now=NOW)
    assert labels(opened, entrant) == ["Tiếp tục làm bài"]
    submit_attempt(attempt.code, [], epoch=1, now=NOW + MINUTE)
    assert labels(opened, entrant, NOW + MINUTE) == ["Thi lượt 2", "Xem phiếu"]
    assert labels(opened, entrant, CLOSES) == ["Xem phiếu"]
    assert labels(opened, entrant, OPENS - MINUTE) == ["Xem phiếu"]


def test_somebody_barred_or_of_another_group_has_no_button(opened: Part, entrant: Entrant) -> None:
    entrant.barred_reason = "Đã vào Tổ ra đề."
    assert labels(opened, entrant) == []
    entrant.barred_reason = ""
    Part.objects.filter(pk=opened.pk).update(content=opened.content | {"groups": ["nhom-khac"]})
    assert labels(Part.objects.select_related("contest").get(pk=opened.pk), entrant) == []


def test_practice_is_offered_where_something_is_published(opened: Part) -> None:
    bank = Bank.objects.create(contest=opened.contest, key="on-tap", title="Ôn tập", sealed=False)
    make.question(bank, "ÔT1")
    assert labels(opened, None, OPENS - MINUTE) == ["Luyện tập, không tính điểm"]
    assert labels(opened, None) == ["Vào thi", "Luyện tập, không tính điểm"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "20 câu trong 20 phút; tối đa 3 lượt, lấy lượt tốt nhất"),
        ({"attempts": 1}, "20 câu trong 20 phút; mỗi người thi một lượt"),
        ({"counts": "last"}, "20 câu trong 20 phút; tối đa 3 lượt, lấy lượt cuối"),
    ],
)
def test_settings_in_words(changes: dict[str, Any], sentence: str) -> None:
    settings = QuizSettings(**{"questions": 20, "time_limit_min": 20, "attempts": 3, **changes})
    assert describe(settings) == [("Cách thi", sentence)]
