"""A unit's report as its coordinator meets it: filled, tried, sent, late, wrong, corrected, taken from a file."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hoithi.core import clock
from hoithi.core.tables import Sheet, write_xlsx
from hoithi.emulation.models import MonthlyReport
from hoithi.emulation.uploads import EVIDENCE, report_target
from tests.emulation import factories as make
from tests.emulation.views.conftest import Stage

WHOLE = {f"so-{key}": str(value) for key, value in make.figures(accounts=1750).items()}


@pytest.fixture
def own(stage: Stage) -> Stage:
    stage.sign_in("coordinator")
    return stage


def text(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def test_trying_shows_the_points_with_their_reasons_and_sends_nothing(own: Stage) -> None:
    page = text(own.post(own.report(), WHOLE | {"tinh-thu": "1"}))
    assert "1.750 tài khoản: 35 + 5 × ⌊250/100⌋ = 45" in page
    assert "Báo cáo tháng 6/2021 trễ 3 ngày: −2" in page
    assert 'value="1750"' in page
    assert not own.part.monthly_reports.exists()


def test_the_pages_script_gets_the_same_points(own: Stage) -> None:
    page = text(own.post(f"{own.report()}tinh-thu/", WHOLE))
    assert "1.750 tài khoản: 35 + 5 × ⌊250/100⌋ = 45" in page
    assert "<html" not in page


def test_a_report_late_by_three_days_is_received_with_its_penalty(own: Stage) -> None:
    response = own.post(own.report(), WHOLE | {"nop": "1"})
    assert response.url == f"{own.report()}bien-nhan/"
    receipt = text(own.get(response.url))
    assert "09:00:00, 28/6/2021" in receipt
    assert "trễ 3 ngày" in receipt
    assert "Báo cáo tháng 6/2021 trễ 3 ngày: −2" in receipt
    report = own.part.monthly_reports.get()
    assert (report.state, report.figures["accounts"]) == ("submitted", 1750)


def test_in_time_nothing_is_taken_off(own: Stage) -> None:
    with clock.frozen_at(make.on(make.JUNE, 25, 23)):
        page = text(own.get(own.post(own.report(), WHOLE | {"nop": "1"}).url))
    assert "đúng hạn" in page
    assert "−2" not in page


@pytest.mark.parametrize(
    ("figure", "typed", "said"),
    [
        ("accounts", "12,5", "phải là số nguyên, đang là “12,5”"),
        ("accounts", "-3", "không được âm, đang là “-3”"),
        ("resolved", "98%", "cần số lượng, không phải tỷ lệ phần trăm “98%”"),
        ("resolved", "201", "“Hồ sơ đã giải quyết” (201) lớn hơn “Hồ sơ đã tiếp nhận trong kỳ” (200)"),
        ("accounts", "nhiều", "phải là một số, đang là “nhiều”"),
    ],
)
def test_what_is_wrong_is_said_at_its_figure_and_nothing_is_lost(
    figure: str, typed: str, said: str, own: Stage
) -> None:
    response = own.post(own.report(), WHOLE | {f"so-{figure}": typed, "note": "Ghi chú dài", "nop": "1"})
    assert response.status_code == 400
    page = text(response)
    assert said in page
    assert f'value="{typed}"' in page
    assert "Ghi chú dài" in page
    assert not own.part.monthly_reports.filter(first_submitted_at__isnull=False).exists()


def test_cumulative_figures_that_fall_need_a_reason(own: Stage) -> None:
    own.send(make.JUNE, accounts=1750)
    with clock.frozen_at(make.on(make.JULY, 20)):
        lower = WHOLE | {"so-accounts": "1700", "nop": "1"}
        response = own.post(own.report(make.JULY), lower)
        assert response.status_code == 400
        assert "không khớp số lũy kế của báo cáo tháng 6/2021 (1.750)" in text(response)
        done = own.post(own.report(make.JULY), lower | {"fall_reason": "Tháng 6 đếm trùng 50 tài khoản."})
        assert done.status_code == 302
    assert own.part.monthly_reports.get(period=make.JULY).versions.get().fall_reason.startswith("Tháng 6")


def test_the_form_begins_with_last_months_figures(own: Stage) -> None:
    own.send(make.JUNE, accounts=1750)
    with clock.frozen_at(make.on(make.JULY, 20)):
        page = text(own.get(own.report(make.JULY)))
    assert 'value="1750"' in page
    assert "Kỳ trước: 1.750" in page


def test_a_draft_is_kept_as_typed(own: Stage) -> None:
    own.post(own.report(), {"so-accounts": "hỏi lại", "note": "đang đối chiếu", "luu": "1"})
    page = text(own.get(own.report()))
    assert 'value="hỏi lại"' in page
    assert "đang đối chiếu" in page
    assert own.part.monthly_reports.get().state == "draft"


def test_the_second_of_two_people_is_told(own: Stage) -> None:
    """Both opened the form before anything was sent."""
    own.post(own.report(), WHOLE | {"version": "0", "nop": "1"})
    response = own.post(own.report(), WHOLE | {"so-accounts": "1900", "version": "0", "nop": "1"})
    assert response.status_code == 400
    assert "vừa được người khác thay đổi" in text(response)
    assert 'value="1900"' in text(response)
    assert own.part.monthly_reports.get().figures["accounts"] == 1750


def test_a_correction_keeps_the_first_moment_and_every_version(own: Stage) -> None:
    with clock.frozen_at(make.on(make.JUNE, 24)):
        own.post(own.report(), WHOLE | {"nop": "1"})
    own.post(own.report(), WHOLE | {"so-accounts": "1800", "nop": "1"})
    page = text(own.get(own.report()))
    assert "Lịch sử: 2 bản" in page
    assert "1.750 → 1.800" in page
    assert "trễ" not in text(own.get(f"{own.report()}bien-nhan/")).split("Số liệu")[0]


def test_a_verified_report_shows_the_decision_and_its_reason(own: Stage) -> None:
    report = own.send()
    changed = make.figures(accounts=1400)
    make.confirm(report, decision="correct", figures=changed, reason="Cổng có 1.400 tài khoản")
    page = text(own.get(own.report()))
    assert "Sửa số liệu" in page
    assert "Cổng có 1.400 tài khoản" in page
    assert make.SIGNER in page
    assert "đơn vị báo cáo 1.500" in page
    assert "Gửi kiến nghị" in page
    assert 'name="nop"' not in page


def test_an_untruthful_report_costs_points_and_says_so(own: Stage) -> None:
    report = own.send()
    make.confirm(report, decision="untruthful", reason="Số trên cổng khác", evidence=make.stored())
    page = text(own.get(own.report()))
    assert "Báo cáo tháng 6/2021 không trung thực: −2" in page
    assert "Tệp minh chứng của kết luận" in page


def test_a_closed_month_without_a_report_stays_so(own: Stage) -> None:
    make.close(own.part, now=make.on(make.JUNE, 27))
    page = text(own.get(own.report()))
    assert "Không báo cáo, kỳ đã chốt" in page
    assert 'name="nop"' not in page
    own.post(own.report(), WHOLE | {"nop": "1"})
    assert not own.part.monthly_reports.filter(first_submitted_at__isnull=False).exists()


@pytest.mark.parametrize(("month", "said"), [("2021-08", "Chưa đến kỳ"), ("2024-01", "không có kỳ báo cáo này")])
def test_months_that_are_not_there(month: str, said: str, own: Stage) -> None:
    response = own.get(own.report(month))
    assert response.status_code == 404
    assert said in text(response)


def file_of(rows: list[list[Any]], heads: list[str]) -> SimpleUploadedFile:
    return SimpleUploadedFile("cong.xlsx", write_xlsx([Sheet("Cổng", heads, rows)]))


def test_figures_come_out_of_the_portals_file(own: Stage) -> None:
    """The row of one's own unit among others, into the draft; nothing is sent."""
    heads = ["Đơn vị", "Tài khoản dịch vụ công trực tuyến đã tạo", "Hồ sơ đã giải quyết"]
    file = file_of([["Xã Bốn", 9, 9], ["xã ba", 1812, 244]], heads)
    assert own.client.post(f"{own.report()}nhap/", {"file": file}).url == own.report()
    page = text(own.get(own.report()))
    assert "Đã đưa 2 số liệu" in page
    assert 'value="1812"' in page
    report = own.part.monthly_reports.get()
    assert (report.state, report.draft["resolved"]) == (MonthlyReport.DRAFT, "244")


