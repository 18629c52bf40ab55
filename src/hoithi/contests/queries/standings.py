"""Reading standings: pages by key, my place and why by kept counts and a short walk on the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import pairwise

from django.db.models import QuerySet
from django.db.models import Value as Stated

from hoithi.contests.models import Standing, StandingRow, TieDecision
from hoithi.contests.queries.fact_sources import extensions_in
from hoithi.contests.queries.facts import gather
from hoithi.contests.queries.rank_counts import END, before_key, counts_before
from hoithi.contests.queries.roles import Visitor, can, roles_of
from hoithi.contests.queries.rounds import measures_read, parts_read
from hoithi.contests.registry import registry
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


def just_above(standing: Standing, row: StandingRow, number: int = 10) -> tuple[bytes, int] | None:
    """The cursor after which that many rows come, then this one; None when the page at the top shows it as well."""
    rows, key = rows_in_order(standing, row.scope), bytes(row.rank_key)
    found = list(rows.filter(rank_key=key, subject_id__lt=row.subject_id).reverse()[: number + 1])
    if len(found) <= number:
        found += list(rows.filter(rank_key__lt=key).reverse()[: number + 1 - len(found)])
    return (bytes(found[number].rank_key), found[number].subject_id) if len(found) > number else None


def place_of(row: StandingRow) -> int | None:
    """The row's place: stored, or one more than those strictly better."""
    if not row.ranked or row.place is not None:
        return row.place if row.ranked else None
    return counts_before(row.standing_id, row.scope, [before_key(row.rank_key)])[0] + 1


def placed(standing: Standing, rows: Sequence[StandingRow]) -> list[tuple[int, StandingRow]]:
    """Rows of one scope that need not follow one another, with their places: stored, or counted in one statement."""
    if all(row.place is not None for row in rows):
        return [(row.place or 0, row) for row in rows]
    ahead = counts_before(standing.pk, rows[0].scope, [before_key(row.rank_key) for row in rows])
    return [(n + 1, row) for n, row in zip(ahead, rows, strict=True)]


def numbered(standing: Standing, rows: Sequence[StandingRow]) -> list[tuple[int, StandingRow]]:
    """Rows of one page (as `page` gives them) with their places, equals sharing one; one statement for two counts."""
    if not rows:
        return []
    first = rows[0]
    points = [before_key(first.rank_key), (bytes(first.rank_key), first.subject_id)]
    better_rows, before = counts_before(standing.pk, first.scope, points)
    out = [(better_rows + 1, first)]
    for index, (above, row) in enumerate(pairwise(rows), start=1):
        level = bytes(above.rank_key) == bytes(row.rank_key)
        out.append((out[-1][0] if level else before + index + 1, row))
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
    pairs = [(value_of(raw.get(term.key)), better(term)) for term in spec.terms]
    prefixes = [rank_key(pairs[:n]) for n in range(1, len(pairs) + 1)]
    bounds = [before_key(key) for prefix in prefixes for key in (prefix, _after(prefix))]
    *counted, total = counts_before(standing.pk, row.scope, [*bounds, END])
    steps = []
    above_before = 0
    for term, prefix, above, through in zip(spec.terms, prefixes, counted[::2], counted[1::2], strict=True):
        found = above - above_before
        nearest = ordered.filter(rank_key__lt=prefix).only("values").last() if found else None
        steps.append(
            WhyStep(
                key=term.key,
                title=term.title,
                unit=term.unit,
                value=raw.get(term.key),
                above=found,
                level=through - above - 1,
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


def _still_marking(standing: Standing, user: Visitor, now: datetime) -> bool:
    """A juror sees no score and no vote of works before all marks are signed, whatever else they are."""
    blinding = {one.key for one in registry.extensions.values() if one.blinds}
    judged = any(blinding & set(part.settings) for part in standing.contest.plan.parts)
    if not judged or not user.is_authenticated:  # the usual case asks the database nothing
        return False
    juries = [(part, one) for part in parts_read(standing) for one in extensions_in(part) if one.blinds]
    if not juries or roles_of(user, standing.contest, now).isdisjoint(one.blinds for _part, one in juries):
        return False
    return any(one.provider is not None and not one.provider.settled(part, now=now) for part, one in juries)


def _withheld(standing: Standing, now: datetime) -> bool:
    """Whether a vote this standing reads keeps its counts from the public for now."""
    keeping = {one.key for one in registry.extensions.values() if one.withheld}
    if not any(keeping & set(part.settings) for part in standing.contest.plan.parts):
        return False  # the usual case asks the database nothing
    for part in parts_read(standing):
        for one in extensions_in(part):
            read = measures_read(standing, part) & {measure.name for measure in one.measures}
            if one.withheld is not None and read and one.withheld(part, now):
                return True
    return False


def may_view(standing: Standing, user: Visitor, now: datetime, *, closed: bool, published: bool = False) -> bool:
    """Live, after the close, or hidden until results are published; the committee may always look.

    `published`: the round in question has its results public already, though the contest goes on.
    """
    contest = standing.contest
    if published or contest.results_published_at is not None:
        return True
    if _still_marking(standing, user, now):
        return False
    public = standing.spec.show == "live" or (standing.spec.show == "after_close" and closed)
    if public and not _withheld(standing, now):
        return True
    return can(user, contest, "standing.view_hidden", now)
