"""Participation in figures: what every kind counts the same way, so that pages show all kinds alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class Figures:
    """Counts of one part, or added up over a contest's parts.

    `by_day`: "2024-06-01" → entries that day; `by_hour`: 0…23 → entries in that hour over the last seven days;
    `by_unit`: contest unit id → people; `by_unit_staff`: the same, roster only; `by_group`: group key → people;
    `by_value`: questions right → people.
    """

    people: int = 0
    entries: int = 0
    """Finished attempts, or works."""
    open: int = 0
    """Being done at this moment."""
    complete: int = 0
    """People with everything right."""
    today: int = 0
    by_day: dict[str, int] = field(default_factory=dict)
    by_hour: dict[str, int] = field(default_factory=dict)
    by_unit: dict[str, int] = field(default_factory=dict)
    by_unit_staff: dict[str, int] = field(default_factory=dict)
    by_group: dict[str, int] = field(default_factory=dict)
    by_value: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_json(cls, data: dict[str, Any]) -> Figures:
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in data.items() if name in known})

    @property
    def units(self) -> int:
        """Units somebody came from."""
        return sum(1 for people in self.by_unit.values() if people)


def added(all_figures: Iterable[Figures]) -> Figures:
    """Figures of several parts together; people of several rounds are counted in each."""
    total = Figures()
    for one in all_figures:
        total = Figures(**{f.name: _plus(getattr(total, f.name), getattr(one, f.name)) for f in fields(Figures)})
    return total


def _plus(one: Any, other: Any) -> Any:
    if isinstance(one, int):
        return one + other
    return {key: one.get(key, 0) + other.get(key, 0) for key in [*one, *(k for k in other if k not in one)]}
