"""Tasks, units' notes and their answers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.contests.models import ContestUnit, Task, UnitNote
from hoithi.core.errors import Refusal
from hoithi.core.text import nfc
from hoithi.people.models import User


class EmptyText(Refusal):
    """A note or answer without words."""

    status = 400


@transaction.atomic
def finish_task(task: Task, *, now: datetime, by: User | None, evidence: str = "") -> Task:
    """Mark a duty done, with what shows it (document, link). Doing it twice keeps the first time."""
    task = Task.objects.select_for_update().select_related("contest").get(pk=task.pk)
    if task.done_at is None:
        task.done_at, task.done_by, task.evidence = now, by, nfc(evidence)
        task.save(update_fields=["done_at", "done_by", "evidence"])
        record("contests:task:done", now=now, contest_key=task.contest.slug, actor=by, target=task.title)
    return task


@transaction.atomic
def reopen_task(task: Task, *, now: datetime, by: User | None) -> Task:
    task = Task.objects.select_for_update().select_related("contest").get(pk=task.pk)
    if task.done_at is not None:
        task.done_at, task.done_by = None, None
        task.save(update_fields=["done_at", "done_by"])
        record("contests:task:reopened", now=now, contest_key=task.contest.slug, actor=by, target=task.title)
    return task


@transaction.atomic
def report_note(unit: ContestUnit, *, kind: str, text: str, now: datetime, by: User) -> UnitNote:
    """A unit's progress or difficulty, to the committee (V.8 of plans that ask for it)."""
    if not text.strip():
        raise EmptyText(_("Báo cáo chưa có nội dung."), hint=_("Hãy viết vài dòng về tiến độ hoặc vướng mắc."))
    note = UnitNote.objects.create(contest_unit=unit, kind=kind, text=text.strip(), by=by, at=now)
    record("contests:note:reported", now=now, contest_key=unit.contest.slug, actor=by, target=unit.name)
    return note


@transaction.atomic
def answer_note(note: UnitNote, *, answer: str, now: datetime, by: User) -> UnitNote:
    """The committee's answer, in place; an answer may be corrected, the log keeps each one's hash."""
    if not answer.strip():
        raise EmptyText(_("Câu trả lời chưa có nội dung."), hint=_("Hãy viết câu trả lời rồi gửi lại."))
    note = UnitNote.objects.select_for_update().select_related("contest_unit__contest").get(pk=note.pk)
    note.answer, note.answered_by, note.answered_at = answer.strip(), by, now
    note.save(update_fields=["answer", "answered_by", "answered_at"])
    unit = note.contest_unit
    record("contests:note:answered", now=now, contest_key=unit.contest.slug, actor=by, target=unit.name)
    return note
