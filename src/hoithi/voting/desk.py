"""What the vote brings to the console: its place, findings that wait, staleness of seals."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.contests.desk import DeskPlace, DeskTask, desk
from hoithi.contests.models import Contest
from hoithi.contests.registry import registry
from hoithi.voting.models import Suspicion
from hoithi.voting.operations.review import decided_since
from hoithi.voting.queries.counts import in_force
from hoithi.voting.queries.settings import settings_of, vote_parts


def register() -> None:
    desk.add_place(DeskPlace("votes", gettext_lazy("Bình chọn"), "voting:desk", "vote.view", 36, ("entries",)))
    desk.add_source(tasks)
    registry.later = [*(one for one in registry.later if one is not decided_since), decided_since]


def tasks(contest: Contest, now: datetime) -> list[DeskTask]:
    """Windows to be set, findings to look at, figures to be entered."""
    found = []
    for part in vote_parts(contest):
        settings, url = settings_of(part), reverse("voting:desk_part", args=[contest.slug, part.key])
        if settings.on_platform and (settings.opens is None or settings.closes is None):
            label = _("Đặt thời gian bình chọn của “{part}”").format(part=part.title)
            found.append(DeskTask("prepare", label, url, "vote.view", "todo", _("Cần làm")))
        if n := Suspicion.objects.filter(part=part, state=Suspicion.OPEN).count():
            label = _("Xem {n} dấu hiệu bất thường trong bình chọn").format(n=n)
            found.append(DeskTask("review", label, url, "vote.view", "todo", _("Cần làm")))
        over = settings.closes is not None and now >= settings.closes
        if settings.outside and over and in_force(part) is None:
            label = _("Ghi số liệu bình chọn từ {page}").format(page=settings.page.title)
            found.append(DeskTask("review", label, url, "vote.snapshot", "todo", _("Cần làm")))
    return found
