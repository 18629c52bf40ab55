"""The whole line in a browser: a report two days late → its penalty → verified → an appeal → the month's award → the
year's ranking → the dossier."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from hoithi.contests.models import Part
from hoithi.contests.operations.standings import refresh_dirty
from hoithi.core import clock
from hoithi.emulation.models import Dossier, MonthlyReport
from hoithi.emulation.operations.scores import rescore
from hoithi.people.models import User
from tests.contests.factories import holder_of
from tests.emulation import factories as make
from tests.emulation.views.conftest import seated

pytestmark = [pytest.mark.story, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
UNIT = "Xã Ba"
LAST = "2021-12"


@pytest.fixture(autouse=True)
def _moment() -> None:
    """The story sets the clock itself."""


class Office:
    """A person at a browser."""

    def __init__(self, page: Any, site: str, user: User) -> None:
        self.page, self.site = page, site
        client = Client()
        client.force_login(user)
        cookie = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])

    def at(self, path: str) -> Any:
        answer = self.page.goto(self.site + path)
        assert answer.status == 200, path
        return self.page

    def reads(self) -> str:
        return str(self.page.inner_text("main"))


def day(month: str, number: int, hour: int = 9) -> datetime:
    """Move everybody to this moment."""
    moment = make.on(month, number, hour)
    clock.set_offset(moment - datetime.now(moment.tzinfo))
    return moment


def settle(part: Part) -> None:
    """What the sequencer does every few seconds."""
    rescore(part, now=clock.now())
    refresh_dirty(clock.now())


def test_from_a_late_report_to_the_dossier(site: str, open_page: Callable[..., Any], tmp_path: Any) -> None:
    part = make.campaign()
    unit = make.unit(part, UNIT)
    own = f"/cuoc-thi/{part.contest.slug}/{part.key}/don-vi/{unit.code}/"
    desk = f"/cuoc-thi/{part.contest.slug}/dieu-hanh/thi-dua/{part.key}/"
    board = f"/cuoc-thi/{part.contest.slug}/{part.key}/bang-diem/?nhom=xa-thi-tran"
    coordinator = Office(open_page(360), site, seated(make.coordinator(part, unit)))
    secretary_account = holder_of("secretary", part.contest)
    assert secretary_account is not None
    secretary = Office(open_page(1280), site, seated(secretary_account))

    late_report(coordinator, own)
    for name in ("Xã Bốn", "Xã Năm"):
        make.confirm(make.send(part, make.unit(part, name)).report)
    verified_and_appealed(coordinator, secretary, own, desk, unit.code, tmp_path)
    months_award(coordinator, secretary, part, desk, board)
    the_year_goes_on(part)
    ranking(coordinator, part)
    dossier(coordinator, secretary, own, desk, tmp_path)
    final = make.confirm(MonthlyReport.objects.get(unit=unit, period=LAST), now=day(LAST, 20))
    settle(part)
    assert final.state == MonthlyReport.CONFIRMED
    assert "193" in coordinator.at(board).locator("tr", has_text=UNIT).first.inner_text()


def late_report(coordinator: Office, own: str) -> None:
    """Two days after the 25th: the form says what it would give, the receipt what it costs."""
    day(make.JUNE, 27)
    page = coordinator.at(own + "bao-cao/")
    assert "Báo cáo tháng 6/2021 đã trễ 2 ngày." in coordinator.reads()
    page.click("text=Lập báo cáo")
    page.select_option("#id_so-plan", "1")
    for key, value in {"procedures": 2, "accounts": 1750, "dossiers": 245, "resolved": 245, "received": 245}.items():
        page.fill(f"#id_so-{key}", str(value))
    page.locator("#diem", has_text="1.750 tài khoản: 35 + 5 × ⌊250/100⌋ = 45").wait_for()
    page.locator("#diem", has_text="Báo cáo tháng 6/2021 trễ 2 ngày: −2").wait_for()
    page.click("button:has-text('Nộp báo cáo')")
    page.locator("h1", has_text="Biên nhận").wait_for()
    read = coordinator.reads()
    assert "trễ 2 ngày" in read
    assert "133" in read  # 10 + 20 + 45 + 40 + 20 − 2


def verified_and_appealed(
    coordinator: Office, secretary: Office, own: str, desk: str, code: str, tmp_path: Any
) -> None:
    """The office corrects the accounts; the unit appeals with a file; the minutes give them back."""
    day(make.JUNE, 28)
    page = secretary.at(f"{desk}?ky=2021-06&loc=cho")
    page.click("table a:has-text('Thẩm định')")
    page.check("input[value=correct]")
    page.click("summary:has-text('Số liệu đúng')")
    page.fill("#id_so-accounts", "1550")
    page.fill("#id_reason", "Trên cổng có 1.550 tài khoản.")
    page.click("button:has-text('Ghi kết luận')")
    page.locator(".note-ok, .message, [role=status]", has_text="Đã ghi kết luận").first.wait_for()
    day(make.JUNE, 28, 14)
    page = coordinator.at(own + "bao-cao/2021-06/")
    assert "Trên cổng có 1.550 tài khoản." in coordinator.reads()
    page.click("text=Gửi kiến nghị")
    proof = tmp_path / "danh-sach.pdf"
    proof.write_bytes(b"%PDF-1.4 danh sach")
    page.fill("#id_text", "Danh sách kèm theo có đủ 1.750 tài khoản.")
    page.set_input_files("#id_file", proof)
    page.click("button:has-text('Gửi kiến nghị')")
    page.locator("text=Đang chờ kết luận").wait_for()
    page = secretary.at(desk + "kien-nghi/")
    page.click("table a:has-text('Kết luận')")
    page.check("input[name=accepted][value='1']")
    page.check("#id_change_figures")
    page.click("summary:has-text('Số liệu đúng')")
    page.fill("#id_so-accounts", "1750")
    page.fill("#id_minutes", "Biên bản 02: đối chiếu đủ 1.750 tài khoản.")
    page.click("button:has-text('Ghi kết luận')")
    page.locator("text=Chấp nhận").first.wait_for()
    coordinator.at(own + "bao-cao/2021-06/")
    read = coordinator.reads()
    assert "Biên bản 02" in read
    assert "133" in read
    assert MonthlyReport.objects.get(unit__code=code).figures["accounts"] == 1750  # type: ignore[index]


def months_award(coordinator: Office, secretary: Office, part: Part, desk: str, board: str) -> None:
    """The month is closed, its award published; everybody reads it under the board."""
    day(make.JUNE, 30)
    page = secretary.at(desk + "chot/2021-06/")
    page.fill("#id_signer", make.SIGNER)
    page.click("button:has-text('Chốt kỳ báo cáo')")
    page.locator("text=Đã chốt").first.wait_for()
    day(make.JULY, 2)
    settle(part)
    page = secretary.at(f"{desk}?ky=2021-06")
    page.click("a:has-text('Khen thưởng của tháng')")
    page.click("a:has-text('Niêm phong và công bố')")
    page.click("button:has-text('Niêm phong và công bố')")
    page.locator("text=đã niêm phong và công bố").first.wait_for()
    coordinator.at(board)
    awards = coordinator.page.locator("#giai-thang ~ table").inner_text()
    assert UNIT in awards
    assert "Tháng 6/2021" in awards


def the_year_goes_on(part: Part) -> None:
    """Every month the unit is further along than the others; the last report waits to be verified."""
    for n, month in enumerate(make.MONTHS[1:-1], start=1):
        grown = make.figures(procedures=2 + n, accounts=1750 + 20 * n, dossiers=245, resolved=245, received=245)
        make.whole_month(part, month, {UNIT: grown, "Xã Bốn": make.figures(), "Xã Năm": make.figures()})
    now = day(LAST, 17)
    last = make.figures(procedures=9, accounts=1950, dossiers=300, resolved=300, received=300)
    make.send(part, make.unit(part, UNIT), LAST, last, now=now)
    for name in ("Xã Bốn", "Xã Năm"):
        make.confirm(make.send(part, make.unit(part, name), LAST, now=now).report, now=now)


def ranking(coordinator: Office, part: Part) -> None:
    settle(part)
    page = coordinator.at(f"/cuoc-thi/{part.contest.slug}/xep-hang/xa-thi-tran/")
    first = page.locator("table tbody tr").first.inner_text()
    assert UNIT in first


def dossier(coordinator: Office, secretary: Office, own: str, desk: str, tmp_path: Any) -> None:
    """Three papers, one person, handed in on the last day with a score that is still provisional."""
    day(LAST, 18, 15)
    page = coordinator.at(own + "ho-so/")
    for n in (1, 2, 3):
        paper = tmp_path / f"giay-{n}.pdf"
        paper.write_bytes(b"%PDF-1.4 giay " + str(n).encode())
        page.set_input_files(f"#giay-{n} input[type=file]", paper)
        page.locator(f"#giay-{n} >> text=giay-{n}.pdf").first.wait_for()
        page.locator(f"#giay-{n} .tag-ok").wait_for()
    page.fill("#id_name", "Nguyễn Thị Mẫu")
    page.fill("#id_position", "Công chức một cửa")
    page.fill("#id_achievement", "Hướng dẫn 800 tài khoản.")
    page.click("button:has-text('Thêm')")
    page.locator("#ca-nhan th", has_text="Nguyễn Thị Mẫu").wait_for()
    page.click("button:has-text('Nộp hồ sơ')")
    page.locator("text=Máy chủ nhận hồ sơ lúc").wait_for()
    read = coordinator.reads()
    assert "Đây là điểm tạm tính" in read
    assert "sau hạn" not in read
    assert Dossier.objects.get().state == Dossier.SUBMITTED
    secretary.at(desk + "ho-so/")
    row = secretary.page.locator("tr", has_text=UNIT).inner_text()
    assert "3/3" in row
    assert "Đã nộp" in row
