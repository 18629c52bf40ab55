"""What a re-check (phúc tra) would change, worked out before anybody confirms it: scores, places, prizes.

Nothing is written. A month and everything after it is scored again from the stated figures; places are those the
standings would come to, prizes those such places would bring, so that awards to recall are seen beforehand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from hoithi.contests.models import ContestUnit, Part, Standing
from hoithi.contests.operations.opening import standings_reading
from hoithi.contests.queries.facts import gather, scopes_of
from hoithi.contests.queries.rounds import is_published
from hoithi.contests.queries.standings import decided
from hoithi.contests.registry import Fact
from hoithi.contests.rules.ranking import Place, rank
from hoithi.contests.spec import engine_standing
from hoithi.core.canonical import digest
from hoithi.emulation.models import KeptScore, MonthlyReport
from hoithi.emulation.provider import ScorecardMonths, ScorecardProvider
from hoithi.emulation.queries.campaign import Campaign, campaign_of, reports_by_unit, scored_units
from hoithi.emulation.queries.settings import rules_history
from hoithi.emulation.rules.stored import stored

Json = dict[str, Any]


@dataclass(frozen=True)
class Given:
    """What the re-check states of one unit's report of one month; None leaves as it is."""

    unit: ContestUnit
    period: str
    figures: Mapping[str, Any] | None = None
    """Exact values by figure, all of them."""
    truthful: bool | None = None


@dataclass(frozen=True)
class ScoreChange:
    """One unit's total at the end of one month."""

    unit: ContestUnit
    period: str
    before: int | str | None
    after: int | str | None


@dataclass(frozen=True)
class PlaceChange:
    """One unit's place on one board; `prize` is the title of what the place brings, "" for nothing."""

    standing: Standing
    scope: str
    unit: ContestUnit
    before: int | None
    after: int | None
    prize_before: str
    prize_after: str
    published: bool

    @property
    def recall(self) -> bool:
        """Whether a prize already public would have to be recalled."""
        return self.published and self.prize_before not in ("", self.prize_after)


@dataclass(frozen=True)
class Preview:
    """Everything that changes; `digest` names exactly this, for `apply_recheck`."""

    given: tuple[Given, ...]
    newest_rules_from: str | None
    scores: tuple[ScoreChange, ...] = ()
    places: tuple[PlaceChange, ...] = ()
    rows: tuple[KeptScore, ...] = field(default=(), repr=False)

    @property
    def recalls(self) -> list[PlaceChange]:
        return [one for one in self.places if one.recall]

    @property
    def period(self) -> str:
        """The first month that is touched."""
        named = [one.period for one in self.given] + ([self.newest_rules_from] if self.newest_rules_from else [])
        return min(named)

    @property
    def changes(self) -> Json:
        """As the revision keeps it."""
        return {
            "scores": [
                {"unit": one.unit.code, "period": one.period, "before": one.before, "after": one.after}
                for one in self.scores
            ],
            "places": [
                {
                    "standing": one.standing.key,
                    "scope": one.scope,
                    "unit": one.unit.code,
                    "before": one.before,
                    "after": one.after,
                    "prize_before": one.prize_before,
                    "prize_after": one.prize_after,
                    "published": one.published,
                }
                for one in self.places
            ],
        }

    @property
    def stated(self) -> Json:
        return {
            "reports": [
                {
                    "unit": one.unit.code,
                    "period": one.period,
                    "figures": None if one.figures is None else stored(one.figures),
                    "truthful": one.truthful,
                }
                for one in self.given
            ],
            "newest_rules_from": self.newest_rules_from,
        }

    @property
    def digest(self) -> str:
        return digest({"stated": self.stated, "changes": self.changes})


