"""Handing in, the board and the desk in a real browser: axe, no sideways scrolling, a state that updates itself."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hoithi.core import clock
from hoithi.entries.models import Work
from hoithi.entries.operations.work_steps import take_step
from tests.entries import factories as works
from tests.entries.views.conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("HOITHI_SHOTS", "")
TOO_LONG = {
    "code": "too_long",
    "found": "11 phút 42 giây",
    "required": "5 phút đến 10 phút",
}


@pytest.fixture
def now() -> Iterator[None]:
    """The clock ticks from the contest's own day on."""
    clock.set_offset(works.NOW + timedelta(hours=1) - timezone.now())
    yield
    clock.set_offset(timedelta(0))


@pytest.fixture
def desk(transactional_db: None, now: None) -> Desk:
    return Desk(works.opened(), Client())


def entered(page: Any, desk: Desk, live_server: Any) -> Any:
    page.context.add_cookies(
        [{"name": "sessionid", "value": desk.client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return page


def violations(page: Any) -> list[str]:
    axe = pytest.importorskip("axe_core_python.sync_playwright").Axe()
    return [f"{v['id']}: {node['html'][:160]}" for v in axe.run(page)["violations"] for node in v["nodes"]]


def looked_at(page: Any, address: str, name: str) -> list[str]:
    wrong = []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.goto(address).status == 200, address
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{name} {width}: wider than the screen")
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
    return wrong + [f"{name}: {one}" for one in violations(page)]


def held(desk: Desk, by: Any, owner: Any) -> Work:
    work = works.submitted(desk.part, by, owner, title="Chuyện ở Bộ phận Một cửa")
    work.files.update(check_state="failed", problems=[TOO_LONG])
    take_step(work, "check_failed", now=works.NOW, by=None, findings=[TOO_LONG])
    return work


def test_pages_of_the_owner(desk: Desk, live_server: Any, open_page: Callable[..., Any]) -> None:
    by, owner = works.coordinator(desk.part)
    draft = works.draft(desk.part, by, owner, title="Một cửa về làng")
    bad = held(desk, by, owner)
    desk.client.force_login(by)
    page = entered(open_page(360, 800), desk, live_server)
    paths = {
        "danh-sach": desk.home,
        "moi": f"{desk.home}moi/",
        "ban-nhap": f"/tac-pham/{draft.entry.code}/",
        "sua": f"/tac-pham/{draft.entry.code}/sua/",
        "tam-giu": f"/tac-pham/{bad.entry.code}/",
        "rut": f"/tac-pham/{bad.entry.code}/rut/",
        "bien-nhan": f"/tac-pham/{bad.entry.code}/bien-nhan/",
        "kiem-tra": f"/bien-nhan/{bad.entry.code}/",
    }
    wrong = [line for name, path in paths.items() for line in looked_at(page, live_server.url + path, name)]
    assert wrong == []


def test_pages_of_the_office(desk: Desk, live_server: Any, open_page: Callable[..., Any]) -> None:
    by, owner = works.coordinator(desk.part, "Phòng Hai")
    works.submitted(desk.part, by, owner)
    half, done = works.taken(desk.part), works.taken(desk.part, done=True)
    desk.sign_in("secretary")
    page = entered(open_page(360, 800), desk, live_server)
    paths = {
        "theo-doi": f"{desk.console}theo-doi/",
        "ban-in": f"{desk.console}theo-doi/ban-in/",
        "tiep-nhan": f"{desk.console}tiep-nhan/?q=phong",
        "tiep-nhan-moi": f"{desk.console}tiep-nhan/moi/",
        "tiep-nhan-do": f"{desk.console}tiep-nhan/{half.entry.code}/",
        "tiep-nhan-xong": f"{desk.console}tiep-nhan/{done.entry.code}/",
    }
    wrong = [line for name, path in paths.items() for line in looked_at(page, live_server.url + path, name)]
    assert wrong == []


def test_rows_missing_things_and_the_state(desk: Desk, live_server: Any, open_page: Callable[..., Any]) -> None:
    by, _owner = works.coordinator(desk.part)
    desk.client.force_login(by)
    page = entered(open_page(360, 800), desk, live_server)
    page.goto(f"{live_server.url}{desk.home}moi/")
    page.fill("#id_title", "Một cửa về làng")
    page.fill("#id_tac-gia-0-name", "Nguyễn Văn Mẫu")
    page.click("[name=them_tac_gia]")
    page.fill("#id_tac-gia-1-name", "Trần Thị Mẫu")
    assert page.input_value("#id_title") == "Một cửa về làng"
    assert page.input_value("#id_tac-gia-0-name") == "Nguyễn Văn Mẫu"
    page.press("#id_tac-gia-1-name", "Enter")
    page.wait_for_url(re.compile("/tac-pham/[A-Z0-9]{20}/"))
    page.expected.append("400 (Bad Request)")
    page.click("form .btn-main.btn-big")
    page.wait_for_selector(".error-summary")
    assert page.evaluate("document.activeElement.className").endswith("error-summary")
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/con-thieu-360.png", full_page=True)
    assert violations(page) == []
    page.click(".error-summary a:has-text('còn thiếu') >> nth=-1")
    assert "/sua/#id_tac-gia-1-name" in page.url
    assert page.evaluate("document.activeElement.id || location.hash.slice(1)") == "id_tac-gia-1-name"


def test_the_state_updates_by_itself(desk: Desk, live_server: Any, open_page: Callable[..., Any]) -> None:
    by, owner = works.coordinator(desk.part)
    work = works.submitted(desk.part, by, owner)
    desk.client.force_login(by)
    page = entered(open_page(360, 800), desk, live_server)
    page.goto(f"{live_server.url}/tac-pham/{work.entry.code}/")
    assert "0 %" in page.inner_text("[data-work-state]")
    work.files.update(check_state="running", progress=42)
    page.wait_for_selector("[data-work-state] :text('42 %')")
    work.files.update(check_state="passed", progress=100)
    take_step(work, "check_passed", now=works.NOW, by=None)
    page.wait_for_selector("[data-work-state] :text('Chờ duyệt')")
    page.wait_for_selector("[data-state-moved]")
