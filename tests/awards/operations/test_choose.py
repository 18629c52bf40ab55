"""Prizes by decision, what awards bring beside money, and amounts of the budget."""

from __future__ import annotations

import pytest

from hoithi.awards import errors
from hoithi.awards.models import Award, Fulfilment
from hoithi.awards.operations.budget import record_amount
from hoithi.awards.operations.choose import Choice, choose_awards, drop_choice
from hoithi.awards.operations.decide import decide_awards
from hoithi.awards.operations.fulfil import fulfil, propose_individuals
from hoithi.awards.queries.lines import award_lines
from hoithi.contests.models import Prize
from hoithi.core.errors import InvalidInput
from tests.awards import ended
from tests.awards.ended import LATER

pytestmark = pytest.mark.django_db


def test_units_and_nominees_are_chosen_in_minutes_within_the_plans_number() -> None:
    contest, units, _people = ended.contest_over()
    paper, prize = ended.minutes(contest), contest.prizes.get(key="xet-ca-nhan")
    two = [Choice("nominee", name=f"Trần Thị {n}", unit="Phòng Một", position="Chuyên viên") for n in "MN"]
    made = choose_awards(prize, two, document=paper, reason="Có sáng kiến", now=LATER)
    assert [one.subject_id for one in made] == [1, 2]
    assert choose_awards(prize, two, document=paper, reason="Có sáng kiến", now=LATER) == []
    with pytest.raises(errors.TooMany):
        choose_awards(prize, [Choice("nominee", name="Trần Thị O")], document=paper, reason="Có", now=LATER)
    unit = Choice("unit", units[1].pk, figures={"Tổng điểm": "105"}, reason="Dẫn đầu")
    choose_awards(contest.prizes.get(key="xet-tap-the"), [unit], document=paper, now=LATER)
    lines = award_lines(contest)
    assert [(one.name, one.unit, one.position, one.because, one.place) for one in lines] == [
        (units[1].name, "", "", "Tổng điểm: 105; Dẫn đầu", None),
        ("Trần Thị M", "Phòng Một", "Chuyên viên", "Có sáng kiến", None),
        ("Trần Thị N", "Phòng Một", "Chuyên viên", "Có sáng kiến", None),
    ]
    drop_choice(made[0], note="Đã xin rút", now=LATER)
    drop_choice(made[0], note="Đã xin rút", now=LATER)
    assert choose_awards(prize, [Choice("nominee", name="Lê Văn P")], document=paper, reason="Có", now=LATER)


def test_a_choice_that_cannot_be_is_refused_whole() -> None:
    contest, units, people = ended.contest_over(2)
    paper = ended.minutes(contest)
    group = contest.prizes.get(key="xet-tap-the")

    def choose(prize: Prize, *choices: Choice, reason: str = "Có") -> None:
        choose_awards(prize, choices, document=paper, reason=reason, now=LATER)

    for wrong in (Choice("person", people[0].pk), Choice("unit", 0), Choice("nominee", name=" ")):
        with pytest.raises(InvalidInput):
            choose(group, Choice("unit", units[0].pk), wrong)
    with pytest.raises(InvalidInput):
        choose(contest.prizes.get(key="nhat"), Choice("person", people[0].pk))
    with pytest.raises(errors.Missing):
        choose(group, Choice("unit", units[0].pk), reason="")
    paper = ended.paper(contest)
    paper.state = "draft"
    with pytest.raises(errors.NotMinutes):
        choose(group, Choice("unit", units[0].pk))
    assert not contest.awards.exists()


def test_whoever_holds_another_prize_is_chosen_with_a_warning() -> None:
    contest, units, _people = ended.contest_over()
    ended.decided(contest)
    choice = Choice("unit", units[0].pk, reason="Có")
    (chosen,) = choose_awards(
        contest.prizes.get(key="xet-tap-the"), [choice], document=ended.minutes(contest), now=LATER
    )
    assert chosen.stacked


def test_what_a_decided_award_brings_is_fulfilled_with_evidence() -> None:
    contest, *_ = ended.contest_over()
    ended.decided(contest)
    points, names = Fulfilment.objects.filter(award__contest=contest)
    assert (points.kind, points.amount, names.kind, names.amount) == ("bonus_points", 7, "propose_individuals", 2)
    with pytest.raises(errors.Missing):
        fulfil(names, evidence="TTr 5", now=LATER, by=None)
    with pytest.raises(errors.TooMany):
        propose_individuals(names, [{"name": name} for name in "ABC"], now=LATER, by=None)
    with pytest.raises(errors.Missing):
        propose_individuals(names, [{"unit": "Phòng Một"}], now=LATER, by=None)
    propose_individuals(names, [{"name": "Trần Thị Q", "position": "Phó phòng"}, {}], now=LATER, by=None)
    with pytest.raises(errors.Missing):
        fulfil(points, evidence=" ", now=LATER, by=None)
    fulfil(points, evidence="BC 12", now=LATER, by=None)
    assert fulfil(points, evidence="khác", now=LATER, by=None).evidence == "BC 12"
    names.refresh_from_db()
    assert names.names == [{"name": "Trần Thị Q", "position": "Phó phòng", "unit": ""}]


def test_a_prize_by_decision_is_decided_with_the_others() -> None:
    contest, units, _people = ended.contest_over()
    group = contest.prizes.get(key="xet-tap-the")
    choose_awards(group, [Choice("unit", units[1].pk, reason="Có")], document=ended.minutes(contest), now=LATER)
    ended.decided(contest)
    assert decide_awards(contest, document=ended.paper(contest, number=15), now=LATER) == 0
    assert contest.awards.filter(state=Award.DECIDED).count() == 5


def test_amounts_are_appended_and_the_last_one_counts() -> None:
    contest, *_ = ended.contest_over(1, budget={"line": [{"key": "khen", "title": "Khen thưởng", "kind": "prizes"}]})
    paper = ended.paper(contest)
    for amount in (5_000_000, 5_000_000, 4_000_000):
        record_amount(contest, "khen", "estimated", amount, document=paper, now=LATER, by=None)
    assert list(contest.budget_figures.values_list("amount", flat=True)) == [5_000_000, 4_000_000]
    for line, stage, amount in (("khac", "estimated", 1), ("khen", "sau", 1)):
        with pytest.raises(errors.Missing):
            record_amount(contest, line, stage, amount, now=LATER, by=None)
    with pytest.raises(errors.WrongAmount):
        record_amount(contest, "khen", "settled", -1, now=LATER, by=None)
