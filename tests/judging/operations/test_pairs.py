"""Comparing two by two: pairs one owes, a choice that can be corrected, a signature, scores."""

from __future__ import annotations

import pytest

from hoithi.core.errors import NotFound, Refusal
from hoithi.judging.errors import SheetSigned
from hoithi.judging.models import Pair, Panel
from hoithi.judging.operations.pairs import ask_pair, choose, finish_pairs, sides
from hoithi.judging.provider import JuryProvider
from tests.judging import factories as make
from tests.judging.factories import LATER

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def panel() -> Panel:
    return make.panel(make.judged_part(mode="pairwise", criteria=[]), works_count=4)


def compare_all(panel: Panel, n: int) -> int:
    """Juror n finds the work with the smaller number better, always."""
    juror, done = make.juror(panel, n), 0
    while (pair := ask_pair(juror, now=LATER)) is not None:
        left, right = sides(pair)
        choose(pair.code, juror, "trai" if left.pk < right.pk else "phai", now=LATER)
        done += 1
    return done


def test_a_pair_stays_until_it_is_decided(panel: Panel) -> None:
    juror = make.juror(panel)
    first, again = ask_pair(juror, now=LATER), ask_pair(juror, now=LATER)
    assert first is not None
    assert first == again
    assert first.first_id < first.second_id


def test_one_owes_as_many_as_there_are_works_and_meets_no_pair_twice(panel: Panel) -> None:
    assert compare_all(panel, 0) == 4
    pairs = set(Pair.objects.values_list("first", "second"))
    assert len(pairs) == 4


def test_signed_comparisons_give_scores_in_order(panel: Panel) -> None:
    with pytest.raises(Refusal, match="chưa so sánh"):
        finish_pairs(make.juror(panel), now=LATER, by=None)
    for n in (0, 1):
        compare_all(panel, n)
        finish_pairs(make.juror(panel, n), now=LATER, by=None)
    facts = list(JuryProvider().facts(panel.part))
    scores = [fact.values["jury"] for fact in facts]
    assert scores[0] == max(scores)  # type: ignore[type-var]
    assert scores[3] == min(scores)  # type: ignore[type-var]
    assert facts[0].values["jurors"] == 2


def test_a_choice_is_corrected_until_signed(panel: Panel) -> None:
    compare_all(panel, 0)
    juror = make.juror(panel)
    pair = Pair.objects.filter(juror=juror).select_related("first", "second")[0]
    left, right = sides(pair)
    choose(pair.code, juror, "phai", now=LATER)
    pair.refresh_from_db()
    assert pair.better_id == right.pk != left.pk
    finish_pairs(juror, now=LATER, by=None)
    with pytest.raises(SheetSigned):
        choose(pair.code, juror, "trai", now=LATER)


def test_another_jurors_pair_does_not_exist(panel: Panel) -> None:
    pair = ask_pair(make.juror(panel, 0), now=LATER)
    assert pair is not None
    with pytest.raises(NotFound):
        choose(pair.code, make.juror(panel, 1), "trai", now=LATER)
