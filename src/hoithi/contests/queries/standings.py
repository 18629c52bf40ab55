"""Reading standings: pages by key, my place by counting on the index, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet
from django.db.models import Value as Stated

from hoithi.contests.models import Standing, StandingRow, TieDecision
from hoithi.contests.queries.facts import gather
from hoithi.contests.queries.roles import Visitor, can
from hoithi.contests.rules.errors import NotThisTie
from hoithi.contests.rules.facts import Value
from hoithi.contests.rules.rank_key import rank_key
from hoithi.contests.rules.ranking import Place, rank
from hoithi.contests.rules.ties import apply_decision
from hoithi.contests.spec import better, engine_standing

RANKED, UNRANKED = Stated(True), Stated(False)
"""What `ranked` is compared with. A plain True becomes a bare column, by which SQLite enters no index: it would read
and sort every row for each page."""


def value_of(raw: int | str | None) -> Value | None:
    """A stored value back as an exact number."""
    return Fraction(raw) if isinstance(raw, str) else raw


def rows_in_order(standing: Standing, scope: str = "") -> QuerySet[StandingRow]:
    """Ranked rows, best first; equals in a fixed order that decides nothing."""
    return standing.rows.filter(scope=scope, ranked=RANKED).order_by("rank_key", "subject_id")


def page(
    standing: Standing, scope: str = "", *, after: tuple[bytes, int] | None = None, limit: int = 50
) -> list[StandingRow]:
    """The next rows after a (rank_key, subject) cursor; the cost does not grow with how deep the page is."""
    rows = rows_in_order(standing, scope)
    if after is None:
        return list(rows[:limit])
    key, subject = after
    same = list(rows.filter(rank_key=key, subject_id__gt=subject)[:limit])
    return (same + list(rows.filter(rank_key__gt=key)[: limit - len(same)])) if len(same) < limit else same


def place_of(row: StandingRow) -> int | None:
    """The row's place: stored, or one more than those strictly better."""
    if not row.ranked:
        return None
    if row.place is not None:
        return row.place
    better_rows = StandingRow.objects.filter(standing=row.standing_id, scope=row.scope, ranked=RANKED)
    return better_rows.filter(rank_key__lt=bytes(row.rank_key)).count() + 1


def numbered(standing: Standing, rows: Sequence[StandingRow]) -> list[tuple[int, StandingRow]]:
    """Rows of one page (as `page` gives them) with their places, equals sharing one; two counts whatever its length."""
    if not rows:
        return []
    first = rows[0]
    ahead = rows_in_order(standing, first.scope)
    better_rows = ahead.filter(rank_key__lt=bytes(first.rank_key)).count()
    level_before = ahead.filter(rank_key=bytes(first.rank_key), subject_id__lt=first.subject_id).count()
    out: list[tuple[int, StandingRow]] = []
    for index, row in enumerate(rows):
        if index and bytes(rows[index - 1].rank_key) == bytes(row.rank_key):
            out.append((out[-1][0], row))
        else:
            out.append((better_rows + 1 if index == 0 else better_rows + level_before + index + 1, row))
    return out


@dataclass(frozen=True)
class WhyStep:
    """One criterion of "vì sao tôi hạng này?": how many are above by it among those equal before it."""

    key: str
    title: str
    unit: str
    value: int | str | None
    above: int
    level: int
    """How many others are still equal after it."""
    next_above: int | str | None = None
    """The value of the nearest one above by this criterion, without a name."""


@dataclass(frozen=True)
class Why:
    """A place as arithmetic: above by the first criterion + by the second + … = place − 1."""

    place: int
    of: int
    steps: tuple[WhyStep, ...]


def why(standing: Standing, row: StandingRow) -> Why | None:
    """Why a person stands where they stand, by counting on the index; None while unranked.

    For standings by keys; units carry their points and ranks in `row.values` instead.
    """
    spec = standing.spec
    if not row.ranked or spec.formula != "lexicographic":
        return None
    ordered = rows_in_order(standing, row.scope)
    raw = row.values["raw"]
    pairs: list[tuple[Value | None, Any]] = []
    steps = []
    above_before, total = 0, ordered.count()
    for term in spec.terms:
        pairs.append((value_of(raw.get(term.key)), better(term)))
        prefix = rank_key(pairs)
        above = ordered.filter(rank_key__lt=prefix).count()
        level = ordered.filter(rank_key__gte=prefix, rank_key__lt=_after(prefix)).count()
        found = above - above_before
        nearest = ordered.filter(rank_key__lt=prefix).last() if found else None
        steps.append(
            WhyStep(
                key=term.key,
                title=term.title,
                unit=term.unit,
                value=raw.get(term.key),
                above=found,
                level=level - 1,
                next_above=nearest.values["raw"].get(term.key) if nearest else None,
            )
        )
        above_before = above
    return Why(place=above_before + 1, of=total, steps=tuple(steps))


def _after(prefix: bytes) -> bytes:
    """The smallest bytes greater than everything that starts with `prefix`."""
    return (int.from_bytes(prefix, "big") + 1).to_bytes(len(prefix), "big")


def row_of(standing: Standing, subject_id: int, scope: str = "") -> StandingRow | None:
    return standing.rows.filter(scope=scope, subject_id=subject_id).first()


def places_of(standing: Standing, scope: str = "") -> list[Place]:
    """Everybody's place computed by the engine from the facts, decisions in force applied."""
    gathered = gather(standing, scope)
    return decided(standing, scope, rank(gathered.rows, engine_standing(standing.spec), gathered.truths))


def decided(standing: Standing, scope: str, places: list[Place]) -> list[Place]:
    """Places with every minuted decision in force applied."""
    for decision in decisions_that_fit(standing, scope, places):
        places = apply_decision(places, decision.subjects)
    return places


def decisions_that_fit(standing: Standing, scope: str, places: list[Place]) -> list[TieDecision]:
    """Minuted decisions in force, in order. One whose equals are others by now (a fact was corrected) waits for new
    minutes: the tie is open again."""
    fitting = []
    for decision in standing.tie_decisions.filter(scope=scope, revoked_at__isnull=True).order_by("place"):
        try:
            places = apply_decision(places, decision.subjects)
        except NotThisTie:
            continue
        fitting.append(decision)
    return fitting


def tied_at(standing: Standing, place: int, scope: str = "") -> list[int]:
    """Subjects that share a place before any decision about it, in a fixed order."""
    gathered = gather(standing, scope)
    places = rank(gathered.rows, engine_standing(standing.spec), gathered.truths)
    return [int(one.subject) for one in places if one.place == place]


def may_view(standing: Standing, user: Visitor, now: datetime, *, closed: bool) -> bool:
    """Live, after the close, or hidden until results are published; the committee may always look."""
    contest = standing.contest
    if contest.results_published_at is not None:
        return True
    if standing.spec.show == "live" or (standing.spec.show == "after_close" and closed):
        return True
    return can(user, contest, "standing.view_hidden", now)
