"""Counters of use: folded once when a part is over, found again in a later contest; and the draw they come with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hoithi.contests.models import Contest, Part
from hoithi.core import clock
from hoithi.people.models import User
from hoithi.quiz.models import Answer, FrozenBank, Question, Usage
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.operations.attempt_submit import submit_attempt
from hoithi.quiz.operations.usage import fold_due, fold_usage
from hoithi.quiz.queries.attempt_paper import content_of, shown
from hoithi.quiz.queries.bank_usage import recently_used, text_key, usage_of
from tests.contests import factories as contests
from tests.quiz import banks
from tests.quiz import factories as make

AFTER = make.CLOSES + timedelta(minutes=5)


@pytest.fixture
def over(part: Part) -> Part:
    """Two people sat: one handed in nothing, one left."""
    for _ in range(2):
        attempt = start_attempt(make.entrant(part.contest), part, now=make.NOW)
        submit_attempt(attempt.code, [], epoch=1, now=make.NOW + make.MINUTE)
    return part


def test_a_part_is_folded_once_and_only_when_it_is_over(over: Part) -> None:
    assert not fold_usage(over, now=make.NOW)
    assert fold_due(make.NOW) == 0
    assert fold_due(AFTER) == 1
    assert fold_due(AFTER) == 0
    assert sum(usage.drawn for usage in Usage.objects.all()) == 10
    assert FrozenBank.objects.get().draw_test["papers"] == 2


def test_a_part_nobody_sat_is_settled_too(part: Part) -> None:
    assert fold_due(AFTER) == 1
    assert not Usage.objects.exists()
    assert FrozenBank.objects.get().draw_test["verdict"] == "too_few"


def test_answers_and_right_answers_are_counted(part: Part, answer: Any) -> None:
    attempt = start_attempt(make.entrant(part.contest), part, now=make.NOW)
    answer(attempt, 3)
    fold_due(AFTER)
    rows = Usage.objects.all()
    assert [sum(getattr(row, name) for row in rows) for name in ("drawn", "answered", "right")] == [5, 5, 3]


@pytest.fixture
def answer() -> Any:
    def write(attempt: Any, right: int) -> None:
        paper = list(shown(attempt.paper, content_of(attempt.frozen_bank)))
        for question, letters in zip(paper, make.letters(paper, right), strict=True):
            Answer.objects.create(
                part_id=attempt.part_id,
                attempt=attempt,
                pos=question.pos,
                choice=",".join(question.ids_of(letters) or []),
                epoch=1,
                seq=question.pos,
                received_at=make.NOW,
            )
        submit_attempt(attempt.code, [], epoch=1, now=make.NOW + make.MINUTE)

    return write


def test_the_same_text_in_a_later_contest_is_known_again(over: Part) -> None:
    fold_due(AFTER)
    used = Question.objects.get(pk=Usage.objects.values("question")[:1])
    Usage.objects.filter(question=used).update(text_key=text_key("câu hỏi CŨ đã dùng"))
    later = banks.contest(slug="nam-sau")
    copied = banks.approved(later, text="Câu hỏi cũ đã dùng")
    fresh = banks.approved(later, text="Một câu hoàn toàn mới")
    lines = usage_of([copied, fresh], AFTER)
    assert [(len(line.uses), line.recent) for line in lines] == [(1, True), (0, False)]
    assert lines[0].uses[0].contest == over.contest.short_title
    assert recently_used(later, AFTER) == {copied.pk}
    assert recently_used(later, AFTER + timedelta(days=181)) == set()


def usage_page(client: Client, contest: Contest, tail: str = "", now: Any = AFTER) -> Any:
    with clock.frozen_at(now):
        return client.get(f"/cuoc-thi/{contest.slug}/ngan-hang/su-dung/{tail}")


def test_the_page_warns_of_what_was_just_used(over: Part, client: Client) -> None:
    fold_due(AFTER)
    client.force_login(banks.holder_of(over.contest, "authors"))
    page = usage_page(client, over.contest).content.decode()
    assert "Mới dùng" in page
    assert "Chưa dùng" in page or Usage.objects.count() == 8
    used = Usage.objects.order_by("pk")[0].question
    with clock.frozen_at(AFTER):
        one = client.get(f"/cuoc-thi/{over.contest.slug}/ngan-hang/cau/{used.pk}/").content.decode()
    assert "mới được dùng trong nửa năm qua" in one
    assert (
        "Không có câu nào như vậy"
        in usage_page(client, over.contest, "?moi_dung=1", AFTER + timedelta(days=200)).content.decode()
    )


@pytest.mark.parametrize("role", banks.ROLES)
def test_roles_of_usage_and_draw(role: str, over: Part, client: Client) -> None:
    if user := banks.holder_of(over.contest, role):
        client.force_login(user)
    usage = {"anonymous": 302, "contestant": 404, "authors": 200, "reviewers": 200}.get(role, 403)
    assert usage_page(client, over.contest).status_code == usage
    draw = {"anonymous": 302, "contestant": 404, "secretariat": 200, "administrator": 200}.get(role, 403)
    with clock.frozen_at(AFTER):
        assert client.get(f"/cuoc-thi/{over.contest.slug}/{over.key}/boc-de/").status_code == draw


@pytest.mark.parametrize("sittings", [1, 3])
def test_usage_queries_do_not_grow(sittings: int, part: Part, client: Client, django_assert_num_queries: Any) -> None:
    for _ in range(sittings):
        attempt = start_attempt(make.entrant(part.contest), part, now=make.NOW)
        submit_attempt(attempt.code, [], epoch=1, now=make.NOW + make.MINUTE)
    fold_due(AFTER)
    client.force_login(banks.holder_of(part.contest, "authors"))
    with django_assert_num_queries(QUERIES):
        usage_page(client, part.contest)


QUERIES = 9


def secretary(contest: Contest) -> User:
    found = banks.holder_of(contest, "secretariat")
    assert found is not None
    return found


def test_how_one_paper_came_is_shown_without_its_questions(over: Part, client: Client) -> None:
    client.force_login(secretary(over.contest))
    attempt = over.attempts.first()
    assert attempt is not None
    base = f"/cuoc-thi/{over.contest.slug}/{over.key}/boc-de/"
    with clock.frozen_at(make.NOW + make.MINUTE):
        page = client.get(base, {"ma": attempt.code}).content.decode()
        none = client.get(base, {"ma": "khong-co"}).content.decode()
    assert "Tính lại từ bí mật đã cam kết cho đúng đề này." in page
    assert attempt.entrant.code in page
    assert "chưa mở" in page
    assert make.SECRET.hex() not in page
    assert "phương án" not in page
    assert "được tính tự động khi phần thi đã đóng" in page
    assert "Không có bài thi đã kết thúc nào mang mã này" in none


def test_a_paper_somebody_exchanged_is_found_out(over: Part, client: Client) -> None:
    client.force_login(secretary(over.contest))
    attempt = over.attempts.first()
    assert attempt is not None
    attempt.paper = attempt.paper[::-1]
    attempt.save()
    with clock.frozen_at(AFTER):
        page = client.get(f"/cuoc-thi/{over.contest.slug}/{over.key}/boc-de/", {"ma": attempt.code}).content.decode()
    assert "cho đề khác. Hãy báo ngay" in page


def test_the_test_of_the_draw_is_said_in_words(over: Part, client: Client) -> None:
    fold_due(AFTER)
    client.force_login(secretary(over.contest))
    for verdict, words in {
        "too_few": "Chưa đủ lượt thi",
        "even": "Rút đề đều",
        "alarm": "khó có thể do ngẫu nhiên",
    }.items():
        bank = FrozenBank.objects.get()
        bank.draw_test["verdict"] = verdict
        bank.save()
        with clock.frozen_at(AFTER):
            page = client.get(f"/cuoc-thi/{over.contest.slug}/{over.key}/boc-de/").content.decode()
        assert words in page
        assert "Kiến thức chung, dễ" in page


def test_coverage_says_what_is_missing(db: None, client: Client) -> None:
    contest = banks.contest()
    banks.approved(contest)
    client.force_login(banks.author(contest))
    with clock.frozen_at(contests.BEFORE):
        page = client.get(f"/cuoc-thi/{contest.slug}/ngan-hang/do-phu/").content.decode()
    assert "Còn thiếu 1 câu dễ về Một cửa; 1 câu khó về Đề án 06." in page


def test_who_may_audit_finds_the_way_from_the_coverage(over: Part, client: Client) -> None:
    link = f"/cuoc-thi/{over.contest.slug}/{over.key}/boc-de/"
    found = []
    for role in ("secretariat", "authors"):
        client.force_login(banks.holder_of(over.contest, role))
        with clock.frozen_at(AFTER):
            found.append(link in client.get(f"/cuoc-thi/{over.contest.slug}/ngan-hang/do-phu/").content.decode())
    assert found == [True, False]
