"""The chi-square of the draw: right on known values, calm on a fair draw, loud on a crooked one."""

from __future__ import annotations

import random

import pytest

from hoithi.quiz.rules.fair_draw import chi_square_tail, measure_draw
from hoithi.quiz.rules.paper import Blueprint, Cell, QuestionRef, Section, paper_seed, prepare


@pytest.mark.parametrize(
    ("value", "freedom", "expected"),
    [(3.841459, 1, 0.05), (18.307038, 10, 0.05), (6.634897, 1, 0.01), (124.342113, 100, 0.05), (2.0, 2, 0.3678794)],
)
def test_the_tail_agrees_with_printed_tables(value: float, freedom: int, expected: float) -> None:
    assert chi_square_tail(value, freedom) == pytest.approx(expected, rel=1e-5)
    assert chi_square_tail(0, freedom) == 1


def drawn(papers: int) -> tuple[dict[str, tuple[str, str]], list[list[str]]]:
    """Papers as the product draws them: a named cell, an open one, two topics."""
    refs = [QuestionRef(f"q{n:03}", 1, "a" if n < 30 else "b", "easy", "single", ("a", "b")) for n in range(50)]
    blueprint = Blueprint((Section("1", (Cell("a", "easy", 4), Cell(None, None, 6))),))
    draw = prepare(blueprint, refs)
    found = [[line.id for line in draw.paper(paper_seed(bytes(32), "phan", f"HT-{n}", 1))] for n in range(papers)]
    return {ref.id: (ref.topic, ref.difficulty) for ref in refs}, found


def test_the_products_own_draw_is_even() -> None:
    bank, papers = drawn(800)
    test = measure_draw(bank, papers)
    assert (test.papers, test.freedom, test.verdict) == (800, 48, "even")
    assert sum(len(one.observed) * one.expected for one in test.classes) == 8000


def test_probabilities_of_fair_draws_are_spread_evenly() -> None:
    """A right test says "p < 5 %" in about one of twenty fair draws, not more and not never."""
    chance = random.Random(5)
    bank = {str(n): ("a", "easy") for n in range(12)}
    low = 0
    for _ in range(300):
        papers = [chance.sample(sorted(bank), 5) for _ in range(60)]
        low += measure_draw(bank, papers).probability < 0.05
    assert 5 <= low <= 28


def test_a_favoured_question_is_seen() -> None:
    bank, papers = drawn(800)
    crooked = [["q001", *[question for question in paper if question != "q001"][:9]] for paper in papers]
    assert measure_draw(bank, crooked).verdict == "alarm"


def test_too_few_papers_say_nothing_and_a_fixed_paper_has_no_draw() -> None:
    bank, papers = drawn(5)
    assert measure_draw(bank, papers).verdict == "too_few"
    assert measure_draw(bank, []).verdict == "too_few"
    whole = {"1": ("a", "easy"), "2": ("a", "easy")}
    assert measure_draw(whole, [["1", "2"], ["2", "1"]]).verdict == "fixed"
