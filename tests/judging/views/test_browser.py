"""Marking in a real browser: kept while one types, by keyboard, offline and back; axe and width of every page."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hoithi.core import clock
from hoithi.judging.models import Panel, Sheet
from hoithi.judging.operations.discussion import open_discussion
from hoithi.judging.operations.pairs import finish_pairs
from hoithi.people.models import User
from tests.contests.factories import holder_of
from tests.judging import factories as make
from tests.judging.operations.test_pairs import compare_all

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OWN = "/cuoc-thi/hoi-thi-thu/video/cham/"
PART = "/cuoc-thi/hoi-thi-thu/dieu-hanh/cham/video/"
WIDTH = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def violations(page: Any) -> list[str]:
    axe = pytest.importorskip("axe_core_python.sync_playwright").Axe()
    return [f"{v['id']}: {node['html'][:160]}" for v in axe.run(page)["violations"] for node in v["nodes"]]


@pytest.fixture
def panel(transactional_db: None) -> Panel:
    return make.panel(make.judged_part(), works_count=3)


@pytest.fixture(autouse=True)
def _moment() -> None:
    clock.set_offset(make.LATER - clock.now() + timedelta(seconds=1))


def signed_in(page: Any, live_server: Any, user: User | None) -> None:
    client = Client()
    assert user is not None
    client.force_login(user)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )


def test_marks_are_kept_while_one_types_and_the_keyboard_is_enough(
    panel: Panel, live_server: Any, open_page: Callable[..., Any]
) -> None:
    page = open_page(1280, 900)
    juror = make.juror(panel)
    sheet = make.sheet(juror)
    signed_in(page, live_server, make.account(juror))
    page.goto(f"{live_server.url}{OWN}{sheet.code}/")
    page.keyboard.press("6")
    page.keyboard.type("0,5")
    page.keyboard.press("Enter")
    page.keyboard.type("31")
    page.keyboard.press("Tab")
    assert "Tối đa 30 điểm." in page.inner_text("#tc-trinh-bay-loi")
    page.fill("#tc-trinh-bay", "20")
    page.locator("#luu-phieu", has_text="Đã lưu").wait_for()
    assert page.inner_text("#tam-cong") == "80,5"
    assert Sheet.objects.get(pk=sheet.pk).marks == {"noi-dung": "60.5", "trinh-bay": "20"}
    page.click("h1")
    page.keyboard.press("n")
    page.wait_for_url(lambda url: sheet.code not in url)


def test_a_lost_network_loses_no_mark(panel: Panel, live_server: Any, open_page: Callable[..., Any]) -> None:
    page = open_page(360)
    page.expected.append("ERR_INTERNET_DISCONNECTED")
    juror = make.juror(panel)
    sheet = make.sheet(juror)
    signed_in(page, live_server, make.account(juror))
    page.goto(f"{live_server.url}{OWN}{sheet.code}/")
    page.context.set_offline(True)
    page.fill("#tc-noi-dung", "55")
    page.locator("#luu-phieu", has_text="Mất mạng").wait_for()
    page.context.set_offline(False)
    page.reload()
    # the old page may have sent it while it went away, or the new one sends what was kept: either way it is there
    limit = time.monotonic() + 30
    while Sheet.objects.get(pk=sheet.pk).marks != {"noi-dung": "55"}:
        assert time.monotonic() < limit, "the mark kept on the phone never reached the server"
        page.wait_for_timeout(200)
    page.reload()
    assert page.input_value("#tc-noi-dung") == "55"


def test_the_older_of_two_windows_is_told(panel: Panel, live_server: Any, open_page: Callable[..., Any]) -> None:
    juror = make.juror(panel)
    sheet = make.sheet(juror)
    one, two = open_page(360), open_page(360)
    one.expected.append("409")
    for page in (one, two):
        signed_in(page, live_server, make.account(juror))
        page.goto(f"{live_server.url}{OWN}{sheet.code}/")
    two.fill("#tc-noi-dung", "40")
    two.locator("#luu-phieu", has_text="Đã lưu").wait_for()
    one.fill("#tc-noi-dung", "10")
    one.locator("#luu-phieu", has_text="cửa sổ").wait_for()
    assert Sheet.objects.get(pk=sheet.pk).marks == {"noi-dung": "40"}


def test_pages(panel: Panel, live_server: Any, open_page: Callable[..., Any]) -> None:
    """axe on each page, phone by day and desk by night in turn; the width at both sizes."""
    one, two = make.juror(panel, 0), make.juror(panel, 1)
    talked = make.signed(one, 0, content="70", show="30")
    make.signed(two, 0, content="20", show="10")
    make.signed(two, 1, content="50", show="22")
    open_discussion(panel, talked.entry, reason="Lệch 70 điểm", now=make.NOW, by=None)
    fresh = make.sheet(one, 1)
    base = f"{OWN}{fresh.code}/"
    work = f"{PART}tac-pham/{talked.entry.code}/"
    pages = {
        make.account(one): [OWN, base, f"{OWN}{talked.code}/", f"{base}xin-khong-cham/"],
        make.account(two): [f"{OWN}{make.sheet(two, 1).code}/"],
        holder_of("secretary", panel.part.contest): [
            *(f"{PART}{path}" for path in ("", "thang-diem/", "tac-pham/", "doi-chieu/", "bien-ban/", "ket-thuc/")),
            work,
        ],
    }
    checked(open_page(360, 800), live_server, pages)


def test_pages_of_comparisons(transactional_db: None, live_server: Any, open_page: Callable[..., Any]) -> None:
    panel = make.panel(make.judged_part(mode="pairwise", criteria=[]), works_count=3)
    one, two = make.juror(panel, 0), make.juror(panel, 1)
    compare_all(panel, 0)
    finish_pairs(one, now=make.NOW, by=None)
    pages = {
        make.account(one): [f"{OWN}cap/"],
        make.account(two): [f"{OWN}cap/"],
        holder_of("secretary", panel.part.contest): [f"{PART}{path}" for path in ("", "tac-pham/", "bien-ban/")],
    }
    checked(open_page(360, 800), live_server, pages)


def checked(page: Any, live_server: Any, pages: dict[User | None, list[str]]) -> None:
    """axe and width of these pages of these people."""
    wrong, turn = [], 0
    for user, addresses in pages.items():
        signed_in(page, live_server, user)
        for address in addresses:
            turn += 1
            dark = turn % 2 == 0
            page.set_viewport_size({"width": 1280 if dark else 360, "height": 800})
            page.emulate_media(color_scheme="dark" if dark else "light")
            answer = page.goto(f"{live_server.url}{address}")
            assert answer.status == 200, address
            wrong += [f"{address} {found}" for found in violations(page)]
            for width in (360, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                if page.evaluate(WIDTH) > 0:
                    wrong.append(f"{address} is wider than {width} px")
    assert not wrong, "\n".join(wrong)
