"""Two tabs, two devices, in real browsers: the newest writes, the older is told and can take over, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from hoithi.contests.models import Part
from hoithi.quiz.models import Attempt
from tests.faults.sitting import Sitting, open_part
from tests.quiz import factories as make
from tests.story.actors import Stage
from tests.story.contestant import Contestant

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ELSEWHERE = "#dung-lai:not([hidden])"
Open = Callable[..., Contestant]


@pytest.fixture
def part(transactional_db: None) -> Iterator[Part]:
    cache.clear()
    yield open_part()
    cache.clear()


@pytest.fixture
def one(site: str, part: Part) -> Sitting:
    return Sitting(site, part, make.entrant(part.contest))


@pytest.fixture
def device(site: str, one: Sitting, open_page: Callable[..., Any]) -> Open:
    """`device(360)`: another device of the same person with the paper open."""

    def opened(width: int = 360) -> Contestant:
        client = Client()
        assert one.entrant.person is not None
        client.force_login(one.entrant.person.user)
        who = Contestant(Stage(site, open_page), width)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}
        who.page.context.add_cookies([cookie])
        look(who.page, site, one)
        return who

    return opened


def look(page: Any, site: str, one: Sitting) -> None:
    page.goto(f"{site}/bai-thi/{one.attempt.code}/")
    page.wait_for_selector("body.live")


def take_over(page: Any) -> None:
    page.wait_for_selector(ELSEWHERE)
    with page.expect_navigation():
        page.get_by_role("button", name="Tiếp tục trên máy này").click()
    page.wait_for_selector("body.live")


def letters(one: Sitting) -> dict[int, str]:
    """What the server holds, in letters of the paper."""
    found = {}
    for answer in Attempt.objects.get(pk=one.attempt.pk).answers.all():
        found[answer.pos] = one.letter(answer.pos) if answer.choice == "a" else answer.choice
    return found


def test_the_older_device_is_told_takes_over_and_writes_again(device: Open, one: Sitting) -> None:
    phone = device(360)
    phone.answer(1, one.letter(1))
    phone.until_saved(1)
    desk = device(1280)
    desk.answer(2, one.letter(2))
    desk.until_saved(2)
    phone.expects("status of 409")
    phone.on()
    phone.answer(2, one.letter(2, right=False))  # refused: the desk has the newer page
    phone.page.wait_for_selector(ELSEWHERE)
    assert letters(one)[2] == one.letter(2)
    take_over(phone.page)
    assert phone.page.is_checked(f"#cau-2 [value={one.letter(2)}]")
    phone.page.click("#cau-1 .q-text", force=True)
    phone.page.evaluate("document.querySelector('#cau-3 input').click()")
    phone.until_saved(3)
    desk.answer(3, one.letter(3))
    desk.page.wait_for_selector(ELSEWHERE)
    phone.hand_in()
    found = one.stored()
    assert (found.ended_by, found.answers.count()) == (Attempt.SUBMITTED, 3)


def test_what_one_tab_could_not_send_goes_with_the_next_tab(device: Open, one: Sitting, site: str) -> None:
    first = device(1280)
    first.page.route("**/luu/", lambda route: route.abort())
    first.expects("net::ERR_FAILED", "status of 409")
    first.answer(1, one.letter(1))
    first.until_kept(1)
    tab = first.page.context.new_page()
    look(tab, site, one)
    tab.wait_for_function("document.querySelector('.sit-state').dataset.state === 'saved'")
    assert letters(one) == {1: one.letter(1)}
    first.page.unroute("**/luu/")
    first.answer(2, one.letter(2))
    first.page.wait_for_selector(ELSEWHERE)
    tab.keyboard.press("r")
    tab.click("[data-submit-now]")
    tab.wait_for_url("**/phieu/**")
    assert (one.stored().ended_by, one.stored().correct) == (Attempt.SUBMITTED, 1)


def test_answers_kept_offline_do_not_overwrite_what_the_newer_device_chose(device: Open, one: Sitting) -> None:
    phone = device(360)
    phone.expects("net::ERR_INTERNET_DISCONNECTED", "status of 409")
    phone.page.context.set_offline(True)
    phone.answer(1, one.letter(1, right=False))
    phone.on()
    phone.answer(2, one.letter(2))
    phone.until_kept(2)
    desk = device(1280)
    desk.answer(1, one.letter(1))
    desk.until_saved(1)
    phone.page.context.set_offline(False)
    take_over(phone.page)
    phone.until_saved(2)
    assert letters(one) == {1: one.letter(1), 2: one.letter(2)}
    phone.hand_in()
    assert (one.stored().ended_by, one.stored().correct) == (Attempt.SUBMITTED, 2)
