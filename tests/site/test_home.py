from __future__ import annotations

import gzip
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from hoithi.contests.models import Contest
from hoithi.contests.operations.definition import define_contest
from hoithi.contests.queries import pages
from hoithi.core import clock
from hoithi.site.home import calendar_of
from tests.awards import story
from tests.contests import factories as make

pytestmark = pytest.mark.django_db
FIRST_PAGE = 60_000
"""Bytes of a first page without pictures, compressed (docs/developer/look.md)."""


@pytest.fixture
def now():
    with clock.frozen_at(make.NOW):
        yield make.NOW


def text(response) -> str:
    return " ".join(response.content.decode().split())


def home(client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return text(response)


def another(slug: str, **changes) -> Contest:
    return define_contest(make.plan(slug=slug, title=f"Cuộc thi {slug}", **changes), now=make.BEFORE).contest


def opened(slug: str) -> Contest:
    contest = another(slug)
    contest.parts.update(frozen_at=make.BEFORE)
    return contest


def test_a_fresh_installation_says_what_to_expect(client, now):
    shown = home(client)
    assert "Chưa có cuộc thi nào" in shown
    assert "Lịch năm" not in shown


def test_an_open_contest_answers_four_questions_and_has_one_button(client, now):
    story.contest_with_units()
    shown = home(client)
    for words in ("Đang thi, còn 21 ngày", "Ai được thi", "Hết ngày 30/6/2024", "4 giải", "1.200.000 đồng"):
        assert words in shown
    assert "5 câu trong 10 phút, tối đa 3 lượt, lấy lượt tốt nhất" in shown
    assert shown.count("btn-main") == 1
    assert "/cuoc-thi/hoi-thi-thu/trac-nghiem/vao-thi/" in shown
    assert "Thứ Hai, <time" in shown


def test_what_is_to_come_and_what_is_over_stand_in_a_list(client, now):
    later = {"opens": make.OPENS + timedelta(days=60), "closes": make.CLOSES + timedelta(days=60)}
    past = {"opens": make.OPENS - timedelta(days=400), "closes": make.CLOSES - timedelta(days=400)}
    part = make.definition()["part"][0]
    another("sap-mo", part=[part | later])
    another("da-xong", part=[part | past])
    shown = home(client)
    assert "Hiện không có cuộc thi nào đang mở" in shown
    for words in ("Sắp mở, còn 51 ngày", "Từ 31/7/2024", "Kết thúc 2023", "Xem lại", "Xem trước"):
        assert words in shown
    assert shown.index("Cuộc thi sap-mo") < shown.index("Cuộc thi da-xong")


def test_only_listed_contests_and_copies_are_labelled(client, now):
    story.contest_with_units()
    another("dien-tap")
    Contest.objects.filter(slug="dien-tap").update(listed=False)
    Contest.objects.filter(slug="hoi-thi-thu").update(copied_from="that")
    shown = home(client)
    assert "Bản sao minh họa" in shown
    assert "Cuộc thi dien-tap" not in shown


def test_the_calendar_shows_this_year_only(now):
    stones = [
        {"key": "trao", "title": "Trao giải", "phase": "award", "opens": make.CLOSES, "closes": make.AFTER},
    ]
    contest = another("lich", milestone=stones)
    found = calendar_of(list(pages.listed_contests()), date(2024, 6, 10))
    assert found is not None
    assert (found["first"], found["last"]) == (date(2024, 6, 1), date(2024, 10, 31))
    assert [(span.first, span.last, span.kind) for span in found["rows"][0].spans] == [
        (date(2024, 6, 1), date(2024, 6, 30), 0),
        (date(2024, 7, 1), date(2024, 7, 2), 2),
    ]
    assert calendar_of([contest], date(2030, 1, 1)) is None


@pytest.mark.parametrize(("count", "queries"), [(1, 4), (3, 6)])
def test_the_home_page_costs_three_queries_and_one_for_each_open_contest(
    client, now, count, queries, django_assert_num_queries
):
    for number in range(count):
        opened(f"mo-{number}")
        another(f"xong-{number}", part=[make.definition()["part"][0] | {"opens": None, "closes": None}])
    client.get("/")
    with django_assert_num_queries(queries):  # contests, parts, prizes; of an open one whether there is practice
        client.get("/")


def test_the_first_page_fits_a_slow_phone(client, now):
    story.contest_with_units()
    page = client.get("/").content
    styles = [f"core/css/{name}.css" for name in STYLES]
    fonts = [f"core/fonts/be-vietnam-pro-{cut}-{weight}.woff2" for cut in CUTS for weight in (400, 600, 700)]
    packed = sum(len(gzip.compress(static(name))) for name in [*styles, "core/js/look.js"])
    assert len(gzip.compress(page)) + packed + sum(len(static(name)) for name in fonts) < FIRST_PAGE


def static(name: str) -> bytes:
    return Path(str(finders.find(name))).read_bytes()


STYLES = ("tokens", "fonts", "base", "parts", "forms", "tables", "screens")
CUTS = ("vietnamese", "latin", "so")


@pytest.mark.parametrize("role", make.ROLES)
@pytest.mark.parametrize("url", ["/", "/ket-qua/", "/du-lieu-ca-nhan/", "/tro-nang/"])
def test_these_pages_are_everybodys(client, now, role, url):
    holder = make.holder_of(role, make.contest())
    if holder is not None:
        client.force_login(holder)
    assert client.get(url).status_code == 200


def test_the_privacy_page_names_every_purpose(client):
    shown = text(client.get("/du-lieu-ca-nhan/"))
    for words in ("Xử lý thông tin để dự thi", "cần để dự thi", "Công bố họ tên khi đạt giải", "hai ngày làm việc"):
        assert words in shown


def test_the_accessibility_page(client):
    assert "WCAG 2.2" in text(client.get("/tro-nang/"))
    assert settings.LANGUAGE_CODE == "vi"


@pytest.mark.django_db
def test_pages_travel_compressed(client: Client) -> None:
    page = client.get("/", headers={"accept-encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    assert len(page.content) < len(client.get("/").content) / 2
