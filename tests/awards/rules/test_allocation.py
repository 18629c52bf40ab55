from __future__ import annotations

import random as randomness
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.awards.rules.allocation import allocate
from hoithi.awards.rules.structure import PassedOver, Prize, Table, Undecided, Vacancy, structure_cash
from hoithi.contests.rules.errors import InvalidStanding, NotThisTie
from hoithi.contests.rules.facts import Row
from hoithi.contests.rules.ranking import rank
from hoithi.contests.rules.scales import Raw
from hoithi.contests.rules.standing import TOTAL, Floor, Key, Standing
from hoithi.contests.rules.terms import Term
from tests.contests.rules.examples import tables as fact_tables

X = Standing(keys=(Key("x"),))
FIRST, SECOND = Prize("nhat", 1, 2_500_000), Prize("nhi", 2, 2_000_000)


def places(*values: int, guests: str = "", **more: int):
    return rank([Row(s, {"x": x, **more}, s in guests) for s, x in zip("abcdefgh", values, strict=False)], X)


def table(*values: int, prizes=(FIRST, SECOND), guests: str = "", **options):
    return Table(options.pop("standing", "t"), tuple(prizes), places(*values, guests=guests), **options)


def won(result):
    return [(award.prize, award.subject) for award in result.awards]


def test_prizes_by_place_with_what_decided_them():
    result = allocate([table(9, 8, 7, 6)])
    assert won(result) == [("nhat", "a"), ("nhi", "b"), ("nhi", "c")]
    assert (result.complete, result.vacancies, result.cash) == (True, (), 6_500_000)
    first = result.awards[0]
    assert (first.place, first.prize_place, first.cash, first.keys[0].value) == (1, 1, 2_500_000, 9)


def test_equals_who_all_get_the_same_need_no_decision():
    assert won(allocate([table(9, 8, 8)])) == [("nhat", "a"), ("nhi", "b"), ("nhi", "c")]


def test_a_tie_over_the_last_paid_place_is_never_broken_silently():
    result = allocate([table(9, 8, 7, 7)])
    assert won(result) == [("nhat", "a"), ("nhi", "b")]
    assert result.undecided == (Undecided("t", "", 3, ("c", "d"), ("nhi",), 1),)
    decided = allocate([table(9, 8, 7, 7, decisions=(("d", "c"),))])
    assert (won(decided)[-1], decided.complete) == (("nhi", "d"), True)
    assert decided.awards[-1].keys[-1].measure == "@decision"


def test_a_tie_between_prizes_keeps_only_those_prizes_back():
    result = allocate([table(9, 9, 7)])
    assert won(result) == [("nhi", "c")]
    assert result.undecided == (Undecided("t", "", 1, ("a", "b"), ("nhat", "nhi"), 0),)


def test_shared_places_by_setting():
    result = allocate([table(9, 9, 7, 7, tie_policy="share")])
    assert [(a.prize, a.subject, a.shared) for a in result.awards] == [
        ("nhat", "a", True), ("nhat", "b", True), ("nhi", "c", True), ("nhi", "d", True),
    ]  # fmt: skip


def test_a_decision_must_fit():
    with pytest.raises(NotThisTie):
        allocate([table(9, 8, decisions=(("b", "a"),))])


def test_fewer_eligible_than_prizes_leaves_vacancies():
    result = allocate([table(9)])
    assert result.vacancies == (Vacancy("t", "", "nhi", 2, "no_candidates"),)
    assert structure_cash([table(9)]) == 6_500_000
    assert structure_cash([table(9, prizes=[Prize("nhat", 1)])]) is None
    assert allocate([table(9, prizes=[Prize("nhat", 1)])]).cash is None


def test_hors_concours_passes_down():
    result = allocate([table(9, 8, 7, guests="a")])
    assert won(result) == [("nhat", "b"), ("nhi", "c")]
    assert result.passed_over == (PassedOver("t", "", "a", 1, "hors_concours"),)


