"""A round shorter than the time limit, and promotions that cannot be: refused with the place and the numbers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hoithi.contests.operations.opening import preflight
from hoithi.plans.canonical import dump_plan
from hoithi.plans.files import InvalidPlan, parse_plan
from tests.contests import factories as make
from tests.contests.views.desk import DESK, World, text_of
from tests.plans.conftest import MINIMAL

SERIES = "series = {count = 2, step_minutes = 60, length_minutes = %d}"
FINAL = """
[[part]]
key = "chung-ket"
kind = "quiz"
title = "Chung kết"
opens = %s
closes = 2026-05-01
quiz = { questions = 10, time_limit_min = 10, attempts = 1 }
entrants_from = { standing = "chung", top = 3, %s }

[[standing]]
key = "cuoi"
title = "Cuối"
subject = "person"
formula = "lexicographic"
terms = [{ key = "correct", title = "Số câu đúng", part = "chung-ket", measure = "correct" }]
"""


def problems(text: str) -> dict[str, str]:
    try:
        parse_plan(text)
    except InvalidPlan as refusal:
        return {problem.at: str(problem.message) for problem in refusal.problems}
    return {}


def with_series(minutes: int, text: str = MINIMAL) -> str:
    return text.replace("closes = 2026-03-31", SERIES % minutes)


def test_a_round_shorter_than_the_time_limit() -> None:
    found = problems(with_series(9))
    assert list(found) == ["part[0].quiz.time_limit_min"]
    assert "9 phút" in found["part[0].quiz.time_limit_min"]
    assert "10 phút" in found["part[0].quiz.time_limit_min"]
    assert problems(with_series(10)) == {}


def test_the_limit_of_one_group_counts_too() -> None:
    longer = MINIMAL.replace("attempts = 1 }", "attempts = 1, by_group = { nguoi-dan = { time_limit_min = 61 } } }")
    assert list(problems(with_series(60, longer))) == ["part[0].quiz.by_group.nguoi-dan.time_limit_min"]


def test_an_attempt_that_may_run_past_the_close_has_its_time() -> None:
    assert problems(with_series(9, MINIMAL.replace("attempts = 1 }", 'attempts = 1, close_policy = "grace" }'))) == {}


def test_a_single_window_too() -> None:
    text = MINIMAL.replace("2026-03-01", "2026-03-01T08:00:00").replace("2026-03-31", "2026-03-01T08:05:00")
    assert "5 phút" in problems(text)["part[0].quiz.time_limit_min"]


@pytest.mark.parametrize(
    ("opens", "changes", "at", "words"),
    [
        ("2026-03-15", 'by = "rule"', "part[1].entrants_from.standing", "chưa chốt (chốt lúc 00:00 01/04/2026)"),
        ("2026-04-15", 'score = "keep"', "part[1].entrants_from.score", "cần một tiêu chí standing"),
        ("2026-04-15", 'carry = "entry"', "part[1].entrants_from.carry", "bảng xếp hạng tác phẩm"),
    ],
)
def test_promotions_that_cannot_be(opens: str, changes: str, at: str, words: str) -> None:
    assert words in problems(MINIMAL + FINAL % (opens, changes))[at]
    assert problems(MINIMAL + FINAL % ("2026-04-15", 'per = "unit"')) == {}


@pytest.mark.django_db
def test_the_console_refuses_it_with_both_numbers(client: Client) -> None:
    contest = make.contest()
    world = World(contest, make.units(contest, "Phòng Một"), client)
    world.sign_in("secretary")
    text = dump_plan(contest.plan).replace("time_limit_min = 10", "time_limit_min = 600")
    lines = [line for line in text.splitlines() if not line.startswith("closes")]
    at = next(n for n, line in enumerate(lines) if line.startswith("opens"))
    lines.insert(at + 1, "series = { count = 2, step_minutes = 600, length_minutes = 599 }")
    file = SimpleUploadedFile("ke-hoach.toml", "\n".join(lines).encode())
    answer = world.post(f"{DESK}ke-hoach/", {"file": file})
    assert answer.status_code == 400
    assert "599 phút" in text_of(answer)
    assert "600 phút" in text_of(answer)


@pytest.mark.django_db
def test_a_window_that_became_too_short_blocks_the_freeze() -> None:
    contest = make.contest()
    part = contest.parts.get()
    part.contest, part.closes = contest, make.OPENS + timedelta(minutes=9)
    assert any("9 phút" in str(problem.message) for problem in preflight(part, now=make.BEFORE))
