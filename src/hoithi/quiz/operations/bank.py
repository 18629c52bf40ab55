"""Writing questions (soạn câu hỏi): drafts may be edited, what was submitted stays and a change is a new version.

What a part has frozen is never touched: it keeps its versions.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from hoithi.audit.operations import record, record_many
from hoithi.contests.models import Contest
from hoithi.core.text import fold
from hoithi.people.models import User
from hoithi.quiz.models import Bank, FrozenBank, Question, QuestionVersion
from hoithi.quiz.operations.bank_errors import (
    BankFrozen,
    BankNotFound,
    QuestionCodeTaken,
    QuestionInvalid,
    QuestionNotFound,
    QuestionRetired,
    problem_of,
)
from hoithi.quiz.queries.bank import draft_of, newest, planned_banks, topics_of
from hoithi.quiz.rules.question import Draft, flaws, kept, option_ids, pictures_of
from hoithi.quiz.schema import DIFFICULTIES


def bank_for(contest: Contest, key: str) -> Bank:
    """The bank row for a key of the plan, made at its first use and locked. Raises BankNotFound."""
    planned = planned_banks(contest).get(key)
    if planned is None:
        raise BankNotFound
    defaults = {"title": planned.title, "sealed": planned.sealed}
    Bank.objects.get_or_create(contest=contest, key=key, defaults=defaults)
    bank = Bank.objects.select_for_update().get(contest=contest, key=key)
    bank.contest = contest
    return bank


@transaction.atomic
def write_question(
    contest: Contest, bank_key: str, draft: Draft, *, now: datetime, by: User | None, code: str = ""
) -> QuestionVersion:
    """A new question with its first draft; without a code it gets the next number of the bank.

    Raises BankNotFound, QuestionInvalid, QuestionCodeTaken.
    """
    draft = check_draft(contest, draft)
    bank = bank_for(contest, bank_key)
    code = code or next_code(bank)
    if Question.objects.filter(bank=bank, code=code).exists():
        raise QuestionCodeTaken(code)
    question = Question(bank=bank, code=code, topic=draft.topic, difficulty=draft.difficulty, updated_at=now)
    question.save()
    return _add_version(question, draft, 1, now, by)


@transaction.atomic
def edit_question(question: Question, draft: Draft, *, now: datetime, by: User | None) -> QuestionVersion:
    """The author's own draft in place; anything else as a new draft, the approved version stays in force meanwhile.

    Writing what already stands there changes nothing. Raises QuestionInvalid, QuestionRetired.
    """
    question = locked_question(question)
    draft = check_draft(question.bank.contest, draft)
    if question.state == Question.RETIRED:
        raise QuestionRetired(question.code)
    version = newest(question)
    if draft_of(version) == draft:
        return version
    if version.state == Question.DRAFT and question.pending_id and _same(version.author_id, by):
        fill_version(version, draft)
        version.save()
        return _after_writing(question, version, now, by)
    return _add_version(question, draft, question.versions.count() + 1, now, by)


def check_draft(contest: Contest, draft: Draft) -> Draft:
    """The draft as it is kept. Raises QuestionInvalid with every flaw, each at its field."""
    found = flaws(draft, topics=topics_of(contest), difficulties=DIFFICULTIES)
    if found:
        raise QuestionInvalid([problem_of(flaw) for flaw in found])
    return kept(draft)


def next_code(bank: Bank) -> str:
    """ "C0001", "C0002" …: the first number nobody has taken; call it with the bank locked."""
    taken = set(Question.objects.filter(bank=bank, code__startswith="C").values_list("code", flat=True))
    number = len(taken) + 1
    while f"C{number:04}" in taken:
        number += 1
    return f"C{number:04}"


def locked_question(question: Question) -> Question:
    """The question as it is now, its row locked. Raises QuestionNotFound.

    Its versions are read afterwards, never joined: a joined row is as old as the statement that waited for the lock.
    """
    found = Question.objects.select_for_update().filter(pk=question.pk).first()
    if found is None:
        raise QuestionNotFound
    return found


def _add_version(question: Question, draft: Draft, no: int, now: datetime, by: User | None) -> QuestionVersion:
    version = QuestionVersion(question=question, no=no, author=by, created_at=now)
    fill_version(version, draft)
    version.save()
    return _after_writing(question, version, now, by)


def fill_version(version: QuestionVersion, draft: Draft) -> None:
    for name in ("topic", "difficulty", "kind", "text", "explanation", "citation"):
        setattr(version, name, getattr(draft, name))
    version.text_norm = fold(draft.text)
    version.options = option_ids(draft.options)
    version.pictures = pictures_of(draft)
    version.shuffle = draft.shuffle


def _after_writing(question: Question, version: QuestionVersion, now: datetime, by: User | None) -> QuestionVersion:
    question.pending = version
    if question.current_id is None:
        question.state, question.topic, question.difficulty = Question.DRAFT, version.topic, version.difficulty
    question.updated_at = now
    question.save()
    log_question("quiz:question:written", question, version, now, by)
    return version


def _same(author_id: int | None, by: User | None) -> bool:
    return author_id == (by.pk if by is not None else None)


@transaction.atomic
def submit_questions(contest: Contest, ids: Collection[int], *, now: datetime, by: User | None) -> int:
    """Hand drafts over to the reviewers; others among the ids are passed over. Returns how many were handed over."""
    rows = Question.objects.filter(pk__in=ids, bank__contest=contest, pending__state=Question.DRAFT).order_by("pk")
    locked = list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
    drafts = Question.objects.filter(pk__in=locked, pending__state=Question.DRAFT).exclude(state=Question.RETIRED)
    questions = list(drafts.select_related("bank", "pending"))
    QuestionVersion.objects.filter(pk__in=[question.pending_id for question in questions]).update(
        state=Question.SUBMITTED
    )
    fresh = [question.pk for question in questions if question.current_id is None]
    Question.objects.filter(pk__in=fresh).update(state=Question.SUBMITTED)
    Question.objects.filter(pk__in=[question.pk for question in questions]).update(updated_at=now)
    targets = {target_of(q): {"version": q.pending.no} for q in questions if q.pending is not None}
    record_many("quiz:question:submitted", targets, now=now, contest_key=contest.slug, actor=by)
    return len(questions)


@transaction.atomic
def retire_question(question: Question, *, now: datetime, by: User | None) -> Question:
    """Take a question out of the bank for good; its versions stay for the record. Doing it twice changes nothing."""
    question = locked_question(question)
    if question.state != Question.RETIRED:
        version = newest(question)
        question.state, question.pending, question.updated_at = Question.RETIRED, None, now
        question.current = question.current or version
        question.save()
        log_question("quiz:question:retired", question, version, now, by)
    return question


@transaction.atomic
def follow_plan(contest: Contest, bank_key: str, *, now: datetime, by: User | None) -> Bank:
    """Make a bank secret or published as the plan says by now; doing it twice changes nothing.

    A bank is shown only while plan and row agree that it is published, so a plan alone publishes nothing.
    Raises BankNotFound, BankFrozen once a part has frozen it.
    """
    bank = bank_for(contest, bank_key)
    sealed = planned_banks(contest)[bank_key].sealed
    if bank.sealed == sealed:
        return bank
    if FrozenBank.objects.filter(bank=bank).exists():
        raise BankFrozen(bank.title)
    bank.sealed = sealed
    bank.save(update_fields=["sealed"])
    action = "quiz:bank:sealed" if sealed else "quiz:bank:unsealed"
    record(action, now=now, contest_key=contest.slug, actor=by, target=bank.key)
    return bank


def target_of(question: Question) -> str:
    """How the log names a question: "de-thi/C0001", never its text."""
    return f"{question.bank.key}/{question.code}"


def log_question(action: str, question: Question, version: QuestionVersion, now: datetime, by: User | None) -> None:
    slug = question.bank.contest.slug
    record(action, now=now, contest_key=slug, actor=by, target=target_of(question), data={"version": version.no})
