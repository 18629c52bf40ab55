"""The owner answers what the moderator asked (trả lời câu hỏi của Ban Tổ chức)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.core.errors import Refusal
from hoithi.entries.models import Work, WorkStep
from hoithi.entries.operations.work_steps import locked_work
from hoithi.entries.queries.moderation import open_question
from hoithi.people.models import User

LONGEST_ANSWER = 2000


class NothingAsked(Refusal):
    """No question waits: none was asked, it was answered in another tab, or the work was decided on."""

    def __init__(self) -> None:
        super().__init__(
            _("Không còn câu hỏi nào chờ trả lời."), hint=_("Hãy tải lại trang để xem tình trạng của tác phẩm.")
        )


@transaction.atomic
def answer_question(work: Work, text: str, *, now: datetime, by: User) -> WorkStep:
    """A step without a change of state, read by the moderators in the queue. Raises NothingAsked, Refusal."""
    work = locked_work(work.pk)
    if open_question(work) is None:
        raise NothingAsked
    if not text.strip():
        raise Refusal(_("Hãy viết câu trả lời."), hint=_("Ban Tổ chức đọc nguyên văn."))
    step = WorkStep.objects.create(
        work=work, step="answer", state=work.entry.state, reason=text.strip()[:LONGEST_ANSWER], by=by, at=now
    )
    part = work.entry.part
    data = {"part": part.key, "number": work.number}
    record("entries:work:answer", now=now, contest_key=part.contest.slug, actor=by, target=work.entry.code, data=data)
    return step
