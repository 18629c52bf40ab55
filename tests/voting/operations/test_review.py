"""Findings, discounts and their reversal; the seal knows; the public record says how many and why."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hoithi.contests.models import Part
from hoithi.contests.registry import registry
from hoithi.people.models import User
from hoithi.voting import errors
from hoithi.voting.marks import Marks
from hoithi.voting.models import Ballot, Suspicion, Tally
from hoithi.voting.operations.review import clear_suspicion, discount_votes, reverse_discount
from hoithi.voting.operations.scan import ask_scan, purge_marks, scan_due, scan_votes
from hoithi.voting.operations.tally import recount
from hoithi.voting.queries.counts import tallies
from hoithi.voting.queries.evidence import ballots_of, pictures_of
from hoithi.voting.queries.record import votes_file, votes_record
from hoithi.voting.rules.counting import Vote, leaf
from tests.contests import factories as make
from tests.voting import factories as own

pytestmark = pytest.mark.django_db
LATER = own.NOW + timedelta(hours=2)


def attacked(many: int = 30) -> tuple[Part, Suspicion]:
    """A vote with honest people and a flood for the first work from one network."""
    part = own.vote_part()
    for n in range(4):
        own.vote(part, 2, now=own.NOW - timedelta(hours=n), marks=Marks(f"d{n}", f"n{n}"))
        own.vote(part, 1, now=own.NOW - timedelta(hours=n + 1), marks=Marks(f"e{n}", f"m{n}"))
    for n in range(many):
        own.vote(part, 1, now=own.NOW + timedelta(seconds=n), marks=Marks(f"x{n}", "farm"))
    scan_votes(part, now=LATER)
    return part, Suspicion.objects.get(part=part, kind="network")


def reviewer(part: Part) -> User:
    found = make.holder_of("organiser", part.contest)
    assert found is not None
    return found


def counts(part: Part) -> list[tuple[int, int]]:
    own.counted(LATER)
    return [(row.counted, row.discounted) for _pk, row in sorted(tallies(part).items())]


def test_a_flood_is_found_and_changes_nothing_by_itself() -> None:
    part, found = attacked()
    assert (found.count, found.mark, found.state) == (30, "farm", "open")
    assert found.one_in > 1_000_000
    assert counts(part) == [(34, 0), (4, 0)]
    again = scan_votes(part, now=LATER)
    assert again == []


def test_the_pictures_are_of_its_votes() -> None:
    _part, found = attacked()
    pictures = pictures_of(found)
    assert (pictures.votes, pictures.counting, pictures.people) == (30, 30, 30)
    assert (pictures.networks_n, pictures.devices_n, pictures.networks) == (1, 30, [("Mạng 1", 30, 30)])
    assert sum(column.value for column in pictures.hours if column.kind == "now") >= 30


def test_discounted_votes_leave_the_count_and_come_back() -> None:
    part, found = attacked()
    by = reviewer(part)
    discount = discount_votes(found, reason="Một mạng, một phút", now=LATER, by=by)
    assert (discount.no, discount.count) == (1, 30)
    assert counts(part) == [(4, 30), (4, 0)]
    assert recount(part, now=LATER) == {}
    assert registry.decided_since(part.contest, own.NOW)
    with pytest.raises(errors.AlreadyDecided):
        clear_suspicion(found, reason="x", now=LATER, by=by)
    reversed_one = reverse_discount(discount, reason="Là một cuộc họp", now=LATER + timedelta(hours=1), by=by)
    assert reversed_one.reversed_at is not None
    assert counts(part) == [(34, 0), (4, 0)]
    reverse_discount(discount, reason="Lần nữa", now=LATER + timedelta(hours=2), by=by)
    assert counts(part) == [(34, 0), (4, 0)]
    found.refresh_from_db()
    assert found.state == "open"


def test_a_decision_needs_a_reason_and_votes_that_count() -> None:
    part, found = attacked()
    by = reviewer(part)
    for decide in (discount_votes, clear_suspicion):
        with pytest.raises(errors.ReasonMissing):
            decide(found, reason="  ", now=LATER, by=by)
    Ballot.objects.filter(network="farm").update(withdrawn_at=own.NOW)
    with pytest.raises(errors.NothingToDiscount):
        discount_votes(found, reason="Muộn", now=LATER, by=by)
    found.refresh_from_db()
    assert found.state == "open"


def test_cleared_stays_cleared_when_the_detector_looks_again() -> None:
    part, found = attacked()
    clear_suspicion(found, reason="Cuộc họp toàn xã", now=LATER, by=reviewer(part))
    scan_votes(part, now=LATER + timedelta(hours=1))
    found.refresh_from_db()
    assert found.state == "cleared"
    assert counts(part)[0] == (34, 0)


def test_a_recount_mends_what_is_wrong_and_says_where() -> None:
    part, _found = attacked()
    own.counted(LATER)
    Tally.objects.filter(entry__work__number=1).update(cast=99)
    assert recount(part, now=LATER) == {1: (99, 34)}
    assert counts(part) == [(34, 0), (4, 0)]
    assert recount(part, now=LATER) == {}


def test_the_record_is_recomputed_from_the_list_and_a_voter_finds_their_vote() -> None:
    part, found = attacked()
    discount_votes(found, reason="Một mạng, một phút", now=LATER, by=reviewer(part))
    told = votes_record(part, lambda pk: f"video/{pk}")
    works = told["works"].items()
    assert {n: (len(one["counted"]), len(one["discounted"])) for n, one in works} == {"1": (4, 30), "2": (4, 0)}
    assert [one["set_aside"] for _n, one in works] == [{"1": 30}, {}]
    assert told["discounts"][0]["reason"] == "Một mạng, một phút"
    text = votes_file(part).decode()
    assert told["root"] in text
    honest = Ballot.objects.filter(entry__work__number=2).first()
    assert honest is not None
    assert leaf(Vote(honest.code, "2", True)).hex() in text
    gone = Ballot.objects.filter(network="farm").first()
    assert gone is not None
    assert leaf(Vote(gone.code, "1", False)).hex() in text
    assert honest.code not in text


def test_the_sequencer_looks_when_asked_every_ten_minutes_and_after_the_close() -> None:
    part, _found = attacked()
    Suspicion.objects.all().delete()
    assert scan_due(LATER + timedelta(minutes=9)) == 0
    assert scan_due(LATER + timedelta(minutes=10)) == 1
    ask_scan(part, now=LATER + timedelta(minutes=11), by=reviewer(part))
    assert scan_due(LATER + timedelta(minutes=12)) == 1
    assert scan_due(own.CLOSES + timedelta(minutes=2)) == 1
    assert scan_due(own.CLOSES + timedelta(minutes=40)) == 0


def test_marks_are_blanked_when_their_time_is_over_and_counts_stay() -> None:
    part, found = attacked()
    keep = timedelta(days=30)
    assert purge_marks(now=own.CLOSES + keep, keep=keep) == 0
    before = counts(part)
    assert purge_marks(now=own.CLOSES + keep + timedelta(seconds=1), keep=keep) == 38
    assert not Ballot.objects.exclude(network="", device="").exists()
    found.refresh_from_db()
    assert found.mark == ""
    assert not ballots_of(found).exists()
    assert counts(part) == before
