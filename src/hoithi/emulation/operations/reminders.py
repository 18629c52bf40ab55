"""Reminding units of a report (nhắc báo cáo): by the plan's days before and after it is due, and by one press."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings as site_settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.contests.models import ContestUnit, Part, Seat
from hoithi.core.errors import Refusal
from hoithi.core.spoken import day, moment
from hoithi.emulation.models import Month, MonthlyReport
from hoithi.emulation.queries.campaign import scored_units
from hoithi.emulation.queries.periods import due_instant, local_day, opens_instant, period_of, periods_of
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.queries.words import month_name
from hoithi.emulation.rules.periods import Period
from hoithi.people.models import Letter, User
from hoithi.people.operations.outbox import letter, queue_letters

logger = logging.getLogger(__name__)
PAUSE = timedelta(days=1)


@dataclass(frozen=True)
class Reminded:
    """How many units owe the report, how many letters go out, and who has nobody to write to."""

    units: int
    letters: int
    unreached: tuple[str, ...]


def remind_due(now: datetime) -> int:
    """Write to units that owe a report on the plan's days; each letter once, however often this runs."""
    written = 0
    for part in Part.objects.filter(kind="scorecard", frozen_at__isnull=False).select_related("contest"):
        try:
            if part.contest.results_published_at is None:
                written += sum(_written(part, period, n, now) for period, n in _today(part, now))
        except Exception:  # one campaign must not silence the others
            logger.exception("units of part %s could not be reminded", part.pk)
    return written


def _today(part: Part, now: datetime) -> Iterable[tuple[Period, int]]:
    """Periods of which to remind today, with the days from the due day (negative: before)."""
    report, today = settings_of(part).report, local_day(now)
    days = {-n for n in report.remind_before} | set(report.remind_after)
    closed = Month.objects.filter(part=part, closed_at__isnull=False).values_list("period", flat=True)
    over = set(closed)
    for period in periods_of(part):
        n = (today - period.due).days
        if n in days and period.key not in over and now >= opens_instant(period):
            yield period, n


@transaction.atomic
def _written(part: Part, period: Period, n: int, now: datetime) -> int:
    units = owing(part, period.key)
    link = site_settings.SITE_URL.rstrip("/") + reverse("emulation:own", args=[part.contest.slug])
    letters = _letters(part, period, units, addresses(units, now), link, f"{n:+d}", now)
    known = set(Letter.objects.filter(key__in=[one.key for one in letters]).values_list("key", flat=True))
    fresh = [one for one in letters if one.key not in known]
    queue_letters(fresh)
    return len(fresh)


@transaction.atomic
def remind_units(part: Part, period: str, *, link: str, now: datetime, by: User) -> Reminded:
    """Write now to every unit that owes a report, at most once a day; `link` is the page to send it at.

    Raises Refusal: nobody owes, nobody can be written to, reminded already, no such period.
    """
    part = Part.objects.select_for_update(of=("self",), no_key=True).select_related("contest").get(pk=part.pk)
    found = period_of(part, period)
    if found is None or now < opens_instant(found):
        raise Refusal(_("Chưa đến kỳ báo cáo này."), hint=_("Hãy chọn kỳ đang nhận báo cáo."))
    before = Letter.objects.filter(key__startswith=f"{_key(part, period)}:tay:").order_by("queued_at").last()
    if before is not None and now < before.queued_at + PAUSE:
        raise Refusal(
            _("Đã nhắc các đơn vị lúc {moment}.").format(moment=moment(before.queued_at)),
            hint=_("Mỗi ngày chỉ nhắc một lần."),
        )
    units = owing(part, period)
    if not units:
        raise Refusal(_("Mọi đơn vị đã gửi báo cáo kỳ này."), hint=_("Không cần nhắc."))
    known = addresses(units, now)
    letters = _letters(part, found, units, known, link, f"tay:{now:%Y%m%d%H%M%S}", now)
    if not letters:
        raise Refusal(
            _("Chưa đầu mối nào của các đơn vị này có thư điện tử."), hint=_("Hãy nhắc qua điện thoại hoặc Zalo.")
        )
    queue_letters(letters)
    unreached = tuple(unit.name for unit in units if unit.pk not in known)
    data = {"period": period, "units": len(units), "letters": len(letters), "unreached": len(unreached)}
    record("emulation:units:reminded", now=now, contest_key=part.contest.slug, actor=by, target=part.key, data=data)
    return Reminded(len(units), len(letters), unreached)


def owing(part: Part, period: str) -> list[ContestUnit]:
    """Scored units that have sent nothing for the period."""
    sent = MonthlyReport.objects.filter(part=part, period=period, first_submitted_at__isnull=False)
    return list(scored_units(part).exclude(pk__in=sent.values("unit")))


def addresses(units: Collection[ContestUnit], now: datetime) -> dict[int, list[str]]:
    """unit id → e-mail addresses of its coordinators, in one query."""
    held = Q(Q(since__isnull=True) | Q(since__lte=now), Q(until__isnull=True) | Q(until__gt=now))
    seats = Seat.objects.filter(held, body__kind="coordinators", contest_unit__in=units)
    seats = seats.filter(person__user__is_active=True, person__user__email__isnull=False)
    found: dict[int, list[str]] = defaultdict(list)
    for unit, address in seats.order_by().values_list("contest_unit", "person__user__email"):
        if unit is not None and address and address not in found[unit]:
            found[unit].append(address)
    return dict(found)


def _key(part: Part, period: str) -> str:
    return f"emulation:{part.pk}:{period}"


def _letters(
    part: Part,
    period: Period,
    units: Iterable[ContestUnit],
    known: dict[int, list[str]],
    link: str,
    name: str,
    now: datetime,
) -> list[Letter]:
    subject = _("Nhắc báo cáo {month}: {contest}").format(
        month=month_name(period.key), contest=part.contest.short_title
    )
    return [
        letter(
            address,
            subject,
            _text(part, period, unit, link, now),
            key=f"{_key(part, period.key)}:{name}:{unit.pk}:{address}",
            now=now,
        )
        for unit in units
        for address in known.get(unit.pk, [])
    ]


def _text(part: Part, period: Period, unit: ContestUnit, link: str, now: datetime) -> str:
    told = {"month": month_name(period.key), "due": day(period.due), "contest": part.contest.title}
    if now < due_instant(period):
        sentence = _("{contest}: đơn vị chưa gửi báo cáo {month}. Hạn đến hết ngày {due}.")
    else:
        sentence = _(
            "{contest}: báo cáo {month} đã quá hạn (hết ngày {due}). Gửi càng muộn điểm trừ càng tăng theo kế hoạch."
        )
    return "\n".join(
        [
            _("Kính gửi đầu mối của {unit},").format(unit=unit.name),
            "",
            sentence.format(**told),
            _("Gửi báo cáo tại: {link}").format(link=link),
        ]
    )
