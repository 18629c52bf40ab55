"""What a campaign brings to the contest page and to the console: the button, the place, what waits."""

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
from hoithi.core.spoken import day, number
from hoithi.emulation.models import Appeal, Dossier, Month, MonthlyReport
from hoithi.emulation.queries.campaign import scored_units
from hoithi.emulation.queries.periods import current, due_instant, periods_of
from hoithi.emulation.queries.words import month_name

KINDS = ("scorecard",)


def register_places() -> None:
    own = DeskPlace("own_reports", gettext_lazy("Báo cáo tháng"), "emulation:own", "score.report", 22, KINDS)
    desk.add_place(own)
    desk.add_place(DeskPlace("emulation", gettext_lazy("Thi đua"), "emulation:desk", "score.view_all", 33, KINDS))


def actions(part: Part, *, entrant: Entrant | None, now: datetime) -> list[Action]:
    """Buttons of the contest page: the board for everybody, a unit's report while the campaign runs. Who may send one
    is asked there."""
    if state_of(part, now) not in ("open", "closed"):
        return []
    found = [Action(_("Xem bảng điểm"), reverse("emulation:scorecard", args=[part.contest.slug, part.key]))]
    period = current(part, now)
    if period is not None and part.contest.results_published_at is None:
        url = reverse("emulation:own", args=[part.contest.slug])
        note = _("Kỳ {month}, hạn đến hết ngày {due}").format(month=month_name(period.key), due=day(period.due))
        found.append(Action(_("Báo cáo tháng (đầu mối đơn vị)"), url, main=False, note=note))
    return found


def tasks(part: Part, *, now: datetime) -> Sequence[DeskTask]:
    """Reports to verify, units that have not reported, months to close, appeals to decide."""
    if part.frozen_at is None or part.contest.results_published_at is not None:
        return []
    href = reverse("emulation:queue", args=[part.contest.slug, part.key])
    found = []
    waiting = MonthlyReport.objects.filter(part=part, state=MonthlyReport.SUBMITTED).count()
    if waiting:
        label = _("{n} báo cáo cần thẩm định").format(n=number(waiting))
        found.append(DeskTask("run", label, href, "score.verify"))
    appeals = Appeal.objects.filter(report__part=part, decided_at__isnull=True).count()
    if appeals:
        url = reverse("emulation:appeals", args=[part.contest.slug, part.key])
        label = _("{n} kiến nghị cần giải quyết").format(n=number(appeals))
        found.append(DeskTask("run", label, url, "score.decide_appeal"))
    return [*found, *_months(part, href, now), *_dossiers(part)]


def _months(part: Part, href: str, now: datetime) -> list[DeskTask]:
    months = {month.period: month for month in Month.objects.filter(part=part)}
    units = scored_units(part).count()
    sent = MonthlyReport.objects.filter(part=part, first_submitted_at__isnull=False)
    found = []
    for period in periods_of(part, months.values()):
        month = months.get(period.key)
        if now < due_instant(period) or (month is not None and month.closed_at is not None):
            continue
        owing = units - sent.filter(period=period.key).count()
        label, word = _("Chốt kỳ {month}").format(month=month_name(period.key)), _("Cần làm")
        if owing:
            word = _("{n} đơn vị chưa báo cáo").format(n=number(owing))
        found.append(DeskTask("run", label, href, "score.close", "late" if owing else "todo", word))
    return found


def _dossiers(part: Part) -> list[DeskTask]:
    handed_in = Dossier.objects.filter(part=part, state=Dossier.SUBMITTED).count()
    if not handed_in:
        return []
    url = reverse("emulation:dossiers", args=[part.contest.slug, part.key])
    return [DeskTask("review", _("{n} hồ sơ khen thưởng đã nộp").format(n=number(handed_in)), url, "score.view_all")]
