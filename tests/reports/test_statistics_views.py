"""Statistics and item analysis on pages and in Excel: who sees them, what they say, what they keep back."""

from __future__ import annotations

import io
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from hoithi.contests.models import Contest
from hoithi.core import clock
from hoithi.quiz.models import Question
from hoithi.reports.models import ItemStatistics
from hoithi.reports.operations.items import count_due
from hoithi.reports.operations.statistics import refresh_due
from tests.awards import story
from tests.contests import factories as make
from tests.contests.views.desk import DESK, World, text_of
from tests.reports.crowds import entrants, sat

pytestmark = pytest.mark.django_db
PAGE, FILE = f"{DESK}thong-ke/", f"{DESK}thong-ke.xlsx"
ITEMS, ITEMS_FILE = f"{DESK}thong-ke/cau-hoi/", f"{DESK}thong-ke/cau-hoi.xlsx"
OFFICE = {"secretary", "organiser", "leader"}
BANK = {"author", "reviewer", "secretary", "organiser"}
READERS = {"author", "reviewer"}


def filled(people: int, *, names: tuple[str, ...] = ("Phòng Một", "Phòng Hai")) -> tuple[Contest, list[Any]]:
    contest, units = story.contest_with_units(*names)
    part = contest.parts.select_related("contest").get()
    random = Random(5)
    found = entrants(part, [units[0] if n % 2 else None for n in range(people)])
    if found:
        sat(part, found, [random.randint(0, 5) for _ in found], at=make.NOW - timedelta(hours=2))
        sat(part, found[: people // 2], [random.randint(2, 5) for _ in found[: people // 2]], n=2, seconds=200)
    return contest, units


def world_of(client: Client, people: int, *, closed: bool = False, **options: Any) -> World:
    world = World(*filled(people, **options), client)
    refresh_due(make.AFTER if closed else make.NOW)
    while closed and count_due(make.AFTER):
        pass
    return world


def sheets(response: Any) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("page", [PAGE, FILE])
@pytest.mark.parametrize("role", make.ROLES)
def test_statistics_are_for_those_who_see_all_units(role: str, page: str, client: Client) -> None:
    world = world_of(client, 1)
    world.sign_in(role)
    expected = 200 if role in OFFICE else 302 if role == "anonymous" else 404 if role == "contestant" else 403
    assert world.get(page).status_code == expected


@pytest.mark.parametrize("page", [ITEMS, ITEMS_FILE])
@pytest.mark.parametrize("role", make.ROLES)
def test_items_are_for_those_who_answer_for_the_bank(role: str, page: str, client: Client) -> None:
    world = world_of(client, 40, closed=True)
    world.sign_in(role)
    expected = 200 if role in BANK else 302 if role == "anonymous" else 404 if role == "contestant" else 403
    assert world.get(page, now=make.AFTER).status_code == expected


@pytest.mark.parametrize("role", sorted(BANK))
def test_texts_and_keys_only_for_readers_of_the_bank(role: str, client: Client) -> None:
    world = world_of(client, 40, closed=True)
    world.sign_in(role)
    page = text_of(world.get(ITEMS, now=make.AFTER))
    book = sheets(world.get(ITEMS_FILE, now=make.AFTER))
    text = page + str(book)
    assert Question.objects.first().code in page  # type: ignore[union-attr]
    assert ("Câu hỏi C1?" in text) == (role in READERS)
    assert ("phương án b" in text) == (role in READERS)
    assert len(book) == (2 if role in READERS else 1)
    assert ("chỉ Tổ ra đề, Tổ thẩm định đề xem được" in page) == (role not in READERS)


@pytest.mark.parametrize("role", sorted(BANK))
def test_nothing_of_questions_before_the_close(role: str, client: Client) -> None:
    world = world_of(client, 40)
    world.sign_in(role)
    count_due(make.NOW)
    page = text_of(world.get(ITEMS))
    assert "Chưa có phân tích" in page
    assert "Câu hỏi C" not in page
    assert world.get(ITEMS_FILE).status_code == 404


def test_before_anything_was_counted(client: Client) -> None:
    world = World(*story.contest_with_units("Phòng Một"), client)
    world.sign_in("leader")
    assert "Chưa có số liệu" in text_of(world.get(PAGE))
    assert world.get(FILE).status_code == 200
    refresh_due(make.NOW)
    assert "chưa có lượt thi nào" in text_of(world.get(PAGE))


def test_a_contest_without_a_quiz(client: Client) -> None:
    contest, units = story.contest_with_units("Phòng Một")
    contest.parts.update(kind="entries")
    world = World(contest, units, client)
    world.sign_in("leader")
    assert world.get(PAGE).status_code == 200


def test_one_person_is_not_shown_by_their_result(client: Client) -> None:
    world = world_of(client, 1)
    world.sign_in("leader")
    page = text_of(world.get(PAGE))
    assert "Mới có 1 người có kết quả." in page
    assert "Phân bố kết quả" not in page
    assert "Theo đối tượng và mức điểm" not in page


def test_the_page_in_numbers(client: Client) -> None:
    world = world_of(client, 40, closed=True)
    world.sign_in("leader")
    page = text_of(world.get(PAGE, now=make.AFTER))
    for words in (
        "Số liệu lúc 09:00 ngày 2/7/2024",
        "Tính đến 24:00 ngày 30/6/2024, Hội thi thử có 60 lượt thi của 40 người thuộc 1/2 đơn vị.",
        "Từ 75\u00a0% đến dưới 100\u00a0%",
        "Lượt đầu của chính những người ấy",
        "Độ tin cậy của kết quả",
        "khoảng tin cậy 95\u00a0%",
        "rút ngẫu nhiên nên không dùng được KR-20",
    ):
        assert words in page, words
    assert "Xem phân tích từng câu hỏi" not in page


def test_a_week_of_ones_choice(client: Client) -> None:
    world = world_of(client, 6)
    world.sign_in("leader")
    assert "Tính đến 24:00 ngày 7/6/2024, Hội thi thử chưa có lượt thi nào." in text_of(world.get(PAGE, {"tuan": "1"}))
    for odd in ("2", "99", "x", "-1", ""):
        assert "Tính đến 09:00 ngày 10/6/2024" in text_of(world.get(PAGE, {"tuan": odd}))


def test_a_small_group_keeps_its_results(client: Client) -> None:
    contest, units = story.contest_with_units("Phòng Một")
    part = contest.parts.select_related("contest").get()
    sat(part, entrants(part, [*[units[0]] * 20, None, None]), [3] * 22)
    refresh_due(make.NOW)
    world = World(contest, units, client)
    world.sign_in("leader")
    page = text_of(world.get(PAGE))
    assert "Không hiện kết quả của nhóm dưới 5 người" in page
    table = sheets(world.get(FILE))["Theo đối tượng và mức điểm"]
    assert [row[2:] for row in table if row[0] in ("Cán bộ", "Công dân")] == [["…"] * 5, ["…"] * 5]


def test_excel_has_every_table_with_numbers_as_numbers(client: Client) -> None:
    world = world_of(client, 40)
    world.sign_in("leader")
    book = sheets(world.get(FILE))
    assert list(book) == [
        "Theo tuần",
        "Theo ngày",
        "Theo giờ trong ngày",
        "Tham gia theo đơn vị",
        "Theo đối tượng và mức điểm",
        "Phân bố kết quả",
        "Thời gian làm bài",
        "Lượt đầu và các lượt sau",
    ]
    scores = book["Phân bố kết quả"]
    assert sum(row[1] for row in scores[3:]) == 40.0
    assert [row[0] for row in scores[3:]] == [f"{n}/5" for n in range(6)]
    assert sum(row[1] for row in book["Theo ngày"][3:]) == 60.0


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same(number: int, client: Client, django_assert_num_queries: Any) -> None:
    world = world_of(client, 6 * number, names=tuple(f"Phòng {n}" for n in range(number)))
    world.sign_in("leader")
    with clock.frozen_at(make.NOW), django_assert_num_queries(12):
        client.get(PAGE)


@pytest.mark.parametrize("people", [40, 120])
def test_the_items_cost_the_same(people: int, client: Client, django_assert_num_queries: Any) -> None:
    world = world_of(client, people, closed=True)
    world.sign_in("author")
    client.get(ITEMS)  # the bank is read once
    with clock.frozen_at(make.AFTER), django_assert_num_queries(9):
        client.get(ITEMS)


def test_a_key_in_doubt_is_a_task_before_publishing(client: Client) -> None:
    world = world_of(client, 40, closed=True)
    world.sign_in("secretary")
    words = "Xem lại đáp án của 2 câu hỏi"
    assert words not in text_of(world.get(DESK, now=make.AFTER))
    ItemStatistics.objects.update(to_review=2)
    assert words in text_of(world.get(DESK, now=make.AFTER))
    assert words not in text_of(world.get(DESK))
    Contest.objects.update(results_published_at=make.AFTER)
    assert words not in text_of(world.get(DESK, now=make.AFTER))
