"""Works of a later round: carried ones get their details, people judged live get a work without any file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import Max

from hoithi.contests.models import Entrant, Entry, Part
from hoithi.contests.operations.marks import mark_part
from hoithi.core.canonical import random_code
from hoithi.entries.models import Author, Work, WorkFile
from hoithi.entries.operations.work import CODE_SYMBOLS, index_work
from hoithi.entries.queries.settings import settings_of

R = TypeVar("R", Author, WorkFile)


@transaction.atomic
def admit_works(part: Part, entrants: Sequence[Entrant], *, now: datetime) -> None:
    """Called by the promotion: doing it again changes nothing. Before the opening a new choice takes out the old."""
    Part.objects.select_for_update(no_key=True).values_list("pk").get(pk=part.pk)
    carried = part.spec.entrants_from is not None and part.spec.entrants_from.carry == "entry"
    if not carried and settings_of(part).media == "none":
        _perform(part, entrants, now)
    for entry in Entry.objects.filter(part=part, work__isnull=True).select_related("promoted_from").order_by("pk"):
        _detail(entry, part, now)
    mark_part(part)


def _perform(part: Part, entrants: Sequence[Entrant], now: datetime) -> None:
    """One performance for each admitted entrant, in the contest at once: nothing of it can be checked beforehand."""
    held = dict(Entry.objects.filter(part=part).values_list("owner_id", "pk"))
    if part.opens is None or now < part.opens:
        chosen = {one.pk for one in entrants}
        gone = [pk for owner, pk in held.items() if owner not in chosen]
        Entry.objects.filter(pk__in=gone).update(state="withdrawn")
        Entry.objects.filter(part=part, owner__in=chosen, state="withdrawn").update(state="accepted")
    Entry.objects.bulk_create(
        Entry(
            part=part,
            owner=one,
            code=random_code(CODE_SYMBOLS),
            title=one.display_name,
            state="accepted",
            created_at=now,
        )
        for one in entrants
        if one.pk not in held
    )


def _detail(entry: Entry, part: Part, now: datetime) -> None:
    """What stands beside an entry, taken over from the work it comes from; its files are the same files."""
    last = Work.objects.filter(entry__part=part).aggregate(most=Max("number"))["most"] or 0
    work = Work(entry=entry, number=last + 1, submitted_at=now, updated_at=now, rules_hash=part.frozen_hash)
    source = Work.objects.filter(pk=entry.promoted_from_id).first() if entry.promoted_from_id else None
    for name in ("description", "genre", "topics", "group_name", "link", "licence_text") if source else ():
        setattr(work, name, getattr(source, name))
    work.save()
    if source is not None:
        Author.objects.bulk_create(_copies(source.authors.all(), work))
        files = source.files.filter(replaced_at__isnull=True, made_from__isnull=True, handed_in_at__isnull=False)
        WorkFile.objects.bulk_create(_copies(files, work))
    index_work(work)


def _copies(rows: Iterable[R], work: Work) -> list[R]:
    """The same rows for another work."""
    found = list(rows)
    for row in found:
        row.pk, row.work = None, work
        row._state.adding = True
    return found
