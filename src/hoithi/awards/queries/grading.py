"""What units earned toward the CCHC index or year-end grading (kết quả tính vào chấm điểm, xếp loại)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from fractions import Fraction

from hoithi.awards.models import Award, Fulfilment
from hoithi.awards.queries.lines import AwardLine, award_lines
from hoithi.contests.models import Contest, ContestUnit, Entrant
from hoithi.contests.queries.desk import attendance
from hoithi.contests.queries.fact_sources import facts_of
from hoithi.contests.registry import registry

BONUS = "bonus_points"


@dataclass(frozen=True)
class UnitGrade:
    """One unit: who took part of how many, works, its own prizes and its people's, proposed bonus points."""

    unit: ContestUnit
    staff: int
    headcount: int
    people: int
    works: int
    prizes: tuple[str, ...]
    """Titles of prizes the unit (or a work of it) has, best first."""
    personal: int
    """How many prizes its people have."""
    bonus: int
    bonus_words: tuple[str, ...] = field(default=())

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.staff, self.headcount) if self.headcount else None


def unit_grading(contest: Contest) -> list[UnitGrade]:
    """Every competing unit in the contest's order; awards that stand, points as their consequences say.

    A fixed number of queries whatever the number of units (one more for each part with works).
    """
    lines = award_lines(contest)
    people = [one.subject_id for one in lines if one.subject_kind == "person"]
    homes = dict(Entrant.objects.filter(pk__in=people).values_list("pk", "contest_unit"))
    own: dict[int, list[AwardLine]] = defaultdict(list)
    personal: Counter[int] = Counter()
    for line in lines:
        if line.unit_id is not None:
            own[line.unit_id].append(line)
        elif (home := homes.get(line.subject_id)) and line.subject_kind == "person":
            personal[home] += 1
    points = _points(contest)
    works = _works(contest)
    found = []
    for row in sorted(attendance(contest), key=lambda one: (one.unit.position, one.unit.name_norm)):
        mine = own.get(row.unit.pk, [])
        bonus = [pair for line in mine for pair in points.get(line.award_id, [])]
        found.append(
            UnitGrade(
                unit=row.unit,
                staff=row.staff,
                headcount=row.headcount,
                people=row.people,
                works=works[row.unit.pk],
                prizes=tuple(_title(line) for line in mine),
                personal=personal[row.unit.pk],
                bonus=sum(amount for _title_, amount in bonus),
                bonus_words=tuple(dict.fromkeys(title for title, _amount in bonus)),
            )
        )
    return found


def _title(line: AwardLine) -> str:
    return f"{line.prize_title} ({line.scope_title})" if line.scope_title else line.prize_title


def _points(contest: Contest) -> dict[int, list[tuple[str, int]]]:
    """Award → (title, points): of decided awards as noted, of proposed ones as the plan says."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    rows = Fulfilment.objects.filter(award__contest=contest, kind=BONUS)
    for award, title, amount in rows.values_list("award_id", "title", "amount"):
        found[award].append((title, amount or 0))
    for award_row in contest.awards.filter(state=Award.PROPOSED).select_related("prize"):
        for one in award_row.prize.spec.consequences:
            if one.kind == BONUS:
                found[award_row.pk].append((one.title, one.amount or 0))
    return found


def _works(contest: Contest) -> Counter[int]:
    """Works in the contest by the unit they count for."""
    found: Counter[int] = Counter()
    for part in contest.parts.select_related("contest"):
        kind = registry.kinds.get(part.kind)
        if kind is None or not kind.measures or kind.measures[0].subject != "entry":
            continue
        found.update(fact.contest_unit_id for fact in facts_of(part) if fact.contest_unit_id is not None)
    return found
