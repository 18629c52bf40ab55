"""Casting, moving and taking back: each refusal, nothing half-written, the same press twice is one vote."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from hoithi.audit.models import AuditEvent
from hoithi.contests.operations.definition import define_contest
from hoithi.core.errors import Refusal
from hoithi.entries.operations.work_steps import locked_work, take_step
from hoithi.people.errors import ExternalTaken
from hoithi.people.operations.external import link_identity
from hoithi.voting import errors
from hoithi.voting.marks import Marks
from hoithi.voting.models import Ballot, Card, TallyChange
from hoithi.voting.operations.review import discount_votes
from hoithi.voting.operations.scan import scan_votes
from hoithi.voting.operations.vote import take_back
from hoithi.voting.queries.counts import tallies
from hoithi.voting.queries.voters import held_works
from hoithi.voting.rules.casting import PER, PRESSES
from tests.contests import factories as make
from tests.entries import factories as works
from tests.voting import factories as own

pytestmark = pytest.mark.django_db
A_MOMENT = timedelta(seconds=1)


def test_a_vote_is_kept_with_its_code_and_the_log_does_not_say_for_what() -> None:
    part, user = own.vote_part(), own.voter()
    done = own.vote(part, 1, user, proof=own.proof(part, user), marks=Marks("d", "n"))
    kept = Ballot.objects.get()
    assert (done.did, kept.entry.work.number, kept.device, kept.network) == ("cast", 1, "d", "n")
    assert kept.account_age_s == int((own.NOW - user.date_joined).total_seconds())
    assert len(kept.code) == 17
    event = AuditEvent.objects.get(action="voting:ballot:cast")
    assert event.target == kept.code
    assert kept.entry.code not in str(event.data)


def test_the_same_press_again_is_the_same_vote() -> None:
    part, user = own.vote_part(), own.voter()
    sent = own.proof(part, user)
    first = own.vote(part, 1, user, proof=sent)
    again = own.vote(part, 1, user, now=own.NOW + A_MOMENT, proof=sent)
    assert (again.did, again.ballot.pk) == ("there", first.ballot.pk)
    assert TallyChange.objects.count() == Ballot.objects.count() == 1


def test_a_challenge_is_good_for_one_vote_of_one_person_in_one_vote_for_ten_minutes() -> None:
    part, user, other = own.vote_part(), own.voter(), own.voter()
    sent = own.proof(part, user)
    own.vote(part, 1, user, proof=sent)
    with pytest.raises(errors.ProofSpent):
        own.vote(part, 2, user, proof=sent)
    with pytest.raises(errors.ProofSpent):
        own.vote(part, 2, other, proof=sent)
    fresh = own.proof(part, other)
    with pytest.raises(errors.ProofSpent):
        own.vote(part, 2, other, now=own.NOW + timedelta(minutes=10), proof=fresh)
    for forged in ("", "x", "e30=", fresh[:-8], "A" * 5000):
        with pytest.raises(errors.ProofMissing):
            own.vote(part, 2, other, proof=forged)
    assert Ballot.objects.count() == 1


def test_taken_back_and_used_again_a_challenge_is_refused() -> None:
    part, user = own.vote_part(), own.voter()
    sent = own.proof(part, user)
    own.vote(part, 1, user, proof=sent)
    assert take_back(part, 1, user, now=own.NOW)
    with pytest.raises(errors.ProofSpent):
        own.vote(part, 1, user, proof=sent)


@pytest.mark.parametrize(
    ("now", "refusal"),
    [
        (own.OPENS - timedelta(microseconds=1), errors.VoteNotOpen),
        (own.CLOSES, errors.VoteClosed),
        (own.CLOSES + A_MOMENT, errors.VoteClosed),
    ],
)
def test_before_and_from_the_close_nobody_votes_or_changes(now: Any, refusal: type[Refusal]) -> None:
    part, user = own.vote_part(), own.voter()
    own.vote(part, 1, user)
    with pytest.raises(refusal):
        own.vote(part, 2, user, now=now)
    with pytest.raises(refusal):
        take_back(part, 1, user, now=now)
    assert Ballot.objects.filter(withdrawn_at__isnull=True).count() == 1


def test_the_first_and_the_last_moment_are_inside() -> None:
    part = own.vote_part()
    own.vote(part, 1, now=own.OPENS)
    own.vote(part, 1, now=own.CLOSES - timedelta(microseconds=1))
    assert Ballot.objects.count() == 2


def test_without_a_window_nobody_votes_and_a_snapshot_takes_no_votes() -> None:
    part = own.vote_part(opens=None, closes=None)
    with pytest.raises(errors.VoteNotOpen, match="chưa công bố thời gian"):
        own.vote(part, 1)


def test_a_part_counted_elsewhere_takes_no_votes() -> None:
    with pytest.raises(errors.VoteNotOpen):
        own.vote(own.outside_part(), 1)


def test_only_published_works_of_this_part() -> None:
    part = own.vote_part()
    account, entrant = works.person(part)
    waiting = works.submitted(part, account, entrant)
    with pytest.raises(errors.NotPublished):
        own.vote(part, waiting.number or 0)
    with pytest.raises(errors.NoVote):
        own.vote(part, 99)
    gone = part.entries.get(work__number=1).work
    with transaction.atomic():
        take_step(locked_work(gone.pk), "take_down", now=own.NOW, by=None, reason="Vi phạm")
    with pytest.raises(errors.NotPublished):
        own.vote(part, 1)


def test_a_work_of_another_contest_is_none_of_this() -> None:
    part = own.vote_part(publish=1)
    for _n in range(3):
        own.published(part)
    data = works.definition({**works.entries_part(), "vote": {"opens": own.OPENS, "closes": own.CLOSES}})
    other = define_contest(make.Plan.model_validate({**data, "slug": "cuoc-khac"}), now=own.BEFORE).contest
    with pytest.raises(errors.NoVote):
        own.vote(works.part_of(other), 4)


@pytest.mark.parametrize(
    ("who", "allowed"),
    [("anyone", {"bare", "named", "entrant"}), ("accounts", {"named", "entrant"}), ("entrants", {"entrant"})],
)
def test_who_may_vote(who: str, allowed: set[str]) -> None:
    part = own.vote_part(who=who)
    people = {
        "bare": make.User.objects.create_user("trong@vidu.example"),
        "named": own.voter(),
        "entrant": works.person(part, "Người Dự Thi")[0],
    }
    for name, user in people.items():
        if name in allowed:
            assert own.vote(part, 1, user).did == "cast"
        else:
            with pytest.raises(errors.NotAVoter):
                own.vote(part, 1, user)


def test_only_who_is_tied_to_the_sites_openid_provider_where_the_plan_says_so(settings: Any) -> None:
    part, user, other = own.vote_part(who="oidc"), own.voter(), own.voter()
    with pytest.raises(errors.NotAVoter, match="OpenID"):
        own.vote(part, 1, user)
    settings.OIDC = {"issuer": "https://dinhdanh.example", "title": "Định danh thử"}
    with pytest.raises(errors.NotAVoter, match="Định danh thử"):
        own.vote(part, 1, user)
    link_identity(user, "https://dinhdanh.example", "a-1", now=own.BEFORE)
    link_identity(other, "https://noi-khac.example", "a-1", now=own.BEFORE)
    assert own.vote(part, 1, user).did == "cast"
    with pytest.raises(ExternalTaken):
        link_identity(other, "https://dinhdanh.example", "a-1", now=own.NOW)
    with pytest.raises(errors.NotAVoter):
        own.vote(part, 1, other)


def test_only_staff_of_the_units_where_the_plan_says_so() -> None:
    part, user = own.vote_part(who="roster"), own.voter()
    with pytest.raises(errors.NotAVoter, match="danh sách cán bộ"):
        own.vote(part, 1, user)


def test_own_works_are_told_apart_and_may_be_barred() -> None:
    part = own.vote_part(publish=0)
    account, entrant = works.person(part, "Tác Giả")
    own.publish(works.submitted(part, account, entrant))
    assert own.vote(part, 1, account).ballot.own
    assert not own.vote(part, 1).ballot.own


def test_a_plan_may_bar_own_works() -> None:
    part = own.vote_part(publish=0, own=False)
    account, entrant = works.person(part, "Tác Giả")
    own.publish(works.submitted(part, account, entrant))
    with pytest.raises(errors.OwnWork):
        own.vote(part, 1, account)
    assert not Ballot.objects.exists()


def test_one_vote_moves_with_the_next_press() -> None:
    part, user = own.vote_part(per_person=1), own.voter()
    own.vote(part, 1, user)
    assert own.vote(part, 2, user).did == "move"
    own.counted()
    assert [row.counted for _pk, row in sorted(tallies(part).items())] == [0, 1]


def test_of_several_votes_one_is_named_to_be_moved() -> None:
    part, user = own.vote_part(publish=3, per_person=2), own.voter()
    own.vote(part, 1, user)
    own.vote(part, 2, user)
    with pytest.raises(errors.NoVotesLeft, match="hết 2 lượt"):
        own.vote(part, 3, user)
    assert own.vote(part, 3, user, instead_of=1).did == "move"
    assert {part.entries.get(pk=pk).work.number for pk in held_works(user, part, own.NOW)} == {2, 3}


def test_without_change_votes_stay() -> None:
    part, user = own.vote_part(per_person=1, change=False), own.voter()
    own.vote(part, 1, user)
    with pytest.raises(errors.NoVotesLeft):
        own.vote(part, 2, user)
    with pytest.raises(errors.NoChange):
        take_back(part, 1, user, now=own.NOW)


def test_taken_back_twice_is_taken_back_and_voting_again_counts_one() -> None:
    part, user = own.vote_part(), own.voter()
    own.vote(part, 1, user)
    assert take_back(part, 1, user, now=own.NOW)
    assert not take_back(part, 1, user, now=own.NOW)
    assert not take_back(part, 2, own.voter(), now=own.NOW)
    own.vote(part, 1, user)
    own.counted()
    assert [row.counted for row in tallies(part).values()] == [1]


def test_each_day_anew_at_midnight_of_vietnam() -> None:
    part, user = own.vote_part(per_person=1, period="day", change=False), own.voter()
    midnight = own.NOW.replace(hour=0) + timedelta(days=1)
    own.vote(part, 1, user, now=midnight - timedelta(microseconds=1))
    assert own.vote(part, 1, user, now=midnight).did == "cast"
    with pytest.raises(errors.NoVotesLeft, match="của hôm nay"):
        own.vote(part, 2, user, now=midnight + A_MOMENT)


def test_too_many_presses_of_an_account_wait() -> None:
    part, user = own.vote_part(), own.voter()
    for _n in range(PRESSES // 2):
        own.vote(part, 1, user)
        take_back(part, 1, user, now=own.NOW)
    with pytest.raises(errors.TooManyPresses, match="quá nhiều lần"):
        own.vote(part, 1, user)
    assert own.vote(part, 1, user, now=own.NOW + PER).did == "cast"


def test_a_network_is_generous_and_still_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hoithi.voting.operations.vote.PER_NETWORK", 3)
    part = own.vote_part()
    for _n in range(3):
        own.vote(part, 1, marks=Marks("", "office"))
    with pytest.raises(errors.TooManyPresses, match="Mạng bạn đang dùng"):
        own.vote(part, 1, marks=Marks("", "office"))
    assert own.vote(part, 1, marks=Marks("", "other")).did == "cast"
    assert own.vote(part, 1, marks=Marks("", "office"), now=own.NOW + PER).did == "cast"


def test_a_vote_set_aside_cannot_be_taken_back_and_cast_anew() -> None:
    part = own.vote_part(per_person=1)
    users = [own.voter() for _n in range(40)]
    for n, user in enumerate(users):
        own.vote(part, 1, user, now=own.NOW + n * A_MOMENT, marks=Marks("", "farm"))
    found = next(one for one in scan_votes(part, now=own.NOW + timedelta(hours=1)) if one.kind == "network")
    by = make.holder_of("organiser", part.contest)
    assert by is not None
    discount_votes(found, reason="Cùng một mạng", now=own.NOW + timedelta(hours=1), by=by)
    later = own.NOW + timedelta(hours=2)
    with pytest.raises(errors.SetAside):
        take_back(part, 1, users[0], now=later)
    with pytest.raises(errors.SetAside):
        own.vote(part, 2, users[0], now=later)
    assert own.vote(part, 1, users[0], now=later).did == "there"


def test_cards_are_one_per_person_and_part() -> None:
    part, user = own.vote_part(), own.voter()
    own.vote(part, 1, user)
    own.vote(part, 2, user)
    assert Card.objects.count() == 1
