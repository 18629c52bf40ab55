"""KR-20 and its form for papers drawn for each person: published figures, slow definitions, laws."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hoithi.quiz.rules.items import Tally
from hoithi.quiz.rules.reliability import PaperSums, Reliability, is_same_paper, joined, nested, same_paper
from tests.quiz.rules.lsat import PEOPLE
from tests.quiz.rules.test_items import answer_tables, tallies


def sums_of(people: Sequence[Sequence[int]]) -> PaperSums:
    found = PaperSums()
    for row in people:
        found.add([row])
    return found


def kr20(people: Sequence[Sequence[int]]) -> Fraction:
    """k/(k−1) · (1 − Σpq/σ²), as Kuder and Richardson wrote it, over everybody at once."""
    n, k = len(people), len(people[0])
    totals = [sum(row) for row in people]
    variance = Fraction(sum(t * t for t in totals), n) - Fraction(sum(totals), n) ** 2
    shares = [Fraction(sum(row[at] for row in people), n) for at in range(k)]
    return Fraction(k, k - 1) * (1 - sum((p * (1 - p) for p in shares), Fraction(0)) / variance)


def anova(people: Sequence[Sequence[int]]) -> Fraction:
    """1 − MS(questions within persons)/MS(persons), every mean square from its definition."""
    n, k = len(people), len(people[0])
    means = [Fraction(sum(row), k) for row in people]
    grand = sum(means, Fraction(0)) / n
    between = k * sum(((m - grand) ** 2 for m in means), Fraction(0)) / (n - 1)
    within = sum(((x - m) ** 2 for row, m in zip(people, means, strict=True) for x in row), Fraction(0)) / (n * (k - 1))
    return 1 - within / between


def test_lsat_as_published() -> None:
    found = same_paper(tallies(PEOPLE), sums_of(PEOPLE), unit=1)
    assert found is not None
    assert (found.method, round(float(found.value), 3), found.level) == ("kr20", 0.295, "none")
    assert found.low < found.value < found.high
    assert [round(float(end), 2) for end in (found.low, found.high)] == [0.22, 0.36]


def test_kr21_by_hand() -> None:
    """Thirty people, ten questions, mean 5, variance 10/3·… : k/(k−1)·(1 − M(k−M)/(kσ²)) with σ² over n − 1 as here."""
    people = [[1] * n + [0] * (10 - n) for n in (2, 5, 8) * 10]
    found = nested(sums_of(people), unit=1, questions=10)
    assert found is not None
    # results 2, 5, 8: sample variance 180/29; within: mean of (16 + 25 + 16)/9 per person = 57/27
    assert found.value == 1 - Fraction(57, 27) / Fraction(180, 29)
    assert found.error == Fraction(1_452_966, 10**6)  # √(57/27)
    assert found.level == "low"


@given(answer_tables)
def test_they_are_what_their_definitions_say(people: list[list[int]]) -> None:
    assume(len({sum(row) for row in people}) > 1)
    crossed, own = same_paper(tallies(people), sums_of(people), unit=1), None
    own = nested(sums_of(people), unit=1, questions=len(people[0]))
    assert crossed is not None
    assert own is not None
    assert crossed.value == kr20(people)
    assert own.value == anova(people)


@given(answer_tables, st.randoms(use_true_random=False))
def test_laws(people: list[list[int]], random: Random) -> None:
    """At most 1; the nested form is never above KR-20 by more than its n/(n−1); order means nothing."""
    assume(len({sum(row) for row in people}) > 1)
    k = len(people[0])

    def both() -> tuple[Reliability | None, Reliability | None]:
        return same_paper(tallies(people), sums_of(people), unit=1), nested(sums_of(people), unit=1, questions=k)

    before = both()
    random.shuffle(people)
    assert both() == before
    for one in before:
        assert one is not None
        assert one.low <= one.value <= one.high <= 1
        assert one.error >= 0
    assert before[0] is not None
    assert before[1] is not None
    n = len(people)
    assert before[1].value <= 1 - (1 - before[0].value) * Fraction(n - 1, n)  # KR-21 ≤ KR-20


def test_papers_drawn_at_random_recover_what_is_true() -> None:
    """Ability a, each answer right with chance a: ρ = var(k·a)/(var(k·a) + mean k·a(1−a)), known beforehand."""
    random, people = Random(7), []
    for _ in range(20_000):
        ability = random.choice([0.3, 0.5, 0.7, 0.9])
        people.append([int(random.random() < ability) for _ in range(20)])
    true = 400 * 0.05 / (400 * 0.05 + 20 * (0.21 + 0.25 + 0.21 + 0.09) / 4)
    found = nested(sums_of(people), unit=1, questions=20)
    assert found is not None
    assert float(found.value) == pytest.approx(true, abs=0.01)
    assert found.low < Fraction(str(round(true, 4))) < found.high


def test_strata_leave_out_the_differences_between_cells() -> None:
    """Everybody has the easy half right, and the hard half by ability: as one heap that spread is taken for error."""
    strata = [([1] * 5, [1] * n + [0] * (5 - n)) for n in (1, 3, 5) * 20]
    apart, heap = PaperSums(), PaperSums()
    for easy, hard in strata:
        apart.add([easy, hard])
        heap.add([[*easy, *hard]])
    one, other = nested(apart, unit=1, questions=10), nested(heap, unit=1, questions=10)
    assert one is not None
    assert other is not None
    assert one.value > other.value


def test_single_questions_of_cells_go_together() -> None:
    assert joined({0: [1, 0], 1: [1], 2: [0]}) == [[1, 0], [1, 0]]
    assert joined({0: [1, 0, 1], 1: [1]}) == [[1, 0, 1, 1]]
    assert joined({0: [1]}) == [[1]]


@pytest.mark.parametrize("people", [[[1, 0]] * 29, [[1, 0]] * 40, [[1]] * 20 + [[0]] * 20], ids=["few", "equal", "one"])
def test_no_figure_where_none_can_be_had(people: list[list[int]]) -> None:
    assert nested(sums_of(people), unit=1, questions=len(people[0])) is None
    assert same_paper(tallies(people), sums_of(people), unit=1) is None


def test_same_paper_is_seen_from_who_met_what() -> None:
    people = [[1, 0]] * 20 + [[1, 1]] * 20
    assert is_same_paper(tallies(people), sums_of(people), 2)
    other = [*tallies(people), Tally(n=3)]
    assert not is_same_paper(other, sums_of(people), 2)


def test_sums_survive_being_kept() -> None:
    sums = sums_of([[1, 0], [1, 1]])
    assert PaperSums.of_json(sums.as_json()) == sums
