"""Pictures on a phone: all there from the start, also where the network is not; asked for again when it was lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from hoithi.core import clock
from hoithi.quiz.models import Attempt
from hoithi.quiz.operations.attempt_start import start_attempt
from tests.quiz import factories as make
from tests.quiz.views.test_picture import illustrated

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOADED = "() => [...document.querySelectorAll('img[data-picture]')].every(i => i.complete && i.naturalWidth > 0)"
PAGE_BUDGET = 2_500_000
"""Bytes of all pictures of a paper of twenty questions, at most."""


@pytest.fixture
def attempt(db: None) -> Attempt:
    clock.set_offset(make.NOW - datetime.now(UTC))
    part = make.contest(bank="de-thi").parts.select_related("contest").get()
    illustrated(part)
    return start_attempt(make.entrant(part.contest), part, now=make.NOW)


@pytest.fixture
def sit(live_server: Any, open_page: Callable[..., Any], attempt: Attempt) -> Callable[..., Any]:
    client = Client()
    assert attempt.entrant.person is not None
    client.force_login(attempt.entrant.person.user)

    def opened(width: int = 360, before: Callable[[Any], None] | None = None) -> Any:
        page = open_page(width, 720)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        if before:
            before(page)
        page.goto(f"{live_server.url}/bai-thi/{attempt.code}/")
        page.wait_for_selector("body.live")
        return page

    return opened


def test_every_picture_is_there_before_the_network_goes(sit: Callable[..., Any]) -> None:
    page = sit()
    page.wait_for_function(LOADED)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    weights = "performance.getEntriesByType('resource').filter(e => e.name.includes('/hinh/')).map(e => e.transferSize)"
    sent = page.evaluate(weights)
    assert len(sent) == 10
    assert sum(sent) < PAGE_BUDGET
    page.expected += ["ERR_INTERNET_DISCONNECTED", "luu/"]
    page.context.set_offline(True)
    for _ in range(4):
        page.click("[data-next]")
    picture = page.query_selector("#cau-5 > img[data-picture]")
    assert picture.is_visible()
    assert picture.evaluate("i => i.naturalWidth") == 320
    assert picture.get_attribute("alt").startswith("Hình ")


def test_a_picture_the_network_lost_is_asked_for_again(sit: Callable[..., Any]) -> None:
    lost: list[str] = []

    def drop(route: Any) -> None:
        if len(lost) < 3 and "lan=" not in route.request.url:
            lost.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    def cut(page: Any) -> None:
        page.expected += ["ERR_FAILED", "hinh/"]
        page.route("**/hinh/**", drop)

    page = sit(before=cut)
    page.wait_for_function(LOADED, timeout=15_000)
    assert len(lost) == 3
