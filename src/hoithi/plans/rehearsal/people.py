"""Synthetic people: plainly invented names, rosters of units, accounts, entrants — all through real operations."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from random import Random

from hoithi.contests.models import Contest, ContestUnit, Entrant, Group
from hoithi.contests.operations.entrants import register_entrant
from hoithi.people.models import User
from hoithi.people.operations.accounts import open_account
from hoithi.people.operations.roster_import import import_roster
from hoithi.plans.samples import SAMPLES

INVENTED = {
    "surnames": ["Nguyễn", "Trần", "Lê", "Phạm"],
    "middles": ["Văn", "Thị"],
    "givens": ["Mẫu", "Ví Dụ", "Minh Họa", "Thử"],
    "numbers": ["", "Hai", "Ba", "Tư"],
}
OLDEST, YOUNGEST = date(1962, 1, 1), date(2002, 1, 1)


@dataclass(frozen=True)
class Synthetic:
    """Somebody who does not exist."""

    name: str
    birth: date
    contact: str
    unit: ContestUnit | None = None


class Names:
    """Invented names and birth dates; no two people share both, no two share a contact.

    `label` keeps the contacts of several contests in one database apart.
    """

    def __init__(self, rng: Random, label: str = "") -> None:
        self.rng, self.label = rng, label
        self._numbers = count(1)
        self._taken: set[tuple[str, date]] = set()
        path = SAMPLES / "people.toml"
        self.parts = tomllib.loads(path.read_text(encoding="utf-8"))["names"] if path.is_file() else INVENTED

    def person(self, unit: ContestUnit | None = None) -> Synthetic:
        span = (YOUNGEST - OLDEST).days
        while True:
            words = (self.rng.choice(self.parts[part]) for part in ("surnames", "middles", "givens", "numbers"))
            name = " ".join(word for word in words if word)
            birth = OLDEST + timedelta(days=self.rng.randrange(span))
            if (name, birth) not in self._taken:
                self._taken.add((name, birth))
                return Synthetic(name, birth, f"nguoi{next(self._numbers)}{self.label}@vidu.example", unit)


def open_accounts(people: Sequence[Synthetic], *, now: datetime) -> list[User]:
    """One account for each."""
    return [open_account(full_name=one.name, birth_date=one.birth, contact=one.contact, now=now) for one in people]


def make_rosters(
    contest: Contest, names: Names, *, share: float, now: datetime, known: Sequence[Synthetic] = ()
) -> list[Synthetic]:
    """A roster of staff for every unit, `share` of its stated headcount, imported like an office would.

    `known` people stand on the rosters too, and are not among those returned.
    """
    staff = [
        names.person(unit)
        for unit in contest.units.order_by("position")
        for _ in range(max(1, round((unit.headcount or 12) * share)))
    ]
    rows = [
        (number, {"full_name": one.name, "birth_date": one.birth, "unit_code": one.unit.unit.code if one.unit else ""})
        for number, one in enumerate([*staff, *known], start=2)
    ]
    report = import_roster(rows, dry_run=False, by=None, now=now, keep_missing=True)
    if not report.ok:
        report.refuse()
    return staff


def choose_entrants(contest: Contest, staff: Sequence[Synthetic], names: Names, people: int) -> list[Synthetic]:
    """Who takes part: people of the rosters where a group asks for one, others where a group is open to all."""
    by_roster, open_to_all = group_of_staff(contest), group_of_others(contest)
    wanted = people if open_to_all is None else round(people * 0.62)
    chosen = names.rng.sample(list(staff), min(len(staff), wanted if by_roster else 0))
    units = list(contest.units.order_by("position"))
    if open_to_all is not None and open_to_all.spec.unit == "required" and by_roster is None:
        # the group asks for no roster, but everybody works somewhere: staff first, then more of the larger units
        known = names.rng.sample(list(staff), min(len(staff), people))
        sizes = [unit.headcount or 1 for unit in units]
        more = names.rng.choices(units, sizes, k=people - len(known)) if units else []
        return known + [names.person(unit) for unit in more]
    while len(chosen) < people and open_to_all is not None:
        needs_unit = open_to_all.spec.unit != "none" and units and names.rng.random() < 0.5
        chosen.append(names.person(names.rng.choice(units) if needs_unit else None))
    return chosen


def group_of_staff(contest: Contest) -> Group | None:
    """The group whose people are on a roster."""
    return next((g for g in contest.groups.filter(subject="person") if g.spec.eligible.roster), None)


def group_of_others(contest: Contest) -> Group | None:
    """A group people may join without a roster."""
    return next(iter(groups_of_others(contest)), None)


def groups_of_others(contest: Contest) -> list[Group]:
    """Every such group, in the plan's order."""
    return [g for g in contest.groups.filter(subject="person") if not g.spec.eligible.roster]


def register(
    contest: Contest,
    chosen: Sequence[Synthetic],
    staff: Sequence[Synthetic],
    *,
    now: datetime,
    step: Callable[[], None],
) -> list[Entrant]:
    """Open an account for each and enter them, in the order given."""
    on_roster = {id(one) for one in staff}
    by_roster, others = group_of_staff(contest), groups_of_others(contest)
    entrants = []
    for number, one in enumerate(chosen):
        open_to_all = _group_at(others, number)
        user = open_account(full_name=one.name, birth_date=one.birth, contact=one.contact, now=now)
        group = by_roster if by_roster is not None and id(one) in on_roster else open_to_all
        assert group is not None
        assert user.person is not None
        unit = one.unit if group.spec.unit != "none" else None
        if unit is None and group.spec.unit == "required":
            group, unit = others[0], None
        entrants.append(register_entrant(contest, user.person, group=group, unit=unit, now=now, by=user))
        step()
    return entrants


def _group_at(groups: Sequence[Group], number: int) -> Group | None:
    """Most people join the first group that is open to them; every fifth one of the others, in turn."""
    if len(groups) < 2 or number % 5:
        return groups[0] if groups else None
    return groups[1 + number // 5 % (len(groups) - 1)]
