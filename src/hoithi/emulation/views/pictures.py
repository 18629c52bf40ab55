"""What pictures of a scorecard draw, from the rows a board shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from hoithi.contests.queries.standings import value_of
from hoithi.contests.rules.facts import Value
from hoithi.core.charts import FILLS, Stack, plain
from hoithi.emulation.models import KeptScore
from hoithi.emulation.queries.board import Board
from hoithi.emulation.schema import Criterion, ScorecardSettings
from hoithi.emulation.words import points


def top_criteria(card: ScorecardSettings, group: str) -> list[Criterion]:
    """The lines of a group that add up to its total, in the plan's order."""
    return [one for one in card.criteria if one.group == group and one.parent is None]


def short_title(card: ScorecardSettings, one: Criterion) -> str:
    """A line in a word or two: what it counts."""
    if one.unit and any(letter.isalpha() for letter in one.unit):
        return one.unit
    figure = one.share.of if one.share else one.figure
    return next((known.title for known in card.figures if known.key == figure), one.title)


def names_of(card: ScorecardSettings, group: str) -> list[str]:
    return [f"{n}. {short_title(card, one)}" for n, one in enumerate(top_criteria(card, group), start=1)]


def stacks(card: ScorecardSettings, group: str, board: Board, own: int = 0) -> list[dict[str, Any]]:
    """Pictures of points by criterion: one of all lines together, or one of each where they are more than colours."""
    lines = top_criteria(card, group)
    names = names_of(card, group)
    rows = [(line, _by_criterion(line.now.score)) for line in board.lines if line.now.score is not None]

    def row(line: Any, parts: Sequence[Value], total: str, note: str) -> Stack:
        return Stack(line.unit.name, [max(one, 0) for one in parts], total, note, own=line.unit.pk == own)

    if len(lines) <= len(FILLS):
        drawn = [
            row(line, [found.get(one.key, 0) for one in lines], points(line.now.points), taken_off(line.now.score))
            for line, found in rows
        ]
        return [{"names": names, "rows": drawn, "cut": card.threshold, "title": ""}]
    return [
        {
            "names": [name],
            "rows": [row(line, [found.get(one.key, 0)], points(found.get(one.key, 0)), "") for line, found in rows],
            "cut": None,
            "title": one.title,
        }
        for name, one in zip(names, lines, strict=True)
    ]


def _by_criterion(score: KeptScore | None) -> dict[str, Value]:
    items = score.items if score is not None else []
    return {item["criterion"]: value_of(item["points"]) or 0 for item in items}


def taken_off(score: KeptScore | None) -> str:
    """ "trừ 4", or nothing."""
    penalty = value_of(score.values["penalty"]) if score is not None else None
    return _("trừ {n}").format(n=points(-penalty)) if penalty else ""


@dataclass(frozen=True)
class Curve:
    """One unit's points over the months, oldest first, as an SVG path in a box of 100 × 100."""

    name: str
    place: int | None
    last: str
    label: str
    points: str
    cut: str
    own: bool = False


def curves(board: Board, threshold: Value | None, titles: Sequence[str], own: int = 0) -> list[Curve]:
    """A small picture for each unit, all on one scale. `titles` of the months, newest first as in the board."""
    values = [cell.points or 0 for line in board.lines for cell in line.cells]
    top = max([*values, threshold or 0, 1])
    found = []
    for line in board.lines:
        cells = list(reversed(line.cells))
        known = [(n, cell.points) for n, cell in enumerate(cells) if cell.points is not None]
        spots = " ".join(f"{_x(n, len(cells))},{_y(value, top)}" for n, value in known)
        words = [f"{title} {points(cell.points)}" for title, cell in zip(titles, line.cells, strict=True)]
        label = f"{line.unit.name}: " + "; ".join(reversed(words))
        cut = _y(threshold, top) if threshold is not None else ""
        mine = line.unit.pk == own
        found.append(Curve(line.unit.name, line.place, points(line.now.points), label, spots, cut, mine))
    return found


def _x(n: int, of: int) -> str:
    return plain(Fraction(100 * n, max(of - 1, 1)))


def _y(value: Value, top: Value) -> str:
    return plain(100 - Fraction(max(value, 0)) * 100 / Fraction(top))
