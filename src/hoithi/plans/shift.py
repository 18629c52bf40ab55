"""Copies of a plan moved in time, so that a demonstration shows every stage under one clock."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, Literal, TypeVar, get_args

from django.utils.translation import gettext_lazy as _

from hoithi.contests.schema import Plan
from hoithi.contests.schema.parts import Part
from hoithi.contests.written import as_written, parsed_settings
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import Refusal
from hoithi.plans.files import build_plan

Stage = Literal["open", "intake", "voting", "judging", "campaign", "ended"]
D = TypeVar("D", date, datetime)
Window = tuple[datetime, datetime]

NOTE = "bản sao minh họa dời thời gian"
MARK = "(bản sao minh họa)"
KINDS: dict[str, str] = {"open": "quiz", "intake": "entries", "campaign": "scorecard"}
VOTE_DAYS = 14
"""Invented: how long a copy's vote stays open where the plan has set no window."""
CAMPAIGN_MONTHS = 6
"""Invented: how long before its close a copy's campaign opens where neither issue nor a sample of it is dated."""
WINDOW_SHARE, CAMPAIGN_SHARE = (1, 3), (3, 5)
"""(part, whole): how far a copy's window has run; a campaign from June to December stands in its October."""
REST_DAYS = 7
"""How long after the close a copy that is being judged, or has ended, finds itself."""


class NoSuchStage(Refusal):
    """The plan has no part that is ever in this stage."""


def copy_plan(plan: Plan, *, slug: str, stage: Stage | str | None, now: datetime) -> Plan:
    """A copy under another name; with a stage, all its dates moved together so that `now` falls into that stage.

    Whole days, or whole months for a campaign bound to the calendar. Raises NoSuchStage, InvalidPlan.
    """
    tables = as_written(plan) | {"slug": slug, "note": NOTE, "title": f"{plan.title} {MARK}"}
    if stage is None:
        return build_plan(tables)
    moved = _moved(tables, _move(plan, tables, stage, now))
    for milestone in moved.get("milestone", []):
        milestone.pop("wording", None)  # speaks of the dates before the move
        milestone["precision"] = "day"  # a month moved by days is no month of the calendar any more
    moved["year"] = now.astimezone(VIETNAM).year
    return build_plan(moved)


def _move(plan: Plan, tables: dict[str, Any], stage: str, now: datetime) -> Callable[[date], date]:
    """How the days move, the gaps of `tables` filled first. Raises NoSuchStage with the stages there are."""
    try:
        _fill_gaps(plan, tables, stage)
        return shift_for(build_plan(tables), stage, now)
    except LookupError:
        told = {"stage": stage, "stages": ", ".join(stages_of(plan))}
        sentence = _("Kế hoạch này không có giai đoạn “%(stage)s”; hãy chọn một trong: %(stages)s.")
        raise NoSuchStage(sentence % told) from None


def stages_of(plan: Plan) -> list[str]:
    """The stages a copy of this plan may be moved into."""
    return [stage for stage in get_args(Stage) if _has(plan, stage)]


def _has(plan: Plan, stage: str) -> bool:
    tables = as_written(plan)
    _fill_gaps(plan, tables, stage)
    try:
        _target(build_plan(tables), stage)
    except LookupError:
        return False
    return True


def shift_for(plan: Plan, stage: str, now: datetime) -> Callable[[date], date]:
    """How a copy's days move: a function on days (or local instants)."""
    if stage == "campaign" or (stage == "ended" and any(part.kind == KINDS["campaign"] for part in plan.parts)):
        months = _months(_target(plan, stage), now)  # its reports are due on days of the month
        return lambda day: add_months(day, months)
    days = (now - _target(plan, stage)) // timedelta(days=1)
    return lambda day: day + timedelta(days=days)


def shift_days(plan: Plan, days: int) -> Plan:
    """The same plan with every date `days` later."""
    return build_plan(_moved(as_written(plan), lambda day: day + timedelta(days=days)))


def add_months(day: D, months: int) -> D:
    """The same day of a later month; the last one where that month is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


def _months(start: datetime, now: datetime) -> int:
    """Whole months from `start` to `now`, rounded down."""
    start, now = start.astimezone(VIETNAM), now.astimezone(VIETNAM)
    months = (now.year - start.year) * 12 + now.month - start.month
    return months if add_months(start, months) <= now else months - 1


def _moved(value: Any, move: Callable[[date], date]) -> Any:
    if isinstance(value, dict):
        return {key: _moved(item, move) for key, item in value.items()}
    if isinstance(value, list):
        return [_moved(item, move) for item in value]
    return move(value) if isinstance(value, date) else value


def _target(plan: Plan, stage: str) -> datetime:
    """The plan's own instant that becomes now. Raises LookupError where the plan never comes there."""
    if stage in ("open", "intake", "voting", "campaign"):
        opens, closes = _windows(plan, stage)
        part, whole = CAMPAIGN_SHARE if stage == "campaign" else WINDOW_SHARE
        return opens + (closes - opens) * part / whole
    ends = list(_ends(plan, judged=stage == "judging"))
    if not ends:
        raise LookupError(stage)
    return max(ends) + timedelta(days=REST_DAYS)


def _windows(plan: Plan, stage: str) -> Window:
    for part in plan.parts:
        if stage == "voting":
            vote: Any = parsed_settings(part, "vote")
            window = (vote.opens, vote.closes) if vote else (None, None)
        else:
            window = part.rounds()[0][1:] if part.kind == KINDS[stage] else (None, None)
        if window[0] and window[1]:
            return window[0], window[1]
    raise LookupError(stage)


def _ends(plan: Plan, *, judged: bool) -> Iterator[datetime]:
    for part in plan.parts:
        if judged and part.kind != "entries":
            continue
        end = part.rounds()[-1][2]
        vote: Any = parsed_settings(part, "vote")
        yield from (instant for instant in (end, vote.closes if vote else None) if instant)


def _fill_gaps(plan: Plan, tables: dict[str, Any], stage: str) -> None:
    """Give a copy the dates its stage needs where the signed plan leaves them blank: invented, and noted so."""
    for part, table in zip(plan.parts, tables["part"], strict=True):
        if stage == "voting" and "vote" in table and part.closes:
            _invent_vote(part, table["vote"])
        if stage in ("campaign", "ended") and part.kind == KINDS["campaign"] and part.closes and part.opens is None:
            table["opens"] = table["scorecard"].get("sample_issue") or add_months(table["closes"], -CAMPAIGN_MONTHS)
            table["note"] = f"{NOTE}; ngày bắt đầu là ngày giả định"


def _invent_vote(part: Part, vote: dict[str, Any]) -> None:
    if part.closes and "closes" not in vote:
        day = part.closes.astimezone(VIETNAM).date() + timedelta(days=1)
        vote |= {"opens": day, "closes": day + timedelta(days=VOTE_DAYS - 1)}
        vote["note"] = f"{NOTE}; thời gian bình chọn là giả định"
