"""What the quiz brings to the console: questions that wait for somebody, and who has taken part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.contests.desk import DeskPlace, DeskTask, desk
from hoithi.contests.models import Part
from hoithi.quiz.models import Question, Result

BANK_VIEW = "quiz:bank"


def register_place() -> None:
    desk.add_place(DeskPlace("bank", gettext_lazy("Câu hỏi, đề thi"), BANK_VIEW, "bank.coverage", 30, ("quiz",)))


def participants(part: Part) -> QuerySet[Result, int]:
    """Ids of the entrants with a result that counts."""
    return Result.objects.filter(part=part).values_list("entrant_id", flat=True)


def tasks(part: Part, *, now: datetime) -> Sequence[DeskTask]:
    """Questions of the sealed banks that wait for a verdict, or were sent back to their authors."""
    if part.frozen_at is not None:
        return []
    found = Question.objects.filter(bank__contest=part.contest_id, bank__sealed=True, pending__isnull=False)
    waiting = Counter(found.values_list("pending__state", flat=True))
    lines = []
    if n := waiting["submitted"]:
        lines.append(_line(part, _("{n} câu hỏi chưa thẩm định").format(n=n), "todo", _("Tổ thẩm định đề.")))
    if n := waiting["rejected"]:
        lines.append(_line(part, _("{n} câu hỏi bị trả lại, chờ sửa").format(n=n), "doing", _("Tổ ra đề.")))
    return lines


def _line(part: Part, label: str, state: str, more: str) -> DeskTask:
    word = _("Cần làm") if state == "todo" else _("Đang làm")
    return DeskTask("prepare", label, bank_url(part), "bank.coverage", state, word, more)  # type: ignore[arg-type]


def bank_url(part: Part) -> str:
    try:
        return reverse(BANK_VIEW, args=[part.contest.slug])
    except NoReverseMatch:
        return ""
