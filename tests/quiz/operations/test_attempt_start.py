"""Starting: one open attempt, a paper anybody can recompute, only for those who may and only while it is open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from hoithi.contests.models import Entrant, Part, Seat
from hoithi.contests.operations.entrants import NotEligible, bar_entrant
from hoithi.core.errors import Refusal
from hoithi.quiz.models import Attempt, FrozenBank
from hoithi.quiz.operations.attempt_errors import NoAttemptsLeft, NotInThisPart, PaperNotReady, PartNotOpen
from hoithi.quiz.operations.attempt_start import Start, start_attempt, start_many
from hoithi.quiz.operations.attempt_submit import submit_attempt
from hoithi.quiz.queries.attempt_paper import content_of
from hoithi.quiz.rules.paper import paper_seed
from tests.quiz import factories as make
from tests.quiz.factories import CLOSES, MINUTE, NOW, OPENS, SECRET

pytestmark = pytest.mark.django_db
TICK = timedelta(microseconds=1)


def test_a_paper_is_the_one_that_belongs_to_the_seed(part: Part, entrant: Entrant) -> None:
    attempt = start_attempt(entrant, part, now=NOW)
    content = content_of(attempt.frozen_bank)
    seed = paper_seed(SECRET, part.key, entrant.code, 1)
    assert attempt.paper == content.stored(content.paper(seed))
    assert len(attempt.paper) == 5
    assert (attempt.n, attempt.epoch, attempt.started_at) == (1, 1, NOW)
    assert attempt.deadline_at == NOW + 10 * MINUTE


def test_a_plan_may_fix_the_order_of_questions_and_options(db: None) -> None:
    part = make.contest(questions=8, shuffle_questions=False, shuffle_options=False).parts.get()
    bank = make.frozen(part)
    attempt = start_attempt(make.entrant(part.contest), part, now=NOW)
    codes = [content_of(bank).items[frozen_id].ref.id for frozen_id, _ in attempt.paper]
    assert codes == sorted(codes)
    assert {tuple(order) for _, order in attempt.paper} == {("a", "b", "c", "d")}


def test_starting_again_gives_the_open_attempt_and_a_new_epoch(part: Part, entrant: Entrant) -> None:
    first = start_attempt(entrant, part, now=NOW)
    second = start_attempt(entrant, part, now=NOW + MINUTE)
    assert (second.pk, second.epoch, second.started_at) == (first.pk, 2, NOW)
    assert Attempt.objects.count() == 1


def test_the_first_attempt_locks_the_entrants_fields(part: Part, entrant: Entrant) -> None:
    start_attempt(entrant, part, now=NOW)
    entrant.refresh_from_db()
    assert entrant.locked_at == NOW


@pytest.mark.parametrize("now", [OPENS - TICK, CLOSES, CLOSES + MINUTE])
def test_outside_the_window_nothing_starts(part: Part, entrant: Entrant, now: Any) -> None:
    with pytest.raises(PartNotOpen):
        start_attempt(entrant, part, now=now)
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("now", [OPENS, CLOSES - TICK])
def test_the_window_is_half_open(part: Part, entrant: Entrant, now: Any) -> None:
    attempt = start_attempt(entrant, part, now=now)
    assert attempt.deadline_at == min(now + 10 * MINUTE, CLOSES)


def test_with_grace_an_attempt_runs_to_its_limit(db: None) -> None:
    part = make.contest(close_policy="grace").parts.get()
    make.frozen(part)
    attempt = start_attempt(make.entrant(part.contest), part, now=CLOSES - MINUTE)
    assert attempt.deadline_at == CLOSES + 9 * MINUTE


def test_a_window_that_is_not_exact_is_not_open(part: Part, entrant: Entrant) -> None:
    Part.objects.filter(pk=part.pk).update(precision="month")
    with pytest.raises(PartNotOpen):
        start_attempt(entrant, part, now=NOW)


def test_attempts_run_out(part: Part, entrant: Entrant) -> None:
    for n in range(3):
        attempt = start_attempt(entrant, part, now=NOW + n * MINUTE)
        submit_attempt(attempt.code, [], epoch=1, now=NOW + n * MINUTE + TICK)
    with pytest.raises(NoAttemptsLeft):
        start_attempt(entrant, part, now=NOW + 9 * MINUTE)
    assert list(Attempt.objects.order_by("n").values_list("n", flat=True)) == [1, 2, 3]


def test_an_attempt_that_has_run_out_is_finalised_before_the_next(part: Part, entrant: Entrant) -> None:
    first = start_attempt(entrant, part, now=NOW)
    second = start_attempt(entrant, part, now=NOW + 10 * MINUTE)
    first.refresh_from_db()
    assert (first.ended_by, first.ended_at, second.n) == ("expired", NOW + 10 * MINUTE, 2)


def test_without_a_frozen_bank_there_is_no_paper(db: None) -> None:
    part = make.contest().parts.get()
    with pytest.raises(PaperNotReady):
        start_attempt(make.entrant(part.contest), part, now=NOW)
    assert not FrozenBank.objects.exists()


def test_somebody_of_fourteen_may_not_start(part: Part, entrant: Entrant) -> None:
    assert entrant.person is not None
    entrant.person.birth_date = date(2009, 6, 11)  # fifteen tomorrow
    entrant.person.save()
    with pytest.raises(NotEligible):
        start_attempt(entrant, part, now=NOW)
    assert start_attempt(entrant, part, now=NOW + timedelta(days=1)).n == 1


@pytest.mark.parametrize("body", ["secretariat", "operators"])
def test_somebody_who_joined_the_committee_may_not_start(part: Part, entrant: Entrant, body: str) -> None:
    seat = part.contest.bodies.get(kind=body)
    Seat.objects.create(body=seat, title="Thành viên", person=entrant.person, since=OPENS)
    with pytest.raises(NotEligible):
        start_attempt(entrant, part, now=NOW)


def test_a_barred_entrant_may_not_start(part: Part, entrant: Entrant) -> None:
    bar_entrant(entrant, reason="Đã vào Tổ ra đề.", now=NOW)
    with pytest.raises(Refusal, match="Đã vào Tổ ra đề"):
        start_attempt(entrant, part, now=NOW)


def test_an_entrant_of_another_contest_does_not_belong(part: Part, entrant: Entrant) -> None:
    other = make.contest_named("hoi-thi-khac")
    with pytest.raises(NotInThisPart):
        start_attempt(make.entrant(other), part, now=NOW)


def test_a_group_left_out_of_the_part_does_not_belong(part: Part, entrant: Entrant) -> None:
    Part.objects.filter(pk=part.pk).update(content=part.content | {"groups": ["nhom-khac"]})
    with pytest.raises(NotInThisPart):
        start_attempt(entrant, part, now=NOW)


@pytest.mark.parametrize("people", [1, 3])
def test_starting_costs_a_fixed_number_of_queries(people: int, part: Part, django_assert_num_queries: Any) -> None:
    start_attempt(make.entrant(part.contest), part, now=NOW)  # the frozen bank is read once in a process
    starts = [Start(make.entrant(part.contest).pk, part.pk, NOW) for _ in range(people)]
    with django_assert_num_queries(14):
        start_many(starts)
    assert Attempt.objects.count() == people + 1


def test_one_who_is_refused_keeps_nobody_back(part: Part) -> None:
    good, barred, running, run_out = (make.entrant(part.contest) for _ in range(4))
    stranger = make.entrant(make.contest_named("hoi-thi-khac"))
    bar_entrant(barred, reason="Đã vào Tổ ra đề.", now=NOW)
    first = start_attempt(running, part, now=NOW)
    start_attempt(run_out, part, now=NOW - timedelta(hours=1))
    done = start_many([Start(one.pk, part.pk, NOW) for one in (good, barred, running, run_out, stranger)])
    assert [type(one).__name__ for one in done] == ["Attempt", "Refusal", "Attempt", "Attempt", "NotInThisPart"]
    opened = [one for one in done if isinstance(one, Attempt)]
    assert [(one.entrant_id, one.n, one.epoch) for one in opened] == [
        (good.pk, 1, 1),
        (running.pk, 1, 2),
        (run_out.pk, 2, 1),
    ]
    first.refresh_from_db()
    assert first.epoch == 2
    assert set(Attempt.objects.exclude(ended_at=None).values_list("ended_by", flat=True)) == {"expired"}


def test_an_account_that_was_shut_may_not_start_with_a_ticket(part: Part, entrant: Entrant) -> None:
    assert entrant.person is not None
    account = entrant.person.user
    other = make.entrant(part.contest)
    (stolen,) = start_many([Start(other.pk, part.pk, NOW, None, account.pk)])
    account.is_active = False
    account.save()
    (shut,) = start_many([Start(entrant.pk, part.pk, NOW, None, account.pk)])
    assert [type(one) for one in (stolen, shut)] == [NotInThisPart, NotInThisPart]
