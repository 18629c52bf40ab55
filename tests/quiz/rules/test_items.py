"""Item analysis: published figures, hand-made tables, laws."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.quiz.rules.items import (
    SHOWN_FROM,
    Tally,
    correlation,
    figures,
    group_of,
    root,
    tail_cuts,
)
from tests.quiz.rules.lsat import PEOPLE

answer_tables = st.integers(2, 6).flatmap(
    lambda k: st.lists(st.lists(st.integers(0, 1), min_size=k, max_size=k), min_size=30, max_size=60)
)


def tallies(people: Sequence[Sequence[int]]) -> list[Tally]:
    """Everybody met every question; 1 is answered "a" (right), 0 "b"."""
    results: dict[Fraction, int] = {}
    for row in people:
        share = Fraction(sum(row), len(row))
        results[share] = results.get(share, 0) + 1
    cuts = tail_cuts(results)
    found = [Tally() for _ in people[0]]
    for row in people:
        group = group_of(Fraction(sum(row), len(row)), cuts)
        for tally, credit in zip(found, row, strict=True):
            tally.add(credit, sum(row), ["a" if credit else "b"], group)
    return found


def test_lsat_as_published() -> None:
    assert len(PEOPLE) == 1000
    found = [figures(tally, "ab", "a", unit=1, questions=5) for tally in tallies(PEOPLE)]
    assert [one.difficulty for one in found] == [Fraction(n, 1000) for n in (924, 709, 553, 763, 870)]
    rounded = [round(float(one.discrimination or 0), 3) for one in found]
    assert rounded == [0.113, 0.153, 0.173, 0.144, 0.122]


@given(answer_tables)
def test_correlation_is_the_standard_librarys(people: list[list[int]]) -> None:
    for at, tally in enumerate(tallies(people)):
        own, rest = [row[at] for row in people], [sum(row) - row[at] for row in people]
        if len(set(own)) == 1 or len(set(rest)) == 1:
            assert correlation(tally) is None
        else:
            assert float(correlation(tally) or 0) == pytest.approx(statistics.correlation(own, rest), abs=1e-6)


@given(answer_tables, st.randoms(use_true_random=False))
def test_figures_stay_in_their_bounds_and_order_means_nothing(people: list[list[int]], random: Random) -> None:
    first = [figures(tally, "ab", "a", unit=1, questions=len(people[0])) for tally in tallies(people)]
    random.shuffle(people)
    assert [figures(tally, "ab", "a", unit=1, questions=len(people[0])) for tally in tallies(people)] == first
    for one in first:
        assert one.difficulty is not None
        assert 0 <= one.difficulty <= 1
        assert one.discrimination is None or -1 <= one.discrimination <= 1
        assert one.tails is None or -1 <= one.tails <= 1
        assert sum(option.chosen for option in one.options) == one.n


def test_too_few_people_show_nothing_but_their_number() -> None:
    tally = Tally()
    for _ in range(SHOWN_FROM - 1):
        tally.add(1, 3, ["a"], "top")
    assert figures(tally, "ab", "a", unit=1, questions=5).difficulty is None
    tally.add(1, 3, ["a"], "top")
    assert figures(tally, "ab", "a", unit=1, questions=5).difficulty == 1


def crowd(*rows: tuple[int, str, str, int]) -> Tally:
    """(people, group, what they chose, their credit on the rest)."""
    tally = Tally()
    for people, group, chosen, rest in rows:
        credit = int(chosen == "a")
        for _ in range(people):
            tally.add(credit, rest + credit, [*chosen], group)  # type: ignore[arg-type]
    return tally


def test_a_wrong_option_the_best_prefer_asks_for_the_key() -> None:
    tally = crowd((20, "top", "b", 9), (7, "top", "a", 9), (20, "bottom", "a", 2), (7, "bottom", "c", 2))
    found = figures(tally, "abcd", "a", unit=1, questions=10)
    assert found.doubts == ("key", "negative", "dead")
    assert found.tails == Fraction(7, 27) - Fraction(20, 27)
    by_option = {row.option: row for row in found.options}
    assert (by_option["b"].top, by_option["b"].bottom) == (Fraction(20, 27), 0)
    assert (by_option["c"].chosen, by_option["d"].chosen) == (7, 0)


def test_a_good_question_has_nothing_against_it() -> None:
    tally = crowd((27, "top", "a", 9), (46, "middle", "a", 6), (9, "bottom", "b", 2), (9, "bottom", "c", 2))
    tally.add(0, 3, ["d"], "bottom")
    assert figures(tally, "abcd", "a", unit=1, questions=10).doubts == ()


@pytest.mark.parametrize(
    ("right", "wrong", "omitted", "doubts"),
    [(96, 4, 0, ("easy",)), (19, 81, 0, ("hard",)), (60, 29, 11, ("omitted",)), (60, 30, 10, ())],
)
def test_hard_easy_omitted_at_their_borders(right: int, wrong: int, omitted: int, doubts: tuple[str, ...]) -> None:
    tally = Tally()
    for count, chosen, rest in ((right, "a", 5), (wrong, "b", 3), (omitted, "", 2)):
        for _ in range(count):
            tally.add(int(chosen == "a"), rest + (chosen == "a"), [*chosen], "middle")
    assert figures(tally, "ab", "a", unit=1, questions=10).doubts == doubts


def test_credit_in_parts_is_exact() -> None:
    """Thirds: half the people earn 1/3, half 1; unit = 3."""
    tally = Tally()
    for credit in (1, 3) * 20:
        tally.add(credit, credit + 6, ["a", "c"], "middle")
    assert figures(tally, "abc", "ac", unit=3, questions=3).difficulty == Fraction(2, 3)


def test_tails_take_everybody_at_the_border() -> None:
    results = {Fraction(n, 10): 10 for n in range(1, 11)}
    assert tail_cuts(results) == (Fraction(8, 10), Fraction(3, 10))  # 27 of 100: the third ten is reached
    assert tail_cuts({Fraction(1, 2): 50}) is None
    assert tail_cuts({}) is None
    assert group_of(Fraction(8, 10), (Fraction(8, 10), Fraction(3, 10))) == "top"
    assert group_of(Fraction(3, 10), (Fraction(8, 10), Fraction(3, 10))) == "bottom"
    assert group_of(Fraction(1), None) == "middle"


def test_root_is_rounded_to_the_nearest() -> None:
    assert root(Fraction(2)) == Fraction(1_414_214, 10**6)
    assert root(Fraction(1, 4)) == Fraction(1, 2)
    assert root(Fraction(0)) == 0


def test_a_tally_survives_being_kept() -> None:
    tally = crowd((3, "top", "a", 2), (2, "bottom", "b", 1))
    assert Tally(**tally.as_json()) == tally
