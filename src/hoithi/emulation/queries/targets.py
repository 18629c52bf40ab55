"""How far a unit is from the threshold and from the targets a plan states (chỉ tiêu), which bring no points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hoithi.contests.models import Part
from hoithi.contests.queries.standings import value_of
from hoithi.contests.rules.facts import Value, exact, ratio
from hoithi.emulation.models import KeptScore
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.rules.stored import read
from hoithi.emulation.schema import Target


@dataclass(frozen=True)
class TargetRow:
    """A target and what a unit has reached of it: `share` in percent, None where nothing can be told yet.

    `state`: below the target, within it (or it is a single line and reached), above it; open where the plan sets no
    mark, unknown while nothing was reported, told where no figure measures it.
    """

    target: Target
    share: Value | None = None
    state: str = "told"

    @property
    def as_share(self) -> Fraction | None:
        return None if self.share is None else Fraction(self.share) / 100

    @property
    def missing(self) -> Fraction | None:
        """Percentage points to the lower end, as a share; None where it is reached or unknown."""
        if self.state != "below" or self.share is None or self.target.low is None:
            return None
        return (Fraction(self.target.low) - Fraction(self.share)) / 100


def target_rows(part: Part, figures: Mapping[str, Any]) -> list[TargetRow]:
    """Every target of the plan against these stored figures."""
    return [_row(one, read(figures)) for one in settings_of(part).targets]


def measured(part: Part, figures: Mapping[str, Any]) -> list[TargetRow]:
    """Those that reported figures tell."""
    return [one for one in target_rows(part, figures) if one.target.share is not None]


def _row(target: Target, figures: Mapping[str, Value | None]) -> TargetRow:
    if target.share is None:
        return TargetRow(target)
    part_of = ratio(figures.get(target.share.of), figures.get(target.share.over))
    if part_of is None:
        return TargetRow(target, None, "unknown")
    share = exact(Fraction(part_of) * 100)
    assert share is not None
    if target.low is None and target.high is None:
        return TargetRow(target, share, "open")
    if target.low is not None and share < target.low:
        return TargetRow(target, share, "below")
    return TargetRow(target, share, "above" if target.high is not None and share > target.high else "within")


def missing_points(part: Part, score: KeptScore) -> Value | None:
    """Points to the threshold; 0 where it is reached, None where the plan has none."""
    settings = settings_of(part)
    if settings.threshold is None:
        return None
    reached = value_of(score.values["points" if settings.threshold_on == "total" else "base"]) or 0
    return max(exact(Fraction(settings.threshold) - Fraction(reached)) or 0, 0)
