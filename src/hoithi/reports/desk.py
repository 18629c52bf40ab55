"""What reports bring to the console: two places, and questions whose key should be looked at before publishing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.contests.desk import DeskPlace, DeskTask, desk
from hoithi.contests.models import Contest
from hoithi.core.spoken import number
from hoithi.reports.models import ItemStatistics


def register() -> None:
    desk.add_place(DeskPlace("statistics", gettext_lazy("Thống kê"), "reports:statistics", "unit.view_all", 22))
    desk.add_place(
        DeskPlace("items", gettext_lazy("Phân tích câu hỏi"), "reports:items", "bank.coverage", 31, ("quiz",))
    )
    desk.add_source(tasks)


def tasks(contest: Contest, now: datetime) -> Sequence[DeskTask]:
    """One line after the close, until results are published; nothing is asked of the database before."""
    if contest.results_published_at is not None:
        return []
    if not any(part.kind == "quiz" and part.closes and part.closes <= now for part in contest.parts.all()):
        return []
    done = ItemStatistics.objects.filter(part__contest=contest, done_at__isnull=False)
    found = done.aggregate(n=Sum("to_review"))["n"] or 0
    if not found:
        return []
    label = _("Xem lại đáp án của {n} câu hỏi").format(n=number(found))
    url = f"{reverse('reports:items', args=[contest.slug])}?loc=can-xem"
    more = _("Người giỏi chọn phương án khác đáp án nhiều hơn. Nên xem trước khi công bố.")
    return [DeskTask("review", label, url, "bank.coverage", "todo", _("Cần làm"), more)]
