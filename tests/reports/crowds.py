"""Many people's attempts at once, written as rows: what counting reads, without sitting each of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from hoithi.contests.models import ContestUnit, Entrant, Part
from hoithi.people.models import Person, RosterEntry
from hoithi.quiz.models import Answer, Attempt, FrozenBank, FrozenQuestion, Result
from tests.contests import factories as make


def entrants(part: Part, units: Sequence[ContestUnit | None]) -> list[Entrant]:
    """One person for each unit named (None: a citizen), staff on the roster of theirs."""
    first = Person.objects.count()
    persons = Person.objects.bulk_create(
        Person(full_name=f"Người Thứ {first + n}", created_at=make.BEFORE) for n in range(len(units))
    )
    entries: list[RosterEntry | None] = [
        RosterEntry.objects.create(
            unit=unit.unit, staff_code=f"S{person.pk}", full_name=person.full_name, valid_from=make.BEFORE.date()
        )
        if unit
        else None
        for unit, person in zip(units, persons, strict=True)
    ]
    groups = {group.key: group for group in part.contest.groups.all()}
    return Entrant.objects.bulk_create(
        Entrant(
            contest=part.contest,
            code=f"N{person.pk}",
            kind="person",
            person=person,
            contest_unit=unit,
            group=groups["can-bo" if unit else "cong-dan"],
            roster_entry=entry,
            display_name=person.full_name,
            registered_at=make.BEFORE,
        )
        for person, unit, entry in zip(persons, units, entries, strict=True)
    )


def sat(
    part: Part,
    people: Sequence[Entrant],
    right: Sequence[int],
    *,
    n: int = 1,
    at: datetime = make.NOW,
    seconds: int = 300,
    random: Random | None = None,
) -> list[Attempt]:
    """The n-th attempts of these people, ended at `at`: the first `right` questions of their drawn paper correct ("a").

    Wrong answers are "b". The result that counts becomes this attempt.
    """
    random = random or Random(n)
    bank = FrozenBank.objects.get(part=part)
    frozen = list(FrozenQuestion.objects.filter(frozen_bank=bank).values_list("pk", flat=True))
    size = sum(cell["count"] for section in bank.blueprint["sections"] for cell in section["cells"])
    first = Attempt.objects.count()
    rows = [
        Attempt(
            code=f"T{first + at_}-{n}",
            part=part,
            entrant=one,
            n=n,
            frozen_bank=bank,
            paper=[[pk, ["a", "b", "c", "d"]] for pk in random.sample(frozen, size)],
            started_at=at - timedelta(seconds=seconds),
            deadline_at=at,
            received_at=at,
            ended_at=at,
            ended_by=Attempt.SUBMITTED,
            correct=good,
            elapsed_ms=seconds * 1000 + at_ % 7,
            submitted_no=first + at_,
        )
        for at_, (one, good) in enumerate(zip(people, right, strict=True))
    ]
    made = Attempt.objects.bulk_create(rows)
    Answer.objects.bulk_create(
        (
            Answer(
                part_id=part.pk,
                attempt=attempt,
                pos=pos,
                choice="a" if pos <= (attempt.correct or 0) else "b",
                epoch=1,
                seq=1,
                received_at=at,
            )
            for attempt in made
            for pos in range(1, size + 1)
        ),
        batch_size=2000,
    )
    results = [_result(attempt, size) for attempt in made]
    names = [field.name for field in Result._meta.concrete_fields if field.name not in ("part", "entrant", "pk")]
    Result.objects.bulk_create(results, update_conflicts=True, unique_fields=["part", "entrant"], update_fields=names)
    return made


def _result(attempt: Attempt, size: int) -> Result:
    fields: dict[str, Any] = {"correct": attempt.correct, "elapsed_ms": attempt.elapsed_ms, "attempts": attempt.n}
    entrant = attempt.entrant
    return Result(
        part=attempt.part,
        entrant=entrant,
        attempt=attempt,
        group_key=entrant.group.key,
        contest_unit=entrant.contest_unit,
        submitted_no=attempt.submitted_no,
        all_correct=attempt.correct == size,
        on_roster=entrant.roster_entry_id is not None,
        **fields,
    )
