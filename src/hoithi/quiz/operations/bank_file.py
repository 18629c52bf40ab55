"""A bank in TOML (samples/banks): checked as a whole, then kept as drafts, or approved for a demonstration."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from hoithi.contests.models import Contest
from hoithi.core.errors import InvalidInput, Problem
from hoithi.core.text import nfc
from hoithi.people.models import User
from hoithi.quiz.models import Question, QuestionVersion, Review
from hoithi.quiz.operations.bank import bank_for
from hoithi.quiz.operations.bank_errors import OwnQuestion, problem_of
from hoithi.quiz.operations.bank_import import BATCH, log_import, write_new
from hoithi.quiz.queries.bank import planned_banks, topics_of
from hoithi.quiz.rules.question import Draft, Option, flaws, kept
from hoithi.quiz.schema import DIFFICULTIES


@dataclass(frozen=True)
class SampleFile:
    """A bank in TOML, checked: (code, draft) by bank."""

    study: list[tuple[str, Draft]]
    sealed: list[tuple[str, Draft]]


def read_bank_file(path: Path, topics: Mapping[str, str]) -> SampleFile:
    """A bank file as in samples/banks. Raises InvalidInput with every problem of every question."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = _("Không đọc được tệp ngân hàng câu hỏi: {error}").format(error=error)
        raise InvalidInput([Problem(path.name, message)]) from error
    banks: dict[str, list[tuple[str, Draft]]] = {"study": [], "sealed": []}
    problems = []
    for at, raw in enumerate(data.get("question", []), 1):
        code, draft = str(raw.get("code", "")), _sample_draft(raw)
        where = f"question[{code or at}]"
        wrong = [problem_of(flaw) for flaw in flaws(draft, topics=topics, difficulties=DIFFICULTIES)]
        problems += [Problem(f"{where}.{problem.at}", problem.message) for problem in wrong]
        if not code or raw.get("bank") not in banks:
            problems.append(Problem(where, _("Thiếu mã câu (code), hoặc bank không phải “study” hay “sealed”.")))
        else:
            banks[raw["bank"]].append((code, kept(draft)))
    for rows in banks.values():
        twice = [code for code, times in Counter(code for code, _draft in rows).items() if times > 1]
        problems += [Problem(f"question[{code}]", _("Mã câu có hai lần.")) for code in twice]
    if problems:
        raise InvalidInput(problems)
    return SampleFile(**banks)


def _sample_draft(raw: Mapping[str, Any]) -> Draft:
    return Draft(
        topic=str(raw.get("topic", "")),
        difficulty=str(raw.get("difficulty", "")),
        kind=str(raw.get("kind", "single")),
        text=nfc(str(raw.get("text", ""))),
        options=tuple(
            Option(nfc(str(option.get("text", ""))), bool(option.get("correct"))) for option in raw.get("options", [])
        ),
        shuffle=bool(raw.get("shuffle", True)),
        explanation=nfc(str(raw.get("explanation", ""))),
        citation=nfc(str(raw.get("citation", ""))),
    )


@transaction.atomic
def import_bank_file(
    contest: Contest,
    path: Path,
    *,
    now: datetime,
    author: User | None = None,
    reviewer: User | None = None,
    approve: bool = False,
) -> dict[str, int]:
    """A bank file into the contest's study and sealed banks; bank key → questions added. Codes already there are kept.

    `approve`: for demonstrations and rehearsals, as if `reviewer` had approved each. Raises InvalidInput, OwnQuestion.
    """
    if approve and author is not None and author == reviewer:
        raise OwnQuestion
    file = read_bank_file(path, topics_of(contest))
    planned = planned_banks(contest).values()
    added: dict[str, int] = {}
    for sealed, rows in ((False, file.study), (True, file.sealed)):
        for key in [bank.key for bank in planned if bank.sealed == sealed]:
            bank = bank_for(contest, key)
            known = set(Question.objects.filter(bank=bank).values_list("code", flat=True))
            questions = write_new(bank, [row for row in rows if row[0] not in known], now, author)
            added[key] = len(questions)
            log_import(bank, len(questions), now, author)
            if approve:
                _approve_all(questions, now, reviewer)
    return added


def _approve_all(questions: list[Question], now: datetime, reviewer: User | None) -> None:
    ids = [question.pk for question in questions]
    versions = QuestionVersion.objects.filter(question_id__in=ids)
    Review.objects.bulk_create(
        [Review(version=version, reviewer=reviewer, approved=True, at=now) for version in versions], batch_size=BATCH
    )
    versions.update(state=Question.APPROVED)
    first = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-no").values("pk")[:1]
    Question.objects.filter(pk__in=ids).update(state=Question.APPROVED, current=Subquery(first), pending=None)
