from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.quiz.rules.marking import Marking, mark

KEYS = {"q1": {"a"}, "q2": {"a", "c"}, "q3": {"true"}}
PAPER = ["q1", "q2", "q3"]
PARTIAL = Marking(multiple="partial", penalty=Fraction(1, 4))


def test_everything_right():
    marked = mark(PAPER, {key: list(value) for key, value in KEYS.items()}, KEYS)
    assert (marked.correct, marked.questions, marked.all_correct, marked.score) == (3, 3, True, Fraction(3))


def test_unanswered_is_wrong_and_multiple_needs_the_exact_set():
    marked = mark(PAPER, {"q1": ["a"], "q2": ["a"]}, KEYS)
    assert marked.per_question == {"q1": True, "q2": False, "q3": False}
    assert (marked.correct, marked.all_correct, marked.score) == (1, False, Fraction(1))


@pytest.mark.parametrize(
    ("answers", "correct", "score"),
    [
        ({"q2": ["a"]}, 0, Fraction(1, 2)),
        ({"q2": ["a", "b"]}, 0, Fraction(-1, 4)),
        ({"q2": ["a", "b", "c"]}, 0, Fraction(1, 2)),
        ({"q2": ["b"]}, 0, Fraction(-1, 4)),
        ({"q1": ["b"]}, 0, Fraction(-1, 4)),
        ({"q1": []}, 0, Fraction(0)),
        ({}, 0, Fraction(0)),
    ],
)
def test_part_credit_and_penalty_by_setting(answers, correct, score):
    marked = mark(PAPER, answers, KEYS, PARTIAL)
    assert (marked.correct, marked.score) == (correct, score)


def test_two_options_for_a_single_choice_are_wrong():
    assert mark(["q1"], {"q1": ["a", "b"]}, KEYS).correct == 0


def test_an_empty_paper_is_not_all_correct():
    assert mark([], {}, KEYS).all_correct is False


def test_a_question_without_key_is_a_mistake_of_the_program():
    with pytest.raises(KeyError):
        mark(["q9"], {}, KEYS)


@given(st.dictionaries(st.sampled_from([*PAPER, "q8"]), st.sets(st.sampled_from("abc"))))
def test_without_settings_nothing_is_negative_and_score_is_the_count(answers):
    marked = mark(PAPER, answers, KEYS)
    assert marked.score == marked.correct == sum(marked.per_question.values())
    assert set(marked.per_question) == set(PAPER)
