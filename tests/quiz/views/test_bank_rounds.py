"""Review rounds: opened, given out, remarked on, followed, handed on, closed, printed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hoithi.contests.models import Contest
from hoithi.core import clock
from hoithi.people.models import User
from hoithi.quiz.models import Assignment, Comment, Question, ReviewRound
from hoithi.quiz.operations.bank import edit_question, submit_questions
from hoithi.quiz.operations.review import review_question
from hoithi.quiz.operations.review_round import close_round, open_round
from hoithi.quiz.queries.bank_review import minutes_of, queue_of, rounds_of
from tests.contests import factories as contests
from tests.quiz import banks

NOW = banks.NOW


@pytest.fixture
def contest(db: None) -> Contest:
    return banks.contest()


@pytest.fixture
def author(contest: Contest) -> User:
    return banks.author(contest)


@pytest.fixture
def reviewers(contest: Contest) -> list[User]:
    return [banks.reviewer(contest, f"Người Thẩm Định {n}") for n in (1, 2)]


def get(client: Client, contest: Contest, tail: str) -> str:
    with clock.frozen_at(NOW):
        response = client.get(f"/cuoc-thi/{contest.slug}/ngan-hang/{tail}")
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def post(client: Client, contest: Contest, tail: str, **data: str) -> Any:
    with clock.frozen_at(NOW):
        return client.post(f"/cuoc-thi/{contest.slug}/ngan-hang/{tail}", data, follow=True)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_round_gives_every_waiting_question_out_evenly(contest: Contest, author: User, reviewers: list[User]) -> None:
    for _ in range(4):
        banks.submitted(contest, author)
    banks.written(contest, author)
    response = post(
        signed_in(reviewers[0]), contest, "dot-tham-dinh/", bank="de-thi", due_day="30", due_month="8", due_year="2024"
    )
    assert "Đã mở đợt thẩm định 1." in response.content.decode()
    assert [queue_of(user, contest).count() for user in reviewers] == [2, 2]
    assert ReviewRound.objects.get().due is not None


def test_nobody_is_given_their_own(contest: Contest, author: User, reviewers: list[User]) -> None:
    contests.seat(contest, "authors", reviewers[0])
    for _ in range(3):
        banks.submitted(contest, reviewers[0])
    open_round(contest, "de-thi", due=None, now=NOW, by=reviewers[1])
    assert set(Assignment.objects.values_list("reviewer", flat=True)) == {reviewers[1].pk}


def test_the_queue_shows_my_own_first_and_the_others_on_demand(
    contest: Contest, author: User, reviewers: list[User]
) -> None:
    for n in range(2):
        banks.submitted(contest, author, text=f"Câu hỏi riêng biệt số {n} về lĩnh vực {'đất đai' if n else 'hộ tịch'}?")
    open_round(contest, "de-thi", due=None, now=NOW, by=None)
    page = get(signed_in(reviewers[0]), contest, "tham-dinh/")
    assert "Còn 1 câu chờ bạn" in page
    assert "Xem cả 1 câu đã giao cho người khác" in page
    assert "Còn 2 câu chờ bạn" in get(signed_in(reviewers[0]), contest, "tham-dinh/?tat_ca=1")


def test_several_rounds_returned_comes_back_to_the_same_reviewer(
    contest: Contest, author: User, reviewers: list[User]
) -> None:
    version = banks.submitted(contest, author)
    first = open_round(contest, "de-thi", due=None, now=NOW, by=None)
    given = Assignment.objects.get().reviewer
    review_question(version, approve=False, reason="Chưa rõ.", now=NOW, by=given)
    assert queue_of(given, contest).count() == 0
    edit_question(version.question, banks.draft(), now=NOW, by=author)
    submit_questions(contest, [version.question_id], now=NOW, by=author)
    assert queue_of(given, contest).count() == 1
    later = NOW + timedelta(hours=1)
    close_round(first, now=later, by=None)
    second = open_round(contest, "de-thi", due=None, now=later, by=None)
    assert (second.no, [shown.round.no for shown in rounds_of(contest)]) == (2, [2, 1])
    assert [line.review.reason for line in minutes_of(first)] == ["Chưa rõ."]
    assert minutes_of(second) == []


def test_what_came_later_is_given_out_on_demand(contest: Contest, author: User, reviewers: list[User]) -> None:
    found = open_round(contest, "de-thi", due=None, now=NOW, by=None)
    banks.submitted(contest, author)
    client = signed_in(reviewers[0])
    assert "Phân công thêm 1 câu" in get(client, contest, "dot-tham-dinh/")
    post(client, contest, f"dot-tham-dinh/{found.pk}/", giao="1")
    assert Assignment.objects.count() == 1
    page = post(client, contest, f"dot-tham-dinh/{found.pk}/", dong="1").content.decode()
    assert "Đã đóng đợt thẩm định 1." in page
    assert post(client, contest, f"dot-tham-dinh/{found.pk}/", dong="1").status_code == 409
    assert post(client, contest, "dot-tham-dinh/999/", dong="1").status_code == 404


def test_one_round_at_a_time_and_not_without_reviewers(contest: Contest, author: User) -> None:
    reviewer = banks.reviewer(contest)
    contests.seat(contest, "authors", author)
    client = signed_in(reviewer)
    post(client, contest, "dot-tham-dinh/", bank="de-thi")
    response = post(client, contest, "dot-tham-dinh/", bank="de-thi")
    assert response.status_code == 400
    assert "đang có một đợt thẩm định chưa đóng" in response.content.decode()
    assert post(signed_in(author), contest, "dot-tham-dinh/", bank="de-thi").status_code == 403


def test_authors_and_reviewers_talk_about_a_version(contest: Contest, author: User, reviewers: list[User]) -> None:
    version = banks.submitted(contest, author)
    tail = f"cau/{version.question_id}/gop-y/"
    post(signed_in(reviewers[0]), contest, tail, gop_y="Nên nêu rõ căn cứ nào.")
    page = post(signed_in(author), contest, tail, gop_y="Đã bổ sung.").content.decode()
    assert "Nên nêu rõ căn cứ nào." in page
    assert "về bản 1" in page
    assert Comment.objects.count() == 2
    assert "Chưa ghi góp ý." in post(signed_in(author), contest, tail, gop_y="  ").content.decode()
    assert "Góp ý dài quá 2000 ký tự." in post(signed_in(author), contest, tail, gop_y="x" * 2001).content.decode()
    assert "Nên nêu rõ" in get(signed_in(reviewers[1]), contest, "tham-dinh/")


def test_a_question_is_handed_on(contest: Contest, author: User, reviewers: list[User]) -> None:
    version = banks.submitted(contest, author)
    open_round(contest, "de-thi", due=None, now=NOW, by=None)
    given = Assignment.objects.get().reviewer
    other = next(user for user in reviewers if user != given)
    client, tail = signed_in(given), f"cau/{version.question_id}/giao/"
    assert f"Đang giao cho {given} thẩm định." in get(client, contest, f"cau/{version.question_id}/")
    post(client, contest, tail, nguoi=str(other.pk))
    assert Assignment.objects.get().reviewer == other
    assert "hiện không thuộc Tổ thẩm định" in post(client, contest, tail, nguoi=str(author.pk)).content.decode()
    assert "hiện không thuộc Tổ thẩm định" in post(client, contest, tail, nguoi="x").content.decode()
    contests.seat(contest, "reviewers", author)
    assert "nên không được giao" in post(client, contest, tail, nguoi=str(author.pk)).content.decode()
    close_round(ReviewRound.objects.get(), now=NOW, by=None)
    assert "Đợt thẩm định đã đóng." in post(client, contest, tail, nguoi=str(other.pk)).content.decode()


def test_minutes_hold_verdicts_and_no_question(contest: Contest, author: User, reviewers: list[User]) -> None:
    found = open_round(contest, "de-thi", due=None, now=NOW, by=None)
    for n, approve in enumerate((True, False)):
        version = banks.submitted(contest, author, text=f"Nội dung mật thứ {n} của câu hỏi?")
        review_question(version, approve=approve, reason="" if approve else "Sai căn cứ.", now=NOW, by=reviewers[n])
    page = get(signed_in(author), contest, f"dot-tham-dinh/{found.pk}/bien-ban/")
    assert "2 lượt thẩm định: 1 duyệt, 1 trả lại." in page
    assert "Sai căn cứ." in page
    assert "Người Thẩm Định 1" in page
    assert "Nội dung mật" not in page


PAGES = {"dot-tham-dinh/": 1, "dot-tham-dinh/{round}/bien-ban/": 1}


@pytest.mark.parametrize("role", banks.ROLES)
def test_roles(role: str, contest: Contest, client: Client) -> None:
    version = banks.submitted(contest)
    banks.reviewer(contest)
    found = open_round(contest, "de-thi", due=None, now=NOW, by=None)
    if user := banks.holder_of(contest, role):
        client.force_login(user)
    base = f"/cuoc-thi/{contest.slug}/ngan-hang/"
    places = [f"{base}dot-tham-dinh/", f"{base}dot-tham-dinh/{found.pk}/bien-ban/"]
    with clock.frozen_at(NOW):
        looked = [client.get(place).status_code for place in places]
        writes = [f"dot-tham-dinh/{found.pk}/", f"cau/{version.question_id}/giao/", f"cau/{version.question_id}/gop-y/"]
        answers = [client.post(base + tail, {"giao": "1"}).status_code for tail in writes]
        opened = client.post(places[0], {}).status_code
    seen, changed, opens = {
        "anonymous": ([302] * 2, [302] * 3, 302),
        "contestant": ([404] * 2, [404] * 3, 404),
        "authors": ([200] * 2, [403, 403, 302], 403),
        "reviewers": ([200] * 2, [302] * 3, 400),
        "secretariat": ([200, 403], [302, 403, 403], 400),
    }.get(role, ([403] * 2, [403] * 3, 403))
    assert (looked, answers, opened) == (seen, changed, opens)


def test_the_secretary_opens_a_round_by_numbers(contest: Contest, author: User, reviewers: list[User]) -> None:
    banks.submitted(contest, author, text="Nội dung mật của câu hỏi?")
    secretary = banks.holder_of(contest, "secretariat")
    assert secretary is not None
    client = signed_in(secretary)
    assert "Mở đợt và phân công" in get(client, contest, "dot-tham-dinh/")
    page = post(client, contest, "dot-tham-dinh/", bank="de-thi").content.decode()
    assert "Đã mở đợt thẩm định 1." in page
    assert "Còn 1 câu" in page
    assert "Nội dung mật" not in page
    assert "Biên bản thẩm định" not in page
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize("questions", [1, 3])
def test_queries_do_not_grow_with_questions(
    questions: int, contest: Contest, author: User, reviewers: list[User], django_assert_num_queries: Any
) -> None:
    for _ in range(questions):
        banks.submitted(contest, author)
    open_round(contest, "de-thi", due=None, now=NOW, by=None)
    client = signed_in(reviewers[0])
    with django_assert_num_queries(QUERIES):
        get(client, contest, "dot-tham-dinh/")
    assert Question.objects.count() == questions


QUERIES = 13
