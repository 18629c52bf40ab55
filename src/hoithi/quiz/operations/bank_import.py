"""Questions from files people or other programs made: checked as a whole before anything is kept.

Known codes get a new version where they differ; a question without a code that stands in the bank word for word is left
as it is, so the same file twice adds nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
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
from hoithi.quiz.operations.bank_errors import DefaultsMissing
from hoithi.quiz.operations.bank_reading import Defaults, FileRead, read_questions
from hoithi.quiz.operations.picture import store_pictures
from hoithi.quiz.queries.bank import difficulties, draft_of, kinds, newest, topics_of
from hoithi.quiz.queries.bank_alike import Twin, twins_of
from hoithi.quiz.queries.bank_table import BankFile, TableQuestion
from hoithi.quiz.rules.alike import Wording
from hoithi.quiz.rules.question import Draft

BATCH = 500
NONE_PICKED = Defaults()
Counts = list[tuple[str, int]]


@dataclass
class ImportCheck:
    """What an import would do, or did. `twins`: questions of the file that say nearly what another one says.

    `found`: the good questions; `texts`: a problem's place → the question's first words, for readers of the bank only;
    `no_topic`, `no_difficulty`: good questions for which the person must pick one.
    """

    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    twins: list[Twin] = field(default_factory=list)
    bad_rows: int = 0
    takable: bool = True
    """Whether the good rows may be taken without the bad ones."""
    written: bool = False
    found: list[TableQuestion] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    no_topic: int = 0
    no_difficulty: int = 0
    by_topic: Counts = field(default_factory=list)
    by_difficulty: Counts = field(default_factory=list)
    by_kind: Counts = field(default_factory=list)

    @property
    def good_rows(self) -> int:
        return self.added + self.changed + self.unchanged if self.takable else 0


@dataclass
class _Sorted:
    new: list[TableQuestion] = field(default_factory=list)
    changed: list[tuple[Question, Draft]] = field(default_factory=list)
    changed_rows: list[TableQuestion] = field(default_factory=list)


def check_import(
    contest: Contest, bank_key: str, data: bytes, filename: str, *, now: datetime, by: User | None
) -> ImportCheck:
    """What the file would do to the bank; nothing is written. Raises InvalidInput for a file without questions."""
    read = read_questions(contest, bank_key, data, filename)
    check, found = _compare(contest, bank_key, read.file, NONE_PICKED)
    check.twins = _twins(contest, bank_key, [*found.new, *found.changed_rows], now, by)
    _count(contest, check)
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
    defaults: Defaults = NONE_PICKED,
) -> ImportCheck:
    """Write the file's questions as drafts: new codes are added, known ones get a new version where they differ.

    `defaults` are for questions whose file names no topic or difficulty. With a bad row nothing is written, unless
    `skip_bad`. Raises InvalidInput, DefaultsMissing, BankNotFound.
    """
    bank = bank_for(contest, bank_key)
    read: FileRead = read_questions(contest, bank_key, data, filename)
    check, found = _compare(contest, bank_key, read.file, defaults)
    if check.problems and not (skip_bad and check.takable):
        message = _("Tệp có {n} câu chưa hợp lệ nên chưa nhập câu nào. Hãy sửa rồi nhập lại.")
        raise InvalidInput(check.problems, message.format(n=check.bad_rows))
    if check.no_topic or check.no_difficulty:
        raise DefaultsMissing(check.no_topic, check.no_difficulty)
    store_pictures(bank, read.pictures, now=now, by=by)
    write_new(bank, _with_codes(bank, found.new), now, by)
    _write_changed(found.changed, now, by)
    check.written = True
    log_import(bank, check.added + check.changed, now, by)
    return check


def _compare(contest: Contest, bank_key: str, file: BankFile, defaults: Defaults) -> tuple[ImportCheck, _Sorted]:
    rows = Question.objects.filter(bank__contest=contest, bank__key=bank_key).select_related("current", "pending")
    known = {question.code: question for question in rows}
    said = {_said(draft_of(newest(question))): question for question in rows if question.state != Question.RETIRED}
    check, found = ImportCheck(warnings=file.warnings, texts=file.texts), _Sorted()
    for row in file.rows:
        question = known.get(row.code) if row.code else said.get(_said(row.draft))
        if question is not None and question.state == Question.RETIRED:
            file.problems.append(Problem(row.place, _("Câu {code} đã rút khỏi ngân hàng.").format(code=row.code)))
            file.bad.add(row.row)
            continue
        draft = _filled(row.draft, question, defaults, pictured=file.pictured)
        filled = replace(row, draft=draft)
        check.found.append(filled)
        check.no_topic += not draft.topic
        check.no_difficulty += not draft.difficulty
        if question is None:
            found.new.append(filled)
        elif draft_of(newest(question)) != draft:
            found.changed.append((question, draft))
            found.changed_rows.append(filled)
        else:
            check.unchanged += 1
    check.rows = len({row.row for row in file.rows} | file.bad)
    check.added, check.changed = len(found.new), len(found.changed)
    check.problems, check.bad_rows, check.takable = file.problems, len(file.bad), file.whole
    return check, found


def _said(draft: Draft) -> Draft:
    """What a question says, wherever it is placed."""
    return replace(draft, topic="", difficulty="")


def _filled(draft: Draft, question: Question | None, defaults: Defaults, *, pictured: bool) -> Draft:
    """What the file does not say is as it was in the bank, else as the person picked."""
    if question is None:
        return replace(draft, topic=draft.topic or defaults.topic, difficulty=draft.difficulty or defaults.difficulty)
    before = draft_of(newest(question))
    filled = replace(draft, topic=draft.topic or before.topic, difficulty=draft.difficulty or before.difficulty)
    if pictured:
        return filled
    shapes = {option.text: option.picture for option in before.options}
    options = tuple(replace(option, picture=shapes.get(option.text)) for option in filled.options)
    return replace(filled, options=options, picture=before.picture)


def _count(contest: Contest, check: ImportCheck) -> None:
    """The good questions by topic, difficulty and kind, in the order of the plan; those without one last."""

    def counted(words: dict[str, str], key: Callable[[Draft], str]) -> Counts:
        times = Counter(key(row.draft) for row in check.found)
        named = [(str(title), times[name]) for name, title in words.items() if times[name]]
        return [*named, *([(_("chưa có"), times[""])] if times[""] else [])]

    check.by_topic = counted(topics_of(contest), lambda draft: draft.topic)
    check.by_difficulty = counted(difficulties(), lambda draft: draft.difficulty)
    check.by_kind = counted(kinds(), lambda draft: draft.kind)


def _twins(
    contest: Contest, bank_key: str, rows: Iterable[TableQuestion], now: datetime, by: User | None
) -> list[Twin]:
    texts = {
        row.code or row.place: Wording(row.draft.text, tuple(option.text for option in row.draft.options))
        for row in rows
    }
    return twins_of(texts, contest, bank_key, user=by, now=now)


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


def log_export(
    contest: Contest, bank_key: str, count: int, *, now: datetime, by: User | None, form: str = "xlsx"
) -> None:
    """Who took a bank out as a file, and in which format, stands in the log."""
    data = {"count": count, "format": form}
    record("quiz:bank:exported", now=now, contest_key=contest.slug, actor=by, target=bank_key, data=data)
