"""Questions are given out evenly, and nobody gets their own."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from hoithi.quiz.rules.review import assign

people = st.frozensets(st.integers(1, 5), max_size=5)


@given(st.dictionaries(st.integers(1, 60), people, max_size=40), people)
def test_nobody_gets_their_own_and_only_the_impossible_is_left(
    questions: dict[int, frozenset[int]], who: set[int]
) -> None:
    given_out, nobody = assign(questions, who)
    assert all(reviewer in who and reviewer not in questions[pk] for pk, reviewer in given_out.items())
    assert set(nobody) == {pk for pk, own in questions.items() if not set(who) - own}
    assert set(given_out) | set(nobody) == set(questions)


@given(st.integers(0, 50), st.frozensets(st.integers(1, 9), min_size=1))
def test_loads_differ_by_one_at_most(questions: int, who: frozenset[int]) -> None:
    given_out, _nobody = assign(dict.fromkeys(range(questions), ()), who)
    counts = Counter(given_out.values())
    loads = [counts[reviewer] for reviewer in who]
    assert max(loads) - min(loads) <= 1


def test_who_has_much_already_gets_less() -> None:
    given_out, _nobody = assign({1: (), 2: (), 3: ()}, [7, 8], {7: 2})
    assert Counter(given_out.values()) == {8: 2, 7: 1}


def test_the_question_fewest_may_review_comes_first() -> None:
    assert assign({1: (), 2: (8,)}, [7, 8]) == ({2: 7, 1: 8}, [])
