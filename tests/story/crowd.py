"""People beside the main characters: they take part through the same operations the screens call, at exact moments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from hoithi.contests.models import Contest, Entrant
from hoithi.contests.operations.entrants import register_entrant
from hoithi.people.models import User
from hoithi.people.operations.accounts import open_account
from hoithi.quiz.models import Attempt
from hoithi.quiz.operations.attempt_save import Given, paper_of, save_answers
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.operations.attempt_submit import submit_attempt
from hoithi.quiz.queries.attempt_paper import content_of
from hoithi.quiz.tokens import Ticket
from tests.story.actors import SLUG
from tests.story.tables import Staff


@dataclass(frozen=True)
class Sitting:
    """One attempt: `right` answers of the paper, handed in after so long."""

    who: Staff
    right: int
    seconds: int


def right_letters(attempt: Attempt) -> dict[int, str]:
    """pos → the letters of the right options: what somebody who knows everything would choose."""
    items = content_of(attempt.frozen_bank).items
    keys = [items[frozen].key for frozen, _options in attempt.paper]
    return {
        question.pos: "".join(letter for letter, option, _text in question.options if option in key)
        for question, key in zip(paper_of(attempt.code, attempt.pk), keys, strict=True)
    }


def wrong_letters(attempt: Attempt) -> dict[int, str]:
    """pos → a letter that is not right."""
    right = right_letters(attempt)
    return {
        question.pos: next(letter for letter, _option, _text in question.options if letter not in right[question.pos])
        for question in paper_of(attempt.code, attempt.pk)
    }


def join(who: Staff, at: datetime) -> Entrant:
    """Open an account and enter as staff of the unit, as a citizen without one."""
    contest = Contest.objects.get(slug=SLUG)
    user = open_account(
        full_name=who.name, birth_date=who.birth, contact=f"nguoi{User.objects.count()}@vidu.example", now=at
    )
    assert user.person is not None
    group = contest.groups.get(key="can-bo" if who.unit else "cong-dan")
    unit = contest.units.filter(name=who.unit).first()
    return register_entrant(contest, user.person, group=group, unit=unit, now=at, by=user)


def sit(entrant: Entrant, right: int, seconds: int, at: datetime) -> None:
    attempt = _started(entrant, at)
    submit_attempt(attempt.code, _answers(attempt, right), epoch=attempt.epoch, now=at + timedelta(seconds=seconds))


def sit_without_handing_in(entrant: Entrant, right: int, at: datetime) -> Attempt:
    """Answers are saved as they are given, and the person walks away."""
    attempt = _started(entrant, at)
    ticket = Ticket(attempt.pk, attempt.part_id)
    save_answers(attempt.code, ticket, attempt.epoch, _answers(attempt, right)[:right], now=at + timedelta(minutes=1))
    return attempt


def _started(entrant: Entrant, at: datetime) -> Attempt:
    return start_attempt(entrant, entrant.contest.parts.select_related("contest").get(), now=at)


def _answers(attempt: Attempt, right: int) -> list[Given]:
    good, bad = right_letters(attempt), wrong_letters(attempt)
    return [Given(pos, good[pos] if pos <= right else bad[pos], 1) for pos in good]


def take_part(sittings: list[Sitting], at: datetime) -> None:
    """Everybody joins and sits, each a few minutes after the one before."""
    for number, one in enumerate(sittings):
        moment = at + timedelta(minutes=3 * number)
        sit(join(one.who, moment), one.right, one.seconds, moment)