def test_figures_come_out_of_a_list(own: Stage) -> None:
    rows = [["Tài khoản dịch vụ công trực tuyến đã tạo", 77], ["Dòng khác", 1]]
    own.client.post(f"{own.report()}nhap/", {"file": file_of(rows, ["Số liệu", "Giá trị"])})
    assert own.part.monthly_reports.get().draft["accounts"] == "77"


def test_a_file_without_ones_own_unit_says_so(own: Stage) -> None:
    file = file_of([["Xã Bốn", 9]], ["Đơn vị", "Hồ sơ đã giải quyết"])
    response = own.client.post(f"{own.report()}nhap/", {"file": file})
    assert response.status_code == 400
    assert "không có dòng nào của Xã Ba" in text(response)


def test_a_file_that_is_no_table_says_so(own: Stage) -> None:
    response = own.client.post(f"{own.report()}nhap/", {"file": SimpleUploadedFile("a.xlsx", b"chu")})
    assert response.status_code == 400
    assert not own.part.monthly_reports.exists()


def test_evidence_is_sent_shown_and_taken_away(own: Stage, settings: Any, tmp_path: Any) -> None:
    target = report_target(own.part, own.unit, make.JUNE)
    data = {"purpose": EVIDENCE, "target": target, "file": SimpleUploadedFile("ke-hoach.pdf", b"%PDF-1.4 mau")}
    response = own.client.post("/tai-len/gui/", data)
    assert response.url == own.report()
    row = own.part.monthly_reports.get().files.get()
    assert "ke-hoach.pdf" in text(own.get(own.report()))
    assert b"".join(own.get(f"{own.report()}tep/{row.pk}/").streaming_content) == b"%PDF-1.4 mau"
    own.post(f"{own.report()}tep/{row.pk}/bo/")
    assert own.get(f"{own.report()}tep/{row.pk}/").status_code == 404
    assert "ke-hoach.pdf" not in text(own.get(own.report()))


