"""Tổng quan: the leader's one page — where it stands, who is missing, what is wrong, what comes next.

Beside `desk_board`, whose tasks it reads; it writes nothing. Everything comes from figures already counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from hoithi.contests.desk import DeskTask
from hoithi.contests.desk_board import BoardStep, board
from hoithi.contests.figure_words import words_of
from hoithi.contests.figures import Figures
from hoithi.contests.models import Contest
from hoithi.contests.queries.desk import Attendance
from hoithi.contests.queries.pages import Stage, stage_of
from hoithi.contests.registry import registry
from hoithi.core.charts import share as width_of
from hoithi.core.clock import VIETNAM
from hoithi.core.spoken import day, end_day, number, percent

SHOWN = 6
NAMED = 5


@dataclass(frozen=True)
class Expected:
    """Staff who have taken part beside how much of the time has passed; `mark` is that time on the same bar."""

    staff: int
    headcount: int
    passed: Fraction | None
    words: str

    @property
    def share(self) -> Fraction:
        return Fraction(self.staff, self.headcount)

    @property
    def width(self) -> str:
        return width_of(self.staff, self.headcount)

    @property
    def mark(self) -> str:
        return width_of(self.passed, 1) if self.passed is not None else ""

    @property
    def low(self) -> bool:
        return self.passed is not None and self.share < self.passed


@dataclass(frozen=True)
class Missing:
    """A mandatory group's units from which nobody has come: how many of how many, the largest by name."""

    title: str
    count: int
    of: int
    names: str


@dataclass
class Overview:
    stage: Stage
    figures: list[dict[str, str]]
    expected: Expected | None
    missing: list[Missing]
    problems: list[DeskTask]
    more_problems: int
    coming: list[tuple[str, str]]


def overview(
    contest: Contest, roles: Collection[str], total: Figures, units: list[Attendance], now: datetime
) -> Overview:
    """The page for somebody with these roles; `units` is every competing unit's participation."""
    stage = stage_of(contest, now)
    problems = _problems(board(contest, roles, units, now))
    return Overview(
        stage,
        _figures(total, units, words_of(contest)),
        _expected(units, stage, now),
        list(_missing(contest, units)),
        problems[:SHOWN],
        max(0, len(problems) - SHOWN),
        _coming(contest, now)[:SHOWN],
    )


def _figures(total: Figures, units: list[Attendance], words: Mapping[str, str]) -> list[dict[str, str]]:
    today = _("hôm nay {n} lượt").format(n=number(total.today))
    found = [
        {"label": words["people"], "value": number(total.people), "under": today if total.people else ""},
        {"label": words["entries"], "value": number(total.entries)},
    ]
    if units:
        come = sum(1 for row in units if row.people or row.staff)
        found.append({"label": words["units"], "value": number(come), "of": number(len(units))})
    found.append({"label": words["open"], "value": number(total.open)})
    return [one for one in found if one["label"]]


def _expected(units: list[Attendance], stage: Stage, now: datetime) -> Expected | None:
    staff, headcount = sum(row.staff for row in units), sum(row.headcount for row in units)
    if not headcount:
        return None
    passed = _passed(stage, now)
    if passed is None:
        return Expected(staff, headcount, None, "")
    said = {"share": percent(Fraction(staff, headcount)), "time": percent(passed, 0)}
    if passed >= 1:
        words = _("Đã hết thời gian thi, {share} cán bộ đã dự thi.")
    elif Fraction(staff, headcount) < passed:
        words = _("Đã qua {time} thời gian thi, mới có {share} cán bộ dự thi.")
    else:
        words = _("Đã qua {time} thời gian thi, {share} cán bộ đã dự thi.")
    return Expected(staff, headcount, passed, words.format(**said))


def _passed(stage: Stage, now: datetime) -> Fraction | None:
    """How much of the present part's window has passed; None where it is not open yet or has no dates."""
    part = stage.part
    if part is None or part.opens is None or part.closes is None or now < part.opens:
        return None
    microseconds = (min(now, part.closes) - part.opens, part.closes - part.opens)
    return Fraction(*(int(span.total_seconds()) for span in microseconds))


def _missing(contest: Contest, units: list[Attendance]) -> Iterable[Missing]:
    """Groups that must take part: of people, every unit with staff; of units, the group's own."""
    kinds = [registry.kinds.get(part.kind) for part in contest.parts.all()]
    if not any(kind is not None and kind.figures is not None for kind in kinds):
        return  # nobody is counted here, so nobody can be missed
    for group in contest.groups.all():
        if not group.spec.mandatory:
            continue
        owed = [row for row in units if row.headcount]
        if group.subject == "unit":
            owed = [row for row in units if row.unit.group_id == group.pk]
        absent = sorted((row for row in owed if not row.staff and not row.people), key=lambda row: -row.headcount)
        if absent:
            names = ", ".join(row.unit.name for row in absent[:NAMED]) + ("…" if len(absent) > NAMED else "")
            yield Missing(group.title, len(absent), len(owed), names)


def _problems(steps: list[BoardStep]) -> list[DeskTask]:
    """What is late anywhere, then what the present step still needs."""
    late = [task for step in steps for task in step.tasks if task.state == "late"]
    open_now = [task for step in steps if step.now for task in step.tasks if task.state in ("todo", "doing", "now")]
    return [*late, *open_now]


def _coming(contest: Contest, now: datetime) -> list[tuple[str, str]]:
    """(when, what) still to come, soonest first: openings, closes, dated milestones and duties."""
    found: list[tuple[datetime, str, str]] = []
    for part in contest.parts.all():
        if part.opens is not None and part.opens > now and part.precision == "exact":
            found.append((part.opens, _day(part.opens), _("Mở {part}").format(part=part.title)))
        if part.closes is not None and part.closes > now and part.precision == "exact":
            found.append((part.closes, end_day(part.closes), _("Kết thúc {part}").format(part=part.title)))
    for stone in contest.plan.milestones:
        if stone.opens is not None and stone.opens > now:
            found.append((stone.opens, stone.wording or _day(stone.opens), stone.title))
        elif stone.closes is not None and stone.closes > now:
            found.append((stone.closes, stone.wording or end_day(stone.closes), stone.title))
    for task in contest.tasks.all():
        if task.due is not None and task.due > now and task.done_at is None:
            found.append((task.due, end_day(task.due), task.title))
    return [(when, what) for _at, when, what in sorted(found, key=lambda one: one[0])]


def _day(at: datetime) -> str:
    return day(at.astimezone(VIETNAM).date())
