"""The home page (trang chính): what is open, the year as a calendar, the rest as a list; two pages of text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoithi.contests.models import Contest
from hoithi.contests.queries import pages
from hoithi.contests.queries.pages_prizes import totals_of
from hoithi.contests.registry import Action
from hoithi.core.charts import CalendarRow, Span
from hoithi.core.clock import VIETNAM
from hoithi.core.middleware import TimedRequest
from hoithi.core.spoken import day, number
from hoithi.people.notices import notices_of
from hoithi.people.purposes import purposes


@dataclass(frozen=True)
class Card:
    """An open contest: picture, tag, four facts, one button."""

    contest: Contest
    stage: pages.Stage
    banner: str
    under: str
    facts: list[pages.PublicFact]
    action: Action | None


@dataclass(frozen=True)
class Entry:
    """A contest that is to come or over, in one line of the list."""

    contest: Contest
    stage: pages.Stage
    organiser: str
    lines: tuple[str, str]
    word: str


@require_safe
def home(request: TimedRequest) -> HttpResponse:
    now = request.now
    contests = [(one, pages.stage_of(one, now)) for one in pages.listed_contests()]
    cards = [_card(one, stage, now) for one, stage in contests if stage.key == "open"]
    entries = [_entry(one, stage) for one, stage in sorted(contests, key=_order) if stage.key != "open"]
    today = now.astimezone(VIETNAM).date()
    context = {
        "cards": cards,
        "entries": entries,
        "today": today,
        "weekday": _weekday(today),
        "calendar": calendar_of([one for one, _stage in contests], today),
        "nav_here": "cuoc-thi",
        "notices": notices_of(request.user),
    }
    return render(request, "site/home.html", context)


def _weekday(today: date) -> str:
    names = (_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ nhật"))
    return names[today.weekday()]


def _order(found: tuple[Contest, pages.Stage]) -> tuple[int, int, str]:
    """What is to come first, then what is over, the latest first."""
    contest, stage = found
    ranks = {"soon": 0, "planned": 1, "published": 2, "closed": 2}
    return ranks.get(stage.key, 3), -contest.year, contest.slug


def _card(contest: Contest, stage: pages.Stage, now: datetime) -> Card:
    """The button is everybody's: what one has already done is found on the contest's own page."""
    actions = pages.actions_of(contest, entrant=None, now=now)
    plan = contest.plan
    return Card(
        contest=contest,
        stage=stage,
        banner=static(f"core/art/{plan.look.banner}") if plan.look.banner else "",
        under=". ".join(part for part in (plan.kind_title, _organiser(contest)) if part),
        facts=pages.facts_of_contest(contest, stage.part, now),
        action=next((action for action in actions if action.main), None),
    )


def _organiser(contest: Contest) -> str:
    return pages.organiser_lines(contest).replace("\n", ", ")


def _entry(contest: Contest, stage: pages.Stage) -> Entry:
    totals = totals_of(contest.prizes.all())
    prizes = _("{n} giải").format(n=totals.count) if totals.count else ""
    money = f"{prizes}, {totals.amount}" if prizes and totals.amount else prizes
    units: int = getattr(contest, "unit_count", 0)
    first = _("{n} đơn vị").format(n=number(units)) if units else contest.plan.kind_title
    if stage.key == "soon" and stage.part is not None and stage.part.opens is not None:
        first = _("Từ {day}").format(day=day(stage.part.opens.astimezone(VIETNAM).date()))
    word = {"closed": _("Xem lại"), "published": _("Xem kết quả")}.get(stage.key, _("Xem trước"))
    return Entry(contest, stage, _organiser(contest), (first, money), word)


def calendar_of(contests: list[Contest], today: date) -> dict[str, Any] | None:
    """This year's contests on one line of months; None when the year holds nothing."""
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    rows = []
    for contest in contests:
        spans = [one for one in _spans(contest) if one.last >= first and one.first <= last]
        if spans:
            rows.append((min(one.first for one in spans), CalendarRow(contest.short_title, spans)))
    if not rows:
        return None
    rows.sort(key=lambda found: found[0])
    begins = min(today, max(first, rows[0][0]))
    ends = max(one.last for _start, row in rows for one in row.spans)
    return {
        "rows": [row for _start, row in rows],
        "kinds": [_("Dự thi"), _("Rà soát, chấm"), _("Công bố, trao giải")],
        "first": begins.replace(day=1),
        "last": min(last, max(_month_end(ends), _month_end(begins + timedelta(days=150)))),
        "label": _("Lịch các cuộc thi năm {year}").format(year=today.year),
        "year": today.year,
    }


def _month_end(value: date) -> date:
    return (value.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _spans(contest: Contest) -> list[Span]:
    kinds = {"review": 1, "publish": 2, "award": 2}
    windows = [(part.opens, part.closes, 0) for part in contest.parts.all()]
    windows += [(one.opens, one.closes, kinds[one.phase]) for one in contest.plan.milestones if one.phase in kinds]
    return [_span(opens, closes, kind) for opens, closes, kind in windows if opens is not None and closes is not None]


def _span(opens: datetime, closes: datetime, kind: int) -> Span:
    """Days of a half-open window: the instant it ends belongs to the day before."""
    last = (closes - timedelta(microseconds=1)).astimezone(VIETNAM).date()
    return Span(opens.astimezone(VIETNAM).date(), last, kind)


@require_safe
def privacy(request: TimedRequest) -> HttpResponse:
    return render(request, "site/privacy.html", {"purposes": purposes()})


@require_safe
def accessibility(request: TimedRequest) -> HttpResponse:
    return render(request, "site/accessibility.html")
