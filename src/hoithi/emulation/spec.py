"""A plan's scorecard in the words of the pure rules."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hoithi.contests.rules.facts import Value, exact
from hoithi.contests.rules.scales import Bonus, Steps
from hoithi.emulation import schema
from hoithi.emulation.rules.reports import Penalty
from hoithi.emulation.rules.scorecard import Criterion, Scorecard, step_table


def scorecard_of(settings: schema.ScorecardSettings, group: str) -> Scorecard:
    """The scorecard of one group, by its key; without criteria when the group has none."""
    return Scorecard(
        criteria=tuple(_criterion(settings, one) for one in settings.criteria if one.group == group),
        penalties=tuple(_penalty(one) for one in settings.penalties),
        threshold=_exact(settings.threshold),
        threshold_on=settings.threshold_on,
        calendar=settings.report.calendar,
        holidays=frozenset(settings.report.holidays),
        cap=_exact(settings.cap),
    )


def shares_of(settings: schema.ScorecardSettings) -> set[tuple[str, str]]:
    """Pairs (of, over) of figures where the first cannot be larger: of criteria as they are defined, and of targets."""
    found = {(one.share.of, one.share.over) for one in settings.criteria if one.share}
    found |= {pair for one in settings.criteria if (pair := _share(settings, one)[0])}
    return found | {(one.share.of, one.share.over) for one in settings.targets if one.share}


def _exact(value: Decimal | None) -> Value | None:
    return exact(value)


def _criterion(settings: schema.ScorecardSettings, one: schema.Criterion) -> Criterion:
    share, less = _share(settings, one)
    return Criterion(
        one.key,
        _steps(settings, one) if one.kind == "steps" else None,
        one.figure,
        share,
        less,
        most=_exact(one.maximum) if one.kind == "manual" else None,
        cap=_exact(one.cap),
        weight=exact(one.weight) or 0,
        parent=one.parent or "",
    )


def _share(settings: schema.ScorecardSettings, one: schema.Criterion) -> tuple[tuple[str, str] | None, str | None]:
    """The two figures of a share as "%" is defined, and the figure taken off the second."""
    if one.share is None:
        return None, None
    how = settings.ratio
    if one.share.fixed or how.definition == "resolved_over_received":
        return (one.share.of, one.share.over), None
    if how.definition == "on_time":
        return (how.on_time, one.share.over), None
    return (one.share.of, one.share.over), how.not_due


def _steps(settings: schema.ScorecardSettings, one: schema.Criterion) -> Steps:
    how = settings.bonus
    bonus = None
    if one.every is not None and one.bonus is not None:
        bonus = Bonus(exact(one.bonus) or 0, exact(one.every) or 0, how.first_step, how.rounding)
    return step_table(
        exact(one.at) or 0,
        exact(one.standard) or 0,
        below=exact(one.below) or 0,
        zero=None if one.zero is None else Fraction(one.zero),
        zero_rule=settings.zero_rule,
        bonus=bonus,
    )


def _penalty(one: schema.Penalty) -> Penalty:
    return Penalty(one.kind, exact(one.points) or 0, one.from_days, one.to_days)
