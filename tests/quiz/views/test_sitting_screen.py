"""The sitting screen in a real browser: on the style page without a server, then against the server itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from hoithi.contests.models import Entrant, Part
from hoithi.core import clock
from hoithi.quiz.models import Answer, Attempt
from hoithi.quiz.operations.attempt_start import start_attempt
from tests.quiz.factories import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Any]


@pytest.fixture
def screen(live_server: Any, open_page: OpenPage) -> Callable[..., Any]:
    """The style page; its saves meet 404, so the state of a lost network is expected there."""

    def opened(width: int = 360, height: int = 720, *, seconds: int = 761, at: str = "", **options: Any) -> Any:
        page = open_page(width, height, **options)
        page.expected += ["404", "luu/", "nop/"]
        page.goto(f"{live_server.url}/kieu-dang/bai-thi/?giay={seconds}{at}")
        if options.get("java_script_enabled", True):
            page.wait_for_selector("body.live")
        return page

    return opened


def shown(page: Any) -> list[str]:
    return [q.get_attribute("id") for q in page.query_selector_all(".q") if q.is_visible()]


def test_a_phone_shows_one_question_and_walks(screen: Callable[..., Any]) -> None:
    page = screen()
    assert shown(page) == ["cau-1"]
    assert page.is_disabled("[data-back]")
    page.click("[data-next]")
    assert shown(page) == ["cau-2"]
    page.reload()
    page.wait_for_selector("body.live")
    assert shown(page) == ["cau-2"]
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_answers_rest_on_the_bar(screen: Callable[..., Any]) -> None:
    page = screen(at="#cau-7")
    answers, bar = page.query_selector("#cau-7 .answers").bounding_box(), page.query_selector(".sit-bar").bounding_box()
    assert 0 <= bar["y"] - answers["y"] - answers["height"] <= 32
    assert page.query_selector("#cau-7 .answer").bounding_box()["height"] >= 56


def test_the_map_marks_the_unanswered_and_leads_there(screen: Callable[..., Any]) -> None:
    page = screen()
    page.click("[data-map]")
    assert page.query_selector_all("#danh-sach .map .todo").__len__() == 7
    assert page.inner_text("[data-answered]") == "Đã trả lời 13/20. Còn 7 câu, viền đứt."
    page.keyboard.press("Escape")
    assert not page.is_visible("#danh-sach")
    page.click("[data-map]")
    page.click("#danh-sach .map a:text-is('13')")
    assert shown(page) == ["cau-13"]
    assert not page.is_visible("#danh-sach")


def test_a_wide_screen_shows_all_and_works_from_the_keyboard(screen: Callable[..., Any]) -> None:
    page = screen(1280, 900)
    assert len(shown(page)) == 20
    for key in ("c", "ArrowDown", "ArrowDown", "a", "ArrowUp"):
        page.keyboard.press(key)
    assert page.is_checked("#cau-1 [value=C]")
    assert page.is_checked("#cau-3 [value=A]")
    assert page.get_attribute("#danh-sach .map [aria-current]", "href") == "#cau-2"
    page.keyboard.press("r")
    assert page.is_visible("#xem-lai")
    assert page.inner_text("[data-review-text]").startswith("Bạn đã trả lời 13/20 câu.")
    page.click("[data-review-map] a:text-is('20')")
    assert page.get_attribute("#danh-sach .map [aria-current]", "href") == "#cau-20"


def test_multiple_choice_takes_more_than_one(screen: Callable[..., Any]) -> None:
    page = screen(1280, 900, at="#cau-18")
    page.keyboard.press("a")
    page.keyboard.press("c")
    assert [box.get_attribute("value") for box in page.query_selector_all("#cau-18 input:checked")] == ["A", "C"]


def test_a_lost_network_is_told_and_the_queue_survives_a_reload(screen: Callable[..., Any]) -> None:
    page = screen(at="#cau-6")
    page.click("#cau-6 .answer >> nth=1")
    page.wait_for_selector('.sit-state[data-state="wait"]')
    assert page.inner_text(".sit-state") == "Mất mạng, cứ làm tiếp\nĐã giữ 1 câu trên máy, sẽ tự gửi lại"
    height = page.query_selector(".sit-state").bounding_box()["height"]
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.wait_for_selector('.sit-state[data-state="wait"]')
    assert page.is_checked("#cau-6 [value=B]")
    assert page.query_selector(".sit-state").bounding_box()["height"] == height


def test_the_timer_is_quiet_then_loud_and_speaks_twice(screen: Callable[..., Any]) -> None:
    page = screen()
    assert page.inner_text("[data-clock]") in {"12:41", "12:40"}
    assert not page.query_selector(".timer-loud")
    assert page.inner_text("[data-speak]") == ""
    assert screen(seconds=299).wait_for_function("document.querySelector('[data-speak]').textContent === 'Còn 5 phút'")
    loud = screen(seconds=59)
    loud.wait_for_selector(".timer-loud")
    assert loud.text_content("[data-speak]") == "Còn 1 phút"


def test_at_zero_the_page_hands_in_by_itself_and_keeps_trying(screen: Callable[..., Any]) -> None:
    page = screen(seconds=2)
    page.wait_for_selector('.sit-state[data-state="error"]')
    assert page.inner_text("[data-state-head]") == "Chưa nộp được, đang thử lại"
    assert page.is_disabled("#cau-1 [value=A]")


def test_without_scripts_it_is_one_long_form(screen: Callable[..., Any]) -> None:
    page = screen(java_script_enabled=False)
    assert len(shown(page)) == 20
    assert page.is_visible("text=Nộp bài >> nth=0")
    assert page.get_attribute("#bai-thi", "method") == "post"
    assert not page.is_visible(".sit-bar")


# ---- against the server -----------------------------------------------------------------------------------------


@pytest.fixture
def attempt(part: Part, entrant: Entrant) -> Attempt:
    clock.set_offset(NOW - datetime.now(UTC))
    return start_attempt(entrant, part, now=NOW)


@pytest.fixture
def sit(live_server: Any, open_page: OpenPage, attempt: Attempt, entrant: Entrant) -> Callable[..., Any]:
    """The attempt's own page, signed in; each call is another device."""
    assert entrant.person is not None
    client = Client()
    client.force_login(entrant.person.user)
    cookie = client.cookies["sessionid"].value

    def opened(width: int = 360, height: int = 720) -> Any:
        page = open_page(width, height)
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page.goto(f"{live_server.url}/bai-thi/{attempt.code}/")
        page.wait_for_selector("body.live")
        return page

    return opened


