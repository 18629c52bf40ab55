"""References, counts and dates of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from hoithi.contests.checks.parts import check_parts
from hoithi.contests.checks.questions import check_questions
from hoithi.contests.checks.sentences import unknown
from hoithi.contests.checks.standings import check_standings
from hoithi.contests.schema import Plan
from hoithi.contests.schema.standings import Prize, Standing
from hoithi.core.errors import Problem


def check_plan(plan: Plan) -> list[Problem]:
    """Everything wrong with a plan whose shape is right, each with its place; empty when it holds together."""
    checks = (_duplicates, _groups, _units, _bodies, check_parts, check_standings, _prizes, _dates, check_questions)
    return [problem for check in checks for problem in check(plan)]


def _duplicates(plan: Plan) -> Iterator[Problem]:
    lists: dict[str, Iterable[Any]] = {
        "topic": plan.topics,
        "group": plan.groups,
        "body": plan.bodies,
        "part": plan.parts,
        "standing": plan.standings,
        "prize": plan.prizes,
        "milestone": plan.milestones,
        "task": plan.tasks,
        "channel": plan.channels,
        "consent": plan.consents,
        "budget.line": plan.budget.lines,
    }
    for table, items in lists.items():
        seen: Counter[str] = Counter()
        for index, item in enumerate(items):
            seen[item.key] += 1
            if seen[item.key] == 2:
                yield Problem(f"{table}[{index}].key", _("mã “%(key)s” bị trùng") % {"key": item.key})


def _groups(plan: Plan) -> Iterator[Problem]:
    for index, group in enumerate(plan.groups):
        at = f"group[{index}]"
        if group.min is not None and group.max is not None and group.max < group.min:
            yield Problem(f"{at}.max", _("số tối đa (max) nhỏ hơn số tối thiểu (min)"))
        if group.subject == "unit" and group.eligible.min_age is not None:
            yield Problem(f"{at}.eligible.min_age", _("đối tượng là đơn vị nên không có điều kiện tuổi"))


def _units(plan: Plan) -> Iterator[Problem]:
    total = sum(part.count for part in plan.units.parts)
    if plan.units.parts and plan.units.count is not None and total != plan.units.count:
        sentence = _("tổng các dòng là %(total)s đơn vị, khác số đơn vị của kế hoạch (count = %(count)s)")
        yield Problem("units.count", sentence % {"total": total, "count": plan.units.count})
    keys = {group.key for group in plan.groups}
    for index, part in enumerate(plan.units.parts):
        if part.group is not None and part.group not in keys:
            yield Problem(f"units.part[{index}].group", unknown(_("đối tượng dự thi"), part.group, keys))
    for index, group in enumerate(plan.groups):
        counted = sum(part.count for part in plan.units.parts if part.group == group.key)
        if counted and group.count is not None and counted != group.count:
            sentence = _("các dòng của nhóm này có %(counted)s đơn vị, khác count = %(count)s")
            yield Problem(f"group[{index}].count", sentence % {"counted": counted, "count": group.count})
    counts = [group.count for group in plan.groups if group.subject == "unit"]
    if plan.units.count is not None and counts and None not in counts:
        total = sum(count for count in counts if count is not None)
        if total != plan.units.count:
            sentence = _("các đối tượng là đơn vị có tất cả %(total)s, khác số đơn vị của kế hoạch (%(count)s)")
            yield Problem("units.count", sentence % {"total": total, "count": plan.units.count})


def _bodies(plan: Plan) -> Iterator[Problem]:
    for index, body in enumerate(plan.bodies):
        if body.count is not None and body.count != len(body.seats):
            sentence = _("kế hoạch nêu %(count)s thành viên nhưng danh sách có %(seats)s ghế")
            yield Problem(f"body[{index}].count", sentence % {"count": body.count, "seats": len(body.seats)})
    keys = {body.key for body in plan.bodies}
    for index, key in enumerate(plan.entry.committee_bodies):
        if key not in keys:
            yield Problem(f"entry.committee_bodies[{index}]", unknown(_("ban, tổ"), key, keys))


def _prizes(plan: Plan) -> Iterator[Problem]:
    standings = {standing.key: standing for standing in plan.standings}
    groups = {group.key for group in plan.groups}
    for index, prize in enumerate(plan.prizes):
        at = f"prize[{index}]"
        if prize.group is not None and prize.group not in groups:
            yield Problem(f"{at}.group", unknown(_("đối tượng dự thi"), prize.group, groups))
        if prize.standing is None:
            if prize.subject is None:
                yield Problem(f"{at}.subject", _("giải không theo bảng xếp hạng thì phải ghi trao cho ai (subject)"))
        elif prize.standing in standings:
            yield from _places(prize, standings[prize.standing], at)
        else:
            yield Problem(f"{at}.standing", unknown(_("bảng xếp hạng"), prize.standing, standings))


def _places(prize: Prize, standing: Standing, at: str) -> Iterator[Problem]:
    """A prize against the standing whose places it takes."""
    if prize.subject not in (None, standing.subject):
        sentence = _("bảng xếp hạng “%(key)s” xếp %(subject)s, khác subject của giải")
        yield Problem(f"{at}.subject", sentence % {"key": standing.key, "subject": standing.subject})
    if (prize.per or "") != standing.each:
        sentence = _("bảng xếp hạng “%(key)s” có each = “%(each)s”, giải có per = “%(per)s”: hai khóa phải khớp")
        yield Problem(f"{at}.per", sentence % {"key": standing.key, "each": standing.each, "per": prize.per or ""})
    known = {"value", *(term.key for term in standing.terms)}
    for number, condition in enumerate(prize.conditions):
        if condition.term not in known:
            yield Problem(f"{at}.conditions[{number}].term", unknown(_("tiêu chí"), condition.term, known))


def _dates(plan: Plan) -> Iterator[Problem]:
    ends = [part.closes for part in plan.parts if part.closes]
    for index, milestone in enumerate(plan.milestones):
        at = f"milestone[{index}].closes"
        if milestone.closes is None:
            continue
        if milestone.phase in ("award", "publish") and ends and milestone.closes < max(ends):
            yield Problem(at, _("công bố và trao giải không thể xong trước khi phần thi cuối cùng kết thúc"))
