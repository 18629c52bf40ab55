"""Small makers for tests of integrity: a closed contest with sittings, one case about one of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from hoithi.contests.models import Contest, Entrant, Part
from hoithi.integrity.models import Case, CaseSubject
from hoithi.quiz.models import Attempt
from tests.awards import story
from tests.contests import factories as make

NAMES = ("Lê Thị Một", "Trần Văn Hai", "Phạm Thị Ba", "Đỗ Văn Bốn")


def closed_contest() -> tuple[Contest, list[Entrant], datetime]:
    """Two units and four people: all right in 60 s, then four, three, two right; closed and settled."""
    contest, units = story.contest_with_units("Phòng Một", "Phòng Hai")
    people = [story.join(contest, name, units[at % 2]) for at, name in enumerate(NAMES)]
    for at, one in enumerate(people):
        story.sit(one, right=5 - at, seconds=60 + at)
    return contest, people, story.ended(contest) + timedelta(minutes=1)


def attempt_of(entrant: Entrant) -> Attempt:
    return Attempt.objects.filter(entrant=entrant).order_by("n")[0]


def case(
    contest: Contest, *entrants: Entrant, kind: str = "similarity", part: Part | None = None, **fields: object
) -> Case:
    """A case about these people's first attempts."""
    number = Case.objects.filter(contest=contest).count() + 1
    row = Case.objects.create(
        contest=contest,
        part=part or contest.parts.get(),
        no=number,
        kind=kind,
        strength=2,
        evidence={},
        found_at=make.AFTER,
        updated_at=make.AFTER,
        **fields,
    )
    for at, entrant in enumerate(entrants):
        CaseSubject.objects.create(case=row, entrant=entrant, attempt=attempt_of(entrant), label="ABCDEF"[at])
    return row
