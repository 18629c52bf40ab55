"""What handing in works brings to the contest page and to the console: the button, the places, what waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.contests.desk import DeskPlace, DeskTask, desk
from hoithi.contests.models import Entrant, Part
from hoithi.contests.queries.lifecycle import state_of
from hoithi.contests.registry import Action
from hoithi.core.spoken import number
from hoithi.entries.models import Work
from hoithi.entries.queries import board
from hoithi.entries.queries.settings import settings_of
from hoithi.entries.queries.work_page import quota_left


def register_places() -> None:
    kinds = ("entries",)
    desk.add_place(
        DeskPlace("works_board", gettext_lazy("Đơn vị nộp tác phẩm"), "entries:board", "work.board", 31, kinds)
    )
    desk.add_place(
        DeskPlace("works_intake", gettext_lazy("Tiếp nhận tác phẩm"), "entries:intake", "work.intake", 32, kinds)
    )


def actions(part: Part, *, entrant: Entrant | None, now: datetime) -> list[Action]:
    """The button of the contest page: handing in while works are received, preparing before, one's own after."""
    settings = settings_of(part)
    if settings.media == "none" or not settings.intake.online:
        return []
    groups = part.spec.groups
    if entrant is not None and groups and entrant.group.key not in groups:
        entrant = None  # a coordinator who takes part elsewhere still hands in for the unit
    state = state_of(part, now)
    url = reverse("entries:own_works", args=[part.contest.slug, part.key])
    if state == "open":
        note = quota_left(part, entrant).sentence.rstrip(".") if entrant is not None else ""
        return [Action(_("Nộp tác phẩm"), url, note=note)]
    if state == "upcoming" and settings.intake.drafts_before and entrant is not None:
        return [Action(_("Chuẩn bị tác phẩm"), url, main=False)]
    if state == "closed" and entrant is not None and entrant.entries.filter(part=part).exists():
        return [Action(_("Xem tác phẩm đã nộp"), url, main=False)]
    return []


def tasks(part: Part, *, now: datetime) -> Sequence[DeskTask]:
    """Units that still owe works, and works that lie at the desk half entered."""
    return [*_owing(part, now), *_half_entered(part)]


def _owing(part: Part, now: datetime) -> list[DeskTask]:
    groups = [row for row in board.unit_groups(part) if row[1].least]
    if part.frozen_at is None or not groups:
        return []
    found = board.totals(board.board_rows(part, groups))
    href = f"{reverse('entries:board', args=[part.contest.slug])}?phan={part.key}"
    if found.owing:
        label = _("{n} đơn vị chưa nộp đủ tác phẩm").format(n=number(found.owing))
        if part.closes is not None and now >= part.closes:
            return [DeskTask("run", label, href, "work.board", "late", _("Đã hết hạn"))]
        return [DeskTask("run", label, href, "work.board", "doing", _("Đang nhận"))]
    if not found.units:
        return []
    return [DeskTask("run", _("Mọi đơn vị đã nộp đủ tác phẩm"), href, "work.board", "done", _("Đã xong"))]


def _half_entered(part: Part) -> list[DeskTask]:
    half = Work.objects.filter(entry__part=part, entry__state="draft").exclude(intake=Work.ONLINE).count()
    if not half:
        return []
    label = _("{n} tác phẩm tiếp nhận dở, chưa có biên nhận").format(n=number(half))
    href = f"{reverse('entries:intake', args=[part.contest.slug])}?phan={part.key}"
    return [DeskTask("run", label, href, "work.intake", "todo", _("Cần làm"))]
