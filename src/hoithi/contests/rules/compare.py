"""Comparison of formulas before the opening: the same facts under several standings, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hoithi.contests.rules.facts import Row, Subject
from hoithi.contests.rules.ranking import Truths, rank
from hoithi.contests.rules.standing import Standing


@dataclass(frozen=True)
class Comparison:
    """`places`: subject → {standing: place or None}; `firsts`: standing → who comes first (several when tied)."""

    places: Mapping[Subject, Mapping[str, int | None]]
    firsts: Mapping[str, tuple[Subject, ...]]

    @property
    def winner_changes(self) -> bool:
        """Whether the choice of formula changes who comes first."""
        return len({frozenset(firsts) for firsts in self.firsts.values()}) > 1


def compare(rows: Iterable[Row], standings: Mapping[str, Standing], truths: Truths | None = None) -> Comparison:
    """Rank the same rows under every standing. Raises as `rank` does."""
    table = list(rows)
    results = {name: rank(table, standing, truths) for name, standing in standings.items()}
    by_subject: dict[Subject, dict[str, int | None]] = {row.subject: {} for row in table}
    for name, places in results.items():
        for place in places:
            by_subject[place.subject][name] = place.place
    firsts = {name: tuple(p.subject for p in places if p.place == 1) for name, places in results.items()}
    return Comparison(by_subject, firsts)
