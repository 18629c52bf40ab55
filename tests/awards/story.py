"""A small contest that really runs: people of three units and a citizen sit the quiz through the operations."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hoithi.contests.models import Contest, ContestUnit, Entrant
from hoithi.contests.operations.entrants import register_entrant
from hoithi.contests.operations.opening import freeze_part
from hoithi.people.models import RosterEntry
from hoithi.quiz.models import Bank
from hoithi.quiz.operations.attempt_expire import expire_due
from hoithi.quiz.operations.attempt_save import Given, paper_of
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.operations.attempt_submit import submit_attempt
from tests.contests import factories as make
from tests.quiz import factories as quiz

__all__ = ["contest_with_units", "expire_due", "ended", "join", "sit"]


def contest_with_units(*names: str, **changes: object) -> tuple[Contest, list[ContestUnit]]:
    """An opened contest: bank and standings frozen, units taken."""
    contest = make.contest(**changes)
    units = make.units(contest, *names)
    bank = Bank.objects.create(contest=contest, key="de-thi", title="Đề thi", sealed=True)
    for number in range(8):
        quiz.question(bank, f"C{number}")
    if not units:
        make.units(contest, "Phòng Không Ai Thi")
    freeze_part(contest.parts.get(), now=make.BEFORE)
    return contest, units


def join(contest: Contest, name: str, unit: ContestUnit | None = None, birth: date = date(1990, 1, 1)) -> Entrant:
    """Register somebody: on the roster of a unit, or as a citizen."""
    person = make.person(name, birth)
    if unit is not None:
        code = f"CB{RosterEntry.objects.count()}"
        RosterEntry(
            unit=unit.unit, staff_code=code, full_name=name, birth_date=birth, valid_from=date(2024, 1, 1)
        ).save()
    group = contest.groups.get(key="can-bo" if unit else "cong-dan")
    return register_entrant(contest, person, group=group, unit=unit, now=make.NOW)


def sit(entrant: Entrant, *, right: int, seconds: int, at: datetime = make.NOW) -> None:
    """One attempt: `right` of five answers correct after `seconds`."""
    part = entrant.contest.parts.select_related("contest").get()
    attempt = start_attempt(entrant, part, now=at)
    answers = [
        Given(pos, letter, 1) for pos, letter in enumerate(quiz.letters(paper_of(attempt.code, attempt.pk), right), 1)
    ]
    submit_attempt(attempt.code, answers, epoch=attempt.epoch, now=at + timedelta(seconds=seconds))


def ended(contest: Contest) -> datetime:
    """A moment after the close with every attempt finalised."""
    expire_due(make.AFTER, 1000)
    return make.AFTER
