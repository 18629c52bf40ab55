"""The component in a real Chromium: sending, pausing, a lost network, a reload, going on, giving up."""

from __future__ import annotations

import hashlib
import random
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hoithi.files.models import StoredFile, Upload
from tests.contests import factories as make

pytestmark = pytest.mark.browser
LENGTH = 24 * 1024 * 1024 + 77


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "phim-1.mp4"
    path.write_bytes(random.Random(7).randbytes(LENGTH))
    return path


@pytest.fixture
def opened(settings: Any, folder: Path, finished: Any, site: str, open_page: Any) -> Any:
    """A page of a signed-in person, on a line of 4 MB/s."""
    settings.ROOT_URLCONF = "tests.files.page_urls"
    client = Client()
    client.force_login(make.user("Chị Lan"))

    def opening(width: int = 360, **options: Any) -> Any:
        page = open_page(width=width, **options)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}
        page.context.add_cookies([cookie])
        page.expected.extend(["ERR_INTERNET_DISCONNECTED", "Failed to load resource"])
        page.goto(f"{site}/thu-gui/")
        if options.get("java_script_enabled", True):
            line = page.context.new_cdp_session(page)
            line.send("Network.enable")
            speed = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": 4_000_000}
            page.slow = lambda offline=False: line.send(
                "Network.emulateNetworkConditions", speed | {"offline": offline}
            )
            page.slow()
        return page

    return opening


def percent(page: Any) -> int:
    return int(page.locator("[data-bar]").get_attribute("aria-valuenow"))


def sent(page: Any, least: int) -> None:
    for _time in range(200):
        if percent(page) >= least:
            return
        page.wait_for_timeout(50)
    raise AssertionError(page.locator("main").inner_text())


def test_paused_reloaded_cut_and_sent_to_the_end(opened: Any, film: Path) -> None:
    page = opened()
    page.set_input_files("input[type=file]", film)
    sent(page, 10)
    assert re.search(r"MB/giây, còn khoảng \d+ giây", page.locator("[data-speed]").inner_text())
    page.get_by_role("button", name="Tạm dừng").click()
    page.get_by_text("Đã tạm dừng, phần đã gửi vẫn còn").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Gửi tiếp"
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Tạm dừng").wait_for()
    page.slow(offline=True)
    page.get_by_text("Mất mạng, phần đã gửi vẫn còn").wait_for()
    page.slow()
    page.get_by_text("Đã nối lại và gửi tiếp từ chỗ dừng").wait_for(timeout=20_000)
    page.reload()  # in the middle
    page.slow()
    page.get_by_text(re.compile(r"Tiếp tục tải phim-1\.mp4, còn \d+")).wait_for()
    kept = Upload.objects.get().offset
    assert kept > LENGTH // 10
    page.set_input_files("input[type=file]", film)
    page.wait_for_url("**/tac-pham/ABC/", timeout=30_000)
    stored = StoredFile.objects.get()
    assert stored.sha256 == hashlib.sha256(film.read_bytes()).hexdigest()
    assert Upload.objects.count() == 1  # the same one went on
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('tus'))") == []


def test_given_up_and_refused(opened: Any, film: Path, tmp_path: Path) -> None:
    page = opened(width=1280)
    page.on("dialog", lambda dialog: dialog.accept())
    page.set_input_files("input[type=file]", film)
    sent(page, 5)
    page.get_by_role("button", name="Hủy").click()
    page.get_by_text("Đã hủy, phần đã gửi đã được xóa").wait_for()
    assert Upload.objects.count() == 0
    wrong = tmp_path / "phim.mkv"
    wrong.write_bytes(b"x")
    page.set_input_files("input[type=file]", wrong)
    page.get_by_text("không thuộc loại được nhận").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_two_tabs_and_cancelling_after_a_reload(opened: Any, film: Path) -> None:
    page = opened()
    page.set_input_files("input[type=file]", film)
    sent(page, 5)
    second = page.context.new_page()
    second.goto(page.url)
    second.set_input_files("input[type=file]", film)
    second.get_by_text("đang được gửi ở một cửa sổ khác").wait_for()
    page.close()
    second.wait_for_url("**/tac-pham/ABC/", timeout=30_000)
    assert StoredFile.objects.count() == Upload.objects.count() == 1


def test_a_waiting_one_is_thrown_away(opened: Any, film: Path) -> None:
    page = opened()
    page.on("dialog", lambda dialog: dialog.accept())
    page.set_input_files("input[type=file]", film)
    sent(page, 5)
    page.reload()
    page.get_by_role("button", name="Hủy tải phim-1.mp4").click()
    page.locator("[data-waiting]").wait_for(state="detached")
    assert Upload.objects.count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_scripts_a_plain_form(opened: Any, film: Path) -> None:
    page = opened(java_script_enabled=False)
    page.set_input_files("input[type=file]", film)
    page.get_by_role("button", name="Gửi tệp").click()
    page.wait_for_url("**/tac-pham/ABC/")
    assert StoredFile.objects.get().size == LENGTH
