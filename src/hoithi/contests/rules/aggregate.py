"""From people to units: count, sum, mean, median, best, worst and share of what those who took part achieved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from hoithi.contests.rules.errors import InvalidStanding
from hoithi.contests.rules.facts import Facts, Row, Subject, Value, exact, ratio
from hoithi.contests.rules.scales import Better

How = Literal["count", "sum", "mean", "median", "best", "worst", "share"]


@dataclass(frozen=True)
class Member:
    """One person (or work) that took part, counted for `unit`; `tags` are texts to filter by (group, topic)."""

    unit: Subject
    facts: Facts
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Where:
    """Only those whose measure (or tag, with "=" only) compares so; an unknown value never does."""

    name: str
    test: Literal["=", ">=", "<=", ">", "<"]
    value: Value | str

    def holds(self, member: Member) -> bool:
        if isinstance(self.value, str):
            return self.test == "=" and member.tags.get(self.name) == self.value
        found = exact(member.facts.get(self.name))
        if found is None:
            return False
        return {
            "=": found == self.value,
            ">=": found >= self.value,
            "<=": found <= self.value,
            ">": found > self.value,
            "<": found < self.value,
        }[self.test]


@dataclass(frozen=True)
class Aggregate:
    """One measure of a unit, called `name`.

    `count` and `share` count members (those with `measure` known, when it is given); `share` divides by the unit's
    headcount or by its participants (all members, before `where`). `best` and `worst` follow `direction`.
    """

    name: str
    how: How
    measure: str | None = None
    where: tuple[Where, ...] = ()
    over: Literal["headcount", "participants"] = "headcount"
    direction: Better = "high"

    def __post_init__(self) -> None:
        if self.measure is None and self.how not in ("count", "share"):
            raise InvalidStanding("aggregate.measure")


def aggregate(
    members: Iterable[Member],
    units: Mapping[Subject, int | None],
    wanted: Sequence[Aggregate],
) -> list[Row]:
    """One row for each unit of `units` (unit → headcount, None if unknown), also for one nobody came from.

    Members of units not listed do not count. Sum and mean are exact; mean, median, best and worst of nobody are None.
    """
    by_unit: dict[Subject, list[Member]] = {unit: [] for unit in units}
    for member in members:
        if member.unit in by_unit:
            by_unit[member.unit].append(member)
    return [
        Row(unit, {one.name: _value(one, by_unit[unit], headcount) for one in wanted})
        for unit, headcount in units.items()
    ]


def _value(wanted: Aggregate, members: Sequence[Member], headcount: int | None) -> Value | None:
    chosen = [member for member in members if all(where.holds(member) for where in wanted.where)]
    if wanted.measure is None:
        count = len(chosen)
    else:
        known = [exact(member.facts.get(wanted.measure)) for member in chosen]
        values = [value for value in known if value is not None]
        count = len(values)
        if wanted.how not in ("count", "share"):
            return combine(wanted.how, values, wanted.direction)
    if wanted.how == "count":
        return count
    return ratio(count, headcount if wanted.over == "headcount" else len(members))


def combine(how: How, values: Sequence[Value], direction: Better = "high") -> Value | None:
    """Sum, mean, median, best or worst of known values, exactly; the sum of none is 0, the others None."""
    if how == "sum":
        return exact(sum(values, Fraction(0)))
    if not values:
        return None
    if how == "mean":
        return ratio(sum(values, Fraction(0)), len(values))
    if how == "median":
        return median(values)
    high = (direction == "high") == (how == "best")
    return max(values) if high else min(values)


def median(values: Sequence[Value]) -> Value | None:
    """The middle value, or the exact mean of the two middle ones."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return ratio(ordered[middle - 1] + ordered[middle], 2)
