"""Questions from a table people fill in: checked as a whole before anything is kept; known codes get a new version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.contests.models import Contest
from hoithi.core.errors import InvalidInput, Problem
from hoithi.people.models import User
from hoithi.quiz.models import Bank, Question, QuestionVersion
from hoithi.quiz.operations.bank import bank_for, fill_version
from hoithi.quiz.operations.bank_errors import sentence_of
from hoithi.quiz.queries.bank import draft_of, newest, words_in
from hoithi.quiz.queries.bank_table import BankFile, TableQuestion, read_bank
from hoithi.quiz.rules.question import Draft, near_twins, words_of

BATCH = 500
Pair = tuple[str, str]


@dataclass
class ImportCheck:
    """What an import would do, or did. `twins`: codes of the file whose questions say nearly what another one says."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    twins: list[tuple[str, Pair]] = field(default_factory=list)
    bad_rows: int = 0
    takable: bool = True
    """Whether the good rows may be taken without the bad ones."""
    written: bool = False

    @property
    def good_rows(self) -> int:
        return self.added + self.changed + self.unchanged if self.takable else 0


@dataclass
class _Sorted:
    new: list[TableQuestion] = field(default_factory=list)
    changed: list[tuple[Question, Draft]] = field(default_factory=list)


def check_import(contest: Contest, bank_key: str, data: bytes, filename: str) -> ImportCheck:
    """What the file would do to the bank; nothing is written. Raises InvalidInput for a file without such a table."""
    file = read_bank(contest, data, filename, sentence_of)
    check, _sorted = _compare(contest, bank_key, file)
    check.twins = _twins(contest, bank_key, file.rows)
    return check


@transaction.atomic
def import_questions(
    contest: Contest,
    bank_key: str,
    data: bytes,
    filename: str,
    *,
    now: datetime,
    by: User | None,
    skip_bad: bool = False,
) -> ImportCheck:
    """Write the file's questions as drafts: new codes are added, known ones get a new version where they differ.

    With a bad row nothing is written, unless `skip_bad`. Raises InvalidInput, BankNotFound.
    """
    bank = bank_for(contest, bank_key)
    file = read_bank(contest, data, filename, sentence_of)
    check, sorted_rows = _compare(contest, bank_key, file)
    if file.problems and not (skip_bad and check.takable):
        message = _("Tệp có {n} dòng chưa hợp lệ nên chưa nhập câu nào. Hãy sửa rồi nhập lại.")
        raise InvalidInput(file.problems, message.format(n=check.bad_rows))
    write_new(bank, _with_codes(bank, sorted_rows.new), now, by)
    _write_changed(sorted_rows.changed, now, by)
    check.written = True
    log_import(bank, check.added + check.changed, now, by)
    return check


def _compare(contest: Contest, bank_key: str, file: BankFile) -> tuple[ImportCheck, _Sorted]:
    rows = Question.objects.filter(bank__contest=contest, bank__key=bank_key).select_related("current", "pending")
    known = {question.code: question for question in rows}
    check, found = ImportCheck(warnings=file.warnings), _Sorted()
    for row in file.rows:
        question = known.get(row.code) if row.code else None
        if question is None:
            found.new.append(row)
        elif question.state == Question.RETIRED:
            message = _("Câu {code} đã rút khỏi ngân hàng.").format(code=row.code)
            file.problems.append(Problem(_("dòng {row}").format(row=row.row), message))
            file.bad.add(row.row)
        elif draft_of(newest(question)) != row.draft:
            found.changed.append((question, row.draft))
        else:
            check.unchanged += 1
    check.rows = len({row.row for row in file.rows} | file.bad)
    check.added, check.changed = len(found.new), len(found.changed)
    check.problems, check.bad_rows, check.takable = file.problems, len(file.bad), file.whole
    return check, found


def _twins(contest: Contest, bank_key: str, rows: Iterable[TableQuestion]) -> list[tuple[str, Pair]]:
    new = {f"{bank_key}/{row.code or f'#{row.row}'}": words_of(row.draft.text) for row in rows}
    known = {f"{bank}/{code}": words for (bank, code), words in words_in(contest).items()}
    pairs = near_twins(new, known)
    return [(_name(one), (other.split("/", 1)[0], _name(other))) for one, other in pairs]


def _name(key: str) -> str:
    code = key.split("/", 1)[1]
    return _("dòng {row}").format(row=code[1:]) if code.startswith("#") else code


def _with_codes(bank: Bank, rows: list[TableQuestion]) -> list[tuple[str, Draft]]:
    """Every row with a code; those without one get the first numbers nobody has taken."""
    taken = set(Question.objects.filter(bank=bank).values_list("code", flat=True)) | {row.code for row in rows}
    number, found = 0, []
    for row in rows:
        code = row.code
        while not code:
            number += 1
            code = "" if f"C{number:04}" in taken else f"C{number:04}"
        found.append((code, row.draft))
    return found


def write_new(bank: Bank, rows: list[tuple[str, Draft]], now: datetime, by: User | None) -> list[Question]:
    """Questions with their first drafts, many at once."""
    questions = Question.objects.bulk_create(
        [
            Question(bank=bank, code=code, topic=draft.topic, difficulty=draft.difficulty, updated_at=now)
            for code, draft in rows
        ],
        batch_size=BATCH,
    )
    pairs = zip(questions, (draft for _code, draft in rows), strict=True)
    _add_versions([(question, draft, 1) for question, draft in pairs], now, by)
    return questions


def _write_changed(rows: list[tuple[Question, Draft]], now: datetime, by: User | None) -> None:
    numbers = {question.pk: newest(question).no for question, _draft in rows}
    last = QuestionVersion.objects.filter(question_id__in=numbers).order_by("no").values_list("question_id", "no")
    numbers |= dict(last)
    _add_versions([(question, draft, numbers[question.pk] + 1) for question, draft in rows], now, by)
    for question, draft in rows:
        question.updated_at = now
        if question.current_id is None:
            question.state, question.topic, question.difficulty = Question.DRAFT, draft.topic, draft.difficulty
    fields = ["updated_at", "state", "topic", "difficulty"]
    Question.objects.bulk_update([question for question, _draft in rows], fields, batch_size=BATCH)


def _add_versions(rows: list[tuple[Question, Draft, int]], now: datetime, by: User | None) -> None:
    versions = []
    for question, draft, no in rows:
        version = QuestionVersion(question=question, no=no, author=by, created_at=now)
        fill_version(version, draft)
        versions.append(version)
    QuestionVersion.objects.bulk_create(versions, batch_size=BATCH)
    newest_of = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-no").values("pk")[:1]
    ids = [question.pk for question, _draft, _no in rows]
    for start in range(0, len(ids), BATCH):
        Question.objects.filter(pk__in=ids[start : start + BATCH]).update(pending=Subquery(newest_of))


def log_import(bank: Bank, count: int, now: datetime, by: User | None) -> None:
    data = {"count": count}
    record("quiz:bank:imported", now=now, contest_key=bank.contest.slug, actor=by, target=bank.key, data=data)


def log_export(contest: Contest, bank_key: str, count: int, *, now: datetime, by: User) -> None:
    """Who took a bank out as a file stands in the log."""
    data = {"count": count}
    record("quiz:bank:exported", now=now, contest_key=contest.slug, actor=by, target=bank_key, data=data)
