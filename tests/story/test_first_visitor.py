"""Somebody who has never been here: from the home page of the demonstration to the first question, on a phone."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest

from hoithi.core import clock
from hoithi.plans.demo import COPY, load_demonstration
from tests.story.actors import SLUG, Stage
from tests.story.contestant import Contestant

pytestmark = [pytest.mark.story, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECONDS = 60
VIETNAMESE = re.compile("[ăâđêôơưạ-ỹ]", re.IGNORECASE)
RUNNING = f"{SLUG}-{COPY}"


@pytest.fixture
def demonstration(stage: Stage) -> Stage:
    loaded = load_demonstration(clock.now(), told=lambda _line: None, people=30)
    assert RUNNING in [contest.slug for contest in loaded.running]
    return stage


def test_the_first_question_within_a_minute(demonstration: Stage) -> None:
    visitor = Contestant(demonstration)
    began = time.monotonic()
    visitor.begin("0912 345 678", RUNNING)
    visitor.introduce("Nguyễn Thị Lần Đầu", date(1995, 2, 14))
    visitor.join_as("Công dân", unit="")
    visitor.start()
    assert visitor.page.is_visible("#cau-1")
    took = time.monotonic() - began
    assert took < SECONDS, f"{took:.0f} s"
    assert visitor.page.evaluate("document.documentElement.scrollWidth") == 360

    in_english(visitor)


def in_english(visitor: Contestant) -> None:
    """The switch in the foot: the same pages speak English, plans and questions stay as they were written."""
    visitor.go("/")
    visitor.press("English")
    assert (visitor.page.get_attribute("html", "lang"), visitor.heading) == ("en", "Open")
    visitor.go(f"/cuoc-thi/{RUNNING}/")
    visitor.follow("Continue my attempt")
    visitor.page.wait_for_selector("body.live")
    visitor.answer(1, "A")
    visitor.page.wait_for_function("document.querySelector('[data-state]').dataset.state === 'saved'")
    visitor.on()
    assert visitor.page.is_visible("#cau-2")
    for part in (".sit-count", ".timer", ".sit-state", ".sit-bar", "#xem-lai", "#danh-sach"):
        words = visitor.page.text_content(part)
        assert words is not None
        assert not VIETNAMESE.search(words), f"{part} is not in English: {words}"
    visitor.go(f"/cuoc-thi/{RUNNING}/xep-hang/ca-nhan/")
    assert visitor.heading == "Provisional standings"
