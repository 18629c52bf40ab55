"""A campaign ready to be scored: its periods, the rules of each, and a unit's reports as the pure rules read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from hoithi.contests.models import ContestUnit, Part
from hoithi.contests.rules.facts import Facts, Value, exact, ratio
from hoithi.emulation.models import KeptScore, Month, MonthlyReport
from hoithi.emulation.queries.periods import due_instant, local_day, periods_of
from hoithi.emulation.queries.settings import Rules, rules_at, rules_history, settings_of
from hoithi.emulation.rules.periods import Period
from hoithi.emulation.rules.season import MonthScore, Told, season
from hoithi.emulation.rules.stored import deduction_json, item_json, read, stored
from hoithi.emulation.schema import ScorecardSettings


@dataclass(frozen=True)
class Campaign:
    """Everything but the reports: read once, then any number of units are scored without a further question."""

    part: Part
    now: datetime
    periods: tuple[Period, ...]
    rules: Mapping[str, Rules]
    months: Mapping[str, Month]
    names: tuple[str, ...]

    @property
    def settings(self) -> ScorecardSettings:
        return settings_of(self.part)

    def scores(self, group: str, reports: Mapping[str, MonthlyReport]) -> list[MonthScore]:
        """Scores of one unit of a group, from its reports by period."""
        told = [self.told(period, reports.get(period.key)) for period in self.periods]
        cards = [self.rules[period.key].card(group) for period in self.periods]
        return season(told, cards, self.names, self.settings.report.figures)

    def told(self, period: Period, report: MonthlyReport | None) -> Told:
        overdue = self.now >= due_instant(period)
        if report is None or report.first_submitted_at is None:
            return Told(period.key, period.due, overdue=overdue)
        return Told(
            period.key,
            period.due,
            dict.fromkeys(self.names) | read(report.figures),
            local_day(report.first_submitted_at),
            report.truthful,
            report.late_excused,
            overdue,
        )

    def rows(self, unit: ContestUnit, reports: Mapping[str, MonthlyReport]) -> list[KeptScore]:
        """The rows boards read, not saved."""
        assert unit.group is not None, "only units of a group are scored"
        found, sure = [], True
        for one in self.scores(unit.group.key, reports):
            sure = sure and self._is_sure(one.period, reports.get(one.period))
            found.append(self._row(unit, one, sure))
        return found

    def _is_sure(self, period: str, report: MonthlyReport | None) -> bool:
        """Whether a month's own report is verified, or the month is closed without one."""
        month = self.months.get(period)
        closed = month is not None and month.closed_at is not None
        return closed or (report is not None and report.state in MonthlyReport.VERIFIED)

    def _row(self, unit: ContestUnit, one: MonthScore, sure: bool) -> KeptScore:
        values = {
            "points": one.score.total,
            "base": one.score.base,
            "bonus": one.score.bonus,
            "penalty": one.score.penalty,
            "gain": one.gain,
            "on_time_share": target_share(self.settings, one.figures, self.settings.ratio.on_time),
        }
        return KeptScore(
            part=self.part,
            unit=unit,
            period=one.period,
            values=stored(values),
            items=[item_json(item) for item in one.score.items],
            deductions=[deduction_json(period, taken) for period, taken in one.taken],
            figures=stored(one.figures),
            eligible=one.score.eligible,
            reported=one.reported,
            verified=sure,
            rules_hash=self.rules[one.period].hash,
            changed_at=self.now,
        )


def campaign_of(part: Part, now: datetime) -> Campaign:
    """Three queries: months, the versions of the rules, and the contest where it is not at hand."""
    months = list(Month.objects.filter(part=part).select_related("rules_revision"))
    periods = periods_of(part, months)
    history = rules_history(part)
    by_period = {month.period: month for month in months}
    rules = {one.key: _rules_of(part, one, by_period.get(one.key), history) for one in periods}
    every = [settings_of(part), *(one.settings for one in rules.values())]
    names = tuple(dict.fromkeys(figure.key for settings in every for figure in settings.asked))
    return Campaign(part, now, tuple(periods), rules, by_period, names)


def _rules_of(part: Part, period: Period, month: Month | None, history: list[Rules]) -> Rules:
    """A re-check's choice, else the version in force at the end of the due day."""
    if month is not None and month.rules_revision_id is not None:
        return next(one for one in history if one.revision and one.revision.pk == month.rules_revision_id)
    return rules_at(part, history, due_instant(period))


def target_share(settings: ScorecardSettings, figures: Facts, of: str) -> Value | None:
    """The percentage of the first target whose share counts this figure; None without one, or of nothing."""
    for target in settings.targets:
        if target.share is not None and target.share.of == of:
            share = ratio(figures.get(target.share.of), figures.get(target.share.over))
            return None if share is None else exact(share * 100)
    return None


def scored_units(part: Part) -> QuerySet[ContestUnit]:
    """Units that compete and whose group has a scorecard, with their groups, in the contest's order."""
    groups = {one.group for one in settings_of(part).criteria}
    if part.spec.groups:
        groups &= set(part.spec.groups)
    units = ContestUnit.objects.filter(contest=part.contest_id, competes=True, group__key__in=groups)
    return units.select_related("group")


def reports_by_unit(part: Part, units: Iterable[int]) -> dict[int, dict[str, MonthlyReport]]:
    """unit → period → its report, of what was sent; one query."""
    found: dict[int, dict[str, MonthlyReport]] = {}
    sent = MonthlyReport.objects.filter(part=part, unit__in=list(units), first_submitted_at__isnull=False)
    for report in sent.order_by("unit_id", "period"):
        found.setdefault(report.unit_id, {})[report.period] = report
    return found
