"""Prizes beside the places of their standings: what would be awarded, what waits for a decision, what stays vacant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from hoithi.awards.models import Award
from hoithi.awards.queries.holders import holders_among, holders_of
from hoithi.awards.rules.allocation import allocate
from hoithi.awards.rules.structure import Allocation, Prize, Table
from hoithi.contests.models import Contest, Part, Standing
from hoithi.contests.models import Prize as PrizeRow
from hoithi.contests.queries.facts import gather, scopes_of
from hoithi.contests.queries.rounds import own_scopes, published_scopes
from hoithi.contests.queries.standings import decisions_that_fit
from hoithi.contests.rules.ranking import rank
from hoithi.contests.rules.standing import TOTAL, Floor
from hoithi.contests.spec import engine_standing


def tables_of(
    contest: Contest, part: Part | None = None, *, revoked: bool = False, moving_up: int | None = None
) -> list[Table]:
    """One table for each standing (and scope) that gives prizes, none while unranked; only those of a part (round).

    `revoked`: with every revocation taken into account (whoever lost a prize takes none of its board; a prize left
    vacant is one fewer). A sealed result goes without: it holds what the rules come to.

    Boards already published come first, in the order of their publication, then the others in the plan's order: who
    won a round keeps that prize, whatever comes later.
    """
    wanted = own_scopes(part) if part is not None else None
    rows = contest.prizes.filter(standing__isnull=False).select_related("standing__contest").order_by("position")
    by_standing: dict[int, list[PrizeRow]] = {}
    for row in rows:
        by_standing.setdefault(row.standing_id or 0, []).append(row)
    lost = _lost(contest, moving_up) if revoked else {}
    tables = []
    for prizes in by_standing.values():
        standing = prizes[0].standing
        assert standing is not None
        if standing.spec.formula is not None:
            scopes = [scope for scope in scopes_of(standing) if wanted is None or (standing.key, scope) in wanted]
            tables += [
                _table(contest, standing, scope, prizes, lost.get((standing.pk, scope), _Lost())) for scope in scopes
            ]
    first = {board: number for number, board in enumerate(published_scopes(contest))}
    return sorted(tables, key=lambda table: first.get((table.standing, table.scope), len(first)))


def held_before(contest: Contest) -> set[tuple[str, int]]:
    """Who holds a prize of a round whose results are public: ("person" | "unit", id)."""
    public = set(published_scopes(contest))
    if not public:
        return set()
    awards = contest.awards.filter(state__in=Award.LIVE, prize__standing__isnull=False)
    rows = awards.values_list("prize__standing__key", "scope", "subject_kind", "subject_id")
    won = {(kind, subject) for key, scope, kind, subject in rows if (key, scope) in public}
    return set(holders_among(contest, won).values())


@dataclass
class _Lost:
    """What revocations took from one board: who takes no prize there, and prizes that stay vacant."""

    subjects: set[int] = field(default_factory=set)
    vacant: Counter[str] = field(default_factory=Counter)


def _lost(contest: Contest, moving_up: int | None) -> dict[tuple[int, str], _Lost]:
    found: dict[tuple[int, str], _Lost] = {}
    rows = contest.awards.filter(state=Award.REVOKED, prize__standing__isnull=False)
    for pk, standing, scope, subject, prize, move_up in rows.values_list(
        "pk", "prize__standing", "scope", "subject_id", "prize__key", "revocation__move_up"
    ):
        board = found.setdefault((standing or 0, scope), _Lost())
        board.subjects.add(subject)
        board.vacant[prize] += not (move_up or pk == moving_up)
    return found


def _table(contest: Contest, standing: Standing, scope: str, prizes: Sequence[PrizeRow], lost: _Lost) -> Table:
    gathered = gather(standing, scope)
    rows = [replace(row, hors_concours=True) if row.subject in lost.subjects else row for row in gathered.rows]
    places = rank(rows, engine_standing(standing.spec), gathered.truths)
    decisions = decisions_that_fit(standing, scope, places)
    policy = contest.plan.awards
    of_works = holders_of(contest, [int(one.subject) for one in places]) if standing.subject == "entry" else {}
    return Table(
        standing=standing.key,
        scope=scope,
        prizes=tuple(_fewer(prize_of(one), lost.vacant[one.key]) for one in prizes if _given_in(one, standing, scope)),
        places=places,
        per_holder=policy.per_subject,
        stacking=policy.stacking,
        holder_of={pk: holder for pk, (_kind, holder) in of_works.items()},
        holder_kind=standing.subject,
        holder_kinds={pk: kind for pk, (kind, _holder) in of_works.items()},
        tie_policy=standing.spec.tie_policy,
        decisions=tuple(tuple(decision.subjects) for decision in decisions),
    )


def prize_of(row: PrizeRow) -> Prize:
    conditions = tuple(
        Floor(TOTAL if one.term == "total" else one.term, Fraction(one.at_least)) for one in row.spec.conditions
    )
    return Prize(row.key, row.quantity, row.cash, conditions)


def _fewer(prize: Prize, vacant: int) -> Prize:
    return replace(prize, quantity=max(0, prize.quantity - vacant))


def _given_in(prize: PrizeRow, standing: Standing, scope: str) -> bool:
    """A prize of one group is given in that group's board only."""
    return prize.spec.group is None or standing.spec.each != "group" or prize.spec.group == scope


def allocation_of(contest: Contest, part: Part | None = None, *, moving_up: int | None = None) -> Allocation:
    """What the prizes (of a part alone) come to on the facts and revocations as they are now.

    `moving_up`: a revoked award behind which others move up, whatever its revocation (being written) says.
    """
    return allocate(
        tables_of(contest, part, revoked=True, moving_up=moving_up), held_before(contest) if part is not None else ()
    )
