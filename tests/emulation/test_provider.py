"""Standings of the campaign and of its months, sealed, published month by month, and worked out again from the file."""

from __future__ import annotations

import json
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from hoithi.awards.models import Award
from hoithi.awards.operations import propose_awards, release_round, seal_result
from hoithi.awards.operations.propose import AlreadyPublished, NotSettled, TiesOpen
from hoithi.contests.models import Part
from hoithi.contests.operations.standings import decide_tie, is_settled, refresh_standing
from hoithi.contests.queries.facts import scopes_of
from hoithi.contests.queries.months import month_part, month_parts
from hoithi.contests.queries.rounds import is_published, published_scopes
from hoithi.contests.registry import registry
from hoithi.core.errors import InvalidInput
from hoithi.emulation.models import Month
from hoithi.emulation.operations.scores import score_due
from hoithi.verify import verify_file
from tests.emulation import factories as td

pytestmark = pytest.mark.django_db
END = td.on("2021-12", 20)


def board(part: Part, key: str, scope: str = "", now: Any = END) -> list[tuple[str, int | None]]:
    standing = part.contest.standings.select_related("contest").get(key=key)
    refresh_standing(standing, now=now)
    names = dict(part.contest.units.values_list("pk", "name"))
    rows = standing.rows.filter(scope=scope).order_by("-ranked", "rank_key", "subject_id")
    return [(names[row.subject_id], row.place) for row in rows]


def two_months(part: Part) -> None:
    """June and July closed: Xã Ba leads in June, Xã Bốn from July on and gains most."""
    td.whole_month(part, td.JUNE, {"Xã Ba": td.figures(accounts=1800), "Xã Bốn": td.figures()})
    td.whole_month(part, td.JULY, {"Xã Ba": td.figures(accounts=1900), "Xã Bốn": td.figures(accounts=2500)})


def test_a_month_s_board_is_read_as_it_was_then() -> None:
    part = td.campaign()
    two_months(part)
    standing = part.contest.standings.get(key="hang-thang")
    assert scopes_of(standing) == [td.JUNE, td.JULY]
    assert board(part, "hang-thang", td.JUNE)[0] == ("Xã Ba", 1)
    assert board(part, "hang-thang", td.JULY)[0] == ("Xã Bốn", 1)
    assert {name for name, _place in board(part, "hang-thang", td.JUNE)} == set(td.COMMUNES)
    assert board(part, "xa-thi-tran")[:2] == [("Xã Bốn", 1), ("Xã Ba", 2)]
    assert [place for _name, place in board(part, "xa-thi-tran")[2:]] == [None, None]  # below 90


def test_the_month_s_gain_may_be_what_counts() -> None:
    part = td.campaign(monthly={"basis": "gain", "groups": ["xa-thi-tran"]})
    two_months(part)
    months = registry.kinds["scorecard"].months
    assert months is not None
    names = dict(part.contest.units.values_list("pk", "name"))
    gains = {names[fact.subject_id]: fact.values["points"] for fact in months.facts(part, td.JULY)}
    assert gains == {"Xã Ba": 5, "Xã Bốn": 50, "Xã Năm": -5, "Thị trấn Sáu": -5}


def test_the_threshold_and_the_groups_of_the_monthly_award_are_settings() -> None:
    part = td.campaign(monthly={"groups": [], "threshold": True})
    td.whole_month(
        part, td.JUNE, {"Xã Ba": td.figures(), "Phòng Một": td.figures(accounts=1600), "Xã Bốn": td.figures(accounts=3)}
    )
    months = registry.kinds["scorecard"].months
    assert months is not None
    names = dict(part.contest.units.values_list("pk", "name"))
    assert {names[fact.subject_id] for fact in months.facts(part, td.JUNE)} == {"Xã Ba", "Phòng Một"}


def test_facts_carry_every_measure_exactly() -> None:
    part = td.campaign(bonus={"rounding": "proportional"})
    td.send(part, td.unit(part), values=td.figures(accounts=1550, resolved=197))
    provider = registry.kinds["scorecard"].provider
    assert provider is not None
    (fact,) = provider.facts(part)
    assert fact.values["bonus"] == Fraction(5, 2) + Fraction(5, 2)
    assert (fact.subject_kind, fact.group_key) == ("unit", "xa-thi-tran")
    assert set(fact.values) == {one.name for one in registry.kinds["scorecard"].measures}


def test_a_month_is_published_by_itself_and_its_file_is_worked_out_again() -> None:
    part = td.campaign()
    two_months(part)
    june = month_part(part, td.JUNE)
    assert [one.key for one in month_parts(part.contest)] == ["thi-dua-2021-06", "thi-dua-2021-07"]
    sealed = release_round(june, now=td.on(td.JULY, 31))
    body = json.loads(sealed.envelope)["body"]
    assert {row["month"] for row in body["facts"]} == {td.JUNE}
    assert [one["scope"] for one in body["result"]["awards"]] == [td.JUNE]
    found = verify_file(sealed.envelope.encode())
    assert (found["ok"], found["differences"]) == (True, [])
    award = Award.objects.get()
    assert (award.scope, award.cash, award.subject_id) == (td.JUNE, 1_000_000, td.unit(part, "Xã Ba").pk)
    assert published_scopes(part.contest) == [("hang-thang", td.JUNE)]
    standing = part.contest.standings.get(key="hang-thang")
    assert is_published(standing, td.JUNE)
    assert not is_published(standing, td.JULY)
    assert Month.objects.get(period=td.JUNE).published_at == td.on(td.JULY, 31)
    part.refresh_from_db()
    assert (part.key, part.results_published_at) == ("thi-dua", None)
    with pytest.raises(AlreadyPublished):
        propose_awards(part.contest, part=june, now=td.on(td.JULY, 31))


