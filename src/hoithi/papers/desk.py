"""What papers bring to the console: the register of a contest's documents, and what waits for a signature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.contests.desk import DeskPlace, DeskTask, desk
from hoithi.contests.models import Contest
from hoithi.documents.models import Document
from hoithi.documents.queries import register_of


def register() -> None:
    desk.add_place(DeskPlace("papers", gettext_lazy("Văn bản"), "papers:register", "document.view", 63))
    desk.add_source(tasks)


def tasks(contest: Contest, now: datetime) -> Sequence[DeskTask]:
    """Papers that wait for number and signature."""
    waiting = register_of(contest.slug, state=Document.State.SUBMITTED).count()
    if not waiting:
        return []
    label = _("{n} văn bản đang trình ký").format(n=waiting)
    href = f"{reverse('papers:register', args=[contest.slug])}?trang_thai={Document.State.SUBMITTED}"
    return [DeskTask("publish", label, href, "document.view", "doing", _("Đang làm"))]
