"""Participation in figures: what every kind counts the same way, so that pages show all kinds alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from hoithi.core.clock import VIETNAM


@dataclass(frozen=True)
class Figures:
    """Counts of one part, or added up over a contest's parts.

    `by_day`: "2024-06-01" → entries that day; `by_hour`: 0…23 → entries in that hour of the last seven days, the hour
    that runs included;
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


Counts = dict[str, int]
"""What is kept and can be added to and taken from, of one person or of all: "people", "complete", "unit:12",
"staff:12", "group:can-bo", "value:18", and "hour:2024-06-01T09" for entries that ended in that hour of Vietnam."""


@dataclass(frozen=True)
class PersonFigures:
    """What one person is in the figures of a part."""

    ended: tuple[datetime, ...] = ()
    """When each entry ended."""
    counted: bool = False
    """Whether a result counts; the rest is of that result."""
    contest_unit_id: int | None = None
    group_key: str = ""
    on_roster: bool = False
    value: int | None = None
    complete: bool = False

    @property
    def counts(self) -> Counts:
        found = Counter(f"hour:{at.astimezone(VIETNAM):%Y-%m-%dT%H}" for at in self.ended)
        if self.counted:
            found.update({"people": 1, f"group:{self.group_key}": 1})
            found.update({"complete": 1} if self.complete else {})
            found.update({f"value:{self.value}": 1} if self.value is not None else {})
            if self.contest_unit_id is not None:
                found.update({f"unit:{self.contest_unit_id}": 1})
                found.update({f"staff:{self.contest_unit_id}": 1} if self.on_roster else {})
        return dict(found)


def first_hour(now: datetime) -> datetime:
    """Where the seven days of `by_hour` begin: 168 whole hours, the one that runs included."""
    return now.astimezone(VIETNAM).replace(minute=0, second=0, microsecond=0) - timedelta(hours=7 * 24 - 1)


def figures_of_counts(counts: Counts, *, open_now: int, now: datetime) -> Figures:
    """The figures that kept counts come to at this moment."""
    by_kind: dict[str, dict[str, int]] = {kind: {} for kind in ("unit", "staff", "group", "value", "hour")}
    for name, n in sorted(counts.items()):
        kind, colon, key = name.partition(":")
        if colon and n:
            by_kind[kind][key] = n
    by_day: Counter[str] = Counter()
    by_hour: Counter[int] = Counter()
    since = f"{first_hour(now):%Y-%m-%dT%H}"
    for hour, n in by_kind["hour"].items():
        by_day[hour[:10]] += n
        if hour >= since:
            by_hour[int(hour[11:])] += n
    return Figures(
        people=counts.get("people", 0),
        entries=sum(by_day.values()),
        open=open_now,
        complete=counts.get("complete", 0),
        today=by_day.get(now.astimezone(VIETNAM).date().isoformat(), 0),
        by_day=dict(by_day),
        by_hour={str(hour): by_hour[hour] for hour in sorted(by_hour)},
        by_unit=by_kind["unit"],
        by_unit_staff={unit: by_kind["staff"].get(unit, 0) for unit in by_kind["unit"]},
        by_group=by_kind["group"],
        by_value=by_kind["value"],
    )


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
