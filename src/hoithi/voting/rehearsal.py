"""How a vote is rehearsed: people choose what they like, an attack buys votes in one hour, a reviewer finds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from hoithi.contests.models import Part
from hoithi.contests.rehearsal import Act, Agenda
from hoithi.core.errors import Refusal
from hoithi.entries.models import Work
from hoithi.people.models import User
from hoithi.people.operations.accounts import open_account
from hoithi.voting.errors import NothingToDiscount
from hoithi.voting.marks import Marks
from hoithi.voting.models import Ballot, Discount, Suspicion
from hoithi.voting.operations.review import clear_suspicion, discount_votes
from hoithi.voting.operations.scan import scan_votes
from hoithi.voting.operations.tally import fold_changes
from hoithi.voting.operations.vote import BY_CODE, cast_vote
from hoithi.voting.queries.evidence import ballots_of
from hoithi.voting.queries.settings import settings_of
from hoithi.voting.rehearsal_figures import enter_figures

REVIEW = timedelta(minutes=10)
TAKES_PART, MOST_CHOSEN = 0.7, 3
ATTACK_SHARE, LEAST_ATTACK, ATTACK_LASTS = 0.15, 40, timedelta(minutes=50)
HOME = 40
"""People to one network of ordinary voters: an office, a street."""


class VoteRehearsal:
    """Registered with the extension."""

    def prepare(self, part: Part, *, staff: Mapping[str, Sequence[User]], rng: Random, now: datetime) -> None:
        """The plan's window is all it needs."""

    def plan(self, part: Part, *, people: int, agenda: Agenda, rng: Random, done: Act) -> datetime | None:
        settings = settings_of(part)
        if settings.closes is None or settings.opens is None:
            return None
        ends = settings.closes + REVIEW
        if settings.on_platform:
            agenda.at(settings.opens, partial(_open, part=part, people=people, agenda=agenda, rng=rng))
            agenda.at(ends, partial(_review, part=part))
        if settings.outside:
            agenda.at(ends, partial(enter_figures, part, rng))
        return ends

    def told(self, part: Part) -> dict[str, Any]:
        votes = Ballot.objects.filter(part=part, withdrawn_at__isnull=True)
        return {
            "votes": votes.count(),
            "discounted": votes.filter(discount__isnull=False).count(),
            "suspicions": Suspicion.objects.filter(part=part).count(),
            "reasons": list(Discount.objects.filter(part=part).values_list("reason", flat=True)),
        }


def _open(now: datetime, *, part: Part, people: int, agenda: Agenda, rng: Random) -> None:
    """Everybody who votes gets a moment; works are liked unequally."""
    works = list(Work.objects.filter(entry__part=part, entry__state="published").order_by("number"))
    closes = settings_of(part).closes
    if not works or closes is None:
        return
    liking = [rng.paretovariate(1.3) for _work in works]
    voters = [one for one in _voters(part, people) if rng.random() < TAKES_PART]
    for number, user in enumerate(voters):
        chosen = rng.choices(works, liking, k=rng.randint(1, MOST_CHOSEN))
        marks = Marks(f"may-{user.pk}", f"mang-{number // HOME}")
        for work in {one.pk: one for one in chosen}.values():
            agenda.at(now + (closes - now) * rng.random(), partial(_vote, part, work.number, user, marks))
    _attack(part, rng.choice(works), people, agenda=agenda, rng=rng, now=now, closes=closes)


def _voters(part: Part, people: int) -> list[User]:
    """Accounts of those who entered the contest; where they are fewer than asked for, more people come."""
    entered = part.contest.entrants.filter(person__isnull=False).values("person")
    found = list(User.objects.filter(person__in=entered).order_by("pk")[:people])
    more = range(len(found), people)
    return found + [_account(part, f"Cử tri mẫu {n}", n, part.contest.created_at) for n in more]


def _account(part: Part, name: str, number: int, now: datetime) -> User:
    return open_account(full_name=name, birth_date=None, contact=f"cutri{number}.{part.pk}@vidu.example", now=now)


def _attack(
    part: Part, work: Work, people: int, *, agenda: Agenda, rng: Random, now: datetime, closes: datetime
) -> None:
    """Accounts made minutes before, three machines, one work, within an hour."""
    begins = now + (closes - now) * rng.uniform(0.3, 0.7)
    count = max(LEAST_ATTACK, round(people * ATTACK_SHARE))
    for number in range(count):
        when = begins + ATTACK_LASTS * (number / count)
        agenda.at(when, partial(_bought, part, work.number, number))


def _bought(part: Part, work: int | None, number: int, now: datetime) -> None:
    user = _account(part, f"Tài khoản lạ {number}", 1_000_000 + number, now - timedelta(minutes=5))
    _vote(part, work, user, Marks(f"may-la-{number % 3}", "mang-la"), now)


def _vote(part: Part, number: int | None, user: User, marks: Marks, now: datetime) -> None:
    try:
        cast_vote(part, number or 0, user, proof=BY_CODE, marks=marks, now=now)
    except Refusal:  # all votes used, one's own work, too many presses: the voter was told why
        return


def _review(now: datetime, *, part: Part) -> None:
    """The machine points, a person of the committee looks: votes bought in one hour are set aside, the rest counts."""
    while fold_changes(now=now):
        pass
    scan_votes(part, now=now)
    seat = (
        part.contest.bodies.filter(kind="organising", seats__person__isnull=False).values_list("seats__person").first()
    )
    by = User.objects.filter(person=seat[0]).first() if seat else None
    assert by is not None, "a rehearsal fills every seat"
    for suspicion in Suspicion.objects.filter(part=part, state=Suspicion.OPEN).order_by("no"):
        votes = ballots_of(suspicion).filter(discount__isnull=True)
        young = votes.filter(account_age_s__lt=3600).count()
        if young * 2 > votes.count():
            reason = f"{votes.count()} phiếu trong thời gian ngắn từ tài khoản vừa lập, cùng mạng (diễn tập)."
            try:
                discount_votes(suspicion, reason=reason, now=now, by=by)
            except NothingToDiscount:
                continue
        else:
            clear_suspicion(suspicion, reason="Cùng cơ quan, bình chọn bình thường (diễn tập).", now=now, by=by)
    while fold_changes(now=now):
        pass
