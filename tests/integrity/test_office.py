"""An office behind one address: 400 people sign in, register and begin within a minute, nobody is turned away."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from hoithi.core import clock
from hoithi.integrity.models import Trace
from hoithi.people.models import User
from hoithi.quiz.models import Attempt
from hoithi.quiz.operations.attempt_expire import expire_due
from tests.quiz import factories as quiz

pytestmark = pytest.mark.django_db
PEOPLE = 400
ADDRESS = {"REMOTE_ADDR": "203.0.113.9"}
SLUG = "hoi-thi-thu"
START = f"/cuoc-thi/{SLUG}/trac-nghiem/vao-thi/"


def enter(number: int) -> Client:
    """From the button on the contest page to the open paper, through every page a person meets."""
    client = Client(**ADDRESS)
    register = f"/cuoc-thi/{SLUG}/dang-ky/?next={START}"
    assert client.post(register, {"contact": f"0912 {number:06d}"}).url == "/dang-nhap/ma/"  # type: ignore[attr-defined]
    page = client.get("/dang-nhap/ma/").content.decode()
    code = re.search(r'<strong class="num">(\d{6})</strong>', page)
    assert code is not None
    assert client.post("/dang-nhap/ma/", {"code": code.group(1)}).status_code == 302
    who = {"full_name": f"Người {number}", "birth_date_day": "1", "birth_date_month": "2", "birth_date_year": "1995"}
    assert client.post("/dang-nhap/ho-so/", who | {"consent_take_part": "on"}).status_code == 302
    assert client.post(register, {"unit": ""}).status_code == 302
    assert client.post(f"{register}&buoc=kiem-tra").status_code == 302
    assert client.get(START).status_code == 200
    started = client.post(START)
    assert started.status_code == 302
    assert client.get(started.url).status_code == 200  # type: ignore[attr-defined]
    return client


def test_an_office_of_four_hundred_begins_within_a_minute(settings: Any) -> None:
    settings.SMS_BACKEND = settings.EMAIL_CODE_BACKEND = "hoithi.people.delivery.on_page"
    cache.clear()
    contest = quiz.contest()
    quiz.frozen(contest.parts.get())
    for number in range(PEOPLE):
        with clock.frozen_at(quiz.NOW + timedelta(milliseconds=150 * number)):
            enter(number)
    assert Attempt.objects.count() == User.objects.count() == PEOPLE
    assert Trace.objects.values("network").distinct().count() == 1
    assert Trace.objects.values("device").distinct().count() == PEOPLE
    assert expire_due(quiz.CLOSES) >= 200


def test_one_account_is_still_held_to_its_own_limits(client: Client, settings: Any) -> None:
    settings.SMS_BACKEND = settings.EMAIL_CODE_BACKEND = "hoithi.people.delivery.on_page"
    cache.clear()
    contest = quiz.contest()
    part = contest.parts.get()
    quiz.frozen(part)
    with clock.frozen_at(quiz.NOW):
        statuses = [client.post("/dang-nhap/", {"contact": "0912 000 001"}).status_code for _ in range(4)]
        assert statuses == [302, 302, 302, 400]
        entrant = quiz.entrant(contest)
        assert entrant.person is not None
        client.force_login(entrant.person.user)
        tries = [client.post(START).status_code for _ in range(12)]
    assert tries[:10] == [302] * 10
    assert tries[10:] == [429] * 2
