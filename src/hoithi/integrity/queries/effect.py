"""What a decision changes (quyết định làm thay đổi gì): two pictures of a contest held against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hoithi.awards.queries import allocation_of
from hoithi.contests.models import Contest, Entrant
from hoithi.contests.queries.facts import scopes_of
from hoithi.contests.queries.standings import places_of
from hoithi.quiz.models import Result

Board = tuple[str, str]
"""(standing's key, scope)."""
Awarded = tuple[str, str, int]
"""(prize's key, scope, subject)."""
MOVERS = 10
"""Subjects listed by board; how many moved in all is counted."""


@dataclass
class Picture:
    """A contest at one moment: which attempt counts for one entrant, everybody's place, who would get which prize."""

    counting: dict[str, int] = field(default_factory=dict)
    """Part's key → attempt."""
    boards: dict[Board, dict[int, int | None]] = field(default_factory=dict)
    awards: frozenset[Awarded] = frozenset()
    undecided: int = 0


def picture_of(contest: Contest, entrant: Entrant) -> Picture:
    """Everything from the facts as they are, by the engine that ranks in earnest; a page of the review only."""
    found = Picture(
        dict(Result.objects.filter(entrant=entrant).order_by("part_id").values_list("part__key", "attempt_id"))
    )
    giving = set(contest.prizes.filter(standing__isnull=False).values_list("standing__key", flat=True))
    for standing in contest.standings.select_related("contest"):
        if standing.spec.formula is None or (standing.spec.each == "unit" and standing.key not in giving):
            continue
        for scope in scopes_of(standing):
            places = places_of(standing, scope)
            found.boards[standing.key, scope] = {int(one.subject): one.place for one in places}
    allocation = allocation_of(contest)
    found.awards = frozenset((one.prize, one.scope, int(one.subject)) for one in allocation.awards)
    found.undecided = len(allocation.undecided)
    return found


def difference(before: Picture, after: Picture) -> dict[str, Any]:
    """Before and after as `Ruling.effect` keeps it: ids and numbers only.

    {"counting": [[part, before, after]], "boards": [{"standing", "scope", "moved": [[subject, before, after]],
    "count"}], "lost": [[prize, scope, subject]], "won": […], "undecided": [before, after]}
    """
    parts = sorted(before.counting.keys() | after.counting.keys())
    counting = [[key, before.counting.get(key), after.counting.get(key)] for key in parts]
    boards = [_moves(board, before.boards.get(board, {}), rows) for board, rows in after.boards.items()]
    return {
        "counting": [row for row in counting if row[1] != row[2]],
        "boards": [board for board in boards if board["count"]],
        "lost": sorted(list(one) for one in before.awards - after.awards),
        "won": sorted(list(one) for one in after.awards - before.awards),
        "undecided": [before.undecided, after.undecided],
    }


def _moves(board: Board, before: Mapping[int, int | None], after: Mapping[int, int | None]) -> dict[str, Any]:
    subjects = before.keys() | after.keys()
    moved = [[one, before.get(one), after.get(one)] for one in subjects if before.get(one) != after.get(one)]
    moved.sort(key=lambda row: (min(row[1] or 10**9, row[2] or 10**9), row[0] or 0))
    return {"standing": board[0], "scope": board[1], "moved": moved[:MOVERS], "count": len(moved)}
