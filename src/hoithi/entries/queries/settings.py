"""What the plan asks of works in a part, parsed, and the limits that follow for one entrant."""

from __future__ import annotations

from hoithi.contests.models import Entrant, Group, Part
from hoithi.contests.models.parsed import parsed
from hoithi.entries.rules.quota import Quota, quota
from hoithi.entries.schema import EntriesSettings


def settings_of(part: Part) -> EntriesSettings:
    """The settings of a part of works."""
    return parsed(EntriesSettings, part.settings_of("entries"))


def quota_of(part: Part, group: Group) -> Quota:
    """How many works an entrant of a group must and may hand in to a part."""
    works = settings_of(part).works
    return quota(part_min=works.min, part_max=works.max, group_min=group.spec.min, group_max=group.spec.max)


def quota_for(part: Part, owner: Entrant) -> Quota:
    return quota_of(part, owner.group)
