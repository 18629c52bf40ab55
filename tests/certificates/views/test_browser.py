"""Pages of papers in a real browser: axe, no sideways scrolling, at a phone's and a desk's width."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hoithi.certificates.operations.issue import issue_awards, work_on_batches
from hoithi.core import clock
from tests.awards.ended import LATER
from tests.certificates import factories as own
from tests.contests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("HOITHI_SHOTS", "")
"""A folder for pictures of every page, to be looked at."""
DESK = "/cuoc-thi/hoi-thi-thu/dieu-hanh/giay/"
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def violations(page: Any) -> list[str]:
    axe = pytest.importorskip("axe_core_python.sync_playwright").Axe()
    return [f"{v['id']}: {node['html'][:160]}" for v in axe.run(page)["violations"] for node in v["nodes"]]


def looked_at(page: Any, address: str, name: str, width: int) -> None:
    page.goto(address)
    assert violations(page) == [], address
    assert not page.evaluate(SIDEWAYS), address
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_of_papers(live_server: Any, open_page: Callable[..., Any], width: int) -> None:
    clock.set_offset(LATER + timedelta(hours=1) - clock.now())
    contest = own.contest()
    designs = own.designs(contest)
    issue_awards(designs["giay-chung-nhan"], issued_on=own.ON, now=LATER, by=None, address=own.ADDRESS)
    work_on_batches(LATER)
    first = designs["giay-chung-nhan"].certificates.select_related("entrant__person").get(no=1)
    assert first.entrant is not None
    secretary = make.holder_of("secretary", contest)
    winner = make.User.objects.create(person=first.entrant.person, email="nguoi-a@example.vn")

    def page_of(user: Any) -> Any:
        page = open_page(width, 800, base_url=live_server.url)
        if user is not None:
            client = Client()
            client.force_login(user)
            cookie = client.cookies["sessionid"].value
            page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return page

    desk = page_of(secretary)
    looked_at(desk, DESK, "certificates", width)
    looked_at(desk, f"{DESK}giay-chung-nhan/", "design", width)
    looked_at(desk, f"{DESK}giay-khen/", "design-waiting", width)
    looked_at(desk, f"{DESK}tham-gia/", "design-empty", width)
    looked_at(desk, f"{DESK}giay-chung-nhan/mau/", "edit", width)
    looked_at(desk, f"{DESK}giay-chung-nhan/so/1/", "certificate", width)
    looked_at(desk, f"{DESK}giay-chung-nhan/so/1/thu-hoi/", "revoke", width)
    looked_at(page_of(winner), "/cuoc-thi/hoi-thi-thu/giay-cua-toi/", "mine", width)
    anybody = page_of(None)
    anybody.expected.append("404")
    looked_at(anybody, f"/giay/{first.code}/", "check", width)
    looked_at(anybody, "/giay/?ma=khong-co", "check-unknown", width)
