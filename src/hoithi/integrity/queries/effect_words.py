"""What a decision changes, in words: for the page before deciding and for the record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hoithi.contests.models import Contest, ContestUnit, Entrant
from hoithi.core.spoken import duration
from hoithi.quiz.models import Attempt


@dataclass(frozen=True)
class Move:
    """Somebody's place before and after; "–" for none."""

    name: str
    before: str
    after: str
    up: bool


@dataclass(frozen=True)
class BoardMoves:
    """One standing's moves: the first ones listed, how many in all."""

    title: str
    moves: list[Move]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.moves)


@dataclass(frozen=True)
class Shown:
    """The whole of it."""

    counting: list[str]
    boards: list[BoardMoves]
    lost: list[tuple[str, str]]
    """(prize, who)."""
    won: list[tuple[str, str]]
    ties: int
    """How many more paid places wait for minutes afterwards."""

    @property
    def nothing(self) -> bool:
        return not (self.counting or self.boards or self.lost or self.won or self.ties)


def effect_in_words(contest: Contest, effect: dict[str, Any]) -> Shown | None:
    """Names looked up for what `Ruling.effect` holds; None where nothing was computed. Six queries at most."""
    if not effect:
        return None
    standings = {one.key: one for one in contest.standings.all()}
    prizes = {one.key: one for one in contest.prizes.select_related("standing")}
    names = _Names(contest, effect, standings, prizes)
    return Shown(
        counting=_counting(contest, effect["counting"]),
        boards=[_board(board, standings, names) for board in effect["boards"]],
        lost=[(prizes[key].title, names.of(prizes[key].standing, who)) for key, _scope, who in effect["lost"]],
        won=[(prizes[key].title, names.of(prizes[key].standing, who)) for key, _scope, who in effect["won"]],
        ties=max(0, effect["undecided"][1] - effect["undecided"][0]),
    )


class _Names:
    """Subjects of boards and prizes by name."""

    def __init__(self, contest: Contest, effect: dict[str, Any], standings: Any, prizes: Any) -> None:
        people: set[int] = set()
        for board in effect["boards"]:
            if standings[board["standing"]].subject == "person":
                people |= {row[0] for row in board["moved"]}
        people |= {who for key, _scope, who in (*effect["lost"], *effect["won"]) if _is_person(prizes[key])}
        self.people = dict(Entrant.objects.filter(pk__in=people).values_list("pk", "display_name"))
        self.units = dict(ContestUnit.objects.filter(contest=contest).values_list("pk", "name"))

    def of(self, standing: Any, pk: int) -> str:
        return self.units.get(pk, "–") if standing.subject == "unit" else self.people.get(pk, "–")


def _is_person(prize: Any) -> bool:
    return prize.standing is not None and prize.standing.subject != "unit"


def _board(board: dict[str, Any], standings: Any, names: _Names) -> BoardMoves:
    standing = standings[board["standing"]]
    title = f"{standing.title} ({board['scope']})" if board["scope"] else standing.title
    moves = [
        Move(names.of(standing, pk), _place(before), _place(after), (after or 10**9) < (before or 10**9))
        for pk, before, after in board["moved"]
    ]
    return BoardMoves(title, moves, board["count"])


def _place(place: int | None) -> str:
    return str(place) if place is not None else "–"


def _counting(contest: Contest, rows: Iterable[list[Any]]) -> list[str]:
    rows = list(rows)
    attempts = Attempt.objects.in_bulk([pk for row in rows for pk in row[1:] if pk])
    titles = {part.key: part.title for part in contest.parts.all()}
    said = []
    for key, _before, after in rows:
        title = titles.get(key, key)
        if after is None:
            said.append(_("{part}: không còn lượt nào được tính.").format(part=title))
        else:
            one = attempts[after]
            text = _("{part}: lượt {n} được tính ({correct} câu đúng, {time}).")
            said.append(text.format(part=title, n=one.n, correct=one.correct, time=duration(one.elapsed_ms or 0)))
    return said
