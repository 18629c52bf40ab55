"""A contest of three weekly rounds that really runs: people sit a round, it ends, its results go public."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hoithi.contests.models import Contest, ContestUnit, Entrant, Part
from hoithi.contests.operations.opening import freeze_part
from hoithi.quiz.models import Bank
from hoithi.quiz.operations.attempt_expire import expire_due
from hoithi.quiz.operations.attempt_save import Given, paper_of
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.operations.attempt_submit import submit_attempt
from tests.contests import factories as make
from tests.quiz import factories as quiz

WEEK = timedelta(days=7)
SERIES = {"count": 3, "step_minutes": 10080, "length_minutes": 10050, "title": "Tuần {n}"}
PART = {
    "key": "tuan",
    "kind": "quiz",
    "title": "Thi tuần",
    "opens": make.OPENS + timedelta(hours=10),
    "series": SERIES,
    "quiz": {"questions": 5, "time_limit_min": 10, "attempts": 3},
}
KEYS = [
    {"key": "correct", "title": "Số câu đúng", "part": "tuan", "measure": "correct"},
    {"key": "elapsed_ms", "title": "Thời gian", "part": "tuan", "measure": "elapsed_ms", "order": "low", "unit": "ms"},
]
OVERALL = [{**KEYS[0], "rounds": "sum"}, {**KEYS[1], "rounds": "mean"}]
STANDINGS: list[dict[str, Any]] = [
    {"key": "tung-tuan", "title": "Từng tuần", "subject": "person", "formula": "lexicographic", "each": "round",
     "show": "hidden", "terms": KEYS},
    {"key": "chung-cuoc", "title": "Chung cuộc", "subject": "person", "formula": "lexicographic", "show": "hidden",
     "terms": OVERALL},
]  # fmt: skip
PRIZES: list[dict[str, Any]] = [
    {"key": "tuan-nhat", "title": "Giải nhất tuần", "standing": "tung-tuan", "quantity": 1, "cash": 300_000,
     "per": "round"},
    {"key": "chung-cuoc-nhat", "title": "Giải nhất chung cuộc", "standing": "chung-cuoc", "quantity": 1,
     "cash": 1_000_000},
]  # fmt: skip


def weekly(**changes: Any) -> tuple[Contest, list[Part], list[ContestUnit]]:
    """Three rounds, frozen; a standing and a prize for each round beside those of the whole."""
    told = {"part": [PART], "standing": STANDINGS, "prize": PRIZES} | changes
    contest = make.contest(**told)
    units = make.units(contest, "Phòng Một", "Phòng Hai")
    bank = Bank.objects.create(contest=contest, key="de-thi", title="Đề thi", sealed=True)
    for number in range(12):
        quiz.question(bank, f"C{number}")
    for part in contest.parts.all():
        freeze_part(part, now=make.BEFORE)
    return contest, list(contest.parts.all()), units


def sit(entrant: Entrant, part: Part, *, right: int, seconds: int = 60) -> None:
    """One attempt on the round's first day."""
    assert part.opens is not None
    at = part.opens + timedelta(hours=3)
    part.contest = entrant.contest
    attempt = start_attempt(entrant, part, now=at)
    letters = quiz.letters(paper_of(attempt.code, attempt.pk), right)
    answers = [Given(pos, letter, 1) for pos, letter in enumerate(letters, 1)]
    submit_attempt(attempt.code, answers, epoch=attempt.epoch, now=at + timedelta(seconds=seconds))


def after(part: Part) -> datetime:
    """Two minutes after a round's end, every attempt finalised."""
    assert part.closes is not None
    now = part.closes + timedelta(minutes=2)
    expire_due(now, 1000)
    return now
