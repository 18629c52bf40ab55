"""Near-identical questions: side by side, across the banks one may read only, and remembered when they differ."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hoithi.contests.models import Contest
from hoithi.core import clock
from hoithi.quiz.models import Distinct, Question
from hoithi.quiz.operations.alike import mark_distinct
from hoithi.quiz.operations.bank import edit_question, submit_questions
from hoithi.quiz.operations.bank_errors import QuestionNotFound
from hoithi.quiz.operations.review import review_question
from hoithi.quiz.queries.bank_alike import _state, pairs_alike, readable_questions, twins_beside, twins_of
from hoithi.quiz.rules.alike import Wording
from tests.contests import factories as contests
from tests.quiz import banks

TEXT = "Cơ quan nào có thẩm quyền chứng thực chữ ký của người dân trong xã?"
FLIPPED = "Cơ quan nào không có thẩm quyền chứng thực chữ ký của người dân trong xã?"


@pytest.fixture
def contest(db: None) -> Contest:
    return banks.contest()


@pytest.fixture
def pair(contest: Contest) -> list[Question]:
    return [banks.written(contest, text=text) for text in (TEXT, FLIPPED)]


def open_page(client: Client, contest: Contest, tail: str = "gan-giong/") -> Any:
    with clock.frozen_at(banks.NOW):
        return client.get(f"/cuoc-thi/{contest.slug}/ngan-hang/{tail}")


def test_a_pair_stands_side_by_side_with_the_negation_named(client: Client, contest: Contest, pair: Any) -> None:
    client.force_login(banks.author(contest))
    page = open_page(client, contest).content.decode()
    assert "khác nhau ở từ phủ định" in page
    assert '<mark class="differs">không</mark>' in page
    assert "Giống 100 %" in page
    assert "Đây là hai câu khác nhau" in open_page(client, contest, f"cau/{pair[0].pk}/").content.decode()


def test_said_once_it_is_remembered_until_one_changes(client: Client, contest: Contest, pair: Any) -> None:
    author = banks.author(contest)
    client.force_login(author)
    with clock.frozen_at(banks.NOW):
        answer = client.post(
            f"/cuoc-thi/{contest.slug}/ngan-hang/gan-giong/khac-nhau/", {"mot": pair[1].pk, "hai": pair[0].pk}
        )
    assert answer.status_code == 302
    assert Distinct.objects.get().by == author
    assert "Không có câu nào gần giống nhau" in open_page(client, contest).content.decode()
    edit_question(pair[0], banks.draft(text=TEXT.replace("trong xã", "ở xã")), now=banks.NOW, by=None)
    assert len(pairs_alike(contest, author, banks.NOW)) == 1


def test_a_verdict_compares_nothing_anew(contest: Contest, pair: Any) -> None:
    author = banks.author(contest)
    assert len(twins_beside(contest, pair[0], author, banks.NOW)) == 1
    submit_questions(contest, [pair[0].pk], now=banks.NOW, by=None)
    pairs_alike(contest, author, banks.NOW)
    rows = readable_questions(contest, author, banks.NOW)
    before = _state(contest, rows)
    pair[0].refresh_from_db()
    assert pair[0].pending is not None
    later = banks.NOW + timedelta(minutes=1)
    review_question(pair[0].pending, approve=True, now=later, by=None)
    assert _state(contest, rows) == before
    assert len(twins_beside(contest, pair[0], author, later)) == 1
    mark_distinct(contest, pair[0].pk, pair[1].pk, now=later, by=author)
    assert twins_beside(contest, pair[0], author, later) == []


@pytest.mark.parametrize("ids", [{"mot": "1"}, {"mot": "x", "hai": "2"}, {"mot": "1", "hai": "1"}])
def test_a_pair_nobody_was_shown_is_not_found(client: Client, contest: Contest, ids: dict[str, str]) -> None:
    client.force_login(banks.author(contest))
    with clock.frozen_at(banks.NOW):
        answer = client.post(f"/cuoc-thi/{contest.slug}/ngan-hang/gan-giong/khac-nhau/", ids)
    assert answer.status_code == 404


def test_sealed_banks_of_other_contests_are_compared_only_for_their_readers(contest: Contest) -> None:
    other = banks.contest(slug="hoi-thi-khac")
    banks.written(contest, text=TEXT)
    banks.written(other, text=TEXT)
    author = banks.author(contest)
    assert pairs_alike(contest, author, banks.NOW) == []
    contests.seat(other, "reviewers", author)
    found = pairs_alike(contest, author, banks.NOW)
    assert [alike.kinds for _pair, alike in found] == [("same",)]


def test_a_stranger_to_a_pair_cannot_mark_it(contest: Contest, pair: Any) -> None:
    other = banks.contest(slug="hoi-thi-khac")
    with pytest.raises(QuestionNotFound):
        mark_distinct(other, pair[0].pk, pair[1].pk, now=banks.NOW, by=banks.author(other))


def test_an_import_is_compared_with_itself_and_the_bank(contest: Contest) -> None:
    banks.written(contest, text=TEXT, code="C0001")
    texts = {"dòng 2": Wording(TEXT.upper()), "dòng 3": Wording(FLIPPED), "C0001": Wording("Câu viết lại hoàn toàn?")}
    found = twins_of(texts, contest, "de-thi", user=None, now=banks.NOW)
    assert [(twin.one, twin.other, twin.kinds) for twin in found] == [("dòng 3", "dòng 2", ("negation",))]
    elsewhere = twins_of({"dòng 2": Wording(TEXT)}, contest, "de-thi", user=None, now=banks.NOW)
    assert [(twin.other, twin.bank, twin.kinds) for twin in elsewhere] == [("C0001", "Ngân hàng đề thi", ("same",))]


@pytest.mark.parametrize("pairs", [1, 3])
def test_queries_do_not_grow_with_pairs(
    pairs: int, client: Client, contest: Contest, django_assert_num_queries: Any
) -> None:
    for number in range(pairs):
        words = f"Quy trình tiếp nhận hồ sơ đất đai việc{number} nhóm{number * 7} gồm mấy bước?"
        for _ in range(2):
            banks.written(contest, text=words.replace("7", "bảy"))
    client.force_login(banks.author(contest))
    open_page(client, contest)
    with django_assert_num_queries(QUERIES):
        open_page(client, contest)


QUERIES = 10


@pytest.mark.parametrize("role", banks.ROLES)
def test_roles(role: str, client: Client, contest: Contest, pair: Any) -> None:
    if user := banks.holder_of(contest, role):
        client.force_login(user)
    expected = {"anonymous": 302, "contestant": 404, "authors": 200, "reviewers": 200}.get(role, 403)
    assert open_page(client, contest).status_code == expected
