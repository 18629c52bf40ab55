"""Counts of a quiz part for its statistics, grouped by the database: nothing here grows in memory with the attempts.

Called in the background (`reports.operations.statistics`), never by a page. Voided attempts count nowhere.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, QuerySet, Sum, Value, When
from django.db.models.functions import ExtractHour, TruncDate

from hoithi.contests.models import Part
from hoithi.core.clock import VIETNAM
from hoithi.quiz.models import Attempt, FrozenBank, Result
from hoithi.quiz.queries.attempt_settings import settings_of

Shares = dict[Fraction, int]


@dataclass(frozen=True)
class Tries:
    """The n-th attempts of a part: how many, their mean share correct, and the same people's mean at their first."""

    n: int
    count: int
    share: Fraction | None
    first: Fraction | None


@dataclass(frozen=True)
class Newcomers:
    """People whose first attempt ended in a window: contest unit id (None: no unit) → [staff, others]."""

    by_unit: Mapping[int | None, tuple[int, int]]

    @property
    def staff(self) -> int:
        return sum(staff for staff, _ in self.by_unit.values())

    @property
    def people(self) -> int:
        return sum(staff + others for staff, others in self.by_unit.values())


def finished(parts: Collection[int]) -> QuerySet[Attempt]:
    """Attempts that ended and stand."""
    ended = Attempt.objects.filter(part_id__in=parts, ended_at__isnull=False)
    return ended.exclude(ended_by=Attempt.VOIDED).order_by()


def paper_sizes(part: Part) -> dict[str, int]:
    """Group key → questions on a paper, as frozen; "" stands for the groups without a bank of their own."""
    found = {
        key: sum(cell["count"] for section in blueprint["sections"] for cell in section["cells"])
        for key, blueprint in FrozenBank.objects.filter(part=part).values_list("group_key", "blueprint")
    }
    return found or {"": settings_of(part).questions}


def size_of(sizes: Mapping[str, int], group: str) -> int:
    return sizes.get(group) or sizes.get("") or max(sizes.values())


def results_by_group(part: Part) -> dict[tuple[str, bool], Shares]:
    """(group key, on the roster) → share of the full mark → people, of the attempt that counts."""
    sizes = paper_sizes(part)
    columns = ["group_key", "on_roster", "correct"]
    if settings_of(part).multiple == "partial":
        columns.append("attempt__score")
    found: dict[tuple[str, bool], Shares] = {}
    rows = Result.objects.filter(part=part).order_by().values_list(*columns).annotate(n=Count("entrant_id"))
    for group, on_roster, correct, *rest in rows:
        points = Fraction(rest[0]) if len(rest) == 2 and rest[0] else Fraction(correct)
        shares = found.setdefault((group, on_roster), {})
        share = points / size_of(sizes, group)
        shares[share] = shares.get(share, 0) + rest[-1]
    return found


def times(part: Part) -> tuple[dict[int, int], int]:
    """(whole seconds → people, all their milliseconds) of the attempt that counts."""
    rows = Result.objects.filter(part=part).order_by().annotate(seconds=F("elapsed_ms") / 1000)
    counts = dict(rows.values_list("seconds").annotate(n=Count("entrant_id")))
    total = Result.objects.filter(part=part).aggregate(total=Sum("elapsed_ms"))["total"]
    return counts, int(total or 0)


def tries(part: Part) -> list[Tries]:
    """First, second, … attempts, each beside the same people's first: what another attempt brings (học được gì)."""
    sizes = paper_sizes(part)
    rows = finished([part.pk]).values_list("n", "entrant__group__key").annotate(c=Count("id"), right=Sum("correct"))
    all_of = _by_n(rows, sizes)
    again = finished([part.pk]).filter(n__gt=1, entrant__attempts__part=part, entrant__attempts__n=1)
    pairs = again.values_list("n", "entrant__group__key").annotate(
        c=Count("id"), right=Sum("entrant__attempts__correct")
    )
    firsts = _by_n(pairs, sizes)
    return [Tries(n, count, share, firsts.get(n, (0, None))[1]) for n, (count, share) in sorted(all_of.items())]


def _by_n(
    rows: QuerySet[Attempt, tuple[int, str, int, int]], sizes: Mapping[str, int]
) -> dict[int, tuple[int, Fraction]]:
    sums: dict[int, tuple[int, Fraction]] = {}
    for n, group, count, right in rows:
        had, share = sums.get(n, (0, Fraction(0)))
        sums[n] = (had + count, share + Fraction(right or 0, size_of(sizes, group)))
    return {n: (count, share / count) for n, (count, share) in sums.items()}


def hours(parts: Collection[int], since: datetime | None = None) -> dict[str, list[int]]:
    """Day in Vietnam → attempts ended in each of its 24 hours, from `since` on."""
    rows = finished(parts)
    if since is not None:
        rows = rows.filter(ended_at__gte=since)
    rows = rows.annotate(day=TruncDate("ended_at", tzinfo=VIETNAM), hour=ExtractHour("ended_at", tzinfo=VIETNAM))
    found: dict[str, list[int]] = {}
    for day, hour, count in rows.values_list("day", "hour").annotate(c=Count("id")):
        found.setdefault(day.isoformat(), [0] * 24)[hour] = count
    return found


def ended_between(parts: Collection[int], starts: datetime, ends: datetime) -> int:
    """Attempts that ended in `[starts, ends)`."""
    return finished(parts).filter(ended_at__gte=starts, ended_at__lt=ends).count()


def newcomers(parts: Collection[int], starts: datetime, ends: datetime) -> Newcomers:
    """People whose first attempt in any of these parts ended in `[starts, ends)`."""
    firsts = finished(parts).filter(ended_at__gte=starts, ended_at__lt=ends)
    # Both conditions are looked up in the unique index of part, entrant and n; by time alone each would be a walk.
    same = finished(parts).filter(part=OuterRef("part"), entrant=OuterRef("entrant"), n__lt=OuterRef("n"))
    elsewhere = finished(parts).filter(entrant=OuterRef("entrant"), n=1, ended_at__lt=OuterRef("ended_at"))
    firsts = firsts.filter(~Exists(same))
    if len(parts) > 1:
        firsts = firsts.filter(~Exists(elsewhere.exclude(part=OuterRef("part"))))
    firsts = firsts.annotate(
        staff=Case(
            When(entrant__roster_entry__isnull=False, then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
    )
    found: dict[int | None, tuple[int, int]] = {}
    for unit, staff, count in firsts.values_list("entrant__contest_unit", "staff").annotate(
        c=Count("entrant", distinct=True)
    ):
        had = found.get(unit, (0, 0))
        found[unit] = (had[0] + count, had[1]) if staff else (had[0], had[1] + count)
    return Newcomers(found)


def standing_counts(part: Part) -> list[int]:
    """[results, voided attempts]: changes when somebody's result is taken away or given back."""
    voided = Attempt.objects.filter(part=part, ended_by=Attempt.VOIDED).count()
    return [Result.objects.filter(part=part).count(), voided]
