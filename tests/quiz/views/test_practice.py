"""Practice: for everybody, from the published bank only; answers and reasons after answering, never before."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from hoithi.contests.models import Part
from hoithi.quiz.models import Bank, Question
from hoithi.quiz.queries.practice import practice_set
from tests.quiz import factories as make

ADDRESS = "/cuoc-thi/hoi-thi-thu/trac-nghiem/luyen-tap/"
SET = f"{ADDRESS}?bo=ABCDEF23"


@pytest.fixture
def study(part: Part) -> Bank:
    bank = Bank.objects.create(contest=part.contest, key="on-tap", title="Ôn tập", sealed=False)
    for n in range(1, 8):
        make.question(bank, f"ÔT{n}", kind="multiple" if n == 1 else "single", right="ac" if n == 1 else "a")
    make.question(bank, "NHÁP", state=Question.DRAFT)
    return bank


def right_answers(part: Part) -> dict[str, list[str]]:
    return {f"cau-{one.pos}": sorted(one.right) for one in practice_set(part, "ABCDEF23")}


def test_a_visitor_gets_a_set_of_their_own(client: Client, study: Bank) -> None:
    answer = client.get(ADDRESS)
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"{ADDRESS}?bo=")
    page = client.get(answer["Location"])
    assert len(page.context["rows"]) == 5
    assert client.get(ADDRESS)["Location"] != answer["Location"]


def test_before_answering_nothing_tells_the_answer(client: Client, study: Bank) -> None:
    html = client.get(SET).content.decode()
    assert "ÔT" in html
    for word in ("Giải thích", "Văn bản của", "Đáp án đúng", "NHÁP", "C1,"):
        assert word not in html


def test_one_question_can_be_looked_at_at_once(client: Client, study: Bank) -> None:
    html = client.post(SET, {"xem": "2", "cau-2": "A", "da-xem": ["1"]}).content.decode()
    assert html.count("Giải thích") == 2
    assert html.count("Căn cứ") == 2
    assert "Bạn chưa trả lời" in html


def test_at_the_end_everything_is_explained_and_counted(client: Client, study: Bank, part: Part) -> None:
    page = client.post(SET, {**right_answers(part), "ket-qua": "1"})
    assert "Bạn đúng <b>5/5</b> câu" in page.content.decode()
    assert page.content.decode().count("Giải thích") == 5


@pytest.mark.parametrize("sealed", [True])
def test_a_sealed_bank_is_never_practised_with(client: Client, study: Bank, sealed: bool) -> None:
    Bank.objects.filter(pk=study.pk).update(sealed=sealed)
    answer = client.get(SET)
    assert answer.status_code == 404
    assert "ÔT" not in answer.content.decode()


def test_a_plan_may_switch_practice_off(db: None, client: Client) -> None:
    part = make.contest(practice=False).parts.get()
    bank = Bank.objects.create(contest=part.contest, key="on-tap", title="Ôn tập", sealed=False)
    make.question(bank, "ÔT1")
    assert client.get(SET).status_code == 404


@pytest.mark.parametrize("form", [{"xem": "x"}, {"xem": "²"}, {"da-xem": "9" * 40}, {"cau-1": "Ж" * 100}])
def test_nonsense_is_ignored(client: Client, study: Bank, form: dict[str, Any]) -> None:
    assert client.post(SET, form).status_code == 200


@pytest.mark.parametrize("questions", [1, 3])
def test_practice_costs_a_fixed_number_of_queries(
    client: Client, part: Part, questions: int, django_assert_num_queries: Any
) -> None:
    bank = Bank.objects.create(contest=part.contest, key="on-tap", title="Ôn tập", sealed=False)
    for n in range(questions):
        make.question(bank, f"ÔT{n}")
    with django_assert_num_queries(4):
        client.get(SET)
