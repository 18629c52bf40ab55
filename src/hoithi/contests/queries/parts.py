"""Parts with their contest, for operations on many people at once."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from django.db import connection

from hoithi.contests.models import Contest, Part
from hoithi.contests.models.parsed import parsed_text
from hoithi.contests.schema import Plan
from hoithi.core.rows import reading_of

_READ = """
SELECT {columns}, CASE WHEN %s THEN contest.definition::text END
FROM contests_part AS part JOIN contests_contest AS contest ON contest.id = part.contest_id
WHERE part.id = ANY(%s::bigint[])
"""


def parts_by_id(pks: Collection[int], *, plans: bool = False) -> dict[int, Part]:
    """These parts, each with its contest (one object for all parts of one), without the contest's long definition.

    `plans`: the contest's plan is at hand too; the same text was parsed before, so that costs next to nothing.
    """
    if connection.vendor != "postgresql":
        rows = Part.objects.select_related("contest").order_by("pk")
        return (rows if plans else rows.defer("contest__definition")).in_bulk(pks)
    parts, contests = reading_of(Part), reading_of(Contest, "definition")
    found: dict[int, Part] = {}
    shared: dict[int, Contest] = {}
    with connection.cursor() as cursor:
        cursor.execute(_text(), [plans, list(pks)])
        for values in cursor.fetchall():
            part = parts.row(values[: len(parts.names)])
            if part.contest_id not in shared:
                shared[part.contest_id] = contests.row(values[len(parts.names) : -1])
                if plans:
                    shared[part.contest_id].plan = parsed_text(Plan, values[-1])
            part.contest = shared[part.contest_id]
            found[part.pk] = part
    return found


@lru_cache(maxsize=1)
def _text() -> str:
    parts, contests = reading_of(Part).columns("part"), reading_of(Contest, "definition").columns("contest")
    return _READ.format(columns=f"{parts}, {contests}")
