"""Over the rounds of a series (các đợt, tuần thi): sum, best, mean, rounds taken, distinct people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from hoithi.contests.rules.aggregate import combine
from hoithi.contests.rules.facts import Row, Subject, Value, checked, ratio
from hoithi.contests.rules.scales import Better


@dataclass(frozen=True)
class OverSeries:
    """One measure over all rounds. A round counts as taken when the measure is known in it.

    `mean` divides by the rounds taken, or by all rounds with `absent = "zero"`.
    """

    name: str
    how: Literal["sum", "best", "mean", "rounds_taken"]
    measure: str
    direction: Better = "high"
    absent: Literal["left_out", "zero"] = "left_out"


def over_series(rounds: Sequence[Iterable[Row]], wanted: Sequence[OverSeries]) -> list[Row]:
    """One row for each subject of any round. Hors concours in any round is hors concours overall.

    Raises DuplicateSubject (twice within one round), InexactValue.
    """
    tables = [{row.subject: row for row in checked(rows)} for rows in rounds]
    subjects = dict.fromkeys(subject for table in tables for subject in table)
    out = []
    for subject in subjects:
        rows = [table[subject] for table in tables if subject in table]
        facts = {one.name: _value(one, rows, len(tables)) for one in wanted}
        out.append(Row(subject, facts, any(row.hors_concours for row in rows)))
    return out


def _value(wanted: OverSeries, rows: Sequence[Row], rounds: int) -> Value | None:
    found = [row.facts.get(wanted.measure) for row in rows]
    values = [value for value in found if value is not None]
    if wanted.how == "rounds_taken":
        return len(values)
    if not values:
        return None
    if wanted.how == "mean" and wanted.absent == "zero":
        return ratio(combine("sum", values), rounds)
    return combine(wanted.how, values, wanted.direction)


def distinct_people(
    rounds: Iterable[Iterable[tuple[Subject, Subject]]],
) -> dict[Subject, int]:
    """unit → how many different people took part in at least one round; each round lists (unit, person)."""
    people: dict[Subject, set[Subject]] = {}
    for pairs in rounds:
        for unit, person in pairs:
            people.setdefault(unit, set()).add(person)
    return {unit: len(persons) for unit, persons in people.items()}
