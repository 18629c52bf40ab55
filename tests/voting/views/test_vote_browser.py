"""Voting in a real browser: the task is solved by a worker under the strict policy, two taps; axe, keys, no sideways
scrolling; without scripts the code is offered in plain words."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hoithi.contests.models import Part
from hoithi.core import clock
from hoithi.voting.marks import Marks
from hoithi.voting.models import Ballot
from hoithi.voting.operations.scan import scan_votes
from tests.contests import factories as make
from tests.voting import factories as own

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("HOITHI_SHOTS", "")
"""A folder for pictures of every page, to be looked at."""
BASE = f"/cuoc-thi/{own.SLUG}/video/"
DESK = f"/cuoc-thi/{own.SLUG}/dieu-hanh/binh-chon/video/"
LATER = own.NOW + timedelta(hours=2)
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def violations(page: Any) -> list[str]:
    axe = pytest.importorskip("axe_core_python.sync_playwright").Axe()
    return [f"{v['id']}: {node['html'][:160]}" for v in axe.run(page)["violations"] for node in v["nodes"]]


def cookie_of(user: Any) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


@pytest.fixture
def part() -> Part:
    clock.set_offset(LATER - clock.now())
    found = own.vote_part(publish=3, per_person=2)
    for n in range(12):
        own.vote(found, 2 + n % 2, now=LATER - timedelta(hours=1 + 2 * n), marks=Marks(f"a{n}", f"n{n}"))
    for n in range(40):
        own.vote(found, 1, now=own.NOW + timedelta(seconds=n), marks=Marks(f"d{n}", "farm"))
    own.counted(LATER)
    scan_votes(found, now=LATER)
    return found


@pytest.fixture
def opened(live_server: Any, open_page: Callable[..., Any]) -> Callable[..., Any]:
    def opened(width: int, user: Any = None, **more: Any) -> Any:
        page = open_page(width, 800, base_url=live_server.url, reduced_motion="reduce", **more)
        if user is not None:
            page.context.add_cookies([{"name": "sessionid", "value": cookie_of(user), "url": live_server.url}])
        return page

    return opened


def shoot(page: Any, name: str, width: int) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)


def test_two_taps_and_the_vote_counts(part: Part, opened: Callable[..., Any]) -> None:
    user = own.voter()
    page = opened(360, user)
    page.goto(f"{BASE}tac-pham/")
    page.get_by_role("button", name="Bình chọn").first.click()
    page.wait_for_selector("text=Mã phiếu")
    assert Ballot.objects.filter(card__user=user, challenge__isnull=False).count() == 1
    page.get_by_role("button", name="Bỏ phiếu này").click()
    page.wait_for_selector("text=Đã bỏ phiếu")
    assert not Ballot.objects.filter(card__user=user, withdrawn_at__isnull=True).exists()


def test_without_scripts_the_page_says_so_and_offers_a_code(part: Part, opened: Callable[..., Any]) -> None:
    page = opened(360, own.voter(), java_script_enabled=False)
    page.goto(f"{BASE}binh-chon/1/")
    page.get_by_role("button", name="Bình chọn tác phẩm này").click()
    assert "JavaScript" in page.inner_text("main")
    assert page.get_by_role("button", name="Gửi mã cho tôi").is_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_a_voter(part: Part, opened: Callable[..., Any], width: int) -> None:
    user = own.voter()
    own.vote(part, 1, user, now=LATER)
    page = opened(width, user)
    page.expected.append("404")  # the film of a made-up work has no bytes
    pages = {"gallery": "tac-pham/", "work": "tac-pham/2/", "hub": "binh-chon/", "cast": "binh-chon/2/"}
    pages |= {"record": "binh-chon/minh-bach/", "code": "binh-chon/ma/2/"}
    for name, path in pages.items():
        page.goto(BASE + path)
        assert violations(page) == [], path
        assert not page.evaluate(SIDEWAYS), path
        shoot(page, name, width)


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_the_console(part: Part, opened: Callable[..., Any], width: int) -> None:
    page = opened(width, make.holder_of("secretary", part.contest))
    pages = {"desk": "", "suspicion": "dau-hieu/1/", "snapshots": "so-lieu/", "enter": "so-lieu/nhap/"}
    for name, path in pages.items():
        page.goto(DESK + path)
        assert violations(page) == [], path
        assert not page.evaluate(SIDEWAYS), path
        shoot(page, name, width)
