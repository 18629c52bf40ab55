"""Every table of the statistics once: the page shows it under its picture, paper and Excel take it as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import floor

from django.utils.translation import gettext as _

from hoithi.core.clock import VIETNAM
from hoithi.core.spoken import day, duration, moment, number, percent
from hoithi.quiz.rules.distribution import LEAST_GROUP, bin_width, in_bins
from hoithi.reports.queries.statistics import ContestFigures, PartFiguresKept, WeekFigures

Cell = int | str
HIDDEN = "…"
TENTHS = 10


@dataclass(frozen=True)
class Table:
    """`rows` hold whole numbers and words; the first column names the row."""

    key: str
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""


def band_titles() -> dict[str, str]:
    """The bands of `quiz.rules.distribution.BANDS` as reports write them."""
    hundred, high, low = (percent(Fraction(n, 100)) for n in (100, 75, 25))
    return {
        "full": _("Đúng {all}").format(all=hundred),
        "high": _("Từ {from_} đến dưới {to}").format(from_=high, to=hundred),
        "middle": _("Từ {from_} đến dưới {to}").format(from_=low, to=high),
        "low": _("Dưới {to}").format(to=low),
    }


def weeks_table(weeks: Sequence[WeekFigures]) -> Table:
    heads = [
        _("Tuần"),
        _("Từ"),
        _("Đến"),
        _("Lượt thi"),
        _("Người dự thi lần đầu"),
        _("Trong đó cán bộ"),
        _("Lượt thi cộng dồn"),
        _("Người dự thi cộng dồn"),
    ]
    rows = [
        (
            one.week.no,
            _start(one.week.starts),
            _end(one.week.ends),
            one.attempts,
            one.people,
            one.staff,
            one.all_attempts,
            one.all_people,
        )
        for one in weeks
    ]
    return Table("weeks", _("Theo tuần"), heads, rows)


def _start(at: datetime) -> str:
    """A bound as short as it may be: the day alone where it is a whole one."""
    local = at.astimezone(VIETNAM)
    return day(local.date()) if local.time() == time(0) else moment(at)


def _end(at: datetime) -> str:
    local = at.astimezone(VIETNAM)
    return day(local.date() - timedelta(days=1)) if local.time() == time(0) else moment(at)


def days_table(figures: ContestFigures) -> Table:
    rows = [(day(date.fromisoformat(key)), count) for key, count in figures.days.items()]
    return Table("days", _("Theo ngày"), [_("Ngày"), _("Lượt thi")], rows)


def hours_table(figures: ContestFigures) -> Table:
    rows = [(_("{from_} giờ đến {to} giờ").format(from_=h, to=h + 1), n) for h, n in enumerate(figures.hours)]
    return Table("hours", _("Theo giờ trong ngày"), [_("Giờ"), _("Lượt thi")], rows if any(figures.hours) else [])


def groups_table(figures: PartFiguresKept) -> Table:
    bands = band_titles()
    rows: list[Sequence[Cell]] = []
    for group in figures.groups:
        shown = [number(group.bands[key]) if group.bands else HIDDEN for key in bands]
        average = percent(group.average) if group.average is not None else HIDDEN
        rows.append((group.title, group.people, average, *shown))
    note = ""
    if any(group.bands is None for group in figures.groups):
        note = _("Không hiện kết quả của nhóm dưới {n} người, để không nhận ra ai.").format(n=LEAST_GROUP)
    heads = [_("Đối tượng"), _("Người"), _("Tỷ lệ đúng trung bình"), *bands.values()]
    return Table("groups", _("Theo đối tượng và mức điểm"), heads, rows, note)


def score_bins(figures: PartFiguresKept) -> list[tuple[str, int]]:
    """(name, people): per question right where papers are equally long, per tenth of the full mark otherwise."""
    if figures.size is not None:
        counts = [0] * (figures.size + 1)
        for share, n in figures.shares.items():
            counts[max(0, floor(share * figures.size))] += n
        return [(f"{right}/{figures.size}", n) for right, n in enumerate(counts)]
    counts = [0] * (TENTHS + 1)
    for share, n in figures.shares.items():
        counts[max(0, floor(share * TENTHS))] += n
    names = [
        _("Từ {from_} đến dưới {to}").format(from_=percent(Fraction(at, TENTHS)), to=percent(Fraction(at + 1, TENTHS)))
        for at in range(TENTHS)
    ]
    return [*zip(names, counts[:-1], strict=True), (percent(Fraction(1)), counts[-1])]


def scores_table(figures: PartFiguresKept) -> Table:
    rows = score_bins(figures) if figures.shares else []
    return Table("scores", _("Phân bố kết quả"), [_("Số câu đúng"), _("Người")], rows)


def time_bins(figures: PartFiguresKept) -> tuple[int, list[int]]:
    """(width in seconds, people per bin)."""
    highest = max(figures.seconds, default=0) + 1
    width = bin_width(highest)
    return width, in_bins(figures.seconds, width, highest)


def times_table(figures: PartFiguresKept) -> Table:
    rows: list[Sequence[Cell]] = []
    if figures.seconds:
        width, bins = time_bins(figures)
        rows = [(f"{clock_of(at * width)}–{clock_of((at + 1) * width)}", n) for at, n in enumerate(bins)]
    return Table("times", _("Thời gian làm bài"), [_("Phút : giây"), _("Người")], rows)


def clock_of(seconds: int) -> str:
    """Seconds as "9:42"."""
    return duration(seconds * 1000)[:-4]


def tries_table(figures: PartFiguresKept) -> Table:
    heads = [
        _("Lượt thứ"),
        _("Số lượt"),
        _("Tỷ lệ đúng trung bình"),
        _("Lượt đầu của chính những người ấy"),
        _("Chênh lệch"),
    ]
    rows: list[Sequence[Cell]] = []
    for n, count, share, first in figures.tries:
        if count < LEAST_GROUP:
            rows.append((n, count, HIDDEN, HIDDEN, HIDDEN))
        elif first is None:
            rows.append((n, count, percent(share), "", ""))
        else:
            sign = "+" if share > first else ""
            rows.append((n, count, percent(share), percent(first), f"{sign}{percent(share - first)}"))
    note = _("So lượt sau với lượt đầu của chính những người thi lại, vì người thi một lượt không so được.")
    return Table("tries", _("Lượt đầu và các lượt sau"), heads, rows, note if len(rows) > 1 else "")


def contest_tables(figures: ContestFigures) -> list[Table]:
    return [weeks_table(figures.weeks), days_table(figures), hours_table(figures)]


def part_tables(figures: PartFiguresKept | None) -> list[Table]:
    if figures is None:
        return []
    return [make(figures) for make in (groups_table, scores_table, times_table, tries_table)]