def preview_recheck(
    part: Part, given: Sequence[Given], *, newest_rules_from: str | None = None, now: datetime
) -> Preview:
    """What stating this would change. With `newest_rules_from` that month and those after it are scored by the rules
    in force now."""
    campaign = with_newest_rules(campaign_of(part, now), newest_rules_from)
    named = {one.unit.pk for one in given}
    units = scored_units(part) if newest_rules_from else scored_units(part).filter(pk__in=named)
    found = list(units)
    reports = reports_by_unit(part, [unit.pk for unit in found])
    rows = [row for unit in found for row in campaign.rows(unit, _stated(given, unit, reports.get(unit.pk, {})))]
    before = {(row.unit_id, row.period): row for row in KeptScore.objects.filter(part=part, unit__in=found)}
    return Preview(
        tuple(given),
        newest_rules_from,
        tuple(_score_changes(rows, before)),
        tuple(_place_changes(part, rows)),
        tuple(rows),
    )


def with_newest_rules(campaign: Campaign, period: str | None) -> Campaign:
    """The campaign with the newest version of the rules from this month on."""
    if period is None:
        return campaign
    newest = rules_history(campaign.part)[-1]
    rules = {key: newest if key >= period else one for key, one in campaign.rules.items()}
    return replace(campaign, rules=rules)


def _stated(
    given: Iterable[Given], unit: ContestUnit, reports: Mapping[str, MonthlyReport]
) -> dict[str, MonthlyReport]:
    """A unit's reports with what the re-check says of them."""
    found = dict(reports)
    for one in given:
        if one.unit.pk == unit.pk and one.period in found:
            report = copy(found[one.period])
            report.figures = report.figures if one.figures is None else stored(one.figures)
            report.truthful = report.truthful if one.truthful is None else one.truthful
            found[one.period] = report
    return found


def _score_changes(rows: Iterable[KeptScore], before: Mapping[tuple[int, str], KeptScore]) -> Iterable[ScoreChange]:
    for row in rows:
        old = before.get((row.unit_id, row.period))
        was = old.values["points"] if old else None
        if was != row.values["points"]:
            yield ScoreChange(row.unit, row.period, was, row.values["points"])


def _place_changes(part: Part, rows: Sequence[KeptScore]) -> Iterable[PlaceChange]:
    units = {unit.pk: unit for unit in scored_units(part)}
    fresh = {(row.unit_id, row.period): row for row in rows}
    for standing in standings_reading(part):
        if standing.spec.formula is None or standing.subject != "unit":
            continue
        standing.contest = part.contest
        for scope in scopes_of(standing):
            before = _places(standing, scope, None)
            after = _places(standing, scope, lambda one: facts_with(one, fresh))
            prizes = _prize_titles(standing), _published(standing, scope)
            for pk in sorted(before.keys() | after.keys()):
                change = _change(standing, scope, units.get(pk), before.get(pk), after.get(pk), prizes)
                if change is not None:
                    yield change


def facts_with(part: Part, fresh: Mapping[tuple[int, str], KeptScore]) -> list[Fact]:
    """Facts of the part, or of its month, as they would be with these rows."""
    return list(
        ScorecardMonths().facts_of(part, part.month, fresh) if part.month else ScorecardProvider().facts_of(part, fresh)
    )


def _places(standing: Standing, scope: str, source: Callable[[Part], Iterable[Fact]] | None) -> dict[int, Place]:
    gathered = gather(standing, scope, source=source)
    found = decided(standing, scope, rank(gathered.rows, engine_standing(standing.spec), gathered.truths))
    return {int(place.subject): place for place in found}


def _prize_titles(standing: Standing) -> list[str]:
    """What the places bring, best first."""
    return [prize.title for prize in standing.prizes.order_by("position") for _n in range(prize.quantity)]


def _published(standing: Standing, scope: str) -> bool:
    return is_published(standing, scope)


def _change(
    standing: Standing,
    scope: str,
    unit: ContestUnit | None,
    before: Place | None,
    after: Place | None,
    prizes: tuple[list[str], bool],
) -> PlaceChange | None:
    was, is_now = before.place if before else None, after.place if after else None
    if unit is None or was == is_now:
        return None
    titles, published = prizes

    def prize(place: int | None) -> str:
        return titles[place - 1] if place is not None and place <= len(titles) else ""

    return PlaceChange(standing, scope, unit, was, is_now, prize(was), prize(is_now), published)
