"""What everybody sees of a scorecard: how points are computed, which boards are public, awards of months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hoithi.contests.models import ContestUnit, Group, Part, Standing
from hoithi.contests.queries.pages_board import closed, scopes_with_titles
from hoithi.contests.queries.roles import Visitor
from hoithi.contests.queries.rounds import is_published, keys_read
from hoithi.contests.queries.standings import may_view
from hoithi.contests.registry import registry
from hoithi.contests.rules.facts import exact
from hoithi.core.charts import Rational
from hoithi.emulation.queries.part_groups import scored_groups
from hoithi.emulation.queries.words import amount
from hoithi.emulation.schema import Criterion, ScorecardSettings


@dataclass(frozen=True)
class RuleLine:
    """One line of a card in words: what is counted, what it brings."""

    title: str
    rules: tuple[str, ...]
    most: str = ""
    inner: bool = False


def rule_lines(card: ScorecardSettings, group: str) -> list[RuleLine]:
    """The lines of a group in the plan's order."""
    return [
        RuleLine(one.title, tuple(_rules(card, one)), _most(one), one.parent is not None)
        for one in card.criteria
        if one.group == group
    ]


def _rules(card: ScorecardSettings, one: Criterion) -> list[str]:
    if one.kind == "group":
        return [_("Cộng điểm các nội dung bên dưới.")]
    if one.kind == "manual":
        return [_("Chấm trực tiếp, tối đa {n} điểm.").format(n=amount(exact(one.maximum)))]
    unit = one.unit.lower() if one.share is None else "%"
    told = {"at": amount(exact(one.at)), "unit": unit, "n": amount(exact(one.standard))}
    found = [_("Đạt {at} {unit}: {n} điểm.").format(**told)]
    if one.every is not None:
        step = {"every": amount(exact(one.every)), "unit": unit, "n": amount(exact(one.bonus))}
        if card.bonus.first_step == "at":
            found.append(_("Đạt mức trên được cộng ngay {n} điểm.").format(**step))
        found.append(_("Từ đó cứ thêm {every} {unit}: cộng {n} điểm.").format(**step))
        if card.bonus.rounding == "proportional":
            found.append(_("Phần lẻ của một bước được tính theo tỷ lệ."))
    if one.below:
        found.append(_("Chưa đạt: {n} điểm.").format(n=amount(exact(one.below))))
    if one.zero is not None:
        nothing = one.zero if card.zero_rule == "item" else (one.standard or 0) + one.zero
        found.append(_("Không có: {n} điểm.").format(n=amount(exact(nothing)).replace("-", "−")))
    if one.share is not None:
        titles = {figure.key: figure.title for figure in card.asked}
        sides = {"of": titles.get(one.share.of, one.share.of), "over": titles.get(one.share.over, one.share.over)}
        found.append(_("Tỷ lệ: {of} chia cho {over}.").format(**sides))
    return found


def _most(one: Criterion) -> str:
    found = []
    if one.cap is not None:
        found.append(_("tối đa {n} điểm").format(n=amount(exact(one.cap))))
    if one.weight != 1:
        found.append(_("hệ số {n}").format(n=amount(exact(one.weight))))
    return ", ".join(found)


def penalty_lines(card: ScorecardSettings) -> list[tuple[str, Rational]]:
    """[(what for, points)] of each report."""
    found: list[tuple[str, Rational]] = []
    for one in card.penalties:
        if one.kind == "missing":
            why = _("Không báo cáo")
        elif one.kind == "untruthful":
            why = _("Báo cáo không trung thực")
        elif one.to_days is None:
            why = _("Báo cáo trễ từ {n} ngày").format(n=one.from_days)
        else:
            why = _("Báo cáo trễ {first}–{last} ngày").format(first=one.from_days, last=one.to_days)
        found.append((why, exact(one.points) or 0))
    return found


def reading(part: Part) -> list[Standing]:
    """Standings of units that read this scorecard."""
    found = [one for one in part.contest.standings.all() if one.subject == "unit"]
    return [one for one in found if part.plan_key in keys_read(one)]


def public_groups(part: Part, user: Visitor, now: datetime) -> list[Group]:
    """Groups whose points somebody may see now, as their standings say; without a standing none may."""
    shown: set[str] = set()
    for one in reading(part):
        if one.spec.each != "month" and may_view(one, user, now, closed=closed(one, now)):
            shown |= set(one.spec.groups) or {group.key for group in scored_groups(part)}
    return [group for group in scored_groups(part) if group.key in shown]


@dataclass(frozen=True)
class MonthAward:
    """Who was given what in a month."""

    title: str
    standing: Standing
    winners: tuple[tuple[str, str], ...]
    """(unit, prize)"""


def month_awards(part: Part) -> list[MonthAward]:
    """Awards of months whose results are public, the newest first."""
    found = []
    for standing in reading(part):
        if standing.spec.each != "month":
            continue
        for scope, title in reversed(scopes_with_titles(standing)):
            if not is_published(standing, scope):
                continue
            given: dict[Any, str] = {}
            for medals in registry.medals:
                given |= medals(standing, scope)
            units = ContestUnit.objects.in_bulk([int(pk) for pk in given])
            winners = tuple((units[int(pk)].name, prize) for pk, prize in given.items() if int(pk) in units)
            found.append(MonthAward(title, standing, winners))
    return found
