"""Whatever order saves, resends and new epochs arrive in, the server holds the newest answer of the newest device."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from hoithi.quiz.models import Answer
from hoithi.quiz.operations.attempt_resume import resume_attempt
from hoithi.quiz.operations.attempt_save import Given, paper_of, save_answers
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.tokens import Ticket
from tests.quiz import factories as make
from tests.quiz.factories import NOW

BATCHES = st.lists(st.tuples(st.integers(1, 5), st.sampled_from(["", "A", "B", "C", "D"]), st.integers(0, 20)))


class Saves(RuleBasedStateMachine):
    """A model of the rule: per question the greatest (epoch, seq) wins, and only the newest epoch writes."""

    def __init__(self) -> None:
        super().__init__()
        Answer.objects.all().delete()
        part = Saves.part
        self.attempt = start_attempt(make.entrant(part.contest), part, now=NOW)
        self.epoch = 1
        self.expected: dict[int, tuple[int, int, str]] = {}

    @rule(batch=BATCHES, behind=st.integers(0, 2))
    def save(self, batch: list[tuple[int, str, int]], behind: int) -> None:
        epoch = self.epoch - behind
        given = [Given(*answer) for answer in batch]
        ticket = Ticket(self.attempt.pk, self.attempt.part_id)
        saved = save_answers(self.attempt.code, ticket, epoch, given, now=NOW)
        if behind:
            assert saved.state == "superseded"
        else:
            assert saved.state == "saved"
            newest: dict[int, Given] = {}
            for answer in given:
                if answer.pos not in newest or newest[answer.pos].seq < answer.seq:
                    newest[answer.pos] = answer
            for pos, letters, seq in newest.values():
                if (epoch, seq) > self.expected.get(pos, (0, -1, ""))[:2]:
                    self.expected[pos] = (epoch, seq, letters)
        self.check()

    @rule()
    def resume(self) -> None:
        self.epoch = resume_attempt(self.attempt.code, now=NOW).epoch

    def check(self) -> None:
        paper = paper_of(self.attempt.code, self.attempt.pk)
        rows = Answer.objects.filter(attempt=self.attempt)
        held = {row.pos: (row.epoch, row.seq, paper[row.pos - 1].letters_of(row.choice)) for row in rows}
        assert held == self.expected


@pytest.mark.both
class TestOrder(TestCase):
    def test_the_newest_answer_of_the_newest_device_is_held(self) -> None:
        part = make.contest().parts.select_related("contest").get()
        make.frozen(part)
        Saves.part = part
        calm = list(HealthCheck)  # a database is slower than Hypothesis likes
        quick = settings(max_examples=20, stateful_step_count=12, deadline=None, suppress_health_check=calm)
        run_state_machine_as_test(Saves, settings=quick)
