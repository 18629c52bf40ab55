"""People who owe works (cá nhân phải nộp): groups of persons for which the plan sets a minimum."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from hoithi.contests.models import Entrant, Group, Part
from hoithi.entries.queries.settings import quota_of
from hoithi.entries.rules.quota import Quota
from hoithi.entries.rules.states import COUNTED
from hoithi.people.models import Letter

_OWES = Q(held__lt=F("owed"))


@dataclass(frozen=True)
class PeopleTotals:
    """Of everybody registered in such a group."""

    people: int
    owing: int


def person_groups(part: Part) -> list[tuple[Group, Quota]]:
    """Groups of persons that owe at least one work to the part, with their limits."""
    named = part.spec.groups
    groups = part.contest.groups.filter(subject="person")
    found = [(group, quota_of(part, group)) for group in groups if not named or group.key in named]
    return [(group, limits) for group, limits in found if limits.least]


def people_rows(part: Part, groups: Collection[tuple[Group, Quota]]) -> QuerySet[Entrant]:
    """Everybody in these groups with `held` (handed in) and `owed`, whoever owes most first."""
    counted = Q(entries__part=part, entries__state__in=COUNTED)
    owed = [When(group=group, then=Value(limits.least)) for group, limits in groups]
    people = part.contest.entrants.filter(kind="person", group__in=[group for group, _limits in groups])
    rows = people.annotate(
        held=Count("entries", filter=counted), owed=Case(*owed, default=Value(0), output_field=IntegerField())
    )
    return rows.select_related("group", "contest_unit").order_by("held", "display_name", "pk")


def owing(rows: QuerySet[Entrant]) -> QuerySet[Entrant]:
    return rows.filter(_OWES)


def people_totals(rows: QuerySet[Entrant]) -> PeopleTotals:
    found = rows.order_by().aggregate(people=Count("pk"), owing=Count("pk", filter=_OWES))
    return PeopleTotals(**found)


def people_key(part: Part) -> str:
    return f"works-reminder-people:{part.pk}:"


def people_reminded_at(part: Part) -> datetime | None:
    """When people were last written to about this part."""
    letters = Letter.objects.filter(key__startswith=people_key(part))
    return letters.order_by("-queued_at").values_list("queued_at", flat=True).first()
