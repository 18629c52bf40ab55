"""Finding candidates through the index of frames, and pairs of works as moderators see them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from django.db import connection
from django.db.models import Q, QuerySet

from hoithi.entries.models import FrameKey, Likeness, Work, WorkFile
from hoithi.entries.queries.checking import originals_of_others
from hoithi.entries.rules.likeness import CANDIDATES

AT_ONCE = 5000
"""Keys in one statement."""
LONGLIST = 5
"""Times as many are looked at before those not in force are left out."""


def candidates(file: WorkFile, keys: Sequence[int], *, most: int = CANDIDATES) -> list[int]:
    """Files of other works that share the rarest keys, the likeliest first; at least two shared keys.

    A key counts the less, the more files have it: what half of all films share says nothing about two of them.
    """
    found = [row for rows in _postings(file, keys) for row in rows]
    if not found:
        return []
    shared = np.array(found, dtype=np.int64)
    _keys, at, times = np.unique(shared[:, 0], return_inverse=True, return_counts=True)
    files, of_file, hits = np.unique(shared[:, 1], return_inverse=True, return_counts=True)
    weight = np.bincount(of_file.ravel(), weights=1.0 / times[at.ravel()])
    likely = [int(files[index]) for index in np.argsort(-weight, kind="stable") if hits[index] >= 2]
    allowed = originals_of_others(file.work).filter(pk__in=likely[: most * LONGLIST]).values_list("pk", flat=True)
    kept = set(allowed)
    return [pk for pk in likely[: most * LONGLIST] if pk in kept][:most]


def _postings(file: WorkFile, keys: Sequence[int]) -> Iterator[list[tuple[int, int]]]:
    size = min(AT_ONCE, connection.features.max_query_params or AT_ONCE)
    for start in range(0, len(keys), size):
        rows = FrameKey.objects.filter(key__in=keys[start : start + size]).exclude(file=file)
        yield list(rows.values_list("key", "file_id"))


def likenesses_of(work: Work) -> QuerySet[Likeness]:
    """Pairs a work stands in, as the newer or the older, the most alike first."""
    rows = Likeness.objects.filter(Q(newer=work) | Q(older=work))
    return rows.select_related("newer__entry__part__contest", "older__entry__part__contest", "verdict_by")


def open_likenesses(part_id: int) -> QuerySet[Likeness]:
    """Pairs of a part nobody has judged yet."""
    rows = Likeness.objects.filter(newer__entry__part=part_id, verdict="")
    return rows.select_related("newer__entry__part__contest", "older__entry__part__contest")
