"""What works handed in bring to the console and the contest page: their place, what waits, the way to the gallery."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.contests.desk import DeskPlace, DeskTask, desk
from hoithi.contests.models import Part
from hoithi.contests.registry import Action
from hoithi.core.spoken import end_moment
from hoithi.entries.queries.gallery import published
from hoithi.entries.queries.moderation import WAITING, counts, is_open, opens_at
from hoithi.entries.queries.settings import settings_of


def register_places() -> None:
    desk.add_place(
        DeskPlace(
            "works_queue", gettext_lazy("Duyệt, đăng tác phẩm"), "entries:queue_home", "work.view_all", 33, ("entries",)
        )
    )


def actions(part: Part) -> list[Action]:
    """The way from the contest page to the gallery, once a work is published."""
    if not published(part).exists():
        return []
    return [Action(_("Xem tác phẩm"), reverse("entries:gallery", args=[part.contest.slug, part.key]), main=False)]


def tasks(part: Part, *, now: datetime) -> Sequence[DeskTask]:
    """Works to decide on, from when they may be; accepted ones to publish, where the plan shows them all. One count."""
    n = counts(part)
    waiting, accepted = sum(n.get(state, 0) for state in WAITING), n.get("accepted", 0)
    url = reverse("entries:queue", args=[part.contest.slug, part.key])
    lines = []
    if waiting and is_open(part, now):
        label = _("Duyệt {n} tác phẩm").format(n=waiting)
        lines.append(DeskTask("review", label, url, "work.moderate", "todo", _("Cần làm")))
    elif waiting and (at := opens_at(part)) is not None:
        label = _("Duyệt {n} tác phẩm").format(n=waiting)
        more = _("Từ {when}, khi hết hạn nhận.").format(when=end_moment(at))
        lines.append(DeskTask("review", label, url, "work.moderate", "locked", _("Chưa đến lúc"), more))
    if accepted and settings_of(part).publish == "all":
        label = _("Đăng {n} tác phẩm đã duyệt").format(n=accepted)
        lines.append(DeskTask("publish", label, f"{url}?loc=da-duyet", "work.publish", "todo", _("Cần làm")))
    return lines
