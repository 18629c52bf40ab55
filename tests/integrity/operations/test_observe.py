"""What is noted when a sitting is opened, after the answer, and when it is deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hoithi.contests.models import Entrant, Part
from hoithi.core import clock
from hoithi.integrity.models import Trace
from hoithi.integrity.observer import COOKIE
from hoithi.integrity.operations.observe import purge_signals
from hoithi.quiz.observers import observers
from hoithi.quiz.operations.attempt_start import start_attempt
from tests.quiz import factories as quiz
from tests.quiz.conftest import contest, entrant, part  # noqa: F401

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 Zalo/23"


def open_page(client: Client, entrant: Entrant, part: Part) -> str:  # noqa: F811
    client.force_login(entrant.person.user)  # type: ignore[union-attr]
    with clock.frozen_at(quiz.NOW):
        client.get(f"/cuoc-thi/{part.contest.slug}/{part.key}/vao-thi/")
        attempt = start_attempt(entrant, part, now=quiz.NOW)
        agent = {"HTTP_USER_AGENT": PHONE, "REMOTE_ADDR": "203.0.113.77"}
        assert client.get(f"/bai-thi/{attempt.code}/", **agent).status_code == 200
        assert client.get(f"/bai-thi/{attempt.code}/", **agent).status_code == 200
    return attempt.code


def test_a_sitting_leaves_one_row_of_hashes(client: Client, entrant: Entrant, part: Part) -> None:  # noqa: F811
    open_page(client, entrant, part)
    cookie = client.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    kept = list(Trace.objects.values())
    assert sum(row["opened"] for row in kept) == 2
    for row in kept:
        assert row["agent"] == "Zalo/Android"
        assert "203.0.113" not in str(row)
        assert cookie.value not in str(row)
        assert len(row["network"]) == 32
    assert any(row["device"] for row in kept)


def test_marks_of_one_device_differ_between_contests() -> None:
    from hoithi.integrity.marks import device_mark, network_mark

    assert device_mark(1, "abc") != device_mark(2, "abc")
    assert network_mark(1, "203.0.113.7") == network_mark(1, "203.0.113.250") != network_mark(1, "203.0.114.7")
    assert (device_mark(1, ""), network_mark(1, "")) == ("", "")


def test_signals_go_when_their_time_is_over(client: Client, entrant: Entrant, part: Part) -> None:  # noqa: F811
    open_page(client, entrant, part)
    keep = timedelta(days=30)
    assert purge_signals(now=quiz.CLOSES + keep, keep=keep, focus_keep=keep) == (0, 0)
    rows = Trace.objects.count()
    assert purge_signals(now=quiz.CLOSES + keep + timedelta(seconds=1), keep=keep, focus_keep=keep) == (rows, 0)
    assert not Trace.objects.exists()


class Broken:
    """An observer that fails at everything."""

    def entering(self, *_args: object) -> None:
        raise RuntimeError("no room")

    opened = scripts = entering


def test_an_observer_that_fails_keeps_nobody_from_the_paper(client: Client, entrant: Entrant, part: Part) -> None:  # noqa: F811
    broken: Any = Broken()
    observers.append(broken)
    try:
        open_page(client, entrant, part)
    finally:
        observers.remove(broken)
