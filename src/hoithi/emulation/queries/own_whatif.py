"""The calculator of a unit's page (thêm 50 hồ sơ thì được gì): its card now, and with a little more of each figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hoithi.contests.models import ContestUnit, Part
from hoithi.contests.rules.errors import OutOfDomain
from hoithi.contests.rules.facts import Value
from hoithi.emulation.queries.campaign import campaign_of, reports_by_unit
from hoithi.emulation.queries.own_unit import lines_of
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.rules.scorecard import Score, Scorecard, items_of, score_with
from hoithi.emulation.rules.stored import item_json
from hoithi.emulation.rules.whatif import next_step, what_if
from hoithi.emulation.schema import Figure


@dataclass(frozen=True)
class Hint:
    """How much more of one figure brings the next points."""

    figure: Figure
    more: Value
    gained: Value


@dataclass
class Calculator:
    """`period` "" while nothing counts yet; then everything is counted from nothing."""

    period: str
    card: Scorecard
    figures: dict[str, Value | None]
    now: Score
    hints: list[Hint] = field(default_factory=list)

    def with_more(self, more: Mapping[str, Value]) -> Score | None:
        """The card with so much more; None where that cannot be: more resolved than received."""
        try:
            return what_if(self.card, self.figures, more, self.now.deductions).after
        except OutOfDomain:
            return None


def calculator_of(part: Part, unit: ContestUnit, now: datetime) -> Calculator | None:
    """None for a unit without a scorecard."""
    settings = settings_of(part)
    if unit.group is None or all(one.group != unit.group.key for one in settings.criteria):
        return None
    campaign = campaign_of(part, now)
    months = campaign.scores(unit.group.key, reports_by_unit(part, [unit.pk]).get(unit.pk, {}))
    last = months[-1] if months else None
    keys = [one.key for one in campaign.periods]
    rules = campaign.rules[last.period if last else keys[-1]] if keys else None
    if rules is None:
        return None
    card = rules.card(unit.group.key)
    figures = dict(last.figures) if last else dict.fromkeys(campaign.names)
    score = last.score if last else score_with(card, items_of(card, figures), ())
    found = Calculator(last.period if last else "", card, figures, score)
    asked = {one.key: one for one in settings.asked}
    for criterion in card.criteria:
        more = next_step(criterion, figures)
        if more is None or criterion.figure not in asked or asked[criterion.figure].kind != "count":
            continue
        after = found.with_more({criterion.figure: more})
        if after is not None and after.total > score.total:
            found.hints.append(Hint(asked[criterion.figure], more, after.total - score.total))
    return found


def explained(part: Part, unit: ContestUnit, score: Score) -> list[dict[str, Any]]:
    """Lines of a computed score with their reasons."""
    assert unit.group is not None
    return lines_of(settings_of(part), unit.group.key, [item_json(item) for item in score.items])
