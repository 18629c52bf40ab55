"""The sequencer's turn over participation figures: whom a mark names is taken out as counted, put in as they are."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from hoithi.contests.figures import Counts, Figures, figures_of_counts
from hoithi.contests.models import Entrant, FigureShare, Part, PartFigures, StandingMark
from hoithi.contests.registry import Kind, registry

logger = logging.getLogger(__name__)
AFTERGLOW = timedelta(minutes=10)
"""How long after the close figures are still counted: late finalisations."""
CHUNK = 1_000


def refresh_figures(part: Part, *, now: datetime, whole: bool = False) -> PartFigures | None:
    """Bring the figures of one part up to date; None for kinds that count nothing.

    Reads only whose facts changed since the last turn, except the first time and for kinds that cannot tell one
    person's share. `whole` counts everything anew, which checks what is kept and mends it.
    """
    kind = registry.kinds.get(part.kind)
    if kind is None or kind.figures is None:
        return None
    if kind.each_figures is None or kind.open_now is None:
        data = kind.figures(part, now=now).as_json()
        return PartFigures.objects.update_or_create(part=part, defaults={"at": now, "data": data})[0]
    with transaction.atomic():
        PartFigures.objects.get_or_create(part=part, defaults={"at": now, "data": Figures().as_json()})
        kept = PartFigures.objects.select_for_update(no_key=True).get(part=part)
        kept.counts = _counted(part, kind, kept.counts)
        found = figures_of_counts(kept.counts, open_now=kind.open_now(part), now=now)
        if whole and found != (anew := kind.figures(part, now=now)) and not part.marks.exists():
            logger.error("figures of part %s were wrong and are counted anew", part.pk)
            kept.counts, found = _counted(part, kind, None), anew
        kept.at, kept.data = now, found.as_json()
        kept.save(update_fields=["at", "data", "counts"])
    return kept


def refresh_open_figures(now: datetime) -> int:
    """Count every part that is running, was last counted before its end had settled or has changed since.

    The last time, when nothing changes any more, everything is counted whole. Returns how many parts were counted.
    """
    marked = Exists(StandingMark.objects.filter(part=OuterRef("pk")))
    running = Part.objects.filter(frozen_at__isnull=False, opens__lte=now).filter(
        marked | Q(closes__gt=now - AFTERGLOW) | Q(figures__isnull=True) | Q(figures__at__lt=F("closes") + AFTERGLOW)
    )
    found = 0
    for part in running.select_related("contest"):
        last = part.closes is not None and now >= part.closes + AFTERGLOW
        found += refresh_figures(part, now=now, whole=last) is not None
    return found


def _counted(part: Part, kind: Kind, counts: Counts | None) -> Counts:
    """The counts with every mark seen here taken in; `None`: everybody is counted."""
    marks = list(part.marks.order_by().values_list("pk", "subject_id"))
    subjects = {subject for _pk, subject in marks}
    for at in range(0, len(marks), CHUNK):
        part.marks.filter(pk__in=[pk for pk, _subject in marks[at : at + CHUNK]]).delete()
    if counts is None or None in subjects:
        part.figure_shares.all().delete()
        return _taken_in(part, kind, {}, _everybody(part))
    return _taken_in(part, kind, counts, sorted(subject for subject in subjects if subject is not None))


def _everybody(part: Part) -> Iterator[int]:
    entrants = Entrant.objects.filter(contest=part.contest_id).order_by("pk").values_list("pk", flat=True)
    last = 0
    while found := list(entrants.filter(pk__gt=last)[:CHUNK]):
        yield from found
        last = found[-1]


def _taken_in(part: Part, kind: Kind, counts: Counts, subjects: Iterable[int]) -> Counts:
    assert kind.each_figures is not None
    total, left = Counter(counts), iter(subjects)
    while chunk := list(islice(left, CHUNK)):
        now = {subject: one.counts for subject, one in kind.each_figures(part, chunk).items()}
        shares = part.figure_shares.filter(subject_id__in=chunk).order_by()
        had: dict[int, Counts] = dict(shares.values_list("subject_id", "counts"))
        changed = [subject for subject in chunk if now.get(subject) != had.get(subject)]
        for subject in changed:
            total.update(now.get(subject, {}))
            total.subtract(had.get(subject, {}))
        shares.filter(subject_id__in=[subject for subject in changed if subject not in now]).delete()
        FigureShare.objects.bulk_create(
            [FigureShare(part=part, subject_id=subject, counts=now[subject]) for subject in changed if subject in now],
            update_conflicts=True,
            unique_fields=["part", "subject_id"],
            update_fields=["counts"],
        )
    return {name: n for name, n in total.items() if n}
