"""From proposal to payment, one step at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hoithi.audit.models import AuditEvent
from hoithi.awards import errors
from hoithi.awards.models import Award, AwardStep, Payment
from hoithi.awards.operations import AlreadyDecided, propose_awards, seal_result
from hoithi.awards.operations.decide import decide_awards
from hoithi.awards.operations.hand_over import claim_award, pay_awards, return_signatures
from hoithi.awards.queries.lines import award_lines
from hoithi.awards.registry import registry
from hoithi.contests.models import Contest
from hoithi.contests.operations.publication import publish_results
from hoithi.core.errors import Refusal
from hoithi.documents.operations import draft_document
from hoithi.people.models import Letter
from tests.awards import ended
from tests.awards.ended import LATER, PAID_ON
from tests.contests import factories as make

pytestmark = pytest.mark.django_db


def states(contest: Contest) -> dict[str, int]:
    found: dict[str, int] = {}
    for state in contest.awards.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def test_an_award_goes_from_proposal_to_payment_and_every_step_is_kept() -> None:
    contest, _units, people = ended.contest_over()
    document = ended.announced(contest)
    assert states(contest) == {"announced": 4}
    first = ended.the(contest, "nhat")
    claim_award(first, how="id_card", now=LATER, by=None)
    claim_award(first, how="id_card", now=LATER, by=None)
    paid = {"paid_on": PAID_ON, "voucher": "PC 07", "signed": False, "now": LATER, "by": None}
    assert pay_awards(contest, [first.pk], **paid) == 1  # type: ignore[arg-type]
    assert pay_awards(contest, [first.pk], **paid) == 0  # type: ignore[arg-type]
    assert return_signatures(contest, [first.pk], now=LATER, by=None) == 1
    payment = Payment.objects.get()
    assert (payment.cash, payment.voucher, payment.signed) == (300_000, "PC 07", True)
    steps = AwardStep.objects.filter(award=first).values_list("state", "document")
    assert list(steps) == [
        ("proposed", None),
        ("decided", document.pk),
        ("announced", None),
        ("claimed", None),
        ("paid", None),
    ]
    actions = set(AuditEvent.objects.filter(action__startswith="awards:award:").values_list("action", flat=True))
    assert actions == {f"awards:award:{state}" for state in ("decided", "announced", "claimed", "paid")}
    assert people[0].pk == first.subject_id


def test_a_decision_is_taken_once_and_another_one_is_refused() -> None:
    contest, *_ = ended.contest_over()
    document = ended.decided(contest)
    ids = list(contest.awards.values_list("pk", flat=True))
    assert decide_awards(contest, ids, document=document, now=LATER) == 0
    with pytest.raises(errors.DecidedOtherwise):
        decide_awards(contest, ids, document=ended.paper(contest, number=13), now=LATER)
    with pytest.raises(AlreadyDecided):
        propose_awards(contest, now=LATER)
    assert states(contest) == {"decided": 4}


def drafted(contest: Contest) -> Any:
    return draft_document("quyet_dinh", "Dự thảo", by=None, now=LATER, contest_key=contest.slug)


def of_another(contest: Contest) -> Any:
    document = ended.paper(contest)
    document.contest_key = "khac"
    return document


@pytest.mark.parametrize("make_paper", [drafted, of_another, ended.minutes])
def test_only_an_issued_decision_of_the_contest_decides(make_paper: Callable[[Contest], Any]) -> None:
    contest, *_ = ended.contest_over()
    propose_awards(contest, now=LATER)
    with pytest.raises(errors.NotADecision):
        decide_awards(contest, document=make_paper(contest), now=LATER)
    assert states(contest) == {"proposed": 4}


def test_where_the_plan_asks_for_a_decision_nothing_is_published_before() -> None:
    contest, *_ = ended.contest_over(awards={"decision": "required"})
    propose_awards(contest, now=LATER)
    seal_result(contest, now=LATER)
    with pytest.raises(errors.NotDecided):
        publish_results(contest, now=LATER)
    contest.refresh_from_db()
    assert contest.results_published_at is None
    decide_awards(contest, document=ended.paper(contest), now=LATER)
    publish_results(contest, now=LATER)
    assert states(contest) == {"announced": 4}


def test_what_is_decided_after_publication_is_announced_at_once() -> None:
    contest, *_ = ended.contest_over()
    propose_awards(contest, now=LATER)
    seal_result(contest, now=LATER)
    publish_results(contest, now=LATER)
    assert states(contest) == {"proposed": 4}
    decide_awards(contest, document=ended.paper(contest), now=LATER)
    assert states(contest) == {"announced": 4}


def test_winners_with_an_address_get_one_letter_that_says_no_amount(monkeypatch: pytest.MonkeyPatch) -> None:
    contest, units, people = ended.contest_over()
    user = make.user("Người Có Thư")
    people[0].person = user.person
    people[0].save()
    body = contest.bodies.create(kind="coordinators", key="dau-moi", title="Đầu mối")
    speaker = make.user("Đầu Mối")
    body.seats.create(person=speaker.person, contest_unit=units[0], title="Đầu mối")
    seen: list[str] = []
    monkeypatch.setattr(registry, "after_decision", [lambda one, _now: seen.append(f"decided {one.slug}")])
    monkeypatch.setattr(registry, "after_publication", [lambda one, _now: seen.append(f"public {one.slug}")])
    ended.announced(contest)
    publish_results(contest, now=LATER)
    assert seen == [f"decided {contest.slug}", f"public {contest.slug}"]
    letters = {one.to: one.text for one in Letter.objects.filter(key__startswith="award:")}
    assert set(letters) == {user.email, speaker.email}
    assert "Giải nhất" in letters[user.email or ""]
    assert "300" not in letters[user.email or ""]


def test_an_amount_left_unset_stays_unset_until_the_decision_says_it() -> None:
    contest, *_ = ended.contest_over(prize=ended.prizes(cash=None))
    propose_awards(contest, now=LATER)
    seal_result(contest, now=LATER)
    assert ended.the(contest, "nhat").cash is None
    with pytest.raises(errors.WrongAmount):
        decide_awards(contest, document=ended.paper(contest), now=LATER, amounts={"nhi": 1})
    assert states(contest) == {"proposed": 4}
    decide_awards(contest, document=contest_paper(contest), now=LATER, amounts={"nhat": 450_000})
    assert ended.the(contest, "nhat").cash == 450_000


def contest_paper(contest: Contest) -> Any:
    return ended.paper(contest, number=14)


def test_money_is_paid_only_to_somebody_seen_against_a_voucher_and_as_decided() -> None:
    contest, *_ = ended.contest_over()
    ended.announced(contest)
    first, second = ended.the(contest, "nhat"), ended.the(contest, "nhi")

    def pay(*ids: int, **changes: Any) -> int:
        given: dict[str, Any] = {"paid_on": PAID_ON, "voucher": "PC 1", "signed": True, "now": LATER, "by": None}
        return pay_awards(contest, ids, **(given | changes))

    with pytest.raises(errors.WrongStep):
        pay(first.pk)
    claim_award(first, how="known", now=LATER, by=None)
    with pytest.raises(errors.WrongStep):
        pay(first.pk, second.pk)
    assert not Payment.objects.exists()
    with pytest.raises(errors.Missing):
        pay(first.pk, voucher="  ")
    with pytest.raises(errors.WrongAmount):
        pay(first.pk, amounts={first.pk: 1})
    with pytest.raises(errors.Missing):
        pay(first.pk, paid_on=LATER.date().replace(year=2031))
    assert pay(first.pk) == 1
    with pytest.raises(errors.DecidedOtherwise):
        pay(first.pk, voucher="PC 2")


def test_a_plan_may_leave_identity_unchecked() -> None:
    contest, *_ = ended.contest_over(awards={"check_identity": False})
    ended.announced(contest)
    first = ended.the(contest, "nhat")
    assert pay_awards(contest, [first.pk], paid_on=PAID_ON, voucher="1", signed=True, now=LATER, by=None) == 1
    assert list(first.steps.values_list("state", flat=True))[-2:] == ["claimed", "paid"]


def test_a_prize_without_an_amount_is_paid_with_the_amount_given() -> None:
    contest, *_ = ended.contest_over(prize=ended.prizes(cash=None))
    ended.announced(contest)
    first = ended.the(contest, "nhat")
    claim_award(first, how="known", now=LATER, by=None)
    given = {"paid_on": PAID_ON, "voucher": "PC 1", "signed": True, "now": LATER, "by": None}
    with pytest.raises(errors.WrongAmount):
        pay_awards(contest, [first.pk], **given)  # type: ignore[arg-type]
    pay_awards(contest, [first.pk], amounts={first.pk: 90_000}, **given)  # type: ignore[arg-type]
    assert Payment.objects.get().cash == Award.objects.get(pk=first.pk).cash == 90_000


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"how": "nhìn mặt"}, errors.Missing),
        ({"how": "id_card", "representative": "Trần Văn Thay"}, errors.Missing),
    ],
)
def test_who_comes_instead_says_why(given: dict[str, str], error: type[Refusal]) -> None:
    contest, *_ = ended.contest_over()
    ended.announced(contest)
    first = ended.the(contest, "nhat")
    with pytest.raises(error):
        claim_award(first, now=LATER, by=None, **given)
    claim = claim_award(
        first, how="unit_letter", representative="Trần Văn Thay", reason="Giấy ủy quyền 3/7", now=LATER, by=None
    )
    assert claim.representative == "Trần Văn Thay"
    with pytest.raises(errors.DecidedOtherwise):
        claim_award(first, how="id_card", now=LATER, by=None)


def test_nobody_is_seen_before_publication() -> None:
    contest, *_ = ended.contest_over()
    ended.decided(contest)
    with pytest.raises(errors.WrongStep):
        claim_award(ended.the(contest, "nhat"), how="known", now=LATER, by=None)


def test_lines_say_who_what_why_in_the_plans_order_with_few_queries(django_assert_num_queries: Any) -> None:
    contest, units, people = ended.contest_over()
    document = ended.decided(contest)
    contest = Contest.objects.get(pk=contest.pk)
    _ = contest.plan
    with django_assert_num_queries(8):
        lines = award_lines(contest)
    assert [(one.prize_title, one.name, one.place, one.cash) for one in lines] == [
        ("Giải nhất", people[0].display_name, 1, 300_000),
        ("Giải nhì", people[1].display_name, 2, 200_000),
        ("Giải nhì", people[2].display_name, 3, 200_000),
        ("Giải nhất tập thể", units[0].name, 1, 500_000),
    ]
    assert lines[0].unit == units[0].name
    assert lines[0].document == document
    assert lines[0].because.startswith("Số câu đúng 5")
    assert award_lines(contest, [Award.PAID]) == []
