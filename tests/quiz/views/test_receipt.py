"""Receipts for their owner, and the public check: genuine or not, never whose or how good."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hoithi.contests.models import Entrant, Part
from hoithi.core import clock
from hoithi.quiz.models import Attempt
from hoithi.quiz.operations.attempt_save import Given, paper_of
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.operations.attempt_submit import submit_attempt
from hoithi.quiz.queries.attempt_receipt import shown_code
from hoithi.quiz.views.receipt import MISSES_A_MINUTE
from tests.quiz import factories as make
from tests.quiz.factories import CLOSES, MINUTE, NOW, letters


def sit(entrant: Entrant, part: Part, right: int = 4) -> Attempt:
    attempt = start_attempt(entrant, part, now=NOW)
    paper = paper_of(attempt.code, attempt.pk)
    answers = [Given(pos, letter, 1) for pos, letter in enumerate(letters(paper, right), 1)]
    return submit_attempt(attempt.code, answers, epoch=1, now=NOW + MINUTE).attempt


@pytest.fixture
def attempt(entrant: Entrant, part: Part) -> Attempt:
    return sit(entrant, part)


@pytest.fixture
def owner(entrant: Entrant, client: Client) -> Client:
    assert entrant.person is not None
    client.force_login(entrant.person.user)
    return client


def read(client: Client, address: str, at: Any = NOW + MINUTE) -> Any:
    with clock.frozen_at(at):
        return client.get(address)


def test_the_owner_sees_score_time_code_and_picture(owner: Client, attempt: Attempt) -> None:
    html = read(owner, f"/phieu/{attempt.code}/").content.decode()
    assert '<span class="num">4/5</span>' in html
    assert "1:00,000" in html
    assert "Trần Thị Ví Dụ" in html
    assert shown_code(attempt).replace("-", "<br>") in html
    assert '<svg class="qr"' in html or 'class="qr"' in html
    assert "style=" not in html


@pytest.mark.parametrize(("show", "seen"), [("live", True), ("after_close", False), ("hidden", False)])
def test_the_place_is_shown_where_the_standing_is(db: None, client: Client, show: str, seen: bool) -> None:
    part = make.contest(make.personal(show)).parts.select_related("contest").get()
    make.frozen(part)
    sit(make.entrant(part.contest), part, 5)
    entrant = make.entrant(part.contest)
    attempt = sit(entrant, part, 4)
    assert entrant.person is not None
    client.force_login(entrant.person.user)
    assert ("hạng <b>2</b>" in read(client, f"/phieu/{attempt.code}/").content.decode()) is seen
    after = read(client, f"/phieu/{attempt.code}/", CLOSES).content.decode()
    assert ("hạng <b>2</b>" in after) is (show != "hidden")


def test_a_score_for_after_the_close_is_hidden_until_then(db: None, client: Client) -> None:
    part = make.contest(show_score="after_close").parts.select_related("contest").get()
    make.frozen(part)
    entrant = make.entrant(part.contest)
    attempt = sit(entrant, part)
    assert entrant.person is not None
    client.force_login(entrant.person.user)
    before = read(client, f"/phieu/{attempt.code}/").content.decode()
    assert "4/5" not in before
    assert "công bố sau khi phần thi kết thúc" in before
    assert "4/5" in read(client, f"/phieu/{attempt.code}/", CLOSES).content.decode()
    assert "Phiếu có thật" in read(client, f"/kiem-tra/{shown_code(attempt)}/").content.decode()


@pytest.mark.parametrize("write", [str, str.lower, lambda code: code.replace("-", " "), lambda code: code[5:]])
def test_a_code_is_found_however_it_is_typed(client: Client, attempt: Attempt, write: Any) -> None:
    answer = read(client, "/tra-cuu/?ma=" + write(shown_code(attempt)).replace(" ", "%20"))
    html = answer.content.decode()
    assert (answer.status_code, "Phiếu có thật" in html) == (200, True)
    assert "noindex" in answer["X-Robots-Tag"]
    assert "Hội thi thử" in html
    for secret in ("Trần Thị Ví Dụ", "4/5", attempt.entrant.code):
        assert secret not in html


def test_the_picture_leads_to_the_check_page(owner: Client, client: Client, attempt: Attempt) -> None:
    page = read(owner, f"/phieu/{attempt.code}/")
    assert page.context["check_url"] == f"http://testserver/kiem-tra/{shown_code(attempt)}/"
    assert "Phiếu có thật" in read(Client(), page.context["check_url"]).content.decode()


@pytest.mark.parametrize("typed", ["sai", "HT24-2222-2222-2222-2222-2222", "%00", "%F0%9F%98%80" * 20, "0" * 500])
def test_a_code_nobody_has_is_said_to_be_none(client: Client, attempt: Attempt, typed: str) -> None:
    answer = read(client, f"/tra-cuu/?ma={typed}")
    assert answer.status_code == 404
    assert "Không có phiếu nào mang mã này" in answer.content.decode()


def test_another_contests_prefix_is_not_this_receipt(client: Client, attempt: Attempt) -> None:
    assert read(client, f"/kiem-tra/XX99-{shown_code(attempt)[5:]}/").status_code == 404


def test_an_attempt_still_open_has_no_receipt(client: Client, entrant: Entrant, part: Part) -> None:
    attempt = start_attempt(entrant, part, now=NOW)
    assert read(client, f"/kiem-tra/{attempt.code}/").status_code == 404


def test_a_voided_or_altered_attempt_is_not_genuine(client: Client, attempt: Attempt) -> None:
    Attempt.objects.filter(pk=attempt.pk).update(ended_at=attempt.ended_at + timedelta(seconds=1))
    assert "Phiếu không có giá trị" in read(client, f"/kiem-tra/{shown_code(attempt)}/").content.decode()


def test_guessing_is_slowed_down_and_checking_genuine_ones_is_not(client: Client, attempt: Attempt) -> None:
    for _ in range(40):
        assert read(client, f"/kiem-tra/{shown_code(attempt)}/").status_code == 200
    statuses = [read(client, f"/tra-cuu/?ma=sai{n}").status_code for n in range(MISSES_A_MINUTE + 1)]
    assert statuses == [404] * MISSES_A_MINUTE + [429]


def test_the_empty_page_asks_for_a_code(client: Client, db: None) -> None:
    answer = read(client, "/tra-cuu/")
    assert answer.status_code == 200
    assert "Không có phiếu" not in answer.content.decode()


@pytest.mark.parametrize("others", [1, 3])
def test_a_receipt_costs_a_fixed_number_of_queries(
    owner: Client, entrant: Entrant, part: Part, others: int, django_assert_num_queries: Any
) -> None:
    attempt, *_ = [sit(entrant, part) for _ in range(others)]  # of equals the earliest counts
    with django_assert_num_queries(8):  # two of them: whether the rooms above ask something
        read(owner, f"/phieu/{attempt.code}/")
