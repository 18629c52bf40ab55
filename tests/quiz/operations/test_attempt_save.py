"""Saving: order is decided by (epoch, seq) and arrival, never by luck; an acknowledged answer is never lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from hoithi.contests.models import Entrant, Part
from hoithi.quiz.models import Answer, Attempt
from hoithi.quiz.operations.attempt_errors import AttemptNotFound, BadAnswer
from hoithi.quiz.operations.attempt_resume import resume_attempt
from hoithi.quiz.operations.attempt_save import Given, Saved, paper_of, save_answers
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.operations.attempt_submit import submit_attempt
from hoithi.quiz.tokens import Ticket
from tests.quiz import factories as make
from tests.quiz.factories import CLOSES, MINUTE, NOW

pytestmark = [pytest.mark.both, pytest.mark.django_db]
TICK = timedelta(microseconds=1)


@pytest.fixture
def attempt(entrant: Entrant, part: Part) -> Attempt:
    return start_attempt(entrant, part, now=NOW)


def save(attempt: Attempt, *answers: tuple[int, str, int], epoch: int = 1, now: datetime = NOW + MINUTE) -> Saved:
    given = [Given(*answer) for answer in answers]
    return save_answers(attempt.code, Ticket(attempt.pk, attempt.part_id), epoch, given, now=now)


def held(attempt: Attempt) -> dict[int, str]:
    """Letters the server holds, by place."""
    paper = paper_of(attempt.code, attempt.pk)
    return {answer.pos: paper[answer.pos - 1].letters_of(answer.choice) for answer in Answer.objects.all()}


def test_letters_of_the_shuffled_paper_become_option_ids(attempt: Attempt) -> None:
    save(attempt, (1, "A", 1))
    order = attempt.paper[0][1]
    assert Answer.objects.get().choice == order[0]
    assert held(attempt) == {1: "A"}


def test_a_late_arrival_never_replaces_a_newer_answer(attempt: Attempt) -> None:
    save(attempt, (1, "B", 5))
    out_of_order = save(attempt, (1, "A", 3))
    assert (out_of_order.state, out_of_order.saved, held(attempt)) == ("saved", (1,), {1: "B"})


def test_a_save_sent_twice_is_one_save(attempt: Attempt) -> None:
    save(attempt, (1, "B", 5), (2, "C", 6))
    before = list(Answer.objects.values_list("pos", "received_at"))
    again = save(attempt, (1, "B", 5), (2, "C", 6), now=NOW + 2 * MINUTE)
    assert (again.state, again.saved, again.count) == ("saved", (1, 2), 2)
    assert list(Answer.objects.values_list("pos", "received_at")) == before


def test_the_newest_of_one_position_in_a_batch_wins(attempt: Attempt) -> None:
    save(attempt, (3, "C", 9), (3, "D", 8), (1, "A", 7))
    assert held(attempt) == {1: "A", 3: "C"}


def test_an_answer_taken_back_is_empty_and_not_counted(attempt: Attempt) -> None:
    save(attempt, (1, "B", 1), (2, "A", 2))
    assert save(attempt, (1, "", 3)).count == 1
    assert held(attempt) == {1: "", 2: "A"}


def test_a_new_epoch_shuts_the_older_device_out(attempt: Attempt) -> None:
    save(attempt, (1, "A", 50))
    assert resume_attempt(attempt.code, now=NOW + MINUTE).epoch == 2
    assert save(attempt, (1, "C", 99), (2, "C", 100)).state == "superseded"
    assert save(attempt, (1, "B", 1), epoch=2).state == "saved"
    assert held(attempt) == {1: "B"}


def test_an_epoch_nobody_was_given_writes_nothing(attempt: Attempt) -> None:
    assert save(attempt, (1, "A", 1), epoch=7).state == "superseded"
    assert not Answer.objects.exists()


@pytest.mark.parametrize(("late", "state"), [(-TICK, "saved"), (timedelta(0), "closed"), (TICK, "closed")])
def test_arrival_decides_to_the_microsecond(attempt: Attempt, late: timedelta, state: str) -> None:
    assert save(attempt, (1, "A", 1), now=attempt.deadline_at + late).state == state
    assert Answer.objects.exists() is (state == "saved")


def test_the_last_moment_before_midnight_counts_and_midnight_does_not(part: Part, entrant: Entrant) -> None:
    attempt = start_attempt(entrant, part, now=CLOSES - MINUTE)
    assert attempt.deadline_at == CLOSES
    assert save(attempt, (1, "A", 1), now=CLOSES - timedelta(milliseconds=1)).state == "saved"
    assert save(attempt, (1, "B", 2), now=CLOSES).state == "closed"
    assert held(attempt) == {1: "A"}


def test_nothing_is_saved_after_the_submit(attempt: Attempt) -> None:
    submit_attempt(attempt.code, [], epoch=1, now=NOW + MINUTE)
    assert save(attempt, (1, "A", 1), now=NOW + MINUTE).state == "closed"
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "answer", [(0, "A", 1), (6, "A", 1), (1, "E", 1), (1, "AB", 1), (1, "a", 1), (1, "A", -1), (1, "A", 2**53)]
)
def test_what_is_not_on_the_paper_is_refused_whole(attempt: Attempt, answer: tuple[int, str, int]) -> None:
    with pytest.raises(BadAnswer):
        save(attempt, (2, "A", 1), answer)
    assert not Answer.objects.exists()


def test_a_multiple_choice_keeps_a_sorted_set(db: None) -> None:
    part = make.contest(questions=1).parts.get()
    make.frozen(part, 1, c1="multiple")
    attempt = start_attempt(make.entrant(part.contest), part, now=NOW)
    letters = make.letters(paper_of(attempt.code, attempt.pk), 1)[0]
    save(attempt, (1, letters[::-1], 1))
    assert Answer.objects.get().choice == "a,c"


def test_a_ticket_of_another_attempt_writes_nothing(attempt: Attempt, part: Part) -> None:
    other = start_attempt(make.entrant(part.contest), part, now=NOW)
    with pytest.raises(AttemptNotFound):
        save_answers(other.code, Ticket(attempt.pk, part.pk), 1, [Given(1, "A", 1)], now=NOW)
    assert not Answer.objects.exists()


def test_an_empty_batch_asks_how_things_stand(attempt: Attempt) -> None:
    save(attempt, (1, "A", 1))
    assert save(attempt) == Saved("saved", (), 1, attempt.deadline_at)


def test_a_save_is_one_statement_and_one_question(attempt: Attempt, django_assert_num_queries: Any) -> None:
    save(attempt, (1, "A", 1))
    with django_assert_num_queries(2):
        save(attempt, *((pos, "B", pos + 1) for pos in range(1, 6)))