def test_a_prize_below_its_bar_stays_vacant_and_the_next_one_is_given():
    barred = Prize("nhat", 1, 10, (Floor("x", 90),))
    result = allocate([table(85, 80, prizes=[barred, SECOND])])
    assert won(result) == [("nhi", "a"), ("nhi", "b")]
    assert result.vacancies == (Vacancy("t", "", "nhat", 1, "below_bar"),)


def test_meeting_no_condition_at_all_passes_every_prize_down():
    prizes = [Prize("nhat", 1, 10, (Floor("share", 50),)), Prize("nhi", 1, 5, (Floor("share", 50),))]
    rows = [Row("a", {"x": 9, "share": 40}), Row("b", {"x": 8, "share": 60})]
    result = allocate([Table("t", tuple(prizes), rank(rows, X))])
    assert won(result) == [("nhat", "b")]
    assert result.passed_over == (PassedOver("t", "", "a", 1, "condition"),)


def test_conditions_may_name_the_standings_value():
    standing = Standing(terms=(Term("x", Raw()),))
    found = rank([Row("a", {"x": 89})], standing)
    assert won(allocate([Table("t", (Prize("nhat", 1, 0, (Floor(TOTAL, 90),)),), found)])) == []


def test_equals_with_different_bars_wait_for_a_decision():
    prizes = (Prize("nhat", 1, 10, (Floor("y", 1),)), Prize("nhi", 1, 5))
    found = rank([Row("a", {"x": 9, "y": 0}), Row("b", {"x": 9, "y": 1})], X)
    assert allocate([Table("t", prizes, found)]).undecided[0].subjects == ("a", "b")
    assert won(allocate([Table("t", prizes, found, decisions=(("b", "a"),))])) == [("nhat", "b"), ("nhi", "a")]


UNITS = {"a": "U", "b": "U", "c": "V", "d": "W"}
BEST_VIDEO = (Prize("phu", 2, 500_000),)


def test_one_prize_per_unit_of_a_table():
    result = allocate([table(9, 8, 7, 6, prizes=BEST_VIDEO, per_holder=1, holder_of=UNITS)])
    assert won(result) == [("phu", "a"), ("phu", "c")]
    assert result.passed_over == (PassedOver("t", "", "b", 2, "per_holder"),)


def test_two_equal_works_of_one_unit_wait_for_a_decision():
    result = allocate([table(9, 9, 7, 6, prizes=BEST_VIDEO, per_holder=1, holder_of=UNITS)])
    assert won(result) == [("phu", "c")]
    assert result.undecided == (Undecided("t", "", 1, ("a", "b"), ("phu",), 1),)


@pytest.mark.parametrize(
    ("stacking", "expected", "flags"),
    [
        ("allow", ["a", "b"], [False, False]),
        ("warn", ["a", "b"], [True, False]),
        ("one_per_subject", ["b", "c"], [False, False]),
    ],
)
def test_stacking_over_tables(stacking, expected, flags):
    second = table(9, 8, 7, standing="binh-chon", prizes=[Prize("phu", 2, 1)], stacking=stacking)
    result = allocate([table(9, prizes=[FIRST]), second])
    stacked = [award for award in result.awards if award.standing == "binh-chon"]
    assert ([award.subject for award in stacked], [award.stacked for award in stacked]) == (expected, flags)


def test_a_person_and_a_unit_of_the_same_number_are_two_holders():
    second = table(9, standing="tap-the", prizes=[FIRST], stacking="one_per_subject", holder_kind="unit")
    result = allocate([table(9, prizes=[FIRST], holder_kind="person"), second])
    assert won(result) == [("nhat", "a"), ("nhat", "a")]


def test_a_prize_that_hangs_on_an_earlier_tie_waits():
    first = table(9, 9, prizes=[FIRST])
    later = table(9, 8, 7, standing="phu", prizes=[Prize("phu", 2, 1)], stacking="one_per_subject")
    result = allocate([first, later])
    assert won(result) == []
    assert result.undecided[1] == Undecided("phu", "", 1, ("a",), ("phu", "phu"), 0, "waits")
    decided = allocate([table(9, 9, prizes=[FIRST], decisions=(("b", "a"),)), later])
    assert won(decided) == [("nhat", "b"), ("phu", "a"), ("phu", "c")]


