"""Boards in a real browser: they follow the figures, rest while hidden, say when they are old, stop when signed out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from hoithi.contests import live
from hoithi.contests.operations.figures import refresh_figures
from hoithi.contests.views import desk_live
from hoithi.core import live as core_live
from tests.awards import story
from tests.contests import factories as make
from tests.contests.views.desk import DESK, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STATE = "[data-live-state]"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(desk_live, "EVERY_S", 1)
    for kept in (live.SNAPSHOTS, live.FRAGMENTS):
        monkeypatch.setattr(kept, "seconds", 0)
    live.forget()
    contest, units = story.contest_with_units("Phòng Một", "Phòng Hai")
    story.sit(story.join(contest, "Lê Thị An", units[0]), right=4, seconds=60)
    refresh_figures(contest.parts.get(), now=make.NOW)
    return World(contest, units, Client())


@pytest.fixture
def board(world: World, live_server: Any, open_page: Callable[..., Any]) -> Any:
    """The leader's page, opened on a phone; `asked` lists what it has asked for since."""
    world.sign_in("leader")
    page = open_page(360, 800)
    page.context.add_cookies(
        [{"name": "sessionid", "value": world.client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url) if "/so-lieu/" in request.url else None)
    page.add_init_script(
        "window.away = false; Object.defineProperty(document, 'hidden', { get: () => window.away });"
        "window.go = (away) => { window.away = away; document.dispatchEvent(new Event('visibilitychange')); };"
    )
    page.goto(f"{live_server.url}{DESK}tong-quan/")
    return page


def until(page: Any, truth: str) -> None:
    """Wait until the expression is true; asked from here, since the strict policy of the page lets nothing evaluate."""
    for _ in range(100):
        if page.evaluate(truth):
            return
        page.wait_for_timeout(100)
    raise AssertionError(truth)


def comes(world: World, name: str) -> None:
    story.sit(story.join(world.contest, name, world.units[1]), right=1, seconds=60)
    refresh_figures(world.contest.parts.get(), now=make.NOW)


def test_it_follows_the_figures(board: Any, world: World) -> None:
    assert "Trang tự cập nhật." in board.inner_text(STATE)
    assert "1 trên 2 đơn vị chưa có ai" in board.inner_text("main")
    comes(world, "Hồ Văn Dũng")
    until(board, "!document.querySelector('main').innerText.includes('chưa có ai')")


def test_it_rests_while_nobody_looks(board: Any, world: World) -> None:
    board.wait_for_timeout(1500)
    board.evaluate("window.go(true)")
    board.wait_for_timeout(300)
    before = len(board.asked)
    assert before
    board.wait_for_timeout(3000)
    assert len(board.asked) == before
    comes(world, "Hồ Văn Dũng")
    board.evaluate("window.go(false)")  # and asks at once when somebody does
    until(board, "!document.querySelector('main').innerText.includes('chưa có ai')")


def test_it_says_that_it_is_old_without_network(board: Any, world: World) -> None:
    board.expected.append("ERR_INTERNET_DISCONNECTED")
    board.context.set_offline(True)
    until(board, f"document.querySelector('{STATE}').textContent.startsWith('Mất mạng')")
    assert "Số liệu lúc 09:00 ngày 10/6/2024" in board.inner_text("main")
    board.context.set_offline(False)
    until(board, f"document.querySelector('{STATE}').textContent === 'Trang tự cập nhật.'")


def test_a_ticket_that_ran_out_is_renewed_by_the_page(
    board: Any, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    board.expected.append("403")
    first = board.get_attribute("[data-live]", "data-live")
    monkeypatch.setattr(core_live, "TICKET_S", -1)
    until(board, f"document.querySelector('[data-live]').dataset.live !== '{first}'")
    monkeypatch.setattr(core_live, "TICKET_S", 300)
    assert "Trang tự cập nhật." in board.inner_text(STATE)


def test_who_is_signed_out_is_shown_nothing_more(board: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    board.expected.append("403")
    Session.objects.all().delete()
    monkeypatch.setattr(core_live, "TICKET_S", -1)
    until(board, f"document.querySelector('{STATE}').textContent.includes('ngừng tự cập nhật')")
    asked = len(board.asked)
    board.wait_for_timeout(2500)
    assert len(board.asked) == asked


def test_without_scripts_there_is_a_link(world: World, live_server: Any, open_page: Callable[..., Any]) -> None:
    world.sign_in("leader")
    page = open_page(360, 800, java_script_enabled=False)
    page.context.add_cookies(
        [{"name": "sessionid", "value": world.client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}{DESK}tong-quan/")
    comes(world, "Hồ Văn Dũng")
    page.click("text=Tải lại số liệu")
    assert "chưa có ai" not in page.inner_text("main")
