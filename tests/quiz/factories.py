"""Small makers of real rows for the tests of the quiz: an invented contest, a frozen bank whose right answer is "a"."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from hoithi.contests.models import Contest, Entrant, Part
from hoithi.contests.operations.definition import define_contest
from hoithi.contests.operations.entrants import register_entrant
from hoithi.contests.schema import Plan
from hoithi.core.clock import VIETNAM
from hoithi.people.models import User
from hoithi.people.operations.accounts import open_account
from hoithi.quiz.models import Bank, DrawSecret, FrozenBank, FrozenQuestion, Question, QuestionVersion
from hoithi.quiz.queries.attempt_settings import frozen_blueprint, settings_of
from hoithi.quiz.rules.commitment import secret_commitment

OPENS = datetime(2024, 6, 1, tzinfo=VIETNAM)
CLOSES = datetime(2024, 7, 1, tzinfo=VIETNAM)
NOW = datetime(2024, 6, 10, 9, 0, tzinfo=VIETNAM)
MINUTE = timedelta(minutes=1)
SECRET = bytes(range(32))
_contacts = count(100_000)


def personal(show: str = "live") -> list[dict[str, Any]]:
    """One standing of persons: most correct, then fastest."""
    keys: list[dict[str, Any]] = [
        {"key": "correct", "title": "Số câu đúng", "part": "trac-nghiem", "measure": "correct"},
        {"key": "elapsed_ms", "title": "Thời gian", "part": "trac-nghiem", "measure": "elapsed_ms", "order": "low"},
    ]
    standing = {"key": "ca-nhan", "title": "Cá nhân", "subject": "person", "formula": "lexicographic", "show": show}
    return [standing | {"terms": keys}]


def plan(standings: list[dict[str, Any]] | None = None, **quiz: Any) -> Plan:
    settings = {"questions": 5, "time_limit_min": 10, "attempts": 3, **quiz}
    return Plan.model_validate(
        {
            "slug": "hoi-thi-thu",
            "title": "Hội thi thử",
            "short_title": "Hội thi thử",
            "year": 2024,
            "organiser": {"name": "Phòng Thử nghiệm"},
            "codes": {"prefix": "HT24"},
            "rules_text": {"required": False},
            "group": [
                {
                    "key": "ca-nhan",
                    "title": "Cá nhân",
                    "subject": "person",
                    "eligible": {"min_age": 15, "under_age": "practise"},
                }
            ],
            "part": [
                {
                    "key": "trac-nghiem",
                    "kind": "quiz",
                    "title": "Thi trắc nghiệm",
                    "opens": OPENS,
                    "closes": CLOSES,
                    "quiz": settings,
                }
            ],
            "standing": standings or [],
        }
    )


def contest(standings: list[dict[str, Any]] | None = None, **quiz: Any) -> Contest:
    return define_contest(plan(standings, **quiz), now=OPENS - timedelta(days=9)).contest


def contest_named(slug: str) -> Contest:
    """Another contest, the same in everything but its address."""
    return define_contest(plan().model_copy(update={"slug": slug}), now=OPENS - timedelta(days=9)).contest


def question(bank: Bank, code: str, *, kind: str = "single", right: str = "a", **fields: Any) -> QuestionVersion:
    """A question with the options a, b, c, d; `right` names the ids of the correct ones."""
    values = {"topic": "chung", "difficulty": "easy", "state": Question.APPROVED, "updated_at": OPENS, **fields}
    row = Question.objects.create(bank=bank, code=code, **values)
    ids = "ab" if kind == "true_false" else "abcd"
    version = QuestionVersion.objects.create(
        question=row,
        no=1,
        kind=kind,
        text=f"Câu hỏi {code}?",
        options=[{"id": i, "text": f"{code}, phương án {i}", "correct": i in right} for i in ids],
        explanation=f"Giải thích {code}",
        citation=f"Văn bản của {code}",
        created_at=OPENS,
    )
    row.current = version
    row.save()
    return version


def frozen(part: Part, questions: int = 8, *, group_key: str = "", **kinds: str) -> FrozenBank:
    """A sealed bank frozen for the part. `c3="multiple"` makes question C3 a multiple choice of a and c."""
    bank = Bank.objects.create(contest=part.contest, key=f"de-thi{group_key}", title="Đề thi", sealed=True)
    rows = FrozenBank.objects.create(
        part=part,
        group_key=group_key,
        bank=bank,
        blueprint=frozen_blueprint(settings_of(part, group_key)),
        root=secrets.token_hex(32),
        frozen_at=OPENS,
    )
    for n in range(1, questions + 1):
        kind = kinds.get(f"c{n}", "single")
        version = question(bank, f"C{n}", kind=kind, right="ac" if kind == "multiple" else "a")
        FrozenQuestion.objects.create(
            frozen_bank=rows,
            position=n,
            version=version,
            topic="chung",
            difficulty="easy",
            salt=bytes(32),
            leaf=f"{n:064x}",
        )
    DrawSecret.objects.get_or_create(
        part=part,
        defaults={"secret": SECRET, "commitment": secret_commitment(SECRET), "committed_at": OPENS},
    )
    return rows


def account(name: str = "Trần Thị Ví Dụ", birth: date = date(1990, 3, 15)) -> User:
    contact = f"0912{next(_contacts)}"
    return open_account(full_name=name, contact=contact, birth_date=birth, now=OPENS)


def entrant(of: Contest, user: User | None = None, **fields: Any) -> Entrant:
    """Somebody who has registered; their account is `entrant.person.user`."""
    person = (user or account(**fields)).person
    assert person is not None
    return register_entrant(of, person, group=of.groups.get(), unit=None, now=OPENS)


def letters(paper: Any, right: int) -> list[str]:
    """Letters for every question of a shown paper: the first `right` answers are correct, the rest wrong."""
    answers = []
    for question in paper:
        key = {"a", "c"} if question.kind == "multiple" else {"a"}
        good = "".join(letter for letter, option, _ in question.options if option in key)
        bad = next(letter for letter, option, _ in question.options if option == "b")
        answers.append(good if question.pos <= right else bad)
    return answers
