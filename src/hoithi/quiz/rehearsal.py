"""How a quiz is rehearsed: a bank is written and reviewed, people of different skill sit it, some give up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from functools import partial
from random import Random

from hoithi.contests.models import ContestUnit, Entrant, Part
from hoithi.contests.registry import Fact
from hoithi.contests.rehearsal import Act, Agenda
from hoithi.people.models import User
from hoithi.quiz.models import Attempt
from hoithi.quiz.operations.attempt_expire import expire_due
from hoithi.quiz.operations.attempt_save import Given, paper_of, save_answers
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.operations.attempt_submit import submit_attempt
from hoithi.quiz.queries.attempt_paper import content_of
from hoithi.quiz.queries.attempt_settings import settings_of
from hoithi.quiz.rehearsal_bank import write_bank
from hoithi.quiz.schema import QuizSettings
from hoithi.quiz.tokens import Ticket

RUSH = timedelta(hours=2)
"""The last stretch before the close, when many come."""
RUSH_SHARE, GIVES_UP, SAVES = 0.15, 0.01, 0.3
MORE_ATTEMPTS = (0.8, 0.15, 0.05)
"""How often people use one, two, three attempts."""
SLOWEST_S, FASTEST_S = 55, 8
MOST_SAMPLED = 60_000
"""People made up for a comparison of formulas at most; in larger contests each unit sends its share of them."""


class QuizRehearsal:
    """Registered with the kind."""

    def prepare(self, part: Part, *, staff: Mapping[str, Sequence[User]], rng: Random, now: datetime) -> None:
        write_bank(part, authors=staff["authors"], reviewers=staff["reviewers"], rng=rng, now=now)

    def plan(self, part: Part, entrants: Sequence[Entrant], *, agenda: Agenda, rng: Random, done: Act) -> None:
        for entrant in entrants:
            sitter = _Sitter(part, entrant, rng.triangular(0.3, 1.0, 0.85), rng)
            sitter.come(agenda, done)

    def sample(self, part: Part, units: Sequence[ContestUnit], rng: Random) -> list[Fact]:
        """Made-up results by the same people of different skill, without a sitting: to try formulas on."""
        settings = settings_of(part)
        groups = [g.key for g in part.contest.groups.all() if g.subject == "person" and g.spec.counts_for_unit]
        crowd = sum(unit.headcount for unit in units) or 1
        share = min(1.0, MOST_SAMPLED / crowd)
        found: list[Fact] = []
        for unit in units:
            here = rng.triangular(0.1, 1.0, 0.8) * share
            for _one in range(round(unit.headcount * here)):
                values = _made_up(settings, rng)
                found.append(Fact(len(found) + 1, values, unit.pk, groups[0] if groups else "", on_roster=True))
        return found

    def finish(self, part: Part, *, now: datetime) -> None:
        while expire_due(now, 500):
            pass


def _made_up(settings: QuizSettings, rng: Random) -> dict[str, int | Fraction | None]:
    skill = rng.triangular(0.3, 1.0, 0.85)
    odds = skill + (1 - skill) / 4
    correct = sum(rng.random() < odds for _question in range(settings.questions))
    pace = rng.uniform(FASTEST_S, SLOWEST_S) * (1.4 - skill / 2)
    return {
        "taken": 1,
        "correct": correct,
        "all_correct": int(correct == settings.questions),
        "elapsed_ms": min(int(1000 * pace * settings.questions), settings.time_limit_min * 60_000),
        "submitted": rng.randrange(10**9),
        "attempts": rng.randint(1, min(3, settings.attempts)),
        "prediction": rng.randrange(10_000) if settings.prediction else None,
    }


class _Sitter:
    """One person: when they come, how well and how fast they answer."""

    def __init__(self, part: Part, entrant: Entrant, skill: float, rng: Random) -> None:
        self.part, self.entrant, self.skill, self.rng = part, entrant, skill, rng
        self.settings = settings_of(part, entrant.group.key)

    def come(self, agenda: Agenda, done: Act) -> None:
        wanted = self.rng.choices((1, 2, 3), MORE_ATTEMPTS)[0]
        times = sorted(self._moment() for _ in range(min(wanted, self.settings.attempts)))
        limit = timedelta(minutes=self.settings.time_limit_min)
        for number, moment in enumerate(times):
            when = moment + number * limit * 2  # a later attempt never starts inside an earlier one
            if self.part.closes is not None and when < self.part.closes:
                agenda.at(when, partial(self._start, agenda=agenda, done=done, last=number == 0))

    def _moment(self) -> datetime:
        opens, closes = self.part.opens, self.part.closes
        assert opens is not None, "the preflight asked for an exact window"
        assert closes is not None
        if self.rng.random() < RUSH_SHARE:
            return closes - RUSH * self.rng.random() * min(1.0, (closes - opens) / RUSH)
        return opens + (closes - opens) * self.rng.random()

    def _start(self, now: datetime, *, agenda: Agenda, done: Act, last: bool) -> None:
        attempt = start_attempt(self.entrant, self.part, now=now)
        answers = self._answers(attempt)
        pace = self.rng.uniform(FASTEST_S, SLOWEST_S) * (1.4 - self.skill / 2)
        ends = now + timedelta(milliseconds=int(1000 * pace * len(answers)))
        if self.rng.random() < SAVES or ends >= attempt.deadline_at:
            half = answers[: len(answers) // 2]
            agenda.at(now + min(ends - now, attempt.deadline_at - now) / 2, lambda at: self._save(attempt, half, at))
        if self.rng.random() < GIVES_UP or ends >= attempt.deadline_at:
            agenda.at(attempt.deadline_at + timedelta(seconds=1), lambda at: self._run_out(at, done, last))
        else:
            agenda.at(ends, lambda at: self._submit(attempt, answers, at, done, last))

    def _answers(self, attempt: Attempt) -> list[Given]:
        items = content_of(attempt.frozen_bank).items
        answers = []
        for question, (frozen_id, _) in zip(paper_of(attempt.code, attempt.pk), attempt.paper, strict=True):
            right = items[frozen_id].key
            letters = [letter for letter, option, _ in question.options if option in right]
            if self.rng.random() >= self.skill:
                letters = [self.rng.choice([letter for letter, *_ in question.options])]
            answers.append(Given(question.pos, "".join(letters), 1))
        return answers

    def _save(self, attempt: Attempt, answers: Sequence[Given], now: datetime) -> None:
        save_answers(attempt.code, Ticket(attempt.pk, self.part.pk), attempt.epoch, answers, now=now)

    def _submit(self, attempt: Attempt, answers: Sequence[Given], now: datetime, done: Act, last: bool) -> None:
        prediction = self.rng.randrange(10_000) if self.settings.prediction else None
        submit_attempt(attempt.code, answers, prediction, epoch=attempt.epoch, now=now)
        if last:
            done(now)

    def _run_out(self, now: datetime, done: Act, last: bool) -> None:
        expire_due(now, 500)
        if last:
            done(now)
