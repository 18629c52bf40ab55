"""Assignments: everybody gets what they may, nobody more than needed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from hoithi.judging.rules.assignment import assign, queue_order

SEED = bytes(32)


@given(st.integers(1, 40), st.integers(1, 8), st.integers(1, 8))
def test_without_conflicts_loads_differ_by_one_at_most(works, jurors, per_work):
    names, panel = [f"w{n}" for n in range(works)], [f"j{n}" for n in range(jurors)]
    found = assign(names, panel, per_work, conflicts={}, seed=SEED)
    loads = [found.load(juror) for juror in panel]
    assert max(loads) - min(loads) <= 1
    assert {len(given) for given in found.jurors.values()} == {min(per_work, jurors)}
    assert bool(found.short) is (per_work > jurors)


@st.composite
def panels(draw):
    works = [f"w{n}" for n in range(draw(st.integers(1, 9)))]
    jurors = [f"j{n}" for n in range(draw(st.integers(1, 5)))]
    conflicts = {work: draw(st.sets(st.sampled_from(jurors))) for work in works}
    return works, jurors, conflicts, draw(st.integers(1, 4))


@settings(max_examples=200)
@given(panels())
def test_conflicts_hold_and_nobody_is_short_without_need(panel):
    works, jurors, conflicts, per_work = panel
    found = assign(works, jurors, per_work, conflicts=conflicts, seed=SEED)
    for work in works:
        assert found.jurors[work].isdisjoint(conflicts[work])
        free = len(jurors) - len(conflicts[work])
        assert len(found.jurors[work]) == min(per_work, free)
        assert found.short.get(work, 0) == max(0, per_work - free)


@settings(max_examples=200)
@given(panels())
def test_no_single_move_makes_it_more_even(panel):
    works, jurors, conflicts, per_work = panel
    found = assign(works, jurors, per_work, conflicts=conflicts, seed=SEED)
    for work, given_jurors in found.jurors.items():
        for giver in given_jurors:
            for taker in set(jurors) - given_jurors - conflicts[work]:
                assert found.load(giver) - found.load(taker) < 2


def test_a_chain_of_moves_is_found():
    """z may mark only w2, y only w1 and w2: x gives w1 to y and y gives w2 to z, or x would have to mark three."""
    conflicts = {"w0": ["y", "z"], "w1": ["z"], "w2": ["x"]}
    found = assign(["w0", "w1", "w2"], ["x", "y", "z"], 1, conflicts=conflicts, seed=SEED)
    assert {work: set(given) for work, given in found.jurors.items()} == {"w0": {"x"}, "w1": {"y"}, "w2": {"z"}}


@given(panels(), st.randoms(use_true_random=False))
def test_sheets_begun_stay_where_they_are(panel, random):
    works, jurors, conflicts, per_work = panel
    first = assign(works, jurors, per_work, conflicts=conflicts, seed=SEED)
    kept = {work: random.sample(sorted(given), min(1, len(given))) for work, given in first.jurors.items()}
    again = assign(works, [*jurors, "new"], per_work, conflicts=conflicts, seed=bytes(31) + b"\x01", kept=kept)
    for work, held in kept.items():
        assert set(held) <= again.jurors[work]


def test_without_a_number_everybody_marks_everything_they_may():
    found = assign(["a", "b"], ["x", "y"], None, conflicts={"a": ["x"]}, seed=SEED)
    assert found.jurors == {"a": frozenset("y"), "b": frozenset("xy")}


def test_the_same_input_gives_the_same_result_whatever_its_order():
    works, jurors = [f"w{n}" for n in range(12)], ["a", "b", "c", "d"]
    one = assign(works, jurors, 2, conflicts={}, seed=SEED)
    assert one == assign(works, jurors, 2, conflicts={}, seed=SEED)
    assert assign(works[::-1], jurors, 2, conflicts={}, seed=SEED).jurors == one.jurors


@given(st.integers(2, 30))
def test_every_juror_meets_works_in_an_order_of_their_own(count):
    works = [f"w{n}" for n in range(count)]
    mine = queue_order(works, "x", seed=SEED)
    assert sorted(mine) == sorted(works)
    assert mine == queue_order(works[::-1], "x", seed=SEED)
    if count > 12:
        assert mine != queue_order(works, "y", seed=SEED)
