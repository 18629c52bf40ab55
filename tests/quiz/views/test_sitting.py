"""The sitting over HTTP, as docs/developer/sitting-protocol.md says it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from hoithi.contests.models import Entrant, Part
from hoithi.core import clock
from hoithi.quiz.models import Answer, Attempt
from hoithi.quiz.operations.attempt_save import paper_of
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.tokens import issue_token
from tests.quiz import factories as make
from tests.quiz.factories import MINUTE, NOW, letters

TICK = timedelta(milliseconds=1)


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def owner(entrant: Entrant, client: Client) -> Client:
    assert entrant.person is not None
    client.force_login(entrant.person.user)
    return client


@pytest.fixture
def attempt(entrant: Entrant, part: Part) -> Attempt:
    return start_attempt(entrant, part, now=NOW)


def post(client: Client, attempt: Attempt, what: str, body: Any, *, at: datetime, token: str | None = None) -> Any:
    with clock.frozen_at(at):
        return client.post(
            f"/bai-thi/{attempt.code}/{what}/",
            body if isinstance(body, bytes) else json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Attempt {issue_token(attempt) if token is None else token}"},
        )


def batch(attempt: Attempt, right: int, epoch: int = 1) -> dict[str, Any]:
    paper = paper_of(attempt.code, attempt.pk)
    answers = [{"pos": n, "seq": n, "choice": [key]} for n, key in enumerate(letters(paper, right), 1)]
    return {"epoch": epoch, "answers": answers}


def get(client: Client, path: str, at: datetime = NOW) -> Any:
    with clock.frozen_at(at):
        return client.get(path)


def test_a_person_starts_saves_submits_and_holds_a_receipt(owner: Client, part: Part) -> None:
    address = f"/cuoc-thi/{part.contest.slug}/{part.key}/vao-thi/"
    assert "Bắt đầu làm bài" in get(owner, address).content.decode()
    with clock.frozen_at(NOW):
        started = owner.post(address)
    attempt = Attempt.objects.get()
    assert (started.status_code, started["Location"]) == (302, f"/bai-thi/{attempt.code}/")

    page = get(owner, started["Location"], NOW + MINUTE)
    attempt.refresh_from_db()
    assert (page.status_code, attempt.epoch) == (200, 2)
    assert "no-store" in page["Cache-Control"]
    assert page.context["attempt"]["epoch"] == 2
    assert len(page.context["questions"]) == 5

    anonymous = Client()
    saved = post(anonymous, attempt, "luu", batch(attempt, 5, epoch=2), at=NOW + 2 * MINUTE)
    assert saved.json() == {
        "saved": [1, 2, 3, 4, 5],
        "count": 5,
        "server_time": "2024-06-10T09:02:00.000+07:00",
        "deadline": "2024-06-10T09:10:00.000+07:00",
    }
    handed = post(anonymous, attempt, "nop", batch(attempt, 5, epoch=2), at=NOW + 3 * MINUTE)
    assert handed.json() == {"receipt": f"/phieu/{attempt.code}/"}
    receipt = get(owner, handed.json()["receipt"], NOW + 4 * MINUTE)
    assert receipt.status_code == 200
    assert "5/5" in receipt.content.decode()
    assert "<svg" in receipt.content.decode()
