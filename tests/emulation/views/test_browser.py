"""Every page in a real browser: axe, width; points that follow the typing; a form that works without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from hoithi.core import clock
from hoithi.emulation.models import Appeal
from hoithi.people.models import User
from tests.contests.factories import holder_of
from tests.emulation import factories as make
from tests.emulation.views import growing
from tests.emulation.views.conftest import Stage, seated

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTH = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
OpenPage = Callable[..., Any]


@pytest.fixture(autouse=True)
def _moment() -> None:
    """The server has a thread of its own: the clock of the whole process is moved."""
    clock.set_offset(growing.NOW - clock.now())


@pytest.fixture
def grown(transactional_db: None) -> Stage:
    part = growing.grown(make.campaign())
    return Stage(part, make.unit(part), Client())


def violations(page: Any) -> list[str]:
    axe = pytest.importorskip("axe_core_python.sync_playwright").Axe()
    return [f"{v['id']}: {node['html'][:160]}" for v in axe.run(page)["violations"] for node in v["nodes"]]


def enter(page: Any, url: str, user: User | None) -> None:
    page.context.clear_cookies(name="sessionid")
    if user is not None:
        client = Client()
        client.force_login(user)
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])


def looked_at(page: Any, url: str, addresses: list[str]) -> list[str]:
    """What is wrong with these pages: phone by day and desk by night in turn, the width at both sizes."""
    wrong = []
    for turn, address in enumerate(addresses):
        dark = turn % 2 == 1
        page.set_viewport_size({"width": 1280 if dark else 360, "height": 800})
        page.emulate_media(color_scheme="dark" if dark else "light")
        answer = page.goto(f"{url}{address}")
        assert answer.status == 200, address
        wrong += [f"{address} {found}" for found in violations(page)]
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate(WIDTH) > 0:
                wrong.append(f"{address} is wider than {width} px")
    return wrong


def test_a_units_pages(grown: Stage, live_server: Any, open_page: OpenPage) -> None:
    page = open_page(360, 800)
    enter(page, live_server.url, seated(make.coordinator(grown.part, grown.unit)))
    own = [
        f"{grown.own}bao-cao/",
        *(grown.report(make.AUGUST) + one for one in ("", "bien-nhan/", "nhap/", "kien-nghi/")),
        grown.report(make.JULY),
        f"{grown.own}them-thi-duoc-gi/?accounts=50",
        f"{grown.own}ho-so/",
        f"{grown.own}sang-kien/",
    ]
    assert looked_at(page, live_server.url, [*own, own[1]]) == []


def test_the_offices_pages(grown: Stage, live_server: Any, open_page: OpenPage) -> None:
    page = open_page(360, 800)
    enter(page, live_server.url, seated(holder_of("secretary", grown.part.contest)))  # type: ignore[arg-type]
    appeal = Appeal.objects.get()
    pages = ["", f"bao-cao/2021-08/{grown.unit.code}/", "chot/2021-08/", "kien-nghi/", f"kien-nghi/{appeal.pk}/"]
    pages += ["so-lieu-cong/", f"phuc-tra/?don-vi={grown.unit.code}&ky=2021-07", "sang-kien/", "ho-so/", "xet-chon/"]
    board = "bang-diem/?nhom=xa-thi-tran&xem="
    pages += [board + one for one in ("thang", "tieu-chi", "tien-trinh", "chi-tieu")] + ["bang-diem/in/"]
    assert looked_at(page, live_server.url, [grown.desk + one for one in pages]) == []


def test_the_public_page(grown: Stage, live_server: Any, open_page: OpenPage) -> None:
    page = open_page(360, 800)
    pages = [grown.public, f"{grown.public}?nhom=xa-thi-tran", f"{grown.public}?xem=chi-tieu"]
    assert looked_at(page, live_server.url, pages) == []


def test_points_follow_the_typing(grown: Stage, live_server: Any, open_page: OpenPage) -> None:
    page = open_page(1280, 900)
    enter(page, live_server.url, seated(make.coordinator(grown.part, grown.unit)))
    page.goto(live_server.url + grown.report(make.AUGUST))
    page.fill("#id_so-accounts", "1750")
    page.locator("#diem", has_text="1.750 tài khoản: 35 + 5 × ⌊250/100⌋ = 45").wait_for()
    page.fill("#id_so-resolved", "98%")
    page.locator("#diem", has_text="không phải tỷ lệ phần trăm").wait_for()


def test_the_form_works_without_scripts(grown: Stage, live_server: Any, open_page: OpenPage) -> None:
    page = open_page(360, 800, java_script_enabled=False)
    enter(page, live_server.url, seated(make.coordinator(grown.part, grown.unit)))
    page.goto(live_server.url + grown.report(make.AUGUST))
    page.fill("#id_so-accounts", "1750")
    page.click("text=Tính thử")
    assert "1.750 tài khoản: 35 + 5 × ⌊250/100⌋ = 45" in page.inner_text("#diem")
    page.click("text=Nộp bản sửa")
    assert "Máy chủ đã nhận báo cáo" in page.inner_text("main")
