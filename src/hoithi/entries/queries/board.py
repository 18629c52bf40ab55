"""Who owes works and who has handed them in (bảng theo dõi nộp tác phẩm): one question to the database per number.

A page of units costs the same whatever their number; 5 000 units are counted by the database, not read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    Case,
    Count,
    F,
    FilteredRelation,
    IntegerField,
    Max,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from hoithi.contests.models import Contest, ContestUnit, Group, Part
from hoithi.core.text import fold
from hoithi.entries.queries.settings import quota_of
from hoithi.entries.rules.quota import Quota
from hoithi.entries.rules.states import COUNTED
from hoithi.people.models import Letter

FILTERS = ("chua-nop", "chua-du", "da-du")


@dataclass(frozen=True)
class Totals:
    """`owing` units still owe something, `none` of them have handed in nothing at all; `works` are in."""

    units: int
    met: int
    owing: int
    none: int
    works: int


def works_parts(contest: Contest) -> list[Part]:
    """The parts of works, with their contest."""
    return list(contest.parts.filter(kind="entries").select_related("contest"))


def unit_groups(part: Part) -> list[tuple[Group, Quota]]:
    """Groups of units that may hand in works to a part, with their limits."""
    groups = part.contest.groups.filter(subject="unit")
    named = part.spec.groups
    return [(group, quota_of(part, group)) for group in groups if not named or group.key in named]


def board_rows(part: Part, groups: Collection[tuple[Group, Quota]]) -> QuerySet[ContestUnit]:
    """Units with `held` (handed in), `drafts`, `last_at` (of the last submission), `owed`, `most` (null: no limit).

    One join from units to their own entrants to entries, grouped: a question asked again for each of 5 000 units would
    read all entries of the part each time.
    """
    here = Q(acting__entries__part=part)
    counted = here & Q(acting__entries__state__in=COUNTED)
    owed = [When(group=group, then=Value(limits.least)) for group, limits in groups]
    most = [When(group=group, then=Value(limits.most)) for group, limits in groups if limits.most is not None]
    units = part.contest.units.filter(group__in=[group for group, _limits in groups], competes=True)
    return (
        units.select_related("group")
        .annotate(
            acting=FilteredRelation("entrants", condition=Q(entrants__kind="unit")),
            held=Count("acting__entries", filter=counted),
            drafts=Count("acting__entries", filter=here & Q(acting__entries__state="draft")),
            last_at=Max("acting__entries__work__submitted_at", filter=counted),
            owed=Case(*owed, default=Value(0), output_field=IntegerField()),
            most=Case(*most, default=None, output_field=IntegerField()),
        )
        .order_by("position", "name_norm", "pk")
    )  # a grouped question forgets the model's own order


def narrowed(rows: QuerySet[ContestUnit], *, text: str = "", group: str = "", only: str = "") -> QuerySet[ContestUnit]:
    """What a visitor of the board asks for; `only` is one of FILTERS."""
    for word in fold(text).split():
        rows = rows.filter(name_norm__contains=word)
    if group:
        rows = rows.filter(group__key=group)
    conditions = {"chua-nop": Q(held=0), "chua-du": Q(held__lt=F("owed")), "da-du": Q(held__gte=F("owed"))}
    return rows.filter(conditions[only]) if only in conditions else rows


def totals(rows: QuerySet[ContestUnit]) -> Totals:
    """Of all units on the board, in one query."""
    found = rows.order_by().aggregate(
        units=Count("pk"),
        met=Count("pk", filter=Q(held__gte=F("owed"), owed__gt=0)),
        owing=Count("pk", filter=Q(held__lt=F("owed"))),
        none=Count("pk", filter=Q(held__lt=F("owed"), held=0)),
        works=Coalesce(Sum("held"), 0),
    )
    return Totals(**found)


def last_reminder(part: Part) -> datetime | None:
    """When coordinators were last written to about this part."""
    letters = Letter.objects.filter(key__startswith=reminder_key(part))
    return letters.order_by("-queued_at").values_list("queued_at", flat=True).first()


def reminder_key(part: Part) -> str:
    return f"works-reminder:{part.pk}:"
