"""The smaller rules: discoveries, speed, devices, steps, nearness, browsers."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.integrity.rules.agent import family, network
from hoithi.integrity.rules.clusters import clusters
from hoithi.integrity.rules.devices import Use, shared_devices
from hoithi.integrity.rules.discovery import at_least, discoveries, one_in
from hoithi.integrity.rules.findings import by_chance
from hoithi.integrity.rules.nearness import Seen, near_pairs
from hoithi.integrity.rules.speed import Sitting, floor_ms, syllables, too_fast
from hoithi.integrity.rules.timing import LEAST, Rhythm, in_step, single

START = datetime(2024, 6, 10, 2, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@given(st.lists(st.floats(0, 1), max_size=9), st.integers(0, 10))
def test_the_tail_is_exact(chances: list[float], count: int) -> None:
    expected = sum(
        math.prod(p if hit else 1 - p for p, hit in zip(chances, outcome, strict=True))
        for outcome in product((0, 1), repeat=len(chances))
        if sum(outcome) >= count
    )
    assert at_least(chances, count) == pytest.approx(expected, abs=1e-12)


def test_a_tiny_tail_stays_tiny() -> None:
    assert at_least([0.01] * 20, 15) == pytest.approx(math.comb(20, 15) * 1e-30, rel=0.1)


@given(st.dictionaries(st.integers(), st.floats(0, 1), max_size=30), st.integers(0, 50))
def test_step_up_keeps_the_smallest_and_more_tests_find_less(p_values: dict[int, float], more: int) -> None:
    tests = len(p_values)
    found = discoveries(p_values, tests=tests, rate=0.05)
    if found:
        worst = max(p_values[key] for key in found)
        assert worst <= 0.05 * len(found) / tests
        assert all(key in found for key, p in p_values.items() if p < worst)
    assert discoveries(p_values, tests=tests + more, rate=0.05) <= found


def test_the_worked_example_of_the_paper() -> None:
    """Benjamini and Hochberg 1995, section 4.1: fifteen p-values, rate 0.05, four discoveries."""
    values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    values += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert discoveries(dict(enumerate(values)), tests=15, rate=0.05) == {0, 1, 2, 3}


def test_more_values_than_tests_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="fewer tests"):
        discoveries({1: 0.1, 2: 0.1}, tests=1, rate=0.05)


@pytest.mark.parametrize(("p", "said"), [(1, 1), (0.5, 2), (1.3e-7, 7_000_000), (0, 10**15), (1e-40, 10**15)])
def test_small_probabilities_are_read_as_one_in(p: float, said: int) -> None:
    assert one_in(p) == said


def test_strength_of_chance() -> None:
    assert [by_chance(p, 2) for p in (1e-3, 1e-7, 1e-10)] == [1, 2, 3]
    assert by_chance(1e-3, 3) == 2


def hall_of_speeds(seed: int, count: int = 400) -> dict[int, Sitting]:
    """Log-normal times around twenty seconds a question, better people a little faster."""
    random = Random(seed)
    found = {}
    for number in range(count):
        right = sum(random.random() < 0.7 for _ in range(20))
        seconds = 20 * math.exp(random.gauss(-0.02 * (right - 14), 0.45))
        found[number] = Sitting(int(seconds * 20_000), right, 20, 900)
    return found


@pytest.mark.parametrize("seed", range(10))
def test_honest_speeds_are_not_named_and_a_dash_is(seed: int) -> None:
    sittings = hall_of_speeds(seed)
    assert too_fast(sittings) == {}
    sittings[900] = Sitting(15_000, 20, 20, 900)  # twenty questions read and right in fifteen seconds
    sittings[901] = Sitting(15_000, 3, 20, 900)  # pressed through at random: haste without gain
    assert {key: one.reason for key, one in too_fast(sittings).items()} == {900: "floor"}
    sittings[902] = Sitting(floor_ms(sittings[900]) + 5_000, 20, 20, 900)
    assert too_fast(sittings)[902].reason == "outlier"


def test_few_attempts_are_judged_by_the_floor_alone() -> None:
    rows = {n: Sitting(60_000, 5, 5, 100) for n in range(5)} | {9: Sitting(8_000, 5, 5, 100)}
    assert too_fast(rows) == {}
    assert too_fast({}) == {}
    assert set(too_fast({1: Sitting(5_000, 5, 5, 100), 2: Sitting(60_000, 5, 5, 100)})) == {1}
    assert syllables("Cải cách hành chính", "là gì?") == 6


def use(device: str, person: int, start: int, end: int) -> Use:
    return Use(device, person, person * 10 + start, START + start * SECOND, START + end * SECOND)


def test_one_after_the_other_is_a_family_and_at_once_is_not() -> None:
    assert shared_devices([use("x", 1, 0, 60), use("x", 2, 60, 120), use("", 3, 0, 9), use("", 4, 0, 9)]) == []
    (found,) = shared_devices([use("x", 1, 0, 60), use("x", 2, 59, 120)])
    assert (found.people, found.overlapping, found.strength) == (2, 1, 3)
    (found,) = shared_devices([use("x", n, n * 100, n * 100 + 60) for n in range(3)])
    assert (found.people, found.overlapping, found.strength) == (3, 0, 1)
    assert shared_devices([use("x", 1, 0, 60), use("x", 1, 30, 90)]) == []


def rhythm(moments: dict[int, float], seconds: int = 600) -> Rhythm:
    return Rhythm(START, START + seconds * SECOND, {item: START + at * SECOND for item, at in moments.items()})


def test_answers_in_step_are_improbable_and_unrelated_ones_are_not() -> None:
    random = Random(5)
    alone = rhythm({item: random.uniform(0, 600) for item in range(20)})
    other = rhythm({item: random.uniform(0, 600) for item in range(20)})
    assert in_step(alone, other).p == 1.0
    copy = Rhythm(alone.start, alone.end, {item: at + SECOND for item, at in alone.moments.items()})
    close = in_step(alone, copy)
    assert close.together == 20
    assert close.p < 1e-12
    few = Rhythm(START, alone.end, {item: alone.moments[item] for item in range(LEAST - 1)})
    assert in_step(alone, few).p == 1.0


def test_a_batch_says_nothing_of_when_answers_were_given() -> None:
    at = START.replace(microsecond=0)
    assert single({1: at, 2: at + SECOND / 10, 3: at + 5 * SECOND}) == {3: at + 5 * SECOND}


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=20))
def test_clusters_are_disjoint_and_hold_every_pair(pairs: list[tuple[int, int]]) -> None:
    found = clusters(pairs)
    members = [one for group in found for one in group]
    assert len(members) == len(set(members))
    for a, b in pairs:
        assert any(a in group and b in group for group in found)


def test_near_is_same_device_or_same_place_and_hour() -> None:
    def seen(number: int, minutes: int, **shared: str) -> Seen:
        start = START + timedelta(minutes=minutes)
        return Seen(number, number, start, start + timedelta(minutes=5), **shared)

    rows = [
        seen(1, 0, network="n", unit="u"),
        seen(2, 10, network="n"),
        seen(3, 60, unit="u"),
        seen(4, 900, device="d"),
    ]
    assert near_pairs([*rows, seen(5, 0, device="d")]) == {(1, 2), (4, 5)}
    assert near_pairs([seen(1, 0, unit="u"), seen(2, 0, unit="v"), seen(3, 0)]) == set()


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (
            "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 Zalo/23",
            "Zalo/Android",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) AppleWebKit/605 Version/17.0 Safari/604.1", "Safari/iOS"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/119.0 Safari/537.36 Edg/119", "Edge/Windows"),
        ("curl/8", "khác/khác"),
        ("", "khác/khác"),
    ],
)
def test_browsers_are_families(agent: str, said: str) -> None:
    assert family(agent) == said


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.77", "203.0.113"),
        ("2001:db8:abcd:12ff::1", "2001:0db8:abcd:12"),
        ("::1", "0000:0000:0000:00"),
        ("", ""),
        ("unix", ""),
        ("1:2", ""),
    ],
)
def test_only_the_first_part_of_an_address_is_kept(address: str, kept: str) -> None:
    assert network(address) == kept
