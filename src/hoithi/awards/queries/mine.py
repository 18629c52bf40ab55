"""What a person has won, as they may know it: announced awards only."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from hoithi.awards.models import Award
from hoithi.awards.queries.lines import AwardLine, lines_of
from hoithi.contests.models import Contest, Entry
from hoithi.contests.queries.entrants import entrant_of
from hoithi.contests.queries.roles import Visitor, own_units

TOLD = (Award.ANNOUNCED, Award.CLAIMED, Award.PAID, Award.REVOKED)


def my_awards(user: Visitor, contest: Contest, now: datetime) -> list[AwardLine] | None:
    """Awards of the account's own entrant, works and units; None for somebody who has neither here."""
    entrant = entrant_of(user, contest)
    units = list(own_units(user, contest, now).values_list("pk", flat=True))
    if entrant is None and not units:
        return None
    works = Entry.objects.filter(Q(owner=entrant) | Q(owner__kind="unit", owner__contest_unit__in=units))
    whose = Q(subject_kind="unit", subject_id__in=units) | Q(subject_kind="entry", subject_id__in=works.values("pk"))
    if entrant is not None:
        whose |= Q(subject_kind="person", subject_id=entrant.pk)
    rows = contest.awards.filter(whose, state__in=TOLD).select_related("prize__standing", "decision")
    return lines_of(contest, rows)
