"""Banks, authors and reviewers for the tests of the bank: a contest with topics and a blueprint."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

from hoithi.contests.models import Body, Contest
from hoithi.people.models import User
from hoithi.quiz.models import Question, QuestionVersion
from hoithi.quiz.operations.bank import submit_questions, write_question
from hoithi.quiz.operations.review import review_question
from hoithi.quiz.rules.question import Draft, Option
from tests.contests import factories as make

NOW = make.BEFORE
TOPICS = [{"key": "mot-cua", "title": "Một cửa"}, {"key": "de-an-06", "title": "Đề án 06"}]
CELLS = [
    {"topic": "mot-cua", "difficulty": "easy", "count": 2},
    {"topic": "de-an-06", "difficulty": "hard", "count": 1},
]
_numbers = count(1)


def contest(**changes: Any) -> Contest:
    """Three questions a paper: two easy ones of Một cửa, one hard one of Đề án 06."""
    part = {
        "key": "trac-nghiem",
        "kind": "quiz",
        "title": "Thi trắc nghiệm",
        "opens": make.OPENS,
        "closes": make.CLOSES,
        "quiz": {"questions": 3, "time_limit_min": 10, "attempts": 1, "blueprint": {"sections": [{"cells": CELLS}]}},
    }
    return make.contest(topic=TOPICS, part=[part], **changes)


def draft(text: str = "", **fields: Any) -> Draft:
    """A good question; each call another text, unless one is given."""
    number = next(_numbers)
    words = text or f"Thủ tục thứ {number} do cơ quan mang số {number * 7} nào giải quyết?"
    options = (Option("Ủy ban xã", True), Option("Sở Nội vụ"), Option("Chi cục Thuế"), Option("Tòa án"))
    return replace(
        Draft("mot-cua", "easy", "single", words, options, explanation="Vì luật nói vậy.", citation="Luật số 1"),
        **fields,
    )


def author(of: Contest, name: str = "Người Ra Đề Mẫu") -> User:
    holder = make.user(name)
    make.seat(of, "authors", holder)
    return holder


def reviewer(of: Contest, name: str = "Người Thẩm Định Mẫu") -> User:
    holder = make.user(name)
    make.seat(of, "reviewers", holder)
    return holder


def written(of: Contest, by: User | None = None, *, bank: str = "de-thi", code: str = "", **fields: Any) -> Question:
    return write_question(of, bank, draft(**fields), now=NOW, by=by, code=code).question


def submitted(of: Contest, by: User | None = None, **fields: Any) -> QuestionVersion:
    question = written(of, by, **fields)
    submit_questions(of, [question.pk], now=NOW, by=by)
    question.refresh_from_db()
    assert question.pending is not None
    return question.pending


def approved(of: Contest, by: User | None = None, at: datetime = NOW, **fields: Any) -> Question:
    """A question in force, approved by nobody in particular."""
    question = review_question(submitted(of, by, **fields), approve=True, now=at, by=None)
    question.refresh_from_db()
    return question


ROLES = (
    "anonymous",
    "contestant",
    "coordinators",
    "authors",
    "reviewers",
    "jury",
    "secretariat",
    "leaders",
    "operators",
    "administrator",
)


def holder_of(of: Contest, role: str) -> User | None:
    """An account in a role: kinds of bodies, "contestant" without a seat, a superuser, nobody for "anonymous"."""
    if role == "anonymous":
        return None
    user = make.user(f"Người Vai {role}")
    if role == "administrator":
        user.is_staff = user.is_superuser = True
        user.save()
    elif role != "contestant":
        Body.objects.get_or_create(contest=of, kind=role, defaults={"key": f"ban-{role}", "title": role})
        make.seat(of, role, user)
    return user
