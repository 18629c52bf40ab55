"""What rooms above contests ask of a person's entrants, told on the person's own pages."""

from __future__ import annotations

from collections.abc import Sequence

from hoithi.contests.models import Entrant
from hoithi.contests.registry import registry
from hoithi.people.models import User
from hoithi.people.notices import Notice

LATEST = 20
"""Contests looked at: those entered last."""


def own_notices(user: User) -> Sequence[Notice]:
    entrants = Entrant.objects.filter(person=user.person_id).select_related("contest", "group", "contest_unit")
    return [notice for entrant in entrants.order_by("-pk")[:LATEST] for notice in notices_for(entrant)]


def notices_for(entrant: Entrant) -> list[Notice]:
    """Of one entrant."""
    about = entrant.contest.short_title
    return [Notice(about, one.label, one.url) for source in registry.notices for one in source(entrant)]
