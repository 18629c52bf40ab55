"""Rows of a sealed result: who is called what there, and each subject's facts without names."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from hoithi.contests.models import Contest, Entrant, Entry, Part, Standing
from hoithi.contests.queries.fact_sources import ancestors, figure_values, measure_kind
from hoithi.contests.queries.facts import gather, scopes_of
from hoithi.contests.registry import Fact, registry
from hoithi.contests.rules.sealed_row import row_id
from hoithi.core.canonical import exact

Json = dict[str, Any]
Boards = list[tuple[Standing, list[str]]]
"""Standings with the scopes of each that are sealed."""
SMALL = 5


class Names:
    """Ids of the database → names of the sealed file."""

    def __init__(self, contest: Contest) -> None:
        codes = Entrant.objects.filter(contest=contest).values_list("pk", "code")
        self.codes = dict(codes)
        self.people = {pk: row_id(code) for pk, code in self.codes.items()}
        self.units = dict(contest.units.values_list("pk", "code"))
        self.works = _names_of_works(contest)
        self.linked = _people_and_works(contest)

    def of(self, subject: str, pk: int) -> str:
        if subject == "entry":
            return self.works[pk]
        return self.units[pk] if subject == "unit" else self.people[pk]

    def holder(self, fact: Fact) -> str:
        """Whom a work's prize counts for. A person's is not their name in other rows, unless the rules need it."""
        if fact.person_id is None:
            return self.units[fact.contest_unit_id or 0]
        return self.people[fact.person_id] if self.linked else row_id(f"{self.codes[fact.person_id]}/works")


def _names_of_works(contest: Contest) -> dict[int, str]:
    """Works by the number everybody knows; one carried into a later part keeps its first name."""
    rows = {one.pk: one for one in Entry.objects.filter(part__contest=contest).select_related("part")}
    names: dict[int, str] = {}
    for part in {one.part for one in rows.values()}:
        kind = registry.kinds.get(part.kind)
        if kind is not None and kind.labels is not None:
            names |= kind.labels(part, [pk for pk, one in rows.items() if one.part_id == part.pk])
    earlier = ancestors(list(rows))
    firsts = {pk: [pk, *earlier[pk]][-1] for pk in rows}
    return {pk: names.get(first) or row_id(rows[first].code) for pk, first in firsts.items()}


def _people_and_works(contest: Contest) -> bool:
    """Whether the rules tie a person's works to the person: one prize each, or a standing of persons by their works."""
    if contest.plan.awards.stacking == "one_per_subject":
        return True
    return any(
        measure_kind(part, term) == "entry"
        for standing in contest.standings.all()
        if standing.subject == "person"
        for term in standing.spec.terms
        for part in contest.parts.all()
        if part.plan_key == term.part
    )


def small_units(facts: Any) -> set[int]:
    """Units whose people's rows carry no unit: fewer than five of them look alike in what others know of a person.

    Others know group, roster and whether somebody is hors concours; one deputy director who takes no prize among twenty
    colleagues would be found at once. All rows of such a unit go without it, or its totals would tell the rest.
    """
    alike: dict[tuple[object, ...], set[int]] = defaultdict(set)
    for rows in facts:
        for fact in rows:
            if (unit := fact.contest_unit_id) is not None and fact.subject_kind == "person":
                seen = (unit, fact.group_key, fact.on_roster, fact.prize_ok, fact.counts_for_unit)
                alike[seen].add(fact.subject_id)
    return {unit for (unit, *_), who in alike.items() if isinstance(unit, int) and len(who) < SMALL}


def order_numbers(facts: list[Fact]) -> dict[int, int]:
    """Order of arrival 1, 2, 3 … instead of instants; equals share a number."""
    known = [fact for fact in facts if fact.values.get("submitted") is not None]
    moments = sorted({int(fact.values["submitted"] or 0) for fact in known})
    place = {moment: number for number, moment in enumerate(moments, start=1)}
    return {fact.subject_id: place[int(fact.values["submitted"] or 0)] for fact in known}


def rows_of(part: Part, facts: list[Fact], names: Names, small: set[int]) -> list[Json]:
    numbers = order_numbers(facts)
    rows = []
    for fact in facts:
        values = {name: exact(value) for name, value in fact.values.items() if value is not None}
        if "submitted" in values:
            values["submitted"] = numbers[fact.subject_id]
        unit, kind = fact.contest_unit_id, fact.subject_kind
        hidden = unit is None or (kind == "person" and unit in small)
        rows.append(
            {
                "id": names.of(kind, fact.subject_id),
                **({} if kind == "person" else {"kind": kind}),
                "part": part.plan_key if part.month else part.key,
                **({"month": part.month} if part.month else {}),
                "series": part.plan_key if part.spec.series else None,
                "group": fact.group_key,
                "unit": None if hidden else names.units[unit or 0],
                "roster": fact.on_roster,
                "prize_ok": fact.prize_ok,
                "counts_for_unit": fact.counts_for_unit,
                **(_of_work(fact, names) if kind == "entry" else {}),
                **values,
            }
        )
    return sorted(rows, key=lambda row: (str(row.get("kind", "")), str(row["id"])))


def _of_work(fact: Fact, names: Names) -> Json:
    person = {"person": names.people[fact.person_id]} if names.linked and fact.person_id is not None else {}
    return {"holder": names.holder(fact), **person}


def figure_rows(boards: Boards, names: Names) -> list[Json]:
    """Imported figures, each subject's value once."""
    rows: dict[tuple[str, str, int], Json] = {}
    for standing, _scopes in boards:
        kind = standing.spec.subject
        for key in {term.figure for term in standing.spec.terms if term.figure}:
            shown = names.works if kind == "entry" else names.units if kind == "unit" else names.people
            hosts = _hosts(standing, kind)
            for subject, value in figure_values(standing.contest, key, kind).items():
                host = hosts.get(subject)
                if subject in shown and (kind == "unit" or host is not None):
                    rows[key, kind, subject] = {
                        "id": shown[subject],
                        "kind": kind,
                        "figure": key,
                        "value": exact(value),
                        "group": host.group_key if host else None,
                        "unit": names.units.get(host.contest_unit_id or 0) if host and kind == "entry" else None,
                        "prize_ok": host.prize_ok if host else True,
                        "counts_for_unit": True,
                        **({"holder": names.holder(host)} if host and kind == "entry" else {}),
                    }
    return [rows[name] for name in sorted(rows)]


def _hosts(standing: Standing, kind: str) -> dict[int, Fact]:
    """Whose facts the ranked subjects rest on, under the ids of their earlier selves too."""
    found: dict[int, Fact] = {}
    for scope in scopes_of(standing):
        for subject, fact in gather(standing, scope).facts.items():
            for pk in [subject, *(ancestors([subject])[subject] if kind == "entry" else ())]:
                found[pk] = fact
    return found
