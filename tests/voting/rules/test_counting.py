"""Mixed figures, rounding, and finding one's own vote."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from hoithi.voting.rules.counting import Vote, Weight, leaf, mixed, prints, root_of, rounded_down

WEIGHTS = {"votes": Weight(Fraction(60), 200), "likes": Weight(Fraction(40), 1000)}


def test_a_mix_is_exact_and_never_above_its_shares() -> None:
    assert mixed({"votes": 50, "likes": 250}, WEIGHTS) == 15 + 10
    assert mixed({"votes": 1, "likes": 1}, WEIGHTS) == Fraction(3, 10) + Fraction(1, 25)
    assert mixed({"votes": 900, "likes": 5000}, WEIGHTS) == 100
    assert mixed({"votes": 5}, WEIGHTS) is None
    assert mixed({"votes": 5, "likes": None}, WEIGHTS) is None


@given(st.integers(0, 10**6), st.integers(2, 1000))
def test_rounding_never_tells_more_than_there_is(count: int, step: int) -> None:
    shown = rounded_down(count, step)
    assert shown <= count < shown + step
    assert shown % step == 0


votes = st.builds(Vote, st.text("23456789ABC", min_size=17, max_size=17), st.sampled_from("123"), st.booleans())


@given(st.lists(votes, max_size=20, unique_by=lambda vote: vote.code), st.randoms())
def test_the_list_gives_the_counts_and_every_vote_in_any_order(all_votes: list[Vote], random: object) -> None:
    printed = prints(all_votes)
    mixed_up = sorted(all_votes, key=lambda _vote: random.random())  # type: ignore[attr-defined]
    assert prints(mixed_up) == printed
    assert root_of(prints(mixed_up)) == root_of(printed)
    for work, lists in printed.items():
        assert len(lists["counted"]) == sum(vote.counted for vote in all_votes if vote.work == work)
    for vote in all_votes:
        assert leaf(vote).hex() in printed[vote.work]["counted" if vote.counted else "discounted"]
        assert vote.code not in str(printed)
        other = leaf(vote._replace(counted=not vote.counted)).hex()
        assert other not in str(printed)


@given(st.lists(votes, min_size=1, max_size=8, unique_by=lambda vote: vote.code))
def test_a_vote_changed_changes_the_root(all_votes: list[Vote]) -> None:
    changed = [all_votes[0]._replace(counted=not all_votes[0].counted), *all_votes[1:]]
    assert root_of(prints(changed)) != root_of(prints(all_votes))
