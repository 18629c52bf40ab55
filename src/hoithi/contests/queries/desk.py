"""What the console knows of a contest: whose duties, who has taken part, who is missing, what waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from hoithi.contests.figures import Figures
from hoithi.contests.models import Contest, ContestUnit, Entrant, PartFigures, Seat, UnitNote
from hoithi.contests.queries.roles import Visitor, bank_readers, seats_held
from hoithi.contests.registry import registry
from hoithi.contests.rules.permission import ROLE_OF_BODY, may
from hoithi.core.charts import share as share_of
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import NotFound
from hoithi.core.text import fold
from hoithi.people.models import RosterEntry
from hoithi.people.rules.cells import derived_code


def desk_contest(slug: str) -> Contest:
    """The contest of a console page with what nearly all of them read. Raises NotFound."""
    found = Contest.objects.filter(slug=slug).prefetch_related("parts").first()
    if found is None:
        raise NotFound(_("Không có cuộc thi này."), hint=_("Hãy mở lại từ bàn điều hành."))
    return found


@dataclass(frozen=True)
class Duty:
    """A contest in which somebody holds seats: the bodies, the roles, the units they answer for."""

    contest: Contest
    bodies: tuple[str, ...]
    roles: frozenset[str]
    units: tuple[ContestUnit, ...]


def duties_of(user: Visitor, now: datetime) -> list[Duty]:
    """Every contest in which the account holds a seat; one query and one for the parts, whatever their number."""
    if not user.is_authenticated or user.person is None:
        return []
    seats = seats_held(user.person, now).select_related("body__contest", "contest_unit")
    seats = seats.prefetch_related("body__contest__parts")
    by_contest: dict[int, list[Seat]] = {}
    for seat in seats.order_by("-body__contest__year", "body__contest__slug", "body__position"):
        by_contest.setdefault(seat.body.contest_id, []).append(seat)
    return [
        Duty(
            contest=held[0].body.contest,
            bodies=tuple(dict.fromkeys(seat.body.title for seat in held)),
            roles=frozenset(ROLE_OF_BODY[seat.body.kind] for seat in held),
            units=tuple(seat.contest_unit for seat in held if seat.contest_unit is not None),
        )
        for held in by_contest.values()
    ]


def participant_ids(contest: Contest) -> Q:
    """A condition on entrants: they have taken part in at least one part of the contest."""
    taken = Q(pk__in=[])
    for part in contest.parts.all():
        kind = registry.kinds.get(part.kind)
        if kind is not None and kind.participants is not None:
            taken |= Q(pk__in=kind.participants(part))
    return taken


@dataclass(frozen=True)
class Attendance:
    """A unit's participation: `staff` of `headcount` have taken part, `people` in all from the unit."""

    unit: ContestUnit
    staff: int
    people: int

    @property
    def headcount(self) -> int:
        return self.unit.headcount

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.staff, self.headcount) if self.headcount else None

    @property
    def low(self) -> bool:
        return self.staff * 2 < self.headcount

    @property
    def width(self) -> str:
        """The filled part of the bar, as an SVG percentage."""
        return share_of(self.staff, self.headcount)

    @property
    def order(self) -> tuple[Fraction, int, str]:
        """Lowest participation first; units without a headcount last."""
        return (self.share if self.share is not None else Fraction(2), -self.headcount, self.unit.name_norm)


def counted(contest: Contest) -> list[Figures]:
    """Figures of each part that has been counted."""
    rows = PartFigures.objects.filter(part__contest=contest).values_list("data", flat=True)
    return [Figures.of_json(data) for data in rows]


def attendance(
    contest: Contest, figures: list[Figures] | None = None, *, only: ContestUnit | None = None
) -> list[Attendance]:
    """Every competing unit's participation (or of `only` one), lowest first.

    With one part the sequencer has counted already; with several, people are counted once across the parts.
    """
    figures = counted(contest) if figures is None else figures
    if len(figures) <= 1:
        one = figures[0] if figures else Figures()
        staff, people = one.by_unit_staff, one.by_unit
    else:
        staff, people = _counted_across(contest)
    units = contest.units.select_related("group")
    units = units.filter(pk=only.pk) if only is not None else units.filter(competes=True)
    rows = [
        Attendance(unit, min(staff.get(str(unit.pk), 0), unit.headcount), people.get(str(unit.pk), 0)) for unit in units
    ]
    return sorted(rows, key=lambda row: row.order)


def _counted_across(contest: Contest) -> tuple[dict[str, int], dict[str, int]]:
    found = Entrant.objects.filter(participant_ids(contest), contest=contest, contest_unit__isnull=False)
    rows = (
        found.order_by()
        .values_list("contest_unit")
        .annotate(n=Count("id"), staff=Count("id", filter=Q(roster_entry__isnull=False)))
    )
    staff, people = {}, {}
    for unit, n, on_roster in rows:
        people[str(unit)], staff[str(unit)] = n, on_roster
    return staff, people


def attendance_of(unit: ContestUnit) -> Attendance:
    """One unit's participation."""
    return attendance(unit.contest, only=unit)[0]


def staff_of(unit: ContestUnit, day: date) -> QuerySet[RosterEntry]:
    """The unit's roster on a day without those who can read the sealed bank: they can never take part."""
    readers = bank_readers(unit.contest).values("person")
    found: QuerySet[RosterEntry] = RosterEntry.objects.at(day).filter(unit=unit.unit_id)
    return found.exclude(person__isnull=False, person__in=readers)


def missing_staff(unit: ContestUnit, now: datetime, text: str = "") -> QuerySet[RosterEntry]:
    """Who on the unit's roster has not taken part (chưa dự thi), by given name; `text` searches name and code."""
    taken = Entrant.objects.filter(participant_ids(unit.contest), contest=unit.contest)
    found = staff_of(unit, now.astimezone(VIETNAM).date()).exclude(
        pk__in=taken.filter(roster_entry__isnull=False).values("roster_entry")
    )
    found = found.exclude(person__isnull=False, person__in=taken.filter(person__isnull=False).values("person"))
    for word in fold(text.replace("\0", "")).split():
        found = found.filter(Q(name_norm__contains=word) | Q(staff_code__icontains=word))
    return found.order_by("name_sort", "id")


def shown_code(entry: RosterEntry) -> str:
    """The staff code an office gave; a code made up from name and birth date says too much and is left out."""
    derived = entry.birth_date and entry.staff_code == derived_code(entry.full_name, entry.birth_date)[:80]
    return "" if derived else entry.staff_code


def page_after(rows: QuerySet[RosterEntry], after: str, limit: int) -> tuple[list[RosterEntry], str]:
    """The rows after the one whose id is `after`, and the cursor of the next page ("" at the end)."""
    if after.isdecimal() and (mark := RosterEntry.objects.filter(pk=int(after[:18])).first()):
        rows = rows.filter(Q(name_sort__gt=mark.name_sort) | Q(name_sort=mark.name_sort, pk__gt=mark.pk))
    found = list(rows[: limit + 1])
    return found[:limit], str(found[limit - 1].pk) if len(found) > limit else ""


def unanswered_notes(contest: Contest) -> QuerySet[UnitNote]:
    """Units' reports the committee has not answered."""
    return UnitNote.objects.filter(contest_unit__contest=contest, answered_at__isnull=True)


def allowed(roles: Iterable[str], *actions: str) -> dict[str, bool]:
    """For templates: action with "_" for "." → whether these roles may do it."""
    roles = frozenset(roles)
    return {action.replace(".", "_"): may(roles, action) for action in actions}
