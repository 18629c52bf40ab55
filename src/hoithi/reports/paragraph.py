"""The paragraph an official pastes into a report (báo cáo tuần): written from kept figures, never glued from words.

Each sentence is whole and optional: it stands there when there is something to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction

from django.utils.translation import gettext as _

from hoithi.contests.models import Contest, ContestUnit
from hoithi.core.spoken import end_moment, moment, number, percent
from hoithi.reports.queries.statistics import WeekFigures

BEST = 3
ABSENT_NAMED = 5


def paragraph(
    contest: Contest, units: Sequence[ContestUnit], week: WeekFigures, before: WeekFigures | None, at: datetime
) -> str:
    """The state at the end of `week` (or at `at` while it runs); `before` is the week before it."""
    said = [
        _total(contest, units, week, at),
        _staff(units, week),
        _this_week(week, before),
        _newcomers(week),
        _best(units, week),
        _absent(units, week),
    ]
    return " ".join(sentence for sentence in said if sentence)


def _total(contest: Contest, units: Sequence[ContestUnit], week: WeekFigures, at: datetime) -> str:
    values = {
        "at": end_moment(week.week.ends) if week.ended else moment(at),
        "contest": contest.title,
        "attempts": number(week.all_attempts),
        "people": number(week.all_people),
        "units": number(week.all_units),
        "of": number(len(units)),
    }
    if not week.all_attempts:
        return _("Tính đến {at}, {contest} chưa có lượt thi nào.").format(**values)
    if not units:
        return _("Tính đến {at}, {contest} có {attempts} lượt thi của {people} người.").format(**values)
    return _("Tính đến {at}, {contest} có {attempts} lượt thi của {people} người thuộc {units}/{of} đơn vị.").format(
        **values
    )


def _taken(unit: ContestUnit, week: WeekFigures) -> int:
    return min(week.units.get(unit.pk, 0), unit.headcount)


def _staff(units: Sequence[ContestUnit], week: WeekFigures) -> str:
    headcount = sum(unit.headcount for unit in units)
    staff = sum(_taken(unit, week) for unit in units)
    if not headcount or not week.all_people:
        return ""
    return _("Số cán bộ đã dự thi là {staff}/{all} người, đạt {share}.").format(
        staff=number(staff), all=number(headcount), share=percent(Fraction(staff, headcount))
    )


def _this_week(week: WeekFigures, before: WeekFigures | None) -> str:
    if not week.all_attempts:
        return ""
    values = {
        "no": number(week.week.no),
        "n": number(week.attempts),
        "before": number(before.attempts) if before else "",
        "change": percent(abs(Fraction(week.attempts - before.attempts, before.attempts)))
        if before and before.attempts
        else "",
    }
    if not week.ended or before is None or not before.attempts or _length(week) != _length(before):
        sentence = _("Trong tuần thứ {no} có {n} lượt thi.")
    elif week.attempts > before.attempts:
        sentence = _("Trong tuần thứ {no} có {n} lượt thi, tăng {change} so với tuần trước ({before} lượt).")
    elif week.attempts < before.attempts:
        sentence = _("Trong tuần thứ {no} có {n} lượt thi, giảm {change} so với tuần trước ({before} lượt).")
    else:
        sentence = _("Trong tuần thứ {no} có {n} lượt thi, bằng tuần trước.")
    return sentence.format(**values)


def _length(week: WeekFigures) -> timedelta:
    """A last week cut short by the close is not compared with a whole one."""
    return week.week.ends - week.week.starts


def _newcomers(week: WeekFigures) -> str:
    if not week.people:
        return ""
    values = {"new": number(week.people), "staff": number(week.staff), "others": number(week.others)}
    if week.staff and week.others:
        return _("Có {new} người dự thi lần đầu, gồm {staff} cán bộ và {others} người khác.").format(**values)
    return _("Có {new} người dự thi lần đầu.").format(**values)


def _best(units: Sequence[ContestUnit], week: WeekFigures) -> str:
    """Up to three units with the highest share; none where a tie would have to be broken by the alphabet."""
    shares = [(Fraction(_taken(unit, week), unit.headcount), unit.name) for unit in units if unit.headcount]
    ranked = sorted(((share, name) for share, name in shares if share), key=lambda one: (-one[0], one[1]))
    most = min(BEST, len(ranked))
    while 0 < most < len(ranked) and ranked[most - 1][0] == ranked[most][0]:
        most -= 1
    if not most:
        return ""
    names = ", ".join(f"{name} ({percent(share)})" for share, name in ranked[:most])
    sentence = (
        _("Đơn vị có tỷ lệ cán bộ dự thi cao nhất: {names}."),
        _("Hai đơn vị có tỷ lệ cán bộ dự thi cao nhất: {names}."),
        _("Ba đơn vị có tỷ lệ cán bộ dự thi cao nhất: {names}."),
    )[most - 1]
    return sentence.format(names=names)


def _absent(units: Sequence[ContestUnit], week: WeekFigures) -> str:
    absent = [unit.name for unit in units if unit.headcount and not _taken(unit, week)]
    if not absent or not week.all_people:
        return ""
    if len(absent) > ABSENT_NAMED:
        return _("Còn {n} đơn vị chưa có cán bộ dự thi.").format(n=number(len(absent)))
    return _("Còn {n} đơn vị chưa có cán bộ dự thi: {names}.").format(n=number(len(absent)), names=", ".join(absent))
