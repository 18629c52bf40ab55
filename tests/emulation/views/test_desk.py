"""The office's side: the queue, verification, closing, appeals, portal figures, re-check, dossiers."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hoithi.core import clock
from hoithi.core.tables import Column, Sheet, read_table, write_xlsx
from hoithi.emulation.models import Dossier, PortalImport
from hoithi.emulation.operations.appeals import file_appeal
from hoithi.emulation.operations.dossiers import add_nominee, open_dossier, put_paper, submit_dossier
from hoithi.emulation.operations.recognitions import register_recognition
from tests.emulation import factories as make
from tests.emulation.views.conftest import Stage


@pytest.fixture
def desk(stage: Stage) -> Stage:
    stage.sign_in("secretary")
    return stage


def text(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def verify(desk: Stage, **data: Any) -> Any:
    report = desk.part.monthly_reports.get(unit=desk.unit)
    base = {"decision": "confirm", "signer": make.SIGNER, "version": report.version}
    return desk.post(f"{desk.desk}bao-cao/2021-06/{desk.unit.code}/", base | data)


def figures(**changes: Any) -> dict[str, str]:
    return {f"so-{key}": str(value) for key, value in make.figures(**changes).items()}


# ---- the queue


def test_the_queue_counts_and_filters(desk: Stage) -> None:
    desk.send(now=make.on(make.JUNE, 27))
    page = text(desk.get(desk.desk))
    assert "Xã Ba" in page
    assert "trễ 2 ngày" in page
    assert "Thẩm định" in page
    only = text(desk.get(desk.desk, loc="chua-nop")).split("<tbody>")[1]
    assert "Xã Bốn" in only
    assert "Xã Ba" not in only
    assert "Không có đơn vị nào như vậy." in text(desk.get(desk.desk, loc="lech"))


def test_the_queue_asks_as_often_for_one_unit_as_for_three(
    desk: Stage, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    desk.send()
    desk.get(desk.desk)
    with django_assert_max_num_queries(60) as first:
        desk.get(desk.desk)
    for name in ("Xã Bốn", "Xã Năm"):
        make.send(desk.part, make.unit(desk.part, name))
    with django_assert_num_queries(len(first.captured_queries)):
        desk.get(desk.desk)


def test_reminding_says_who_cannot_be_written_to(desk: Stage) -> None:
    make.coordinator(desk.part, make.unit(desk.part, "Xã Bốn"))
    desk.part.contest.bodies.get(kind="coordinators").seats.update(since=None)
    page = text(desk.client.post(f"{desk.desk}nhac/2021-06/", follow=True))
    assert "Đã gửi 1 thư nhắc tới đầu mối của 1 đơn vị." in page
    assert "cần gọi điện: Phòng Một" in page
    assert "Đã nhắc các đơn vị lúc" in text(desk.client.post(f"{desk.desk}nhac/2021-06/", follow=True))


# ---- verifying


def test_a_report_is_confirmed(desk: Stage) -> None:
    desk.send()
    assert verify(desk).status_code == 302
    report = desk.part.monthly_reports.get()
    assert (report.state, report.verifications.get().signer) == ("confirmed", make.SIGNER)
    page = text(desk.get(f"{desk.desk}bao-cao/2021-06/{desk.unit.code}/"))
    assert 'name="decision"' not in page
    assert f"Người chịu trách nhiệm: {make.SIGNER}." in page


def test_a_correction_needs_figures_and_a_reason(desk: Stage) -> None:
    desk.send()
    response = verify(desk, decision="correct", **figures(accounts=1400))
    assert response.status_code == 400
    assert "Cần nêu lý do" in text(response)
    assert verify(desk, decision="correct", reason="Cổng có 1.400", **figures(accounts=1400)).status_code == 302
    assert desk.part.monthly_reports.get().figures["accounts"] == 1400


def test_a_correction_that_corrects_nothing_is_told(desk: Stage) -> None:
    desk.send()
    response = verify(desk, decision="correct", reason="x", **figures())
    assert response.status_code == 400
    assert "Chưa sửa số liệu nào." in text(response)
    assert not desk.part.monthly_reports.get().verifications.exists()


def test_untruthful_needs_evidence(desk: Stage) -> None:
    desk.send()
    said = {"decision": "untruthful", "reason": "Số khống"} | figures()
    response = verify(desk, **said)
    assert response.status_code == 400
    assert "cần tệp minh chứng" in text(response)
    file = SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.4")
    assert verify(desk, **said, evidence=file).status_code == 302
    review = desk.part.monthly_reports.get().verifications.get()
    address = f"{desk.report()}tham-dinh/{review.pk}/tep/"
    assert b"".join(desk.get(address).streaming_content) == b"%PDF-1.4"
    assert make.points(desk.part, "Xã Ba", make.JUNE) == 98


def test_a_wrong_figure_is_said_at_its_field(desk: Stage) -> None:
    desk.send()
    response = verify(desk, decision="correct", reason="x", **(figures() | {"so-resolved": "300"}))
    assert response.status_code == 400
    assert "lớn hơn “Hồ sơ đã tiếp nhận trong kỳ”" in text(response)


def test_the_second_verifier_is_told(desk: Stage) -> None:
    report = desk.send()
    make.send(desk.part, desk.unit, make.JUNE, make.figures(accounts=1600), now=make.on(make.JUNE, 21))
    response = verify(desk, version=report.version)
    assert response.status_code == 400
    assert "vừa được người khác thay đổi" in text(response)


def test_the_portals_figures_stand_beside(desk: Stage) -> None:
    report = desk.send(accounts=1750)
    portal = PortalImport.objects.create(
        part=desk.part, period=make.JUNE, taken_at=make.on(make.JUNE, 26), at=make.on(make.JUNE, 26)
    )
    portal.rows.create(unit=desk.unit, figures={"accounts": 1500, "dossiers": 200})
    page = text(desk.get(f"{desk.desk}bao-cao/2021-06/{report.unit.code}/"))
    assert page.count('<span class="tag tag-wait">lệch</span>') == 1
    assert "lệch 1 số liệu" in text(desk.get(desk.desk))


def test_a_month_is_closed_when_everything_is_decided(desk: Stage) -> None:
    desk.send()
    address = f"{desk.desk}chot/2021-06/"
    assert "5 đơn vị chưa nộp bị tính là không báo cáo." in text(desk.get(address))
    response = desk.post(address, {"signer": make.SIGNER})
    assert response.status_code == 400
    assert "Còn 1 báo cáo chưa thẩm định." in text(response)
    verify(desk)
    assert desk.post(address, {"signer": make.SIGNER}).status_code == 302
    assert desk.part.months.get(period=make.JUNE).signer == make.SIGNER
    assert "Đã chốt" in text(desk.get(desk.desk))


def test_a_month_is_not_closed_before_it_is_due(desk: Stage) -> None:
    with clock.frozen_at(make.on(make.JUNE, 24)):
        response = desk.post(f"{desk.desk}chot/2021-06/", {"signer": make.SIGNER})
    assert response.status_code == 400
    assert "chưa hết hạn báo cáo" in text(response)


# ---- appeals


@pytest.fixture
def appealed(desk: Stage) -> Stage:
    report = make.confirm(desk.send(), decision="correct", figures=make.figures(accounts=1400), reason="Cổng có 1.400")
    file_appeal(report, text="Đã đối chiếu đủ 1.500", file=make.stored(), now=make.on(make.JUNE, 27), by=None)
    return desk


def test_an_accepted_appeal_changes_what_its_minutes_say(appealed: Stage) -> None:
    desk = appealed
    assert "Đang chờ kết luận" in text(desk.get(f"{desk.desk}kien-nghi/"))
    appeal = desk.part.monthly_reports.get().appeals.get()
    address = f"{desk.desk}kien-nghi/{appeal.pk}/"
    assert "Đã đối chiếu đủ 1.500" in text(desk.get(address))
    said = {"accepted": "1", "minutes": "Biên bản 03: công nhận 1.500", "change_figures": "on"}
    assert desk.post(address, said | figures()).status_code == 302
    assert desk.part.monthly_reports.get().figures["accounts"] == 1500
    assert "Chấp nhận" in text(desk.get(f"{desk.desk}kien-nghi/"))
    desk.sign_in("coordinator")
    assert "Biên bản 03: công nhận 1.500" in text(desk.get(desk.report()))


def test_a_refused_appeal_needs_minutes(appealed: Stage) -> None:
    desk = appealed
    appeal = desk.part.monthly_reports.get().appeals.get()
    address = f"{desk.desk}kien-nghi/{appeal.pk}/"
    assert desk.post(address, {"accepted": "0"} | figures()).status_code == 400
    assert desk.post(address, {"accepted": "0", "minutes": "Không có căn cứ"} | figures()).status_code == 302
    assert desk.part.monthly_reports.get().figures["accounts"] == 1400


def test_a_unit_appeals_with_a_file(stage: Stage) -> None:
    stage.send(now=make.on(make.JUNE, 27))
    stage.sign_in("coordinator")
    address = f"{stage.report()}kien-nghi/"
    assert stage.post(address, {}).status_code == 400
    file = SimpleUploadedFile("mat-dien.pdf", b"%PDF-1.4")
    done = stage.client.post(address, {"text": "Mất điện cả xã", "file": file})
    assert done.url == stage.report()
    page = text(stage.get(stage.report()))
    assert "Đang chờ kết luận" in page
    assert "mat-dien.pdf" in page
    appeal = stage.part.monthly_reports.get().appeals.get()
    assert stage.get(f"{stage.report()}kien-nghi/{appeal.pk}/tep/").status_code == 200
    again = stage.client.post(address, {"text": "Lần nữa"})
    assert again.status_code == 400
    assert "chưa được giải quyết" in text(again)


def test_nothing_to_appeal(stage: Stage) -> None:
    stage.send()
    stage.sign_in("coordinator")
    response = stage.post(f"{stage.report()}kien-nghi/", {"text": "Không đồng ý"})
    assert response.status_code == 400
    assert "không có kết luận nào để kiến nghị" in text(response)


# ---- portal

HEADS = ["Đơn vị", "Tài khoản dịch vụ công trực tuyến đã tạo", "Hồ sơ dịch vụ công trực tuyến tiếp nhận"]
WHEN = {"period": "2021-06", "taken_on_day": "26", "taken_on_month": "6", "taken_on_year": "2021", "note": "Công văn 9"}


def preview(desk: Stage, rows: list[list[Any]]) -> Any:
    file = SimpleUploadedFile("cong.xlsx", write_xlsx([Sheet("Cổng", HEADS, rows)]))
    return desk.client.post(f"{desk.desk}so-lieu-cong/", WHEN | {"file": file, "xem": "1"})


def test_every_bad_row_is_shown_with_the_nearest_name_and_nothing_is_kept(desk: Stage) -> None:
    page = text(preview(desk, [["Xã Ba", 1500, 200], ["Xã Bôốn", 5, 5], ["Xã Năm", "-3", 2], ["Xã Ba", 1, 1]]))
    assert "có phải là “Xã Bốn”?" in page
    assert "không được âm" in page
    assert "đã có ở dòng 2" in page
    assert "1 dòng dùng được, 3 chỗ chưa đúng." in page
    assert not PortalImport.objects.exists()
    kept = {"period": "2021-06", "taken_on": "2021-06-26", "note": "Công văn 9", "nhap": "1"}
    refused = text(desk.client.post(f"{desk.desk}so-lieu-cong/", kept, follow=True))
    assert "Chưa nhập số liệu" in refused
    assert not PortalImport.objects.exists()


def test_the_good_rows_are_kept_when_one_says_so(desk: Stage) -> None:
    desk.send(accounts=1750)
    preview(desk, [["Xã Ba", 1500, 200], ["Xã Lạ", 5, 5]])
    kept = {"period": "2021-06", "taken_on": "2021-06-26", "note": "Công văn 9", "nhap": "1", "bo-dong-sai": "1"}
    page = text(desk.client.post(f"{desk.desk}so-lieu-cong/", kept, follow=True))
    assert "Đã nhập số liệu cổng của 1 đơn vị, Tháng 6/2021." in page
    assert "1.750" in page
    assert "250" in page
    found = PortalImport.objects.get()
    assert found.evidence is not None
    assert found.taken_at == make.on(make.JUNE, 27, 0)


def test_a_file_that_is_no_table(desk: Stage) -> None:
    data = WHEN | {"file": SimpleUploadedFile("a.xlsx", b"chu"), "xem": "1"}
    assert desk.client.post(f"{desk.desk}so-lieu-cong/", data).status_code == 400


def test_the_empty_file_has_every_unit(desk: Stage) -> None:
    data = desk.get(f"{desk.desk}so-lieu-cong/mau.xlsx").content
    table = read_table(data, "mau.xlsx", [Column("unit", "Đơn vị"), Column("accounts", HEADS[1])])
    names = [row.values["unit"] for row in table.rows]
    assert names == [*make.OFFICES, *make.COMMUNES]


# ---- re-check


@pytest.fixture
def checked(desk: Stage) -> Stage:
    make.whole_month(desk.part, make.JUNE, {"Xã Ba": make.figures(accounts=1750), "Xã Bốn": make.figures()})
    return desk


def test_a_recheck_shows_everything_before_it_is_confirmed(checked: Stage) -> None:
    desk = checked
    address = f"{desk.desk}phuc-tra/?don-vi={desk.unit.code}&ky=2021-06"
    stated = figures(accounts=1200) | {"change_figures": "on", "truthful": ""}
    shown = desk.post(address, stated | {"xem": "1"})
    page = text(shown)
    assert "Những gì sẽ thay đổi" in page
    assert "Xếp hạng thi đua các xã, thị trấn" in page
    assert make.points(desk.part, "Xã Ba", make.JUNE) == 110
    digest = shown.context["preview"].digest
    words = {"authority": "Sở Nội vụ", "reason": "Kiểm tra thực tế", "signer": make.SIGNER, "digest": digest}
    done = desk.client.post(address, stated | words | {"ap-dung": "1"}, follow=True)
    assert "Đã điều chỉnh theo phúc tra lần 1." in text(done)
    assert make.points(desk.part, "Xã Ba", make.JUNE) == 65
    assert "Sở Nội vụ" in text(desk.get(f"{desk.desk}phuc-tra/"))


def test_what_was_shown_must_still_hold(checked: Stage) -> None:
    desk = checked
    address = f"{desk.desk}phuc-tra/?don-vi={desk.unit.code}&ky=2021-06"
    words = {"authority": "Sở", "reason": "x", "signer": make.SIGNER, "digest": "0" * 64, "ap-dung": "1"}
    page = text(desk.post(address, figures(accounts=1200) | {"change_figures": "on", "truthful": ""} | words))
    assert "vừa được người khác thay đổi" in page
    assert make.points(desk.part, "Xã Ba", make.JUNE) == 110


def test_a_recheck_that_states_nothing(checked: Stage) -> None:
    assert "Chưa có thay đổi nào." in text(checked.post(f"{checked.desk}phuc-tra/", {"xem": "1"}))


# ---- dossiers, recognitions, prizes by decision


def test_a_dossier_is_put_together_and_handed_in_late(stage: Stage) -> None:
    stage.send()
    stage.sign_in("coordinator")
    address = f"{stage.own}ho-so/"
    assert "Hồ sơ còn thiếu" in text(stage.get(address))
    assert "Chưa có" in text(stage.client.post(f"{address}nop/", follow=True))
    who = {"name": "Nguyễn Thị Mẫu", "position": "Công chức", "achievement": "800 tài khoản", "them": "1"}
    assert stage.post(address, who).status_code == 302
    assert stage.post(address, {"them": "1"}).status_code == 400
    dossier = stage.part.dossiers.get()
    for n in (1, 2, 3):
        put_paper(dossier, n, make.stored(f"giay-{n}.pdf"), now=make.on(make.JUNE, 28), by=None)
    dossier.refresh_from_db()
    stage.post(address, {"ghi-chu": "1", "note": "Bổ sung sau", "version": dossier.version})
    with clock.frozen_at(make.on("2021-12", 20)):
        page = text(stage.client.post(f"{address}nop/", follow=True))
    assert "Hồ sơ nộp sau hạn." in page
    assert "Đây là điểm tạm tính" in page
    dossier.refresh_from_db()
    assert (dossier.state, dossier.scores["points"], dossier.note) == (Dossier.SUBMITTED, 100, "Bổ sung sau")
    stage.sign_in("secretary")
    board = text(stage.get(f"{stage.desk}ho-so/"))
    assert "Nộp sau hạn" in board
    assert "1/6 đơn vị đã nộp hồ sơ." in board


def test_the_dossiers_board_asks_as_often_for_one_as_for_three(
    desk: Stage, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    def dossier(name: str) -> None:
        found = open_dossier(desk.part, make.unit(desk.part, name), now=make.on(make.JUNE, 20), by=None)
        put_paper(found, 1, make.stored(), now=make.on(make.JUNE, 20), by=None)

    dossier("Xã Ba")
    desk.get(f"{desk.desk}ho-so/")
    with django_assert_max_num_queries(60) as first:
        desk.get(f"{desk.desk}ho-so/")
    dossier("Xã Bốn")
    dossier("Xã Năm")
    with django_assert_num_queries(len(first.captured_queries)):
        desk.get(f"{desk.desk}ho-so/")


def test_an_initiative_is_registered_and_taken_as_evidence(stage: Stage) -> None:
    stage.sign_in("coordinator")
    address = f"{stage.own}sang-kien/"
    assert stage.post(address, {"kind": "sang-kien"}).status_code == 400
    told = {"kind": "sang-kien", "title": "Tổ công nghệ số", "level": "commune"}
    assert stage.post(address, told).status_code == 302
    row = stage.part.recognitions.get()
    stage.sign_in("secretary")
    decision = f"{stage.desk}sang-kien/{row.pk}/"
    assert "Tổ công nghệ số" in text(stage.get(f"{stage.desk}sang-kien/"))
    refused = stage.post(decision, {"khong": "1"})
    assert refused.status_code == 400
    assert stage.post(decision, {"nhan": "1"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "accepted"


def test_whom_a_decision_may_choose_with_the_figures_beside(desk: Stage) -> None:
    make.send(desk.part, make.unit(desk.part, "Phòng Một"), make.JUNE, make.figures(accounts=1750))
    now = make.on(make.JUNE, 27)
    told = {"kind": "sang-kien", "title": "Sáng kiến", "level": "own"}
    register_recognition(desk.part, make.unit(desk.part, "Phòng Một"), **told, now=now, by=None)
    page = text(desk.get(f"{desk.desk}xet-chon/"))
    assert "chọn 7" in page
    assert page.index("Phòng Một") < page.index("Phòng Hai")
    assert "Xã Ba" not in page.split("<tbody>")[1]
    assert "/giai-thuong/xet-chon/nganh-huyen-tap-the/" in page
    dossier = open_dossier(desk.part, make.unit(desk.part, "Phòng Một"), now=now, by=None)
    add_nominee(dossier, name="Lê Văn Mẫu", position="Chuyên viên", achievement="Giỏi", now=now, by=None)
    assert "Chưa có cá nhân nào được đề nghị" in text(desk.get(f"{desk.desk}xet-chon/?giai=nganh-huyen-ca-nhan"))
    for n in (1, 2, 3):
        put_paper(dossier, n, make.stored(), now=now, by=None)
    submit_dossier(dossier, now=now, by=None)
    people = text(desk.get(f"{desk.desk}xet-chon/?giai=nganh-huyen-ca-nhan"))
    assert "Lê Văn Mẫu" in people
    assert "chọn 15" in people


def test_the_console_lists_what_waits(desk: Stage) -> None:
    desk.send()
    page = text(desk.get(f"/cuoc-thi/{desk.slug}/dieu-hanh/"))
    assert "1 báo cáo cần thẩm định" in page
    assert "Thi đua" in page
