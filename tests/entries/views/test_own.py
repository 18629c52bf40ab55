"""One's own works on the page: from the button to the receipt, and everything that may be wrong on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from hoithi.entries.models import Work, WorkStep
from hoithi.entries.operations.uploads import finished
from hoithi.files.models import Upload
from hoithi.people.operations.outbox import send_due
from tests.contests import factories as make
from tests.entries import factories as works
from tests.entries.views.conftest import Desk, text_of, typed

NOW, AGREED = works.NOW, {"declaration-ban-quyen": "on"}


def started(desk: Desk, *names: str, **fields: Any) -> Work:
    response = desk.post(f"{desk.home}moi/", typed(*(names or ("Nguyễn Văn Mẫu",)), **fields))
    assert response.status_code == 302, text_of(response)
    return Work.objects.select_related("entry").latest("entry__created_at", "pk")


def page_of(work: Work) -> str:
    return f"/tac-pham/{work.entry.code}/"


def test_a_coordinator_goes_from_the_list_to_the_receipt(desk: Desk) -> None:
    account = desk.sign_in("coordinator")
    assert account is not None
    html = text_of(desk.get(desk.home))
    assert "Phòng Một" in html
    assert "Đã nộp 0 tác phẩm, còn phải nộp ít nhất 1, còn nộp được 2." in html
    work = started(desk)
    assert work.entry.owner.kind == "unit"
    html = text_of(desk.get(page_of(work)))
    assert "Chưa tải tệp lên xong" in html
    works.with_file(work, account)
    response = desk.post(f"{page_of(work)}nop/", AGREED, now=NOW + timedelta(seconds=7))
    assert response.url == f"{page_of(work)}bien-nhan/"
    html = text_of(desk.get(response.url))
    assert "HT24-1-001" in html
    assert "09:00:07" in html
    assert work.files.get().file.sha256 in html
    assert "Tác phẩm là của chúng tôi." in html
    assert 'class="qr"' in html
    assert "style=" not in html
    html = text_of(desk.get(desk.home))
    assert "Đã nộp 1 tác phẩm, còn nộp được 1." in html


def test_everything_that_is_missing_is_said_at_once_with_the_place_to_mend_it(desk: Desk) -> None:
    desk.sign_in("coordinator")
    work = started(desk, "Nguyễn Văn Mẫu", "Trần Thị Mẫu", topics=[], **{"tac-gia-1-phone": ""})
    response = desk.post(f"{page_of(work)}nop/")
    html = text_of(response)
    assert response.status_code == 400
    for said in (
        "Chưa chọn chủ đề",
        "Trần Thị Mẫu còn thiếu: số điện thoại",
        "Chưa tải tệp",
        "Chưa đồng ý với cam kết",
    ):
        assert said in html
    assert f'href="{page_of(work)}sua/#id_tac-gia-1-name"' in html
    assert 'href="#id_declaration-ban-quyen"' in html
    work.entry.refresh_from_db()
    assert work.entry.state == "draft"


def test_rows_of_authors_come_and_go_without_scripts_and_nothing_typed_is_lost(desk: Desk) -> None:
    desk.sign_in("coordinator")
    sent = typed("Người Một", title="", them_tac_gia="1")
    html = text_of(desk.post(f"{desk.home}moi/", sent))
    assert html.count('-name"') >= 2
    assert 'value="Người Một"' in html
    assert "Phim ngắn." in html
    assert not Work.objects.exists()
    html = text_of(desk.post(f"{desk.home}moi/", typed("Người Một", "Người Hai", bot_tac_gia="0")))
    assert "Người Một" not in html
    assert 'value="Người Hai"' in html


@pytest.mark.parametrize("count", ["", "x", "-1", "9999"])
def test_a_form_made_by_hand_is_answered(desk: Desk, count: str) -> None:
    desk.sign_in("coordinator")
    sent = typed("Người Một", **{"tac-gia-TOTAL_FORMS": count, "them_tac_gia": "1"})
    assert desk.post(f"{desk.home}moi/", sent).status_code == 200
    del sent["them_tac_gia"]
    assert desk.post(f"{desk.home}moi/", sent).status_code in (302, 400)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": " "}, "Hãy điền ô này."),
        ({"title": "a" * 201}, "200"),
        ({"genre": "khac"}, "Hãy chọn"),
        ({"tac-gia-0-email": "khong phai"}, "thư điện tử"),
        ({"tac-gia-0-name": ""}, "Tác giả thứ 1 chưa có họ tên."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_stays(desk: Desk, fields: dict[str, str], said: str) -> None:
    desk.sign_in("coordinator")
    response = desk.post(f"{desk.home}moi/", typed("Người Một", **fields))
    html = text_of(response)
    assert response.status_code == 400
    assert "Phim ngắn." in html
    assert said in html or "lựa chọn" in html.lower()
    assert 'class="error"' in html
    assert not Work.objects.exists()


def test_a_member_of_the_jury_among_the_authors_is_told_on_the_form(desk: Desk) -> None:
    works.juror(desk.part, "Lê Giám Khảo Mẫu")
    juror = make.user("Bùi Giám Khảo Mẫu", phone="+84912000999")
    make.seat(desk.part.contest, "jury", juror)
    desk.sign_in("coordinator")
    sent = typed("Bùi Giám Khảo Mẫu", **{"tac-gia-0-phone": "0912 000 999"})
    response = desk.post(f"{desk.home}moi/", sent)
    assert response.status_code == 400
    assert "không được dự thi theo thể lệ" in text_of(response)


def test_the_second_tab_is_told_and_keeps_what_it_typed(desk: Desk) -> None:
    desk.sign_in("coordinator")
    work = started(desk)
    first = desk.get(f"{page_of(work)}sua/").context["form"].initial["version"]
    later = NOW + timedelta(minutes=1)
    other = typed("Nguyễn Văn Mẫu", title="Tên của thẻ một", version=first)
    assert desk.post(f"{page_of(work)}sua/", other, now=later).status_code == 302
    mine = typed("Nguyễn Văn Mẫu", title="Tên của thẻ hai", version=first)
    response = desk.post(f"{page_of(work)}sua/", mine, now=later + timedelta(minutes=1))
    html = text_of(response)
    assert response.status_code == 409
    assert "vừa được sửa ở nơi khác, lưu lúc 09:01:00" in html
    assert "Tên của thẻ hai" in html
    assert "Tên của thẻ một" in html
    mine["version"] = response.context["form"].data["version"]
    assert desk.post(f"{page_of(work)}sua/", mine, now=later + timedelta(minutes=2)).status_code == 302
    work.entry.refresh_from_db()
    assert work.entry.title == "Tên của thẻ hai"


def test_handing_in_again_keeps_the_number_and_the_old_receipt_says_it_was_replaced(desk: Desk) -> None:
    account, unit = works.coordinator(desk.part)
    desk.client.force_login(account)
    work = works.submitted(desk.part, account, unit)
    works.with_file(work, account, now=NOW + timedelta(minutes=10), name="ban-hai.mp4")
    html = text_of(desk.get(page_of(work)))
    assert "Tệp mới, chưa nộp" in html
    assert desk.post(f"{page_of(work)}nop/", AGREED, now=NOW + timedelta(minutes=20)).status_code == 302
    receipt = f"{page_of(work)}bien-nhan/"
    assert "ban-hai.mp4" in text_of(desk.get(receipt))
    old = text_of(desk.get(receipt, lan="1"))
    assert "lần 2 đang được tính" in old
    assert "ban-hai.mp4" not in old
    assert desk.get(receipt, lan="3").status_code == 404
    desk.client.logout()
    assert "đã được nộp lại" in text_of(desk.get(f"/bien-nhan/{work.entry.code}/"))
    assert "đang có giá trị" in text_of(desk.get(f"/bien-nhan/{work.entry.code}/2/"))


def test_the_public_check_names_nobody(desk: Desk) -> None:
    account, unit = works.coordinator(desk.part)
    work = works.submitted(desk.part, account, unit, title="Tên bí mật")
    shown = "-".join(work.entry.code[at : at + 4] for at in range(0, 20, 4)).lower()
    for response in (desk.get(f"/bien-nhan/{work.entry.code}/"), desk.get("/bien-nhan/", ma=f" {shown} ")):
        html = text_of(response)
        assert "HT24-1-001" in html
        assert work.files.get().file.sha256 in html
        for secret in ("Tên bí mật", "Nguyễn Văn Mẫu", "Phòng Một", "phim-"):
            assert secret not in html
    assert desk.get("/bien-nhan/", ma="2" * 20).status_code == 404
    assert desk.get("/bien-nhan/").status_code == 200
    draft = works.draft(desk.part, account, unit)
    assert desk.get(f"/bien-nhan/{draft.entry.code}/").status_code == 404


def test_the_receipt_goes_to_the_submitter_and_once_to_the_authors(desk: Desk) -> None:
    account = desk.sign_in("coordinator")
    assert account is not None
    work = started(desk, "Người Một", **{"tac-gia-0-email": "Tac.Gia@vidu.example"})
    works.with_file(work, account)
    for minutes in (1, 2):
        desk.post(f"{page_of(work)}nop/", AGREED, now=NOW + timedelta(minutes=minutes))
    assert mail.outbox == []
    assert send_due(NOW + timedelta(minutes=3)) == 3
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(
        [account.email, account.email, "tac.gia@vidu.example"]
    )
    body = mail.outbox[0].body
    assert "HT24-1-001" in body
    assert work.files.get().file.sha256 in body
    assert f"http://testserver/bien-nhan/{work.entry.code}/" in body


def test_a_quota_that_is_full_offers_no_new_work_and_refuses_one(desk: Desk) -> None:
    account, unit = works.coordinator(desk.part)
    desk.client.force_login(account)
    third = works.draft(desk.part, account, unit)
    works.with_file(third, account)
    for _ in range(2):
        works.submitted(desk.part, account, unit)
    html = text_of(desk.get(desk.home))
    assert "đã đủ số lượng theo thể lệ" in html
    assert "nop/moi/" not in html
    response = desk.post(f"{page_of(third)}nop/", AGREED)
    assert response.status_code == 409
    assert "Bạn đã nộp đủ 2 tác phẩm" in text_of(response)


def test_after_the_deadline_everything_is_locked_and_says_so(desk: Desk) -> None:
    account, unit = works.coordinator(desk.part)
    desk.client.force_login(account)
    work = works.submitted(desk.part, account, unit)
    html = text_of(desk.get(page_of(work), now=works.AFTER))
    assert "Đã hết hạn lúc 24:00 ngày 30/6/2024: thông tin, tác giả và tệp không đổi được nữa." in html
    assert "/sua/" not in html
    assert "/rut/" not in html
    assert desk.get(f"{page_of(work)}sua/", now=works.AFTER).status_code == 302
    assert desk.post(f"{page_of(work)}nop/", AGREED, now=works.AFTER).status_code == 409
    assert "nop/moi/" not in text_of(desk.get(desk.home, now=works.AFTER))
    late = Upload(owner=account, target=work.entry.code)
    with pytest.raises(Exception, match="Đã hết hạn"):
        finished(late, works.stored(), works.AFTER)


def test_a_work_is_taken_back_with_a_reason(desk: Desk) -> None:
    account, unit = works.coordinator(desk.part)
    desk.client.force_login(account)
    work = works.submitted(desk.part, account, unit)
    assert desk.get(f"{page_of(work)}rut/").status_code == 200
    assert desk.post(f"{page_of(work)}rut/", {"reason": " "}).status_code == 400
    assert desk.post(f"{page_of(work)}rut/", {"reason": "Sai tệp"}, now=NOW + timedelta(hours=1)).status_code == 302
    html = text_of(desk.get(page_of(work)))
    assert "Đã rút" in html
    assert "Sai tệp" in html
    assert desk.post(f"{page_of(work)}rut/", {"reason": "Lần nữa"}).status_code == 400
    assert "không còn giá trị" in text_of(desk.get(f"/bien-nhan/{work.entry.code}/"))


def test_held_says_each_problem_what_to_do_and_until_when(desk: Desk) -> None:
    account, unit = works.coordinator(desk.part)
    desk.client.force_login(account)
    work = works.submitted(desk.part, account, unit)
    html = text_of(desk.get(f"{page_of(work)}trang-thai/"))
    assert 'data-busy="1"' in html
    assert "Máy chủ đang kiểm tra tệp: 0 %" in html
    problem = {"code": "too_long", "found": "11:42", "required": "5:00 đến 10:00"}
    work.files.update(check_state="failed", problems=[problem])
    work.entry.state = "held"
    work.entry.save()
    html = text_of(desk.get(f"{page_of(work)}trang-thai/"))
    assert "Video dài 11:42, dài hơn quy định" in html
    assert "5:00 đến 10:00" in html
    assert "nộp lại trước 24:00 ngày 30/6/2024" in html
    html = text_of(desk.get(f"{page_of(work)}trang-thai/", now=works.AFTER))
    assert "Đã hết hạn nộp lại" in html


def test_somebody_who_takes_part_for_themselves_registers_first(desk: Desk) -> None:
    account = make.user("Người Mới Mẫu")
    desk.client.force_login(account)
    response = desk.get(desk.home)
    assert (
        response.url == f"/cuoc-thi/{desk.part.contest.slug}/dang-ky/?next=%2Fcuoc-thi%2Fhoi-thi-thu%2Fvideo%2Fnop%2F"
    )
    account, _entrant = works.person(desk.part)
    desk.client.force_login(account)
    html = text_of(desk.get(f"{desk.home}moi/"))
    assert 'value="Trần Thị Ví Dụ"' in html


def test_a_deadline_moved_by_a_document_is_followed_and_named(desk: Desk) -> None:
    account, unit = works.coordinator(desk.part)
    desk.client.force_login(account)
    later = works.CLOSES + timedelta(days=5)
    from hoithi.contests.operations.definition import define_contest
    from hoithi.contests.schema import Plan

    paper = make.paper(desk.part.contest, "Gia hạn nhận tác phẩm")
    paper.kind, paper.number, paper.symbol = "thong_bao", 12, "TB-BTC"
    paper.save()
    changed = works.definition(works.entries_part() | {"closes": later})
    define_contest(Plan.model_validate(changed), now=NOW, document=paper)
    html = text_of(desk.get(desk.home, now=works.AFTER))
    assert "đến 24:00 ngày 5/7/2024, theo Thông báo số 12/TB-BTC." in html
    assert started(desk).entry.owner == unit


@pytest.mark.parametrize("n", [1, 3])
def test_pages_cost_the_same_whatever_their_number(desk: Desk, n: int, django_assert_num_queries: Any) -> None:
    account, unit = works.coordinator(desk.part)
    desk.client.force_login(account)
    for _ in range(n):
        works.draft(desk.part, account, unit)
    desk.get(desk.home)
    with django_assert_num_queries(9):
        desk.get(desk.home)


@pytest.mark.usefixtures("kept_here")
def test_captions_are_read_kept_and_told_what_is_wrong_with_them(desk: Desk) -> None:
    account, unit = works.coordinator(desk.part)
    desk.client.force_login(account)
    path = f"{page_of(works.draft(desk.part, account, unit))}phu-de/"
    good = SimpleUploadedFile("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nXin chào\n".encode())
    assert desk.post(path, {"file": good, "language": "vi"}).status_code == 302
    assert "Đã có phụ đề “vi”" in text_of(desk.get(path))
    bad = SimpleUploadedFile("b.vtt", b"khong phai phu de")
    assert desk.post(path, {"file": bad, "language": "vi"}).status_code == 400
    assert desk.get(path, now=works.AFTER).status_code == 302


def test_a_question_is_answered_on_the_owners_page(desk: Desk) -> None:
    account, unit = works.coordinator(desk.part)
    desk.client.force_login(account)
    work = works.submitted(desk.part, account, unit)
    path = f"{page_of(work)}tra-loi/"
    assert desk.post(path, {"answer": "Nhạc của chúng tôi."}).status_code == 409, "nothing was asked"
    ask = {"step": "ask", "state": "submitted", "at": works.NOW}
    WorkStep.objects.create(work=work, reason="Nhạc nền của ai?", **ask)
    html = text_of(desk.get(page_of(work)))
    assert "Nhạc nền của ai?" in html
    assert 'name="answer"' in html
    response = desk.post(path, {"answer": " "})
    assert response.status_code == 400
    assert "Hãy viết câu trả lời." in text_of(response)
    assert desk.post(path, {"answer": "Nhạc của chúng tôi."}).status_code == 302
    html = text_of(desk.get(page_of(work)))
    assert 'name="answer"' not in html
    assert "Người nộp trả lời" in html
    assert "Nhạc của chúng tôi." in html
    assert desk.get(path).status_code == 405