def test_a_file_whose_month_was_changed_is_found_out() -> None:
    part = td.campaign()
    two_months(part)
    sealed = release_round(month_part(part, td.JULY), now=td.on(td.JULY, 31))
    envelope = json.loads(sealed.envelope)
    next(row for row in envelope["body"]["facts"] if row["points"] == 150)["points"] = 100
    assert not verify_file(json.dumps(envelope).encode())["ok"]


def test_an_open_month_gives_no_award_and_equals_wait_for_minutes() -> None:
    part = td.campaign()
    td.confirm(td.send(part, td.unit(part)).report)
    td.confirm(td.send(part, td.unit(part, "Xã Bốn")).report)
    with pytest.raises(NotSettled):
        release_round(month_part(part, td.JUNE), now=td.on(td.JUNE, 28))
    td.close(part)
    with pytest.raises(TiesOpen):
        release_round(month_part(part, td.JUNE), now=td.on(td.JULY, 1))
    standing = part.contest.standings.get(key="hang-thang")
    refresh_standing(standing, now=td.on(td.JULY, 1))
    order = [td.unit(part, "Xã Bốn").pk, td.unit(part).pk]
    decide_tie(
        standing,
        place=1,
        subjects=order,
        reason="Có sáng kiến được tỉnh ghi nhận",
        scope=td.JUNE,
        now=td.on(td.JULY, 1),
    )
    release_round(month_part(part, td.JUNE), now=td.on(td.JULY, 2))
    assert Award.objects.get().subject_id == order[0]


def test_the_year_end_waits_for_every_month_and_seals_them_all() -> None:
    part = td.campaign()
    contest = part.contest
    standing = contest.standings.select_related("contest").get(key="xa-thi-tran")
    best, good = td.figures(accounts=2500), td.figures(accounts=1700)
    for month in td.MONTHS:
        day = 15 if month == "2021-12" else 20
        for name, values in (("Xã Ba", best), ("Xã Bốn", good), ("Phòng Một", good)):
            report = td.send(part, td.unit(part, name), month, values, now=td.on(month, day)).report
            td.confirm(report, now=td.on(month, day + 1))
        td.close(part, month, now=td.on(month, 19 if month == "2021-12" else 28))
        if month == td.JUNE:
            release_round(month_part(part, month), now=td.on(month, 29))
        settled = is_settled(standing, END)
        assert settled == (month == "2021-12")
    assert not is_settled(standing, td.on("2021-12", 18, 12))
    sealed = seal_result(contest, now=END)
    found = verify_file(sealed.envelope.encode())
    assert (found["ok"], found["differences"]) == (True, [])
    body = json.loads(sealed.envelope)["body"]
    assert sorted({row.get("month", "") for row in body["facts"]}) == ["", *td.MONTHS]
    propose_awards(contest, now=END)
    given = Award.objects.exclude(prize__key="tap-the-thang").values_list("prize__key", "subject_id")
    assert sorted(given) == [("hang-nhat", td.unit(part).pk), ("hang-nhi", td.unit(part, "Xã Bốn").pk)]  # third vacant
    assert Award.objects.filter(prize__key="tap-the-thang").count() == len(td.MONTHS)


def test_preflight_asks_for_units_to_score() -> None:
    part = td.campaign(frozen=False)
    part.contest.units.update(group=None)
    kind = registry.kinds["scorecard"]
    assert kind.preflight is not None
    assert [one.at for one in kind.preflight(part, now=td.ISSUE)] == ["part[thi-dua].scorecard.criteria"]
    with pytest.raises(InvalidInput):
        from hoithi.contests.operations.opening import freeze_part

        freeze_part(part, now=td.ISSUE)


def test_figures_count_units_that_reported() -> None:
    part = td.campaign()
    td.confirm(td.send(part, td.unit(part)).report)
    td.send(part, td.unit(part, "Phòng Một"), now=td.on(td.JUNE, 21))
    kind = registry.kinds["scorecard"]
    assert kind.figures is not None
    found = kind.figures(part, now=td.on(td.JUNE, 21) + timedelta(hours=1))
    assert (found.people, found.entries, found.complete, found.today) == (2, 2, 1, 1)
    assert found.by_group == {"xa-thi-tran": 1, "phong-ban-nganh": 1}


@pytest.mark.parametrize("months", [1, 3])
def test_a_board_of_a_month_costs_the_same_whatever_the_months(months: int, django_assert_num_queries: Any) -> None:
    part = td.campaign()
    score_due(td.on(td.MONTHS[months - 1], 26))
    provider = registry.kinds["scorecard"].months
    assert provider is not None
    with django_assert_num_queries(1):
        assert len(list(provider.facts(part, td.JUNE))) == 4
