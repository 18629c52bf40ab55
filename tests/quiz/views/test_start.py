"""Before you start: what to expect, consent to the rules, and who gets no further."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from hoithi.contests.models import Entrant, Part, RulesText
from hoithi.core import clock
from hoithi.quiz.models import Attempt
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.operations.attempt_submit import submit_attempt
from tests.quiz import factories as make
from tests.quiz.factories import CLOSES, MINUTE, NOW, OPENS

ADDRESS = "/cuoc-thi/hoi-thi-thu/trac-nghiem/vao-thi/"


@pytest.fixture
def owner(entrant: Entrant, client: Client) -> Client:
    assert entrant.person is not None
    client.force_login(entrant.person.user)
    return client


@pytest.fixture
def rules(part: Part) -> RulesText:
    return RulesText.objects.create(contest=part.contest, version=2, title="Thể lệ", body="…", published_at=OPENS)


def test_the_page_says_what_awaits(owner: Client) -> None:
    with clock.frozen_at(NOW):
        html = owner.get(ADDRESS).content.decode()
    assert "Đề có 5 câu, làm trong 10 phút" in html
    assert "Bạn được thi 3 lượt, lấy lượt tốt nhất. Còn 3 lượt." in html
    assert "24:00 ngày 30/6/2024" in html


def test_without_consent_nothing_starts(owner: Client, rules: RulesText) -> None:
    with clock.frozen_at(NOW):
        for form in ({}, {"dong_y": "1"}):
            answer = owner.post(ADDRESS, form)
            assert answer.status_code == 400
            assert "Bạn cần đồng ý với thể lệ" in answer.content.decode()
    assert not Attempt.objects.exists()


def test_consent_is_kept_with_the_version_shown(owner: Client, rules: RulesText, entrant: Entrant) -> None:
    with clock.frozen_at(NOW):
        answer = owner.post(ADDRESS, {"dong_y": "2"})
    assert answer["Location"] == f"/bai-thi/{Attempt.objects.get().code}/"
    entrant.refresh_from_db()
    assert entrant.rules_text_id == rules.pk


def test_an_open_attempt_is_offered_again(owner: Client, entrant: Entrant, part: Part) -> None:
    attempt = start_attempt(entrant, part, now=NOW)
    with clock.frozen_at(NOW + MINUTE):
        assert f"/bai-thi/{attempt.code}/" in owner.get(ADDRESS).content.decode()
    with clock.frozen_at(NOW + timedelta(hours=1)):
        html = owner.get(ADDRESS).content.decode()
    assert f"/bai-thi/{attempt.code}/" not in html
    assert "Còn 2 lượt" in html


def test_when_attempts_are_used_up_the_page_says_so(owner: Client, entrant: Entrant, part: Part) -> None:
    for n in range(3):
        attempt = start_attempt(entrant, part, now=NOW + n * MINUTE)
        submit_attempt(attempt.code, [], epoch=1, now=NOW + n * MINUTE)
    with clock.frozen_at(NOW + timedelta(hours=1)):
        assert "Bạn đã dùng hết 3 lượt thi" in owner.get(ADDRESS).content.decode()
        answer = owner.post(ADDRESS)
    assert answer.status_code == 409
    assert "Bạn đã dùng hết 3 lượt thi" in answer.content.decode()


def test_after_the_close_starting_is_refused_in_words(owner: Client) -> None:
    with clock.frozen_at(CLOSES):
        answer = owner.post(ADDRESS)
    assert answer.status_code == 409
    assert "Phần thi đã kết thúc lúc 24:00 ngày 30/6/2024" in answer.content.decode()


def test_somebody_who_has_not_registered_goes_to_register(part: Part, client: Client) -> None:
    client.force_login(make.account())
    with clock.frozen_at(NOW):
        answer = client.get(ADDRESS)
    assert answer["Location"] == f"/cuoc-thi/hoi-thi-thu/dang-ky/?next={ADDRESS}"


def test_a_visitor_is_led_to_the_contests_own_first_step(part: Part, client: Client) -> None:
    assert client.get(ADDRESS)["Location"] == f"/cuoc-thi/hoi-thi-thu/dang-ky/?next={ADDRESS}"
    assert client.post(ADDRESS, {"dong_y": "1"})["Location"] == f"/cuoc-thi/hoi-thi-thu/dang-ky/?next={ADDRESS}"


def test_an_unknown_part_is_not_found(part: Part, client: Client) -> None:
    client.force_login(make.account())
    assert client.get("/cuoc-thi/hoi-thi-thu/khong-co/vao-thi/").status_code == 404
