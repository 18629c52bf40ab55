"""Prizes as a public board of standings marks them: those that were given, never what a place alone would bring."""

from __future__ import annotations

from collections.abc import Mapping

from hoithi.awards.models import Award
from hoithi.awards.queries.published import public_states
from hoithi.contests.models import Standing


def medals(standing: Standing, scope: str) -> Mapping[int, str]:
    """{subject: title of the prize} on a board whose results are public, as far as everybody may know the awards."""
    given = Award.objects.filter(
        prize__standing=standing,
        scope=scope,
        subject_kind=standing.subject,
        state__in=public_states(standing.contest),
    )
    return dict(given.order_by("-prize__position").values_list("subject_id", "prize__title"))
