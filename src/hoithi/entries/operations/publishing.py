"""Showing works to the public (đăng, gỡ tác phẩm), as the plan says which: all accepted ones, the winners, none."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hoithi.contests.models import Part
from hoithi.core.errors import Refusal
from hoithi.entries.models import Work
from hoithi.entries.operations.letters import tell_owner
from hoithi.entries.operations.work_steps import locked_work, take_step
from hoithi.entries.queries.settings import settings_of
from hoithi.entries.slots import slots
from hoithi.people.models import User

LONGEST_PUBLIC = 200
"""Characters of the part of a reason that everybody reads."""


class NotForPublic(Refusal):
    """The plan shows no works, or only those that won."""

    def __init__(self, only: str) -> None:
        if only == "none":
            text = _("Theo kế hoạch, tác phẩm của phần thi này không đăng cho mọi người xem.")
        else:
            text = _("Theo kế hoạch chỉ đăng tác phẩm đoạt giải, sau khi công bố kết quả.")
        super().__init__(text, hint=_("Muốn đăng khác đi, hãy sửa kế hoạch."))


def publishable(part: Part) -> Collection[int] | None:
    """Entries the plan lets the public see; None for all. Raises NotForPublic where there is none."""
    only = settings_of(part).publish
    if only == "all":
        return None
    won = {entry for source in slots.winners for entry in source(part)} if only == "winners" else set()
    if not won:
        raise NotForPublic(only)
    return won


@transaction.atomic
def publish_work(work: Work, *, now: datetime, by: User, reason: str = "") -> Work:
    """Show one accepted work; one taken down only with a reason. Raises NotForPublic, Refusal, WorkClosed."""
    work = locked_work(work.pk)
    _check_public(work, publishable(work.entry.part))
    if work.entry.state == "taken_down" and not reason.strip():
        raise Refusal(_("Cần nêu lý do đăng lại tác phẩm đã gỡ."), hint=_("Hãy viết ngắn gọn lý do."))
    return _publish(work, now, by, reason)


@transaction.atomic
def publish_accepted(part: Part, *, now: datetime, by: User) -> int:
    """Show every accepted work the plan lets the public see; how many. Raises NotForPublic."""
    allowed = publishable(part)
    found = Work.objects.filter(entry__part=part, entry__state="accepted").order_by("pk")
    done = 0
    for pk in found.values_list("pk", flat=True):
        work = locked_work(pk)
        if work.entry.state == "accepted" and (allowed is None or pk in allowed):
            _publish(work, now, by, "")
            done += 1
    return done


def _check_public(work: Work, allowed: Collection[int] | None) -> None:
    if allowed is not None and work.pk not in allowed:
        raise NotForPublic("winners")


def _publish(work: Work, now: datetime, by: User, reason: str) -> Work:
    take_step(work, "publish", now=now, by=by, reason=reason)
    work.published_at = now
    work.save(update_fields=["published_at"])
    return work


@transaction.atomic
def take_down_work(work: Work, *, public: str, reason: str = "", now: datetime, by: User) -> Work:
    """Take a work off every page at once. `public`: the short reason its page shows, `reason`: the rest of it."""
    work = locked_work(work.pk)
    tell_owner(work, take_step(work, "take_down", now=now, by=by, reason=_both(public, reason)))
    return work


@transaction.atomic
def withdraw_for_owner(work: Work, *, public: str, reason: str = "", now: datetime, by: User) -> Work:
    """The committee takes a work out at its owner's wish, after the deadline too. Raises Refusal, WorkClosed."""
    work = locked_work(work.pk)
    take_step(work, "withdraw", now=now, by=by, reason=_both(public, reason))
    return work


def _both(public: str, reason: str) -> str:
    """The first line is what the public reads."""
    first = " ".join(public.split())[:LONGEST_PUBLIC]
    if not first:
        raise Refusal(_("Cần nêu lý do ngắn gọn, hiện trên trang của tác phẩm."), hint=_("Hãy viết một câu."))
    return f"{first}\n{reason.strip()}".strip()
