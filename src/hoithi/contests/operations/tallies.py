"""The sequencer's turn over standings of units: take out what a marked person had added, put in what they add now.

What a person adds is a function of their facts, never of how often they are counted: counting somebody twice, or a
newer fact before its mark is seen, changes nothing. The caller holds the standing's lock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from hoithi.contests.models import Entrant, Standing, TallyState, UnitShare, UnitTally
from hoithi.contests.queries.facts import Gathered
from hoithi.contests.queries.tallies import Sums, gather_tallied, is_tallied, plus, read, sums_of, written
from hoithi.core.canonical import digest

CHUNK = 1_000


def count_marked(standing: Standing) -> None:
    """Bring the sums up to date with every mark seen here; those of submits under way stay for the next turn."""
    marks = list(standing.marks.order_by().values_list("pk", "subject_id"))
    subjects = {subject for _pk, subject in marks}
    state = TallyState.objects.filter(standing=standing, definition=definition_of(standing))
    if None in subjects or not state.exists():
        count_anew(standing)
        return
    _forget(standing, [pk for pk, _subject in marks])
    _count(standing, sorted(subject for subject in subjects if subject is not None))


def count_anew(standing: Standing) -> None:
    """Forget the sums and count everybody: after a change of the definition, and as the repair."""
    standing.marks.all().delete()
    standing.shares.all().delete()
    standing.tallies.all().delete()
    _count(standing, _everybody(standing))
    TallyState.objects.update_or_create(standing=standing, defaults={"definition": definition_of(standing)})


def _everybody(standing: Standing) -> Iterator[int]:
    entrants = Entrant.objects.filter(contest=standing.contest_id).order_by("pk").values_list("pk", flat=True)
    last = 0
    while found := list(entrants.filter(pk__gt=last)[:CHUNK]):
        yield from found
        last = found[-1]


def definition_of(standing: Standing) -> str:
    """What the sums are sums of."""
    return digest(standing.content)


def are_kept(standing: Standing) -> bool:
    """Whether there are sums of this standing as it is defined now."""
    return (
        is_tallied(standing)
        and TallyState.objects.filter(standing=standing, definition=definition_of(standing)).exists()
    )


def differing(standing: Standing, scope: str, gathered: Gathered) -> list[int]:
    """Units whose kept sums give other values than everybody's facts do (`gathered`); none while all is well."""
    whole = {row.subject: row.facts for row in gathered.rows}
    kept = {row.subject: row.facts for row in gather_tallied(standing, scope).rows}
    return sorted(int(unit) for unit in whole.keys() | kept.keys() if whole.get(unit) != kept.get(unit))


def _forget(standing: Standing, marks: Sequence[int]) -> None:
    for at in range(0, len(marks), CHUNK):
        standing.marks.filter(pk__in=marks[at : at + CHUNK]).delete()


def _count(standing: Standing, subjects: Iterator[int] | Collection[int]) -> None:
    left = iter(subjects)
    while chunk := list(islice(left, CHUNK)):
        changed: Sums = {}
        now = sums_of(standing, chunk)
        had = {
            share.subject_id: share
            for share in UnitShare.objects.filter(standing=standing, subject_id__in=chunk).order_by()
        }
        fresh, gone = [], []
        for subject in chunk:
            before = _sums(had[subject]) if subject in had else {}
            after = now.get(subject, {})
            if before == after:
                continue
            changed = plus(plus(changed, after), before, minus=True)
            if after:
                fresh.append(UnitShare(standing=standing, subject_id=subject, sums=_stored(after)))
            else:
                gone.append(had[subject].pk)
        UnitShare.objects.filter(pk__in=gone).delete()
        UnitShare.objects.bulk_create(
            fresh,
            update_conflicts=True,
            unique_fields=["standing", "subject_id"],
            update_fields=["sums"],
        )
        _add(standing, changed)


def _add(standing: Standing, changed: Sums) -> None:
    if not changed:
        return
    units = {unit for _scope, unit in changed}
    kept = standing.tallies.filter(contest_unit_id__in=units)
    held: Sums = {(one.scope, one.contest_unit_id): read(one.sums) for one in kept}
    added = plus({place: tallies for place, tallies in held.items() if place in changed}, changed)
    UnitTally.objects.bulk_create(
        [
            UnitTally(standing=standing, scope=scope, contest_unit_id=unit, sums=written(tallies))
            for (scope, unit), tallies in sorted(added.items())
        ],
        update_conflicts=True,
        unique_fields=["standing", "scope", "contest_unit_id"],
        update_fields=["sums"],
    )


def _stored(sums: Sums) -> list[object]:
    return [[scope, unit, written(tallies)] for (scope, unit), tallies in sorted(sums.items())]


def _sums(share: UnitShare) -> Sums:
    return {(scope, unit): read(tallies) for scope, unit, tallies in share.sums}
