"""Several presses at the same instant: exactly one vote, and counts that agree with the votes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from hoithi.core.errors import Refusal
from hoithi.voting.models import Ballot, Card
from hoithi.voting.operations.tally import fold_changes, recount, true_counts
from hoithi.voting.operations.vote import take_back
from hoithi.voting.queries.counts import tallies
from tests.voting import factories as own

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            barrier.wait(10)
            return call()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.fixture
def part() -> Any:
    return own.vote_part(publish=3, per_person=1)


def test_ten_presses_for_one_work_are_one_vote(part: Any) -> None:
    user = own.voter()
    done = at_once(*[lambda: own.vote(part, 1, user)] * 10)
    assert sorted(one.did for one in done) == ["cast"] + ["there"] * 9
    assert len({one.ballot.code for one in done}) == 1
    assert Ballot.objects.count() == Card.objects.count() == 1


def test_presses_for_three_works_leave_one(part: Any) -> None:
    user = own.voter()
    at_once(*[lambda number=number: own.vote(part, number, user) for number in (1, 2, 3, 1, 2, 3)])
    assert Ballot.objects.filter(withdrawn_at__isnull=True).count() == 1


def test_votes_changes_and_two_sequencers_agree_with_a_recount(part: Any) -> None:
    users = [own.voter() for _n in range(6)]

    def busy(user: Any) -> Callable[[], None]:
        def presses() -> None:
            for number in (1, 2, 3, 2):
                own.vote(part, number, user)
            take_back(part, 2, user, now=own.NOW)
            own.vote(part, 1, user)

        return presses

    def count() -> None:
        for _n in range(20):
            fold_changes(now=own.NOW)

    def check() -> None:
        for _n in range(5):
            assert recount(part, now=own.NOW) == {}

    at_once(*[busy(user) for user in users], count, count, check)
    own.counted()
    assert {pk: (row.cast, row.discounted) for pk, row in tallies(part).items() if row.cast} == true_counts(part)
    assert sum(row.counted for row in tallies(part).values()) == 6
