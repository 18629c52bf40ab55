"""Groups of units a scorecard scores, and the months it has scores of."""

from __future__ import annotations

from hoithi.contests.models import Group, Part
from hoithi.contests.rules.facts import Value, exact
from hoithi.emulation.queries.settings import settings_of


def scored_groups(part: Part) -> list[Group]:
    """Groups with lines of their own, in the plan's order."""
    keys = {one.group for one in settings_of(part).criteria}
    if part.spec.groups:
        keys &= set(part.spec.groups)
    return [group for group in part.contest.groups.all() if group.key in keys]


def months_newest_first(part: Part) -> list[str]:
    """Keys of the months that have scores."""
    return list(part.months.order_by("-period").values_list("period", flat=True))


def threshold_of(part: Part) -> Value | None:
    return exact(settings_of(part).threshold)
