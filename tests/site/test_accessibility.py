"""Public pages for everybody: axe (WCAG 2.2 AA and its own best practices), keyboard alone, one heading, one language.

`open_page` fails a test on any request to another host, so no page asks a third party for anything either.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hoithi.quiz.models import Attempt
from tests.site.stage import HOME, Stage, set_stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Any]
# Every pair of width, theme and language once.
# English, which changes lengths of words only, on the pages one cannot do without.
MAIN = {"home", "contest", "contact", "persons", "own place", "start", "sitting", "receipt", "sign in"}
WAYS = [(360, "light", "vi"), (1280, "dark", "vi"), (360, "dark", "en"), (1280, "light", "en")]


@pytest.fixture
def stage() -> Stage:
    return set_stage()


@pytest.fixture
def opened(live_server: Any, open_page: OpenPage) -> Callable[..., Any]:
    """A page of one way of looking; `cookie` signs in."""

    def opened(width: int, theme: str = "light", language: str = "vi", cookie: str = "") -> Any:
        # Without motion: a dialog half faded in has no contrast anybody has to read by.
        page = open_page(width, 800, color_scheme=theme, base_url=live_server.url, reduced_motion="reduce")
        sign_in(page, live_server.url, cookie)
        page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
        return page

    return opened


def sign_in(page: Any, url: str, cookie: str) -> None:
    page.context.clear_cookies(name="sessionid")
    if cookie:
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": url}])


# WCAG 2.5.8, which this axe does not know: what is smaller than 24 px keeps 12 px of its centre to itself; links inside
# a sentence are excused.
CROWDED = """() => {
  const all = [...document.querySelectorAll("a[href], button, summary, select, input:not([type=hidden]), textarea")]
    .map((node) => node.closest("label.answer, label.check") || node)
    .filter((node) => node.checkVisibility() && !node.matches(".skip"))
    .filter((node) => getComputedStyle(node).display !== "inline" || node.parentElement.innerText === node.innerText);
  const boxes = [...new Set(all)].map((node) => ({ node, box: node.getBoundingClientRect() }));
  const near = (a, b) => {
    const x = a.left + a.width / 2, y = a.top + a.height / 2;
    const dx = Math.max(b.left - x, 0, x - b.right), dy = Math.max(b.top - y, 0, y - b.bottom);
    return Math.hypot(dx, dy) < 12;
  };
  return boxes.filter((one) => Math.min(one.box.width, one.box.height) < 23.5 && one.box.width > 1)
    .filter((one) => boxes.some((other) => other !== one && near(one.box, other.box)))
    .map((one) => "target-size: " + one.node.outerHTML.slice(0, 160));
}"""


def violations(page: Any) -> list[str]:
    axe = pytest.importorskip("axe_core_python.sync_playwright").Axe()
    found = [f"{v['id']}: {node['html'][:160]}" for v in axe.run(page)["violations"] for node in v["nodes"]]
    return found + page.evaluate(CROWDED)


def test_what_is_wrong_is_seen(open_page: OpenPage) -> None:
    page = open_page(360)
    page.set_content("<main><h1>A</h1><img src='data:,'><a href='/'>b</a><button>c</button></main>")
    page.add_style_tag(content="a, button { display: block; height: 12px; padding: 0; font-size: 9px }")
    kinds = {one.split(":")[0] for one in violations(page)}
    assert {"image-alt", "html-has-lang", "target-size"} <= kinds


@pytest.mark.parametrize(("width", "theme", "language"), WAYS)
def test_pages(stage: Stage, live_server: Any, opened: Any, width: int, theme: str, language: str) -> None:
    page, wrong = opened(width, theme, language), []
    for name, path, cookie in stage.pages():
        if language == "en" and name not in MAIN and not name.startswith("register"):
            continue
        sign_in(page, live_server.url, cookie)
        assert page.goto(path).ok, name
        found = violations(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append("wider than the screen")
        if (headings := page.locator("h1").count()) != 1:
            found.append(f"{headings} headings of the first level")
        if (lang := page.get_attribute("html", "lang")) != language:
            found.append(f"says it speaks {lang}")
        wrong += [f"{name}: {one}" for one in found]
    assert wrong == []


@pytest.mark.parametrize(("width", "theme", "language"), WAYS[1:3])
def test_every_state_of_the_sitting(stage: Stage, opened: Any, width: int, theme: str, language: str) -> None:
    page, wrong = opened(width, theme, language, stage.contestant), []
    page.expected += ["ERR_INTERNET_DISCONNECTED", "409"]

    def check(state: str) -> None:
        wrong.extend(f"{state}: {one}" for one in violations(page))

    page.goto(f"/bai-thi/{stage.attempt.code}/")
    page.wait_for_selector("body.live")
    page.click("#cau-1 .answer >> nth=0")
    page.wait_for_function("() => document.querySelector('[data-state-head]').textContent.includes(':')")  # a time
    check("saved")
    page.context.set_offline(True)
    page.click("#cau-1 .answer >> nth=1")
    page.wait_for_selector('.sit-state[data-state="wait"]')
    check("offline")
    if width < 700:
        page.click("[data-map]")
        check("map")
        page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.wait_for_selector("#xem-lai:not([hidden])")
    check("review, offline")
    page.keyboard.press("Escape")
    page.context.set_offline(False)
    page.wait_for_selector('.sit-state[data-state="saved"]')
    Attempt.objects.filter(pk=stage.attempt.pk).update(epoch=9)
    page.click("#cau-1 .answer >> nth=2")
    page.wait_for_selector("#dung-lai:not([hidden])")
    check("open somewhere else")
    assert wrong == []


def focused(page: Any) -> str:
    """What has the focus; the focus is always on something, and that something is always marked."""
    selector, marked = page.evaluate(
        """() => {
          const node = document.activeElement, style = getComputedStyle(node);
          const label = node.closest("label.answer");
          const shown = label ? getComputedStyle(label) : style;
          const marked = [style, shown].some((s) => s.outlineStyle !== "none" && s.outlineWidth !== "0px");
          return [node.id || node.name || node.textContent.trim().slice(0, 40) || node.tagName, marked];
        }"""
    )
    assert selector != "BODY"
    assert marked, selector
    return str(selector)


def tab_to(page: Any, wanted: str, limit: int = 60) -> None:
    """Press Tab until the focus is on `wanted` (an id, a name or its words)."""
    met = []
    while len(met) < limit:
        page.keyboard.press("Tab")
        met.append(focused(page))
        if met[-1] == wanted:
            return
    raise AssertionError(f"never reached {wanted}: {met}")


def test_the_sitting_from_the_keyboard_alone(stage: Stage, opened: Any) -> None:
    page = opened(1280, cookie=stage.contestant)
    page.goto(f"{HOME}trac-nghiem/vao-thi/")
    page.keyboard.press("Tab")
    assert focused(page) == "Đến nội dung chính"
    tab_to(page, "Tiếp tục làm bài")
    page.keyboard.press("Enter")
    page.wait_for_selector("body.live")
    page.keyboard.press("Tab")  # the page begins at the question
    assert focused(page) == "cau-1"
    page.keyboard.press("Space")
    for key in ("ArrowDown", "b", "ArrowDown", "c", "ArrowDown", "d"):
        page.keyboard.press(key)
    assert page.inner_text("[data-answered]").startswith("Đã trả lời 4/5.")
    page.keyboard.press("r")
    page.wait_for_selector("#xem-lai:not([hidden])")
    for _press in range(6):  # the focus stays inside the dialog
        page.keyboard.press("Tab")
        focused(page)
        assert page.evaluate("document.getElementById('xem-lai').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert not page.is_visible("#xem-lai")
    page.keyboard.press("r")
    tab_to(page, "Nộp bài", 6)
    page.keyboard.press("Enter")
    page.wait_for_url("**/phieu/**")
    assert Attempt.objects.get(pk=stage.attempt.pk).ended_by == Attempt.SUBMITTED
    page.keyboard.press("Tab")
    assert focused(page) == "Đến nội dung chính"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"
