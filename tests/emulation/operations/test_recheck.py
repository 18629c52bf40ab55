"""A re-check shows what it changes before it is confirmed, and changes exactly that."""

from __future__ import annotations

from typing import Any

import pytest

from hoithi.awards.operations import release_round
from hoithi.contests.operations.definition import define_contest
from hoithi.contests.operations.standings import refresh_standing
from hoithi.contests.queries.months import month_part
from hoithi.contests.schema import Plan
from hoithi.emulation.models import KeptScore, MonthlyReport, Revision, Verification
from hoithi.emulation.operations.errors import (
    ChangedMeanwhile,
    FiguresWrong,
    NothingSent,
    ReasonMissing,
    RecheckNotAllowed,
    SignerMissing,
)
from hoithi.emulation.operations.recheck import Given, apply_recheck, checked_given, preview_recheck
from tests.contests import factories as make
from tests.emulation import factories as td

pytestmark = pytest.mark.django_db
NOW = td.on(td.AUGUST, 5)
WORDS: dict[str, Any] = {
    "reason": "Tỉnh phúc tra", "authority": "Sở Nội vụ", "signer": td.SIGNER, "by": None, "now": NOW
}  # fmt: skip


def campaign(**options: Any) -> Any:
    """June and July closed, June's award public; Xã Ba led in both."""
    part = td.campaign(**options)
    best, good = td.figures(accounts=1800), td.figures(accounts=1600)
    td.whole_month(part, td.JUNE, {"Xã Ba": best, "Xã Bốn": good})
    td.whole_month(part, td.JULY, {"Xã Ba": best, "Xã Bốn": good})
    release_round(month_part(part, td.JUNE), now=td.on(td.JULY, 31))
    return part


def stated(part: Any, accounts: int = 1400) -> list[Given]:
    return checked_given(part, [Given(td.unit(part), td.JUNE, td.figures(accounts=accounts))])


def test_the_preview_shows_scores_places_and_awards_to_recall() -> None:
    part = campaign()
    seen = preview_recheck(part, stated(part), now=NOW)
    assert [(one.unit.name, one.period, one.before, one.after) for one in seen.scores] == [("Xã Ba", td.JUNE, 115, 65)]
    places = {(one.standing.key, one.scope, one.unit.name): (one.before, one.after) for one in seen.places}
    assert places == {("hang-thang", td.JUNE, "Xã Ba"): (1, 2), ("hang-thang", td.JUNE, "Xã Bốn"): (2, 1)}
    (recall,) = seen.recalls
    assert (recall.unit.name, recall.prize_before, recall.published) == (
        "Xã Ba",
        "Tập thể tiêu biểu nhất trong tháng",
        True,
    )
    assert MonthlyReport.objects.get(unit__name="Xã Ba", period=td.JUNE).figures["accounts"] == 1800


def test_what_was_shown_is_what_is_applied() -> None:
    part = campaign()
    given = stated(part)
    seen = preview_recheck(part, given, now=NOW)
    done = apply_recheck(part, given, digest=seen.digest, evidence=td.stored(), **WORDS)
    assert (done.no, done.period, done.changes) == (1, td.JUNE, seen.changes)
    assert td.points(part, "Xã Ba", td.JUNE) == 65
    assert KeptScore.objects.get(unit__name="Xã Ba", period=td.JULY).values["gain"] == 50
    report = MonthlyReport.objects.get(unit__name="Xã Ba", period=td.JUNE)
    assert (report.state, report.versions.last().kind) == ("corrected", "recheck")  # type: ignore[union-attr]
    assert Verification.objects.filter(decision="recheck").count() == 1
    standing = part.contest.standings.get(key="hang-thang")
    refresh_standing(standing, now=NOW)
    assert standing.rows.get(scope=td.JUNE, place=1).subject_id == td.unit(part, "Xã Bốn").pk
    assert preview_recheck(part, given, now=NOW).scores == ()


def test_it_refuses_when_something_changed_since() -> None:
    part = campaign()
    given = stated(part)
    seen = preview_recheck(part, given, now=NOW)
    td.send(part, td.unit(part), td.AUGUST, td.figures(accounts=2000), now=NOW)
    apply_recheck(part, given, digest=seen.digest, **WORDS)  # August has figures of its own: nothing else changes
    other = stated(part, 1500)
    seen = preview_recheck(part, other, now=NOW)
    apply_recheck(part, stated(part, 1700), digest=preview_recheck(part, stated(part, 1700), now=NOW).digest, **WORDS)
    with pytest.raises(ChangedMeanwhile):
        apply_recheck(part, other, digest=seen.digest, **WORDS)
    assert Revision.objects.count() == 2


def test_an_untruthful_month_is_carried_to_all_that_follow() -> None:
    part = campaign()
    given = checked_given(part, [Given(td.unit(part), td.JUNE, None, False)])
    seen = preview_recheck(part, given, now=NOW)
    assert [(one.period, one.before, one.after) for one in seen.scores] == [(td.JUNE, 115, 113), (td.JULY, 115, 113)]


def test_months_may_be_scored_by_newer_rules() -> None:
    part = campaign()
    changed: dict[str, Any] = td.definition()
    for criterion in changed["part"][0]["scorecard"]["criteria"]:
        if criterion["key"] == "accounts":
            criterion["standard"] = 40
    define_contest(Plan.model_validate(changed), now=td.on(td.AUGUST, 1), document=make.paper(part.contest, "Sửa đổi"))
    part = td.fresh(part)
    seen = preview_recheck(part, [], newest_rules_from=td.JULY, now=NOW)
    assert {(one.unit.name, one.period, one.after) for one in seen.scores} == {
        ("Xã Ba", td.JULY, 120),
        ("Xã Bốn", td.JULY, 110),
    }
    apply_recheck(part, [], newest_rules_from=td.JULY, digest=seen.digest, **WORDS)
    assert (td.points(part, "Xã Ba", td.JUNE), td.points(part, "Xã Ba", td.JULY)) == (115, 120)


def test_what_a_re_check_refuses() -> None:
    part = campaign()
    given = stated(part)
    digest = preview_recheck(part, given, now=NOW).digest
    with pytest.raises(SignerMissing):
        apply_recheck(part, given, digest=digest, **WORDS | {"signer": ""})
    with pytest.raises(ReasonMissing):
        apply_recheck(part, given, digest=digest, **WORDS | {"authority": " "})
    with pytest.raises(NothingSent):
        checked_given(part, [Given(td.unit(part, "Xã Năm"), td.JUNE, td.figures())])
    with pytest.raises(FiguresWrong):
        checked_given(part, [Given(td.unit(part), td.JUNE, td.figures(resolved=999))])
    with pytest.raises(RecheckNotAllowed):
        checked_given(td.campaign("khac", recheck={"allowed": False}), [])
    assert not Revision.objects.exists()
