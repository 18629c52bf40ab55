"""Disagreeing with a ruling (khiếu nại): once, in time, answered by somebody else than the decider."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.integrity.errors import AppealClosed, OwnCase, ReasonMissing
from hoithi.integrity.models import Appeal, Ruling
from hoithi.integrity.operations.notify import ANSWERED, tell
from hoithi.integrity.operations.review import EmptyText, check_not_own, locked_case
from hoithi.integrity.operations.rule import reverse_ruling, touch
from hoithi.people.models import User


@transaction.atomic
def make_appeal(ruling: Ruling, text: str, *, now: datetime, by: User) -> Appeal:
    """The person's appeal against a ruling about them; the same sent twice is one. Raises AppealClosed, EmptyText."""
    _contest, case = locked_case(ruling.case_id)
    ruling = Ruling.objects.select_related("subject__entrant").get(pk=ruling.pk)
    if ruling.subject.entrant.person_id != by.person_id or ruling.verdict == Ruling.CLEAR:
        raise AppealClosed(_("Bạn không khiếu nại được quyết định này."))
    made = Appeal.objects.filter(ruling=ruling).first()
    if made is not None:
        if made.text == text.strip():
            return made
        raise AppealClosed(_("Bạn đã gửi khiếu nại về quyết định này."), hint=_("Hãy chờ trả lời tại trang này."))
    if ruling.reversed_at is not None or ruling.appeal_until is None or now >= ruling.appeal_until:
        raise AppealClosed(_("Đã hết thời hạn khiếu nại quyết định này."), hint=_("Hãy liên hệ Ban Tổ chức."))
    if not text.strip():
        raise EmptyText
    appeal = Appeal.objects.create(ruling=ruling, text=text.strip(), made_at=now)
    record("integrity:appeal:made", now=now, contest_key=case.contest.slug, actor=by, target=str(case.no))
    touch(case, now)
    return appeal


@transaction.atomic
def decide_appeal(appeal: Appeal, *, accept: bool, answer: str, now: datetime, by: User) -> Appeal:
    """Accept (the ruling is taken back) or dismiss; deciding again changes nothing. Raises ReasonMissing, OwnCase."""
    if not answer.strip():
        raise ReasonMissing
    _contest, case = locked_case(appeal.ruling.case_id)
    check_not_own(case, by)
    appeal = Appeal.objects.select_for_update(of=("self",)).select_related("ruling").get(pk=appeal.pk)
    if appeal.ruling.decided_by_id == by.pk:
        raise OwnCase(
            _("Bạn là người ra quyết định nên không giải quyết khiếu nại về quyết định đó."),
            hint=_("Hãy để người khác trong Ban Tổ chức giải quyết."),
        )
    if appeal.decided_at is not None:
        return appeal
    appeal.accepted, appeal.answer = accept, answer.strip()
    appeal.decided_by, appeal.decided_at = by, now
    appeal.save()
    data = {"accepted": accept}
    slug = case.contest.slug
    record("integrity:appeal:decided", now=now, contest_key=slug, actor=by, target=str(case.no), data=data)
    tell(appeal.ruling.subject.entrant, ANSWERED, key=f"appeal:{appeal.pk}", now=now)
    if accept:
        reverse_ruling(appeal.ruling, reason=answer, now=now, by=by)
    return appeal
