"""The secretariat's pages: assignment, reminders, criteria, comparison, discussions, minutes, Excel."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from hoithi.contests.models import Seat
from hoithi.judging.models import Discussion, Panel, Sheet
from hoithi.people.models import Letter
from tests.contests.factories import holder_of
from tests.judging import factories as make

pytestmark = pytest.mark.django_db
DESK = "/cuoc-thi/hoi-thi-thu/dieu-hanh/cham/"
PART = f"{DESK}video/"


@pytest.fixture
def secretary(panel: Panel, client: Client) -> Client:
    found = holder_of("secretary", panel.part.contest)
    assert found is not None
    client.force_login(found)
    return client


def text(response: Any) -> str:
    return str(response.content.decode())


def test_progress_names_who_is_late(secretary: Client) -> None:
    page = text(secretary.get(PART))
    assert "đã ký 0/4 phiếu" in page
    assert "Còn 2" in page


@pytest.mark.parametrize("works_count", [1, 3])
@pytest.mark.parametrize(("page", "queries"), [("", 14), ("tac-pham/", 17), ("doi-chieu/", 17), ("bien-ban/", 17)])
def test_lists_cost_the_same_for_any_number(
    client: Client, works_count: int, page: str, queries: int, django_assert_num_queries: Any
) -> None:
    panel = make.panel(make.judged_part(), works_count=works_count)
    found = holder_of("secretary", panel.part.contest)
    assert found is not None
    client.force_login(found)
    for n in (0, 1):
        make.signed(make.juror(panel, n))
    client.get(f"{PART}{page}")
    with django_assert_num_queries(queries):
        client.get(f"{PART}{page}")


def test_a_new_juror_is_dealt_in_and_everybody_is_reminded_once(secretary: Client, panel: Panel) -> None:
    make.works.juror(panel.part, "Giám Khảo Mới Mẫu")
    assert "giao 2 phiếu" in text(secretary.post(PART, {"bo-sung": "1"}, follow=True))
    assert "Đã nhắc 3 giám khảo, gửi 3 thư." in text(secretary.post(PART, {"nhac": "1"}, follow=True))
    letter = Letter.objects.all()[0]
    assert "Còn 2 phiếu chấm" in letter.text
    assert "/cuoc-thi/hoi-thi-thu/video/cham/" in letter.text
    assert "Đã nhắc 0 giám khảo" in text(secretary.post(PART, {"nhac": "1"}, follow=True))


def test_nobody_on_the_jury_is_said(client: Client) -> None:
    part = make.judged_part()
    make.work(part, 1)
    found = holder_of("secretary", part.contest)
    assert found is not None
    client.force_login(found)
    assert "Chưa phân công giám khảo" in text(client.get(PART))
    assert "Ban Giám khảo chưa có ai" in text(client.post(PART, {"phan-cong": "1"}, follow=True))
    assert client.get(f"{PART}tac-pham/").status_code == 200


def test_who_left_is_replaced_with_a_reason(secretary: Client, panel: Panel) -> None:
    juror = make.juror(panel)
    address = f"{PART}giam-khao/{juror.pk}/thoi/"
    assert "còn trong Ban Giám khảo" in text(secretary.post(address, {"reason": "Ốm"}))
    Seat.objects.filter(person=juror.person).update(until=make.NOW)
    assert secretary.post(address, {"reason": "Ốm"}).status_code == 302
    assert "Đã thôi" in text(secretary.get(PART))


def test_an_unlock_needs_a_reason(secretary: Client, panel: Panel) -> None:
    sheet = make.signed(make.juror(panel))
    address = f"{PART}phieu/{sheet.code}/mo-khoa/"
    assert secretary.post(address, {"reason": ""}).status_code == 400
    assert secretary.post(address, {"reason": "Chấm nhầm"}).url == f"{PART}tac-pham/{sheet.entry.code}/"
    page = text(secretary.get(f"{PART}tac-pham/{sheet.entry.code}/"))
    assert "mở khóa, Chấm nhầm" in page
    assert Sheet.objects.get(pk=sheet.pk).signed_at is None
    assert secretary.get(f"{PART}phieu/khong-co/mo-khoa/").status_code == 404


def test_a_wide_spread_is_shown_discussed_and_concluded(secretary: Client, panel: Panel) -> None:
    sheet = make.signed(make.juror(panel, 0), content="70", show="30")
    make.signed(make.juror(panel, 1), content="10", show="5")
    page = text(secretary.get(f"{PART}tac-pham/"))
    assert "Lệch nhiều" in page
    assert "1 tác phẩm có phiếu lệch nhau trên 15 điểm" in page
    address = f"{PART}tac-pham/{sheet.entry.code}/"
    assert secretary.post(address, {"reason": ""}).status_code == 400
    secretary.post(address, {"reason": "Lệch 85 điểm"})
    assert "Đang thảo luận" in text(secretary.get(f"{PART}tac-pham/"))
    secretary.post(address, {"reason": "Thống nhất giữ nguyên"})
    assert Discussion.objects.get().conclusion == "Thống nhất giữ nguyên"
    assert "Các phiếu lúc mở: 15 · 100." in text(secretary.get(address))
    assert secretary.get(f"{PART}tac-pham/KHONG/").status_code == 404


def test_agreement_is_said_in_words_and_outliers_and_leanings_are_named(client: Client) -> None:
    """By hand: observed 3086 ÷ 9, expected 2 · 19352 ÷ 72; alpha 0,362. One sheet lies far from the two others."""
    panel = make.panel(make.judged_part(), works_count=3, jurors=3)
    found = holder_of("secretary", panel.part.contest)
    assert found is not None
    client.force_login(found)
    assert "Chưa đủ phiếu đã ký để đo mức thống nhất" in text(client.get(f"{PART}tac-pham/"))
    for n, contents in enumerate([("60", "40", "20"), ("62", "41", "22"), ("58", "38", "60")]):
        for work, content in enumerate(contents):
            last = make.signed(make.juror(panel, n), work, content=content)
    page = text(client.get(f"{PART}tac-pham/"))
    assert "Mức thống nhất (alpha của Krippendorff): 0,36." in page
    assert "Các giám khảo ít thống nhất" in page
    assert "trung bình 60 điểm, 3 phiếu" in page, "how harsh or lenient each juror is"
    assert "Các giám khảo ít thống nhất" in text(client.get(f"{PART}bien-ban/"))
    work = text(client.get(f"{PART}tac-pham/{last.entry.code}/"))
    assert work.count("Lệch nhiều") == 1
    assert "Giám Khảo 3 Mẫu" in work.split("Lệch nhiều")[0].rpartition("<li>")[2]


def test_criteria_are_written_line_by_line(secretary: Client, panel: Panel) -> None:
    lines: dict[str, Any] = {"tc-TOTAL_FORMS": "2", "tc-INITIAL_FORMS": "0", "reason": "Thể lệ số 12"}
    lines |= {"tc-0-title": "Nội dung, ý nghĩa", "tc-0-maximum": "70", "tc-0-block": "Nội dung", "tc-0-step": "0,25"}
    wrong = secretary.post(f"{PART}thang-diem/", lines | {"tc-0-maximum": "bảy mươi"})
    assert wrong.status_code == 400
    assert "Tiêu chí 1" in text(wrong)
    assert secretary.post(f"{PART}thang-diem/", lines).status_code == 302
    page = text(secretary.get(f"{PART}thang-diem/"))
    assert "Nội dung, ý nghĩa" in page
    assert "tối đa 70 điểm" in page
    make_sheet = make.sheet(make.juror(panel))
    assert [one["key"] for one in make_sheet.rubric.criteria] == ["noi-dung-y-nghia"]


def test_methods_stand_side_by_side_and_one_is_fixed(client: Client) -> None:
    panel = make.panel(make.judged_part(aggregation="open"), works_count=2, jurors=4)
    for n, (one, other) in enumerate([("60", "61"), ("60", "61"), ("60", "61"), ("60", "10")]):
        make.signed(make.juror(panel, n), 0, content=one)
        make.signed(make.juror(panel, n), 1, content=other)
    found = holder_of("secretary", panel.part.contest)
    assert found is not None
    client.force_login(found)
    page = text(client.get(f"{PART}doi-chieu/"))
    assert "Giải nhất" in page
    assert "2 thay đổi về giải" in page
    assert client.post(f"{PART}doi-chieu/", {"cach-tinh": "median", "reason": ""}).status_code == 400
    assert client.post(f"{PART}doi-chieu/", {"cach-tinh": "xyz", "reason": "x"}).status_code == 400
    client.post(f"{PART}doi-chieu/", {"cach-tinh": "median", "reason": "Biên bản số 3"})
    page = text(client.get(f"{PART}doi-chieu/"))
    assert "Cách tính đã ấn định: Trung vị" in page
    assert "khi đã có 8 phiếu ký" in page


def test_the_end_and_going_on(secretary: Client) -> None:
    assert secretary.post(f"{PART}ket-thuc/", {"reason": ""}).status_code == 400
    assert secretary.post(f"{PART}ket-thuc/", {"reason": "Giám khảo vắng"}).status_code == 302
    assert "Đã kết thúc chấm" in text(secretary.get(PART))
    assert secretary.post(f"{PART}mo-lai/", {"reason": "Bổ sung phiếu"}).status_code == 302
    assert "Đã kết thúc chấm" not in text(secretary.get(PART))


def test_minutes_and_excel_hold_every_sheet(secretary: Client, panel: Panel) -> None:
    sheet = make.signed(make.juror(panel, 0))
    page = text(secretary.get(f"{PART}bien-ban/"))
    assert "Đợt chấm chưa kết thúc" in page
    assert "80,5" in page
    assert bytes(panel.seed).hex() not in page
    secretary.post(f"{PART}ket-thuc/", {"reason": "Xong"})
    assert bytes(panel.seed).hex() in text(secretary.get(f"{PART}bien-ban/"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(secretary.get(f"{PART}diem.xlsx").content))
    assert book.sheet_names == ["Điểm", "Phiếu", "Thang điểm"]
    row = book.get_sheet_by_name("Phiếu").to_python()[1]
    assert row[:6] == [1, sheet.entry.title, str(sheet.juror), 60.5, 20, 80.5]


def test_the_board_of_tasks_counts_what_is_owed(secretary: Client, panel: Panel) -> None:
    assert "Còn 4 phiếu chấm chưa ký: Thi video" in text(secretary.get("/cuoc-thi/hoi-thi-thu/dieu-hanh/"))
    make.work(panel.part, 60)
    assert "1 tác phẩm chưa có giám khảo" in text(secretary.get("/cuoc-thi/hoi-thi-thu/dieu-hanh/"))


def test_before_the_marking_is_opened_its_pages_say_so(client: Client) -> None:
    part = make.judged_part()
    found = holder_of("secretary", part.contest)
    assert found is not None
    client.force_login(found)
    for page in ("tac-pham/", "doi-chieu/", "bien-ban/", "diem.xlsx"):
        response = client.get(f"{PART}{page}")
        assert response.status_code == 404
        assert "chưa mở đợt chấm" in text(response)
    assert client.get("/cuoc-thi/hoi-thi-thu/dieu-hanh/cham/khac/").status_code == 404
