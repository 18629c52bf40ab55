"""One paper open in two places: whoever opened it last writes, and handing in twice gives one receipt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hoithi.audit.models import AuditEvent
from hoithi.contests.models import Entrant
from hoithi.core import clock
from hoithi.quiz.models import Attempt, Result
from hoithi.quiz.operations.attempt_start import start_attempt
from tests.quiz import factories as make
from tests.story.actors import Stage
from tests.story.contestant import Contestant

pytestmark = [pytest.mark.story, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def entrant(transactional_db: None) -> Entrant:
    part = make.contest().parts.select_related("contest").get()
    make.frozen(part)
    clock.set_offset(timedelta(0))
    clock.set_offset(make.NOW - clock.now())
    return make.entrant(part.contest)


@pytest.fixture
def device(stage: Stage, entrant: Entrant) -> Callable[[int], Contestant]:
    """Another device of the same person, signed in, with the paper open."""
    part = entrant.contest.parts.select_related("contest").get()
    attempt = start_attempt(entrant, part, now=clock.now())

    def opened(width: int = 360) -> Contestant:
        client = Client()
        assert entrant.person is not None
        client.force_login(entrant.person.user)
        who = Contestant(stage, width)
        session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": stage.address}
        who.page.context.add_cookies([session])
        open_paper(who.page, stage, attempt)
        return who

    return opened


def open_paper(page: Any, stage: Stage, attempt: Attempt) -> None:
    page.goto(f"{stage.address}/bai-thi/{attempt.code}/")
    page.wait_for_selector("body.live")


def test_the_second_device_takes_over(device: Callable[[int], Contestant]) -> None:
    phone = device(360)
    phone.answer(1, "A")
    phone.until_saved(1)
    desk = device(1280)
    assert desk.page.is_checked("#cau-1 [value=A]")
    desk.answer(2, "B")
    desk.until_saved(2)
    phone.expects("status of 409")
    phone.on()
    phone.answer(2, "A")
    phone.page.wait_for_selector("#dung-lai:not([hidden])")
    assert phone.page.inner_text("[data-stop-head]") == "Bài thi đang mở ở nơi khác"
    desk.hand_in()
    assert Attempt.objects.get().ended_by == Attempt.SUBMITTED
    assert dict(Attempt.objects.get().answers.values_list("pos", "choice")).keys() == {1, 2}


def test_handing_in_twice_from_two_tabs_gives_one_receipt(
    stage: Stage, device: Callable[[int], Contestant], entrant: Entrant
) -> None:
    first = device(1280)
    first.answer(1, "A")
    first.until_saved(1)
    tab = first.page.context.new_page()
    open_paper(tab, stage, Attempt.objects.get())
    first.expects("status of 409")
    for page in (tab, first.page):  # one after the other without waiting for an answer
        page.evaluate("document.querySelector('[data-submit-now]').click()")
    tab.wait_for_url("**/phieu/**")
    # The older tab is told that the paper is open elsewhere when it was the quicker one, else it gets the receipt.
    first.page.wait_for_function(
        "location.pathname.startsWith('/phieu/') || !document.querySelector('#dung-lai').hidden"
    )
    if "/phieu/" not in first.page.url:
        first.page.get_by_role("button", name="Tiếp tục trên máy này").click()
        first.page.wait_for_url("**/phieu/**")
    assert first.page.url == tab.url
    assert AuditEvent.objects.filter(action="quiz:attempt:submitted").count() == 1
    assert Result.objects.filter(entrant=entrant).count() == 1
