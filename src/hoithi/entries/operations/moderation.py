"""Deciding on works (duyệt tác phẩm): accept, refuse, take a decision back, ask the owner; never two at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.contests.models import Part
from hoithi.core.errors import NotAllowed, Problem, Refusal
from hoithi.core.spoken import moment
from hoithi.entries.models import Work, WorkStep
from hoithi.entries.operations.letters import tell_owner
from hoithi.entries.operations.work_errors import Incomplete
from hoithi.entries.operations.work_steps import locked_work, take_step
from hoithi.entries.queries import moderation as read
from hoithi.entries.queries.settings import settings_of
from hoithi.people.models import User

LONGEST_REASON = 2000


class NotModerating(Refusal):
    """Before the close, where the plan approves afterwards: until then a work may still be replaced."""

    def __init__(self, at: datetime | None) -> None:
        when = moment(at) if at is not None else _("khi phần thi có thời hạn")
        super().__init__(
            _("Chưa đến lúc duyệt tác phẩm: từ {when}.").format(when=when),
            hint=_("Trước hạn, người dự thi còn được thay tác phẩm."),
        )


class DecidedMeanwhile(Refusal):
    """Somebody else was quicker, or the owner changed the work."""

    def __init__(self, step: WorkStep | None) -> None:
        if step is not None and step.by is not None and step.step in ("accept", "refuse"):
            text = _("{name} vừa quyết định về tác phẩm này lúc {when}.").format(
                name=step.by.full_name or _("Một người khác"), when=moment(step.at)
            )
        else:
            text = _("Tác phẩm đã thay đổi từ khi bạn mở trang.")
        super().__init__(text, hint=_("Quyết định của bạn chưa được ghi. Hãy xem lại rồi quyết định nếu còn cần."))


class OwnWork(NotAllowed):
    """Nobody decides on a work of their own."""

    def __init__(self) -> None:
        super().__init__(
            _("Bạn là tác giả hoặc người nộp tác phẩm này nên không được duyệt."), hint=_("Hãy để người khác duyệt.")
        )


@transaction.atomic
def accept_work(
    work: Work, *, ticked: Collection[str], version: int, reason: str = "", now: datetime, by: User
) -> Work:
    """Accept; every item of the checklist is ticked. After a refusal this takes it back, and needs a reason.

    Raises NotModerating, NotAllowed (body, own work), DecidedMeanwhile, Incomplete, Refusal, WorkClosed.
    """
    work = _locked(work, version, now, by)
    items = _checked(work, ticked)
    if missing := [item for item in items if not item["ok"]]:
        raise Incomplete(
            [Problem("checklist", _("chưa xác nhận: {title}").format(title=item["title"])) for item in missing],
            _("Chưa duyệt được vì còn mục chưa xác nhận."),
        )
    if work.entry.state == "refused":
        _need_reason(reason)
    tell_owner(work, take_step(work, "accept", now=now, by=by, reason=reason[:LONGEST_REASON], checklist=items))
    return work


@transaction.atomic
def refuse_work(work: Work, *, reason: str, ticked: Collection[str], version: int, now: datetime, by: User) -> Work:
    """Refuse, or take an acceptance back, with the reason its owner reads. Raises as `accept_work`."""
    work = _locked(work, version, now, by)
    _need_reason(reason)
    items = _checked(work, ticked)
    tell_owner(work, take_step(work, "refuse", now=now, by=by, reason=reason[:LONGEST_REASON], checklist=items))
    return work


@transaction.atomic
def revise_work(work: Work, *, reason: str, version: int, now: datetime, by: User) -> Work:
    """Put a refused work back into the queue, with the reason. Raises as `accept_work`."""
    work = _locked(work, version, now, by)
    _need_reason(reason)
    tell_owner(work, take_step(work, "revise", now=now, by=by, reason=reason[:LONGEST_REASON]))
    return work


@transaction.atomic
def ask_owner(work: Work, text: str, *, version: int, now: datetime, by: User) -> WorkStep:
    """Ask the owner something before deciding: a step without a change of state, read on the owner's page."""
    work = _locked(work, version, now, by)
    if work.entry.state not in read.WAITING:
        raise DecidedMeanwhile(work.steps.last())
    if not text.strip():
        raise Refusal(_("Cần viết điều muốn hỏi."), hint=_("Người nộp đọc nguyên văn."))
    step = WorkStep.objects.create(
        work=work, step="ask", state=work.entry.state, reason=text.strip()[:LONGEST_REASON], by=by, at=now
    )
    data = {"part": work.entry.part.key, "number": work.number}
    record(
        "entries:work:ask",
        now=now,
        contest_key=work.entry.part.contest.slug,
        actor=by,
        target=work.entry.code,
        data=data,
    )
    tell_owner(work, step)
    return step


@transaction.atomic
def accept_clean(part: Part, *, now: datetime, by: User) -> list[Work]:
    """Accept every waiting work nothing was found in; what was found meanwhile is left. Raises NotModerating."""
    _check_may(part, now, by)
    waiting = read.described_works(read.queue(part, by), part)
    accepted = []
    for one in clean_works(part, waiting):
        work = locked_work(one.pk)
        still = work.entry.state == one.entry.state and read.findings([work], part)[work.pk].clean
        if not still or _is_own(work, by):
            continue
        tell_owner(work, take_step(work, "accept", now=now, by=by))
        accepted.append(work)
    return accepted


def clean_works(part: Part, waiting: Collection[Work]) -> list[Work]:
    """Those of the waiting works in which nothing was found and whose check is over."""
    found = read.findings(waiting, part)
    files = settings_of(part).media not in ("none", "link")
    ready = ("checking",) if files else ("submitted", "checking")
    return [work for work in waiting if work.entry.state in ready and found[work.pk].clean]


def _locked(work: Work, version: int, now: datetime, by: User) -> Work:
    """The locked work, when this person may decide on what they saw."""
    work = locked_work(work.pk)
    _check_may(work.entry.part, now, by)
    if _is_own(work, by):
        raise OwnWork
    if read.version_of(work) != version:
        raise DecidedMeanwhile(work.steps.select_related("by__person").order_by("pk").last())
    return work


def _check_may(part: Part, now: datetime, by: User) -> None:
    read.require_body(by, part, now)
    if not read.is_open(part, now):
        raise NotModerating(read.opens_at(part))


def _is_own(work: Work, by: User) -> bool:
    person = by.person
    if by.pk in (work.started_by_id, work.submitted_by_id) and work.intake == Work.ONLINE:
        return True
    return person is not None and (
        work.entry.owner.person_id == person.pk or work.authors.filter(person=person).exists()
    )


def _checked(work: Work, ticked: Collection[str]) -> list[dict[str, Any]]:
    items = read.checklist_of(work.entry.part, work)
    return [{"key": item["key"], "title": item["title"], "ok": item["key"] in ticked} for item in items]


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise Refusal(_("Cần nêu lý do, người nộp sẽ đọc được."), hint=_("Hãy viết ngắn gọn lý do."))
