"""A predicted number that is none: one clear sentence, and every answer beside it is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hoithi.core import clock
from hoithi.quiz.models import Answer, Attempt
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.tokens import issue_token
from tests.quiz import factories as make
from tests.quiz.factories import MINUTE, NOW
from tests.quiz.views.test_sitting import batch, post

pytestmark = pytest.mark.django_db
ASKED = {"question": "Có bao nhiêu người dự thi?", "truth": "people", "maximum": 100_000}
BOUNDS = "từ 0 đến 100.000"


@pytest.fixture
def attempt() -> Attempt:
    part = make.contest(prediction=ASKED).parts.select_related("contest").get()
    make.frozen(part)
    return start_attempt(make.entrant(part.contest), part, now=NOW)


@pytest.mark.parametrize("number", [-1, 10**12, 10**20, -(10**30), "bảy", 1.5, True, [7]])
def test_in_json(number: Any, attempt: Attempt, client: Client) -> None:
    answer = post(client, attempt, "nop", batch(attempt, 5) | {"prediction": number}, at=NOW + MINUTE)
    assert answer.status_code == 400
    assert BOUNDS in answer.json()["message"]
    assert Answer.objects.count() == 5
    attempt.refresh_from_db()
    assert (attempt.ended_at, attempt.prediction) == (None, None)
    again = post(client, attempt, "nop", batch(attempt, 5) | {"prediction": 250}, at=NOW + MINUTE)
    assert again.status_code == 200
    attempt.refresh_from_db()
    assert (attempt.prediction, attempt.correct) == (250, 5)


@pytest.mark.parametrize("text", ["-1", "1000000000000", "9" * 40, "bảy", "3,5"])
def test_in_a_form(text: str, attempt: Attempt, client: Client) -> None:
    fields = {"token": issue_token(attempt), "epoch": 1, "cau-1": "A", "du-doan": text}
    with clock.frozen_at(NOW + timedelta(seconds=30)):
        answer = client.post(f"/bai-thi/{attempt.code}/nop/", fields)
    assert answer.status_code == 400
    assert BOUNDS in answer.content.decode()
    assert "được giữ nguyên" in answer.content.decode()
    assert Answer.objects.exclude(choice="").count() == 1
    attempt.refresh_from_db()
    assert attempt.ended_at is None


@pytest.mark.parametrize(("text", "number"), [("", None), ("1.250", 1250), (" 77 ", 77), ("0", 0)])
def test_what_people_type(text: str, number: int | None, attempt: Attempt, client: Client) -> None:
    fields = {"token": issue_token(attempt), "epoch": 1, "du-doan": text}
    with clock.frozen_at(NOW + timedelta(seconds=30)):
        assert client.post(f"/bai-thi/{attempt.code}/nop/", fields).status_code == 303
    attempt.refresh_from_db()
    assert attempt.prediction == number
