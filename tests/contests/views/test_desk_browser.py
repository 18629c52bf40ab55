"""The console in a real browser: axe, no sideways scrolling, phone and desk, light and dark; copying a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from hoithi.awards.operations import propose_awards
from hoithi.contests.models import Task
from hoithi.contests.operations.figures import refresh_figures
from hoithi.contests.operations.office import report_note
from hoithi.core import clock
from tests.awards import story
from tests.contests import factories as make
from tests.contests.views.desk import DESK, SLUG, UNIT, World, staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    "secretary": [
        "/dieu-hanh/",
        DESK,
        f"{DESK}phan-thi/trac-nghiem/",
        f"{DESK}nhiem-vu/viec/",
        f"{DESK}the-le/",
        f"{DESK}ban-to/",
        f"{DESK}ban-to/to-ra-de/cu-nguoi/?tim=vai tro",
        f"{DESK}don-vi/",
        f"{DESK}don-vi/chot/",
        f"{DESK}don-vi/nhap/danh-sach/",
        f"{DESK}bao-cao/",
        f"{DESK}de-nghi-sua/",
        f"{DESK}giai-thuong/",
        f"{DESK}giai-thuong/dong-hang/tap-the/1/",
        f"{DESK}giai-thuong/niem-phong/",
        f"{DESK}ke-hoach/",
        f"/cuoc-thi/{SLUG}/nhat-ky/",
    ],
    "coordinator": [f"{UNIT}CODE/", f"{UNIT}CODE/chua-du-thi/"],
    "operator": [f"/cuoc-thi/{SLUG}/van-hanh/"],
    "administrator": ["/quan-tri/", "/quan-tri/nhat-ky/"],
}


@pytest.fixture
def world() -> World:
    cache.clear()
    contest, units = story.contest_with_units("Phòng Một", "Phòng Hai")
    for unit, name in zip(units, ("Lê Thị An", "Trần Văn Bình"), strict=True):
        story.sit(story.join(contest, name, unit), right=4, seconds=60)
    staff(units[0], "Phạm Chưa Vào")
    Task.objects.create(contest=contest, key="viec", phase="prepare", agency="Phòng", title="Lập dự toán")
    report_note(units[0], kind="difficulty", text="Mạng yếu", now=make.NOW, by=make.user())
    refresh_figures(contest.parts.get(), now=make.NOW)
    propose_awards(contest, now=story.ended(contest))
    return World(contest, units, Client())


def violations(page: Any) -> list[str]:
    axe = pytest.importorskip("axe_core_python.sync_playwright").Axe()
    return [f"{v['id']}: {node['html'][:160]}" for v in axe.run(page)["violations"] for node in v["nodes"]]


def test_pages(world: World, live_server: Any, open_page: Callable[..., Any]) -> None:
    """axe on each page once, phone by day and desk by night in turn; the width at both sizes."""
    page, wrong, turn = open_page(360, 800), [], 0
    for role, paths in PAGES.items():
        world.sign_in(role)
        cookie = {"name": "sessionid", "value": world.client.cookies["sessionid"].value, "url": live_server.url}
        page.context.clear_cookies()
        page.context.add_cookies([cookie])
        for path in paths:
            address, turn = path.replace("CODE", world.units[0].code), turn + 1
            here, other = (360, 1280) if turn % 2 else (1280, 360)
            page.emulate_media(color_scheme="light" if here == 360 else "dark")
            page.set_viewport_size({"width": other, "height": 800})
            assert page.goto(live_server.url + address).status == 200, address
            for width in (other, here):
                page.set_viewport_size({"width": width, "height": 800})
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    wrong.append(f"{address} is wider than {width}")
            wrong += [f"{address} {line}" for line in violations(page)]
    assert wrong == []


def test_the_call_text_is_copied(world: World, live_server: Any, open_page: Callable[..., Any]) -> None:
    assert clock.now() > make.AFTER
    world.sign_in("coordinator")
    page = open_page(360, 800)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.context.add_cookies(
        [{"name": "sessionid", "value": world.client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}{UNIT}{world.units[0].code}/")
    page.click("summary:has-text('Lời kêu gọi')")
    page.click("button[data-copy=loi-keu-goi]")
    page.wait_for_selector("button:has-text('Đã chép')")
    assert f"/cuoc-thi/{SLUG}/" in page.evaluate("navigator.clipboard.readText()")