def test_one_table_for_each_round():
    result = allocate([table(9, scope="1", prizes=[FIRST]), table(4, 7, scope="2", prizes=[FIRST])])
    assert [(award.scope, award.subject) for award in result.awards] == [("1", "a"), ("2", "b")]
    with pytest.raises(InvalidStanding):
        allocate([table(9), table(8)])


@pytest.mark.parametrize("build", [lambda: Prize("x", -1), lambda: Prize("x", 1, -5)])
def test_impossible_prizes_are_refused(build):
    with pytest.raises(InvalidStanding):
        build()


@st.composite
def structures(draw: st.DrawFn) -> list[Table]:
    cash = sorted(draw(st.lists(st.integers(0, 9), max_size=3)), reverse=True)
    bars = st.sampled_from([(), (), (Floor("z", 1),)])
    prizes = tuple(Prize(f"p{i}", draw(st.integers(0, 3)), amount, draw(bars)) for i, amount in enumerate(cash))
    standing = Standing(keys=(Key("z"), Key("x")))
    holders = {f"s{i}": f"h{i % 3}" for i in range(9)} if draw(st.booleans()) else {}
    return [
        Table(
            name,
            prizes,
            rank(draw(fact_tables()), standing),
            per_holder=draw(st.sampled_from([None, 1, 2])),
            stacking=draw(st.sampled_from(["allow", "warn", "one_per_subject"])),
            holder_of=holders,
        )
        for name in ("one", "two")
    ]


@given(structures())
def test_law_every_prize_is_given_vacant_or_undecided_and_no_more(tables):
    result = allocate(tables)
    for one in tables:
        for prize in one.prizes:
            given_out = sum((a.standing, a.prize) == (one.standing, prize.key) for a in result.awards)
            vacant = sum(v.quantity for v in result.vacancies if (v.standing, v.prize) == (one.standing, prize.key))
            waiting = sum(u.prizes.count(prize.key) for u in result.undecided if u.standing == one.standing)
            assert given_out + vacant + waiting == prize.quantity
        winners = [award for award in result.awards if award.standing == one.standing]
        assert len({award.subject for award in winners}) == len(winners)
        if one.per_holder:
            held = [award.holder for award in winners]
            assert all(held.count(holder) <= one.per_holder for holder in held)
    assert result.cash <= structure_cash(tables)


@given(structures())
def test_law_a_better_place_never_gets_a_lesser_prize(tables):
    result = allocate(tables)
    for one in tables:
        rank_of = {prize.key: index for index, prize in enumerate(one.prizes)}
        winners = [award for award in result.awards if award.standing == one.standing]
        for better in winners:
            for worse in winners:
                if better.prize_place < worse.prize_place:
                    assert rank_of[better.prize] <= rank_of[worse.prize]
                if better.prize_place == worse.prize_place:
                    assert better.prize == worse.prize


@given(structures(), st.randoms(use_true_random=False))
def test_law_the_order_of_places_never_matters(tables, random):
    shuffled = [replace(one, places=random.sample(list(one.places), len(one.places))) for one in tables]
    assert allocate(shuffled) == allocate(tables)


@given(structures(), st.integers())
def test_law_decisions_make_it_complete(tables, seed):
    """One decided order per tie, given as ties turn up, ends with nothing undecided."""
    random = randomness.Random(seed)
    for _ in range(20):
        result = allocate(tables)
        tie = next((u for u in result.undecided if u.reason == "tie"), None)
        if tie is None:
            break
        tables = [_decide(one, tie, random) if one.standing == tie.standing else one for one in tables]
    assert result.complete


def _decide(one: Table, tie: Undecided, random: randomness.Random) -> Table:
    order = tuple(random.sample(tie.subjects + tie.others, len(tie.subjects + tie.others)))
    return replace(one, decisions=(*one.decisions, order))