def test_nobody_else_sends_evidence(own: Stage) -> None:
    target = report_target(own.part, make.unit(own.part, "Xã Bốn"), make.JUNE)
    data = {"purpose": EVIDENCE, "target": target, "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4")}
    assert own.client.post("/tai-len/gui/", data).status_code == 404
    assert not own.part.monthly_reports.exists()


def test_the_list_says_what_is_owed_and_how_far_the_threshold_is(own: Stage) -> None:
    page = text(own.get(f"{own.own}bao-cao/"))
    assert "Báo cáo tháng 6/2021 đã trễ 3 ngày." in page
    own.send(accounts=100)
    page = text(own.get(f"{own.own}bao-cao/"))
    assert "Đến mức 90 điểm" in page
    assert "điểm còn thiếu" in page


def test_one_unit_opens_at_once_and_several_are_listed(own: Stage) -> None:
    door = f"/cuoc-thi/{own.slug}/bao-cao-thang/"
    assert own.get(door).url == f"{own.own}bao-cao/"
    second = make.unit(own.part, "Xã Bốn")
    holder = own.part.contest.bodies.get(kind="coordinators").seats.get()
    holder.pk, holder.contest_unit = None, second
    holder.save()
    assert "Xã Bốn" in text(own.get(door))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"accounts": "50"}, "Được thêm 5 điểm, thành 75 điểm."),
        ({"accounts": "10"}, "Chưa được thêm điểm nào, vẫn là 70 điểm."),
        ({"received": "50"}, "Điểm thay đổi −10, còn 60 điểm."),
        ({"resolved": "50"}, "Số đã giải quyết không thể lớn hơn số đã tiếp nhận."),
        ({"accounts": "mấy"}, "Hãy nhập một số nguyên không âm."),
    ],
)
def test_what_a_little_more_would_give(asked: dict[str, str], said: str, own: Stage) -> None:
    own.send(accounts=1550, dossiers=190)
    figures = make.figures(accounts=1550, dossiers=190)
    assert figures["received"] == 200
    page = text(own.get(f"{own.own}them-thi-duoc-gi/", **asked))
    assert said in page


def test_the_calculator_says_the_nearest_step(own: Stage) -> None:
    own.send(accounts=1550)
    assert "thêm 50 nữa là được cộng 5 điểm" in text(own.get(f"{own.own}them-thi-duoc-gi/"))
