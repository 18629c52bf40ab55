"""A file of questions in a real browser: chosen, looked at, entered; phone and desk, light and dark."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hoithi.quiz.models import Question
from tests.contests.views.test_desk_browser import violations
from tests.quiz import banks
from tests.quiz.formats.word import docx, p, run
from tests.quiz.views.test_bank import BASE, client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("HOITHI_SHOTS", "")


def test_a_word_file_is_checked_and_entered(tmp_path: Path, live_server: Any, open_page: Callable[..., Any]) -> None:
    contest = banks.contest()
    banks.approved(contest, code="A1", text="Cơ quan nào ban hành Nghị quyết số 76/NQ-CP về cải cách hành chính?")
    good = [p("Câu 1: Cơ quan nào ban hành nghị quyết số 76/NQ-CP về cải cách hành chính"), p(run("A. Chính phủ", "b"))]
    bad = [p("Câu 2: Hồ sơ nộp ở đâu?"), p(run("A. Bộ phận Một cửa", "b")), p(run("B. Kho bạc", "u")), p("C. Văn thư")]
    path = tmp_path / "cau-hoi.docx"
    path.write_bytes(docx(*good, p("B. Quốc hội"), *bad, p("Câu 3: Ai trả kết quả?"), p("A. Xã"), p("B. Huyện")))
    client = client_of(banks.author(contest))
    page, wrong = open_page(360, 800), []
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    for path_of, width in (("nhap/?bo=de-thi", 360), ("xuat/?bo=de-thi", 1280), ("nhap/?bo=de-thi", 1280)):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.goto(f"{live_server.url}{BASE}{path_of}").status == 200
        wrong += looked_at(page, path_of[:4], width)
    page.set_input_files("input[type=file]", str(path))
    page.click("button:has-text('Kiểm tra tệp')")
    page.wait_for_selector("text=Kết quả kiểm tra")
    for one in page.query_selector_all("details.more summary"):
        one.click()
    for width, scheme in ((360, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        wrong += looked_at(page, "xem", width)
    assert wrong == []
    page.select_option("select[name=topic]", "mot-cua")
    page.select_option("select[name=difficulty]", "easy")
    page.check("input[name=skip_bad]")
    page.click("button:has-text('Nhập 1 câu đúng')")
    page.wait_for_selector("text=Đã nhập: thêm 1")
    assert Question.objects.filter(code="C0001", topic="mot-cua").exists()


def looked_at(page: Any, name: str, width: int) -> list[str]:
    """What axe and the width say; a picture where one was asked for."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
    wider = page.evaluate("document.documentElement.scrollWidth") > width
    return violations(page) + ([f"{name} is wider than {width}"] if wider else [])