SAYS = "(words) => document.querySelector('[data-state-text]').textContent === words"


def until_saved(page: Any, count: int) -> None:
    page.wait_for_function(SAYS, arg=f"Máy chủ đã có cả {count} câu bạn chọn")


def pick(page: Any, pos: int, key: str) -> None:
    page.evaluate(
        "(pos) => { location.hash = ''; document.querySelectorAll('#danh-sach .map a')[pos - 1].click(); }", pos
    )
    page.click(f"#cau-{pos} .answer:has([value={key}])")


def held() -> dict[int, str]:
    return dict(Answer.objects.order_by("pos").values_list("pos", "choice"))


def test_an_answer_is_saved_as_it_is_given(sit: Callable[..., Any]) -> None:
    page = sit()
    assert page.inner_text("[data-state-head]") == "Bài làm được lưu từng câu"
    pick(page, 1, "A")
    until_saved(page, 1)
    assert page.inner_text("[data-state-head]").startswith("Đã lưu ")
    assert list(held()) == [1]
    page.reload()
    until_saved(page, 1)
    assert page.is_checked("#cau-1 [value=A]")


def test_a_network_cut_loses_nothing(sit: Callable[..., Any]) -> None:
    page = sit()
    page.expected += ["ERR_INTERNET_DISCONNECTED"]
    pick(page, 1, "A")
    until_saved(page, 1)
    page.context.set_offline(True)
    pick(page, 2, "B")
    pick(page, 3, "A")
    page.wait_for_function(SAYS, arg="Đã giữ 2 câu trên máy, sẽ tự gửi lại")
    assert list(held()) == [1]
    page.context.set_offline(False)
    until_saved(page, 3)
    assert list(held()) == [1, 2, 3]


def test_another_device_takes_over_and_back(sit: Callable[..., Any]) -> None:
    phone = sit()
    pick(phone, 1, "A")
    until_saved(phone, 1)
    desk = sit(1280, 900)
    assert desk.is_checked("#cau-1 [value=A]")
    phone.expected += ["409"]
    pick(phone, 2, "A")
    phone.wait_for_selector("#dung-lai:not([hidden])")
    assert phone.inner_text("[data-stop-head]") == "Bài thi đang mở ở nơi khác"
    assert list(held()) == [1]
    phone.click("text=Tiếp tục trên máy này")
    until_saved(phone, 2)  # question 2 was still unanswered on the server, so this device's choice fills it
    assert list(held()) == [1, 2]


def test_handing_in_leads_to_the_receipt(sit: Callable[..., Any], attempt: Attempt) -> None:
    page = sit()
    pick(page, 1, "A")
    page.keyboard.press("r")
    page.click("[data-submit-now]")
    page.wait_for_url("**/phieu/**")
    attempt.refresh_from_db()
    assert attempt.ended_by == Attempt.SUBMITTED
    assert list(held()) == [1]
    assert page.evaluate("localStorage.length") == 0


def test_after_the_end_the_page_leads_to_the_receipt(sit: Callable[..., Any], attempt: Attempt) -> None:
    page = sit()
    page.expected += ["409"]
    clock.set_offset(attempt.deadline_at + timedelta(seconds=5) - datetime.now(UTC))
    pick(page, 1, "A")
    page.wait_for_selector("#dung-lai:not([hidden])")
    assert page.inner_text("[data-stop-head]") == "Bài thi đã kết thúc"
    page.click("text=Xem phiếu")
    page.wait_for_url("**/phieu/**")
    assert held() == {}
