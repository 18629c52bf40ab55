"""Keeping the counts (kiểm đếm): the sequencer adds what votes changed; a recount reads every vote anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Count, Q, Sum

from hoithi.audit.actor import Actor
from hoithi.audit.operations import record
from hoithi.contests.models import Entry, Part, Standing
from hoithi.contests.operations.opening import standings_reading
from hoithi.people.models import User
from hoithi.voting.models import Ballot, Tally, TallyChange

BATCH = 20_000
SYSTEM = Actor(label="hệ thống")


@transaction.atomic
def fold_changes(*, now: datetime) -> int:
    """Add what has changed since the last turn; returns how many changes. Two processes at once do not add twice."""
    # In order, waiting for whoever holds earlier ones: a vote taken back must not be added before the vote itself.
    ids = list(TallyChange.objects.select_for_update().order_by("pk").values_list("pk", flat=True)[:BATCH])
    if not ids:
        return 0
    sums = TallyChange.objects.filter(pk__in=ids).values("entry").order_by("entry")
    changes = {row["entry"]: row for row in sums.annotate(cast=Sum("cast"), discounted=Sum("discounted"))}
    held = locked_tallies(changes, now)
    for entry, row in changes.items():
        held[entry].cast += row["cast"]
        held[entry].discounted += row["discounted"]
        held[entry].counted_at = now
    Tally.objects.bulk_update(held.values(), ["cast", "discounted", "counted_at"])
    TallyChange.objects.filter(pk__in=ids).delete()
    _touch_standings(Part.objects.filter(entries__in=changes).distinct(), now)
    return len(ids)


def locked_tallies(entries: Iterable[int], now: datetime) -> dict[int, Tally]:
    """The rows of these works, locked in the order of their keys; those missing are made."""
    wanted = sorted(entries)
    Tally.objects.bulk_create((Tally(entry_id=pk, counted_at=now) for pk in wanted), ignore_conflicts=True)
    rows = Tally.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    return {row.pk: row for row in rows}


def _touch_standings(parts: Iterable[Part], now: datetime) -> None:
    for part in parts:
        touch_standings(part, now)


def touch_standings(part: Part, now: datetime) -> None:
    """Standings that read the part are computed anew at the sequencer's next turn."""
    ids = [standing.pk for standing in standings_reading(part)]
    Standing.objects.filter(pk__in=ids).update(dirty_at=now)


@transaction.atomic
def recount(part: Part, *, now: datetime, by: User | None = None) -> dict[int, tuple[int, int]]:
    """Count every vote anew and mend the tallies; returns {number of the work: (kept, true)} of those that were wrong.

    No vote is written for the moment it takes, so that what waits and what stands are of one moment.
    """
    _hold_changes()
    works = {
        entry.pk: entry for entry in Entry.objects.filter(part=part, work__number__isnull=False).select_related("work")
    }
    waiting = TallyChange.objects.filter(entry__in=works).values("entry").order_by("entry")
    ahead = {row["entry"]: (row["c"], row["d"]) for row in waiting.annotate(c=Sum("cast"), d=Sum("discounted"))}
    true = true_counts(part)
    held = locked_tallies(works, now)
    wrong: dict[int, tuple[int, int]] = {}
    for pk, tally in held.items():
        cast, discounted = true.get(pk, (0, 0))
        more = ahead.get(pk, (0, 0))
        kept = (tally.cast + more[0], tally.discounted + more[1])
        if kept != (cast, discounted):
            wrong[works[pk].work.number or 0] = (kept[0] - kept[1], cast - discounted)
        tally.cast, tally.discounted, tally.counted_at = cast, discounted, now
    TallyChange.objects.filter(entry__in=works).delete()
    Tally.objects.bulk_update(held.values(), ["cast", "discounted", "counted_at"])
    touch_standings(part, now)
    data = {"wrong": len(wrong), "works": len(held)}
    slug = part.contest.slug
    record("voting:tally:recounted", now=now, contest_key=slug, actor=by or SYSTEM, target=part.title, data=data)
    return wrong


def _hold_changes() -> None:
    """Whoever is about to write a change waits until this transaction ends; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {connection.ops.quote_name(TallyChange._meta.db_table)} IN EXCLUSIVE MODE")


def true_counts(part: Part) -> dict[int, tuple[int, int]]:
    """(cast, discounted) of each work, from the votes themselves."""
    rows = Ballot.objects.filter(part=part, withdrawn_at__isnull=True).values("entry").order_by("entry")
    counted = rows.annotate(cast=Count("pk"), discounted=Count("pk", filter=Q(discount__isnull=False)))
    return {row["entry"]: (row["cast"], row["discounted"]) for row in counted}
