"""The five units of the worked example, and strategies that make small fact tables full of ties."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from hoithi.contests.rules.facts import Row, Value
from hoithi.contests.rules.scales import MinMax, Rank
from hoithi.contests.rules.standing import Floor, Key, Standing
from hoithi.contests.rules.terms import Term

FIVE_UNITS = [
    Row("A", {"headcount": 50, "participants": 48, "all_correct": 20, "mean_s": 310}),
    Row("B", {"headcount": 400, "participants": 300, "all_correct": 60, "mean_s": 260}),
    Row("C", {"headcount": 12, "participants": 12, "all_correct": 9, "mean_s": 420}),
    Row("D", {"headcount": 80, "participants": 80, "all_correct": 20, "mean_s": 305}),
    Row("E", {"headcount": 30, "participants": 0, "all_correct": 0, "mean_s": None}),
]

values: st.SearchStrategy[Value] = st.one_of(
    st.integers(-3, 6), st.builds(Fraction, st.integers(-9, 9), st.integers(1, 4))
)
maybe = st.one_of(st.none(), values)


@st.composite
def tables(draw: st.DrawFn, min_size: int = 0, max_size: int = 9) -> list[Row]:
    size = draw(st.integers(min_size, max_size))
    subjects = draw(st.permutations([f"s{i}" for i in range(size)]))
    return [
        Row(subject, {"x": draw(maybe), "y": draw(maybe), "z": draw(values)}, draw(st.booleans()))
        for subject in subjects
    ]


directions = st.sampled_from(["high", "low"])


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    keys = tuple(Key(m, draw(directions)) for m in draw(st.lists(st.sampled_from("xyz"), max_size=3, unique=True)))
    scale = draw(st.sampled_from([Rank, MinMax]))
    weights = st.integers(1, 4)
    measures = draw(st.lists(st.sampled_from("xyz"), min_size=0 if keys else 1, max_size=3, unique=True))
    terms = tuple(Term(measure, scale(draw(directions)), draw(weights)) for measure in measures)
    floors = (Floor("z", 0),) if draw(st.booleans()) else ()
    return Standing(terms, keys, floors)
