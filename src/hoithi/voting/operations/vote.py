"""Casting, moving and taking back a vote (bình chọn, đổi phiếu, bỏ phiếu)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db import IntegrityError, transaction

from hoithi.audit.operations import Event, record, record_all
from hoithi.contests.models import Entrant, Entry, Part
from hoithi.core.canonical import random_code
from hoithi.core.rows import insert_rows
from hoithi.people.models import User
from hoithi.voting.challenge import check_proof
from hoithi.voting.errors import (
    NoChange,
    NoVotesLeft,
    OwnWork,
    ProofSpent,
    SetAside,
    TooManyPresses,
    VoteClosed,
    VoteNotOpen,
)
from hoithi.voting.marks import Marks
from hoithi.voting.models import Ballot, Card, TallyChange
from hoithi.voting.queries.settings import phase_of, settings_of
from hoithi.voting.queries.voters import check_voter, is_own, period_of, votable
from hoithi.voting.rules.casting import PER, PER_NETWORK, Presses, choose, pressed

BY_CODE = "by-code"
"""Instead of a solved challenge: a code has just been typed, which this program's own session says."""


@dataclass(frozen=True)
class Cast:
    """What came of a press."""

    ballot: Ballot
    did: Literal["there", "cast", "move"]


def check_open(part: Part, now: datetime) -> None:
    """Raises VoteNotOpen, VoteClosed."""
    settings, state = settings_of(part), phase_of(part, now)
    if state in ("unset", "before") or not settings.on_platform:
        raise VoteNotOpen(settings.opens if settings.on_platform else None)
    if state == "closed":
        assert settings.closes is not None
        raise VoteClosed(settings.closes)


def cast_vote(
    part: Part,
    number: int,
    user: User,
    *,
    proof: str,
    marks: Marks,
    now: datetime,
    instead_of: int | None = None,
) -> Cast:
    """One vote of this person for the work with this number; the same press sent again is the same vote.

    `proof` is a solved challenge or BY_CODE; `instead_of` the number of a work the vote is taken from. Raises
    VoteNotOpen, VoteClosed, NotAVoter, NoVote, NotPublished, OwnWork, NoVotesLeft, TooManyPresses, ProofMissing,
    ProofSpent; then nothing was changed.
    """
    check_open(part, now)
    check_voter(user, part, now)
    with transaction.atomic():
        card, first = _locked_card(part, user, now)
        entry = votable(part, number)
        settings, period = settings_of(part), period_of(part, now)
        held = {} if first else _held(card, period)
        source = _entry_of(part, instead_of)
        choice = choose(held, entry.pk, most=settings.per_person, change=settings.change, instead_of=source)
        if choice.kind == "there":
            return Cast(held[entry.pk], "there")
        own = is_own(user, entry)
        if own and not settings.own:
            raise OwnWork
        if choice.kind == "full":
            raise NoVotesLeft(settings.per_person or 0, change=settings.change, daily=settings.period == "day")
        challenge = _spend(proof, part, user, now, first=first)
        _check_rate(card, part, marks, now, first=first)
        if choice.kind == "move":
            _withdraw(held[source] if source in held else next(iter(held.values())), now)
        ballot = Ballot(
            card=card,
            part=part,
            entry=entry,
            period=period,
            code=random_code(),
            challenge=challenge,
            at=now,
            device=marks.device,
            network=marks.network,
            account_age_s=max(0, min(int((now - user.date_joined) / timedelta(seconds=1)), 2**31 - 1)),
            own=own,
        )
        insert_rows([ballot])
        insert_rows([TallyChange(entry=entry, cast=1)])
        record_all([Event("voting:ballot:cast", now, part.contest.slug, user, ballot.code)])
    return Cast(ballot, "move" if choice.kind == "move" else "cast")


@transaction.atomic
def take_back(part: Part, number: int, user: User, *, now: datetime) -> bool:
    """Take a vote of the present period back; False where there is none (any more).

    Raises VoteNotOpen, VoteClosed, NoChange, SetAside, TooManyPresses.
    """
    check_open(part, now)
    if not settings_of(part).change:
        raise NoChange
    card = Card.objects.select_for_update(no_key=True).filter(part=part, user=user).first()
    entry = _entry_of(part, number)
    if card is None or entry is None:
        return False
    period = period_of(part, now)
    ballot = card.ballots.filter(entry=entry, period=period, withdrawn_at__isnull=True).first()
    if ballot is None:
        return False
    _check_rate(card, part, Marks(), now, first=False)
    _withdraw(ballot, now)
    record("voting:ballot:withdrawn", now=now, contest_key=part.contest.slug, actor=user, target=ballot.code)
    return True


def _entry_of(part: Part, number: int | None) -> int | None:
    if number is None:
        return None
    return Entry.objects.filter(part=part, work__number=number).values_list("pk", flat=True).first()


def _locked_card(part: Part, user: User, now: datetime) -> tuple[Card, bool]:
    """The person's card, locked, and whether it is new: nothing was voted with it yet.

    It is made with the first vote, in the same transaction. Of two first presses at once the second waits for the
    first's card.
    """
    cards = Card.objects.select_for_update(no_key=True).filter(part=part, user=user)
    found = cards.first()
    if found is not None:
        return found, False
    entrants = Entrant.objects.filter(contest=part.contest_id, person=user.person_id, person__isnull=False)
    unit = entrants.values_list("contest_unit_id", flat=True).first()
    try:
        with transaction.atomic():
            card = Card(part=part, user=user, first_at=now, window_at=now, window_n=1, unit_id=unit)
            insert_rows([card])
            return card, True
    except IntegrityError:
        return cards.get(), False


def _held(card: Card, period: str) -> dict[int, Ballot]:
    return {one.entry_id: one for one in card.ballots.filter(period=period, withdrawn_at__isnull=True)}


def _spend(proof: str, part: Part, user: User, now: datetime, *, first: bool) -> str | None:
    """The print of the challenge, good for one vote: the card is locked, and a challenge is bound to its person."""
    if proof == BY_CODE:
        return None
    challenge = check_proof(proof, part.pk, user.pk, now=now)
    if not first and Ballot.objects.filter(challenge=challenge).exists():
        raise ProofSpent
    return challenge


def _check_rate(card: Card, part: Part, marks: Marks, now: datetime, *, first: bool) -> None:
    if not first:
        after = pressed(Presses(card.window_at, card.window_n), now)
        if after is None:
            raise TooManyPresses
        card.window_at, card.window_n = after
        card.save(update_fields=["window_at", "window_n"])
    if marks.network:
        recent = Ballot.objects.filter(part=part, network=marks.network, at__gt=now - PER).order_by("-at")
        if recent[PER_NETWORK - 1 : PER_NETWORK].exists():
            raise TooManyPresses(network=True)


def _withdraw(ballot: Ballot, now: datetime) -> None:
    """Only a vote that counts: one set aside stays, or taking it back and voting again would undo the decision."""
    rows = Ballot.objects.filter(pk=ballot.pk, withdrawn_at__isnull=True, discount__isnull=True)
    if not rows.update(withdrawn_at=now):
        raise SetAside
    TallyChange.objects.create(entry_id=ballot.entry_id, cast=-1)
