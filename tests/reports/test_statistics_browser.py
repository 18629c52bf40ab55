"""Statistics in a real browser: axe, no sideways scrolling, phone and desk, light and dark; folded tables on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.contests.views.desk import DESK, World
from tests.contests.views.test_desk_browser import violations
from tests.reports.test_statistics_views import world_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    "leader": [f"{DESK}tong-quan/", f"{DESK}thong-ke/"],
    "author": [f"{DESK}thong-ke/cau-hoi/"],
    "secretary": [f"{DESK}thong-ke/cau-hoi/?loc=can-xem"],
}


def signed_in(world: World, role: str, page: Any, url: str) -> None:
    world.sign_in(role)
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": world.client.cookies["sessionid"].value, "url": url}])


def test_pages(live_server: Any, open_page: Callable[..., Any]) -> None:
    world = world_of(Client(), 80, closed=True)
    page, wrong, turn = open_page(360, 800), [], 0
    for role, paths in PAGES.items():
        signed_in(world, role, page, live_server.url)
        for path in paths:
            turn += 1
            page.emulate_media(color_scheme="light" if turn % 2 else "dark")
            for width in (1280, 360):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.goto(live_server.url + path).status == 200, path
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    wrong.append(f"{path} is wider than {width}")
            wrong += [f"{path} {line}" for line in violations(page)]
    assert wrong == []


def test_the_paragraph_is_copied_and_tables_are_printed(live_server: Any, open_page: Callable[..., Any]) -> None:
    world = world_of(Client(), 8)
    page = open_page(360, 800)
    signed_in(world, "leader", page, live_server.url)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{live_server.url}{DESK}thong-ke/?tuan=2")
    page.click("button[data-copy=doan-van]")
    page.wait_for_selector("button:has-text('Đã chép')")
    assert page.evaluate("navigator.clipboard.readText()").startswith("Tính đến ")
    folded = "document.querySelectorAll('main details:not([open])').length"
    before = page.evaluate(folded)
    assert before >= 4
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(folded) == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(folded) == before
