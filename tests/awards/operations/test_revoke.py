"""Taking awards back: nobody or those behind move up, the money comes back."""

from __future__ import annotations

import pytest

from hoithi.awards import errors
from hoithi.awards.models import Award, Revocation
from hoithi.awards.operations.hand_over import claim_award, pay_awards
from hoithi.awards.operations.revoke import preview_revocation, recall_money, revoke_award
from hoithi.awards.queries.outcome import outcome_of
from hoithi.awards.registry import registry
from hoithi.contests.models import Contest
from tests.awards import ended
from tests.awards.ended import LATER, PAID_ON

pytestmark = pytest.mark.django_db


def live(contest: Contest) -> list[tuple[str, int, str]]:
    rows = contest.awards.filter(state__in=Award.LIVE, prize__standing__key="ca-nhan")
    return list(rows.order_by("prize__position", "place").values_list("prize__key", "subject_id", "state"))


def hand_over(award: Award) -> None:
    claim_award(award, how="known", now=LATER, by=None)
    pay_awards(award.contest, [award.pk], paid_on=PAID_ON, voucher="PC 1", signed=True, now=LATER, by=None)


def test_a_prize_revoked_stays_vacant_and_its_money_is_recalled(monkeypatch: pytest.MonkeyPatch) -> None:
    contest, _units, people = ended.contest_over()
    ended.announced(contest)
    first = ended.the(contest, "nhat")
    hand_over(first)
    told: list[str] = []
    monkeypatch.setattr(registry, "after_revocation", [lambda one, _now: told.append(one.slug)])
    document = ended.paper(contest, number=20)
    given = {"reason": "Nhờ người thi hộ", "document": document, "move_up": False, "now": LATER, "by": None}
    revocation = revoke_award(first, **given)  # type: ignore[arg-type]
    assert revoke_award(first, **given) == revocation  # type: ignore[arg-type]
    assert (told, revocation.due) == ([contest.slug], 300_000)
    assert [row[:2] for row in live(contest)] == [("nhi", people[1].pk), ("nhi", people[2].pk)]
    assert len(outcome_of(contest).allocation.awards) == len(contest.awards.filter(state__in=Award.LIVE))
    money = {"returned_on": PAID_ON, "voucher": "PT 2", "now": LATER, "by": None}
    with pytest.raises(errors.WrongAmount):
        recall_money(revocation, returned=1, **money)  # type: ignore[arg-type]
    with pytest.raises(errors.Missing):
        recall_money(revocation, returned=300_000, **(money | {"voucher": ""}))  # type: ignore[arg-type]
    recall_money(revocation, returned=300_000, **money)  # type: ignore[arg-type]
    recall_money(revocation, returned=300_000, **money)  # type: ignore[arg-type]
    assert Revocation.objects.get().returned == 300_000


def test_those_behind_move_up_as_proposals_just_as_the_preview_said() -> None:
    contest, _units, people = ended.contest_over()
    ended.announced(contest)
    first = ended.the(contest, "nhat")
    effect = preview_revocation(first, move_up=True, now=LATER)
    assert live(contest)[0] == ("nhat", people[0].pk, "announced")
    assert (effect.due, [one.name for one in effect.withdrawn]) == (0, [people[1].display_name])
    assert [(one.prize_key, one.name) for one in effect.added] == [
        ("nhat", people[1].display_name),
        ("nhi", people[3].display_name),
    ]
    revoke_award(first, reason="–", document=ended.paper(contest, number=20), move_up=True, now=LATER, by=None)
    assert live(contest) == [
        ("nhat", people[1].pk, "proposed"),
        ("nhi", people[2].pk, "announced"),
        ("nhi", people[3].pk, "proposed"),
    ]
    assert len(outcome_of(contest).allocation.awards) == contest.awards.filter(state__in=Award.LIVE).count()


def test_nobody_who_has_their_prize_already_is_moved_by_the_way() -> None:
    contest, *_ = ended.contest_over()
    ended.announced(contest)
    hand_over(ended.the(contest, "nhi"))
    first, before = ended.the(contest, "nhat"), live(contest)
    with pytest.raises(errors.HandedOver):
        preview_revocation(first, move_up=True, now=LATER)
    with pytest.raises(errors.HandedOver):
        revoke_award(first, reason="–", document=ended.paper(contest, number=20), move_up=True, now=LATER, by=None)
    assert live(contest) == before
    assert preview_revocation(first, move_up=False, now=LATER).added == []


def test_a_revocation_needs_a_reason_and_a_decision() -> None:
    contest, *_ = ended.contest_over()
    ended.announced(contest)
    first, document = ended.the(contest, "nhat"), ended.paper(contest, number=20)
    with pytest.raises(errors.Missing):
        revoke_award(first, reason=" ", document=document, move_up=False, now=LATER, by=None)
    with pytest.raises(errors.NotADecision):
        revoke_award(first, reason="–", document=ended.minutes(contest), move_up=False, now=LATER, by=None)
    revocation = revoke_award(first, reason="–", document=document, move_up=False, now=LATER, by=None)
    with pytest.raises(errors.WrongStep):
        recall_money(revocation, returned=0, returned_on=PAID_ON, voucher="1", now=LATER, by=None)
