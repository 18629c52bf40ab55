"""axe (WCAG 2.2 AA and its own best practices) over every shared part, in both themes and both widths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def violations(page: Any) -> list[str]:
    axe = pytest.importorskip("axe_core_python.sync_playwright").Axe()
    found = axe.run(page)["violations"]
    return [f"{v['id']}: {node['html'][:120]}" for v in found for node in v["nodes"]]


@pytest.mark.parametrize("path", ["/kieu-dang/", "/kieu-dang/ban-dieu-hanh/", "/kieu-dang/bai-thi/"])
@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (1280, "light"), (360, "dark"), (1280, "dark")])
def test_every_part(live_server: Any, open_page: Callable[..., Any], path: str, width: int, theme: str) -> None:
    page = open_page(width, 800, color_scheme=theme)
    page.goto(live_server.url + path)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_form_with_errors(live_server: Any, open_page: Callable[..., Any]) -> None:
    page = open_page(360, 800)
    page.goto(live_server.url + "/kieu-dang/")
    page.fill("#id_birthday_day", "31/2/1990")
    page.click("form.form .btn-big")
    page.wait_for_selector(".error-summary")
    assert page.evaluate("document.activeElement.className").endswith("error-summary")
    assert violations(page) == []
    page.click(".error-summary a >> nth=1")
    assert page.evaluate("document.activeElement.id") == "id_birthday_day"


def test_the_list_one_types_into(live_server: Any, open_page: Callable[..., Any]) -> None:
    page = open_page(360, 800)
    page.goto(live_server.url + "/kieu-dang/")
    page.click("label:text-is('Đơn vị')")
    page.keyboard.type("xa mau")
    assert page.get_attribute("#id_unit_q", "aria-expanded") == "true"
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#id_unit_q") == "UBND xã Mẫu Hai"
    assert page.input_value("#id_unit") == "4"


def test_the_review_and_the_map(live_server: Any, open_page: Callable[..., Any]) -> None:
    page = open_page(360, 720)
    page.goto(live_server.url + "/kieu-dang/bai-thi/")
    page.click("[data-map]")
    assert violations(page) == []
    page.click("[data-review] >> nth=0")
    assert violations(page) == []


def test_the_menu_opens_without_scripts(live_server: Any, open_page: Callable[..., Any]) -> None:
    page = open_page(360, 720, java_script_enabled=False)
    page.goto(live_server.url + "/kieu-dang/")
    assert not page.is_visible(".menu-list")
    page.click("details.menu summary")
    assert page.is_visible(".menu-list")
