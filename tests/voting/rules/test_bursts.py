"""Detectors: what is normal stays silent, what is made is found, and names of networks mean nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from hoithi.core.clock import VIETNAM
from hoithi.voting.rules.bursts import Vote, find

START = datetime(2024, 7, 5, 8, tzinfo=VIETNAM)


def crowd(random: Random, works: int = 5, people: int = 300, days: int = 5) -> list[Vote]:
    """People of many networks over some days, more of them in the evening, a third with new accounts."""
    votes = []
    for key in range(people):
        hour = random.choices(range(24), [1] * 6 + [4] * 12 + [8] * 6)[0]
        at = START.replace(hour=0) + timedelta(days=random.randrange(days), hours=hour, seconds=random.randrange(3600))
        age = random.choice([60, 10**6, 10**7])
        votes.append(Vote(key, random.randrange(works), key, at, f"n{random.randrange(90)}", f"d{key}", "", age))
    return votes


def made(votes: list[Vote], many: int, seconds: int, **fields: object) -> list[Vote]:
    keys = count(10_000)
    first = START + timedelta(days=2, hours=3)
    step = timedelta(seconds=seconds / many)
    values = {"work": 1, "network": "office", "device": "", "unit": "", "account_age_s": 10**7} | fields
    return [*votes, *(Vote(key=(k := next(keys)), person=k, at=first + n * step, **values) for n in range(many))]  # type: ignore[arg-type]


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_an_ordinary_vote_is_silent(seed: int) -> None:
    assert find(crowd(Random(seed))) == []


@given(st.integers(0, 10**6), st.integers(20, 60))
@settings(max_examples=20, deadline=None)
def test_an_office_behind_one_address_over_its_day_is_normal(seed: int, people: int) -> None:
    votes = made(crowd(Random(seed)), people, 8 * 3600)
    assert not [one for one in find(votes) if one.kind in ("network", "device", "accounts", "unit")]


@given(st.integers(0, 10**6), st.integers(40, 120))
@settings(max_examples=20, deadline=None)
def test_a_flood_from_one_network_is_found_with_exactly_its_votes(seed: int, people: int) -> None:
    votes = made(crowd(Random(seed)), people, 120, network="farm")
    found = [one for one in find(votes) if one.kind == "network"]
    assert [(one.work, one.mark) for one in found] == [(1, "farm")]
    assert set(found[0].votes) >= {vote.key for vote in votes if vote.network == "farm" and vote.key >= 10_000}


def test_a_flood_from_everywhere_is_found_by_its_hour() -> None:
    votes = made(crowd(Random(1)), 150, 1800)
    votes = [vote._replace(network=f"x{vote.key}") if vote.network == "office" else vote for vote in votes]
    assert "hour" in {one.kind for one in find(votes)}
    assert all(one.work == 1 for one in find(votes))


def test_an_hour_in_which_everybody_votes_is_normal() -> None:
    votes = crowd(Random(2))
    for work in range(5):
        votes += [vote._replace(key=vote.key + 1000 * work, work=work) for vote in made([], 40, 3000)]
    votes = [vote._replace(network=f"x{vote.key}", person=vote.key) for vote in votes]
    assert not [one for one in find(votes) if one.kind == "hour"]


def test_one_device_for_many_people_is_found_and_a_family_is_not() -> None:
    votes = made(crowd(Random(3)), 25, 8 * 3600, device="one")
    assert [one.mark for one in find(votes) if one.kind == "device"] == ["one"]
    family = made(crowd(Random(3)), 5, 3600, device="home")
    assert not [one for one in find(family) if one.kind == "device"]


def test_a_crowd_of_new_accounts_is_found_where_others_are_older() -> None:
    votes = made(crowd(Random(4)), 40, 3000, account_age_s=30)
    votes = [vote._replace(network=f"x{vote.key}") for vote in votes]
    kinds = [one.kind for one in find(votes)]
    assert "accounts" in kinds
    everybody = [vote._replace(account_age_s=30) for vote in votes]
    assert "accounts" not in [one.kind for one in find(everybody)]


def test_a_unit_that_votes_in_minutes_is_shown_by_its_unit() -> None:
    votes = made(crowd(Random(5)), 60, 100, network="", unit="7")
    votes = [vote._replace(network=f"x{vote.key}") if vote.unit else vote for vote in votes]
    assert [(one.kind, one.mark) for one in find(votes) if one.kind == "unit"] == [("unit", "7")]


@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_order_and_names_mean_nothing(seed: int, random: Random) -> None:
    votes = made(crowd(Random(seed)), 60, 100, network="farm")
    other = [vote._replace(network=vote.network and "q" + vote.network) for vote in votes]
    random.shuffle(other)
    before = {(one.kind, one.work, one.votes, one.p) for one in find(votes)}
    assert before == {(one.kind, one.work, one.votes, one.p) for one in find(other)}


def test_nothing_is_found_in_nothing() -> None:
    assert find([]) == []
    assert find([Vote(1, 1, 1, START)]) == []
