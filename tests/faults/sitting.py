"""One person's attempt in this process's own server, for faults of the clock, of locks and of devices."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import connections, transaction

from hoithi.contests.models import Entrant, Part
from hoithi.core import clock
from hoithi.quiz.models import Attempt
from hoithi.quiz.operations.attempt_save import paper_of
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.queries.attempt_receipt import is_genuine
from hoithi.quiz.tokens import issue_token
from tests.quiz import factories as make


def open_part(**quiz: Any) -> Part:
    """An invented contest's quiz; the clock stands in the middle of its window."""
    part = make.contest(**quiz).parts.select_related("contest").get()
    make.frozen(part)
    set_clock(make.NOW)
    return part


def set_clock(instant: datetime) -> None:
    """It is then, for this process and the server in it; the clock goes on."""
    clock.set_offset(timedelta(0))
    clock.set_offset(instant - clock.now())


@dataclass
class Sitting:
    """An open attempt and its calls over HTTP, as a page makes them."""

    site: str
    part: Part
    entrant: Entrant
    attempt: Attempt = field(init=False)
    seq: int = 0

    def __post_init__(self) -> None:
        self.attempt = start_attempt(self.entrant, self.part, now=clock.now())
        self.token = issue_token(self.attempt)

    def letter(self, pos: int, *, right: bool = True) -> str:
        question = paper_of(self.attempt.code, self.attempt.pk)[pos - 1]
        return next(letter for letter, option, _ in question.options if (option == "a") is right)

    def save(self, *positions: int) -> tuple[int, dict[str, Any]]:
        """Choose the right answer at each and send them."""
        return self.post("luu/", self.answers(*positions))

    def submit(self, *positions: int) -> tuple[int, dict[str, Any]]:
        return self.post("nop/", self.answers(*positions))

    def answers(self, *positions: int) -> dict[str, Any]:
        answers = []
        for pos in positions:
            self.seq += 1
            answers.append({"pos": pos, "seq": self.seq, "choice": [self.letter(pos)]})
        return {"epoch": self.attempt.epoch, "answers": answers}

    def post(self, to: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        line = http.client.HTTPConnection(urlsplit(self.site).netloc, timeout=60)
        headers = {"Authorization": f"Attempt {self.token}", "Content-Type": "application/json"}
        try:
            line.request("POST", f"/bai-thi/{self.attempt.code}/{to}", json.dumps(body), headers)
            answer = line.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            line.close()

    def stored(self) -> Attempt:
        """As it stands in the database; an ended one has a receipt that verifies and a time not below zero."""
        found = Attempt.objects.select_related("part__contest", "entrant__group").get(pk=self.attempt.pk)
        if found.ended_at is not None:
            assert is_genuine(found)
            assert found.elapsed_ms is not None
            assert 0 <= found.elapsed_ms <= (found.deadline_at - found.started_at) // timedelta(milliseconds=1)
            held = found.answers.filter(choice="a").count()
            assert found.correct == held, "marked by what is stored"
        return found


def hold_lock(attempt: Attempt, taken: Any, release: Any) -> None:
    """For a thread: hold what an end of this attempt needs, from `taken` until `release`."""
    try:
        with transaction.atomic():
            Attempt.objects.select_for_update().get(pk=attempt.pk)
            taken.set()
            release.wait(60)
    finally:
        connections.close_all()
