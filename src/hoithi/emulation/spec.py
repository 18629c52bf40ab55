"""A plan's scorecard in the words of the pure rules."""

from __future__ import annotations

from fractions import Fraction

from hoithi.contests.rules.facts import Value
from hoithi.contests.rules.scales import Bonus, Steps
from hoithi.emulation import schema
from hoithi.emulation.rules.reports import Penalty
from hoithi.emulation.rules.scorecard import Criterion, Scorecard, step_table


def scorecard_of(settings: schema.ScorecardSettings, group: str) -> Scorecard:
    """The scorecard of one group, by its key; without criteria when the group has none."""
    return Scorecard(
        criteria=tuple(_criterion(settings, one) for one in settings.criteria if one.group == group),
        penalties=tuple(_penalty(one) for one in settings.penalties),
        threshold=None if settings.threshold is None else Fraction(settings.threshold),
        threshold_on=settings.threshold_on,
        calendar=settings.report.calendar,
    )


def _criterion(settings: schema.ScorecardSettings, one: schema.Criterion) -> Criterion:
    share = (one.share.of, one.share.over) if one.share else None
    return Criterion(one.key, _steps(settings, one), one.figure, share)


def _steps(settings: schema.ScorecardSettings, one: schema.Criterion) -> Steps:
    how = settings.bonus
    bonus = None
    if one.every is not None and one.bonus is not None:
        bonus = Bonus(Fraction(one.bonus), Fraction(one.every), how.first_step, how.rounding)
    zero: Value | None = None if one.zero is None else Fraction(one.zero)
    return step_table(
        Fraction(one.at),
        Fraction(one.standard),
        below=Fraction(one.below),
        zero=zero,
        zero_rule=settings.zero_rule,
        bonus=bonus,
    )


def _penalty(one: schema.Penalty) -> Penalty:
    return Penalty(one.kind, Fraction(one.points), one.from_days, one.to_days)
