"""A juror's pages: every outcome, in words people understand."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hoithi.core import clock
from hoithi.judging.models import Panel, Sheet
from hoithi.judging.operations.assignment import assign_works
from hoithi.judging.operations.discussion import open_discussion
from hoithi.judging.operations.panel import close_panel, open_panel
from hoithi.people.models import Person, RosterEntry
from tests.judging import factories as make

pytestmark = pytest.mark.django_db
BASE = "/cuoc-thi/hoi-thi-thu/video/cham/"


def sign_in(client: Client, panel: Panel, n: int = 0) -> Any:
    juror = make.juror(panel, n)
    client.force_login(make.account(juror))
    return juror


def posted(sheet: Sheet, marks: dict[str, str] | None = None, **fields: Any) -> dict[str, Any]:
    found = {f"diem-{key}": value for key, value in (make.WHOLE if marks is None else marks).items()}
    return found | {"phien-ban": sheet.revision, "nhan-xet": "", "viec": "sau", "trang": "", "lan": "0"} | fields


def text(response: Any) -> str:
    return str(response.content.decode())


def test_one_judged_part_is_gone_to_at_once(client: Client, panel: Panel) -> None:
    sign_in(client, panel)
    assert client.get("/cuoc-thi/hoi-thi-thu/cham/").url == BASE


def test_the_queue_says_how_far_one_is(client: Client, panel: Panel) -> None:
    juror = sign_in(client, panel)
    make.signed(juror)
    page = text(client.get(BASE))
    assert "Đã chấm 1/2 tác phẩm, đã ký 1." in page
    assert "80,5 điểm" in page


@pytest.mark.parametrize("works_count", [1, 3])
def test_the_queue_costs_the_same_for_any_number(
    client: Client, works_count: int, django_assert_num_queries: Any
) -> None:
    panel = make.panel(make.judged_part(), works_count=works_count)
    sign_in(client, panel)
    client.get(BASE)
    with django_assert_num_queries(QUEUE_QUERIES):
        client.get(BASE)


QUEUE_QUERIES = 17


def test_saving_leads_to_the_next_work(client: Client, panel: Panel) -> None:
    juror = sign_in(client, panel)
    sheet = make.sheet(juror)
    response = client.post(f"{BASE}{sheet.code}/", posted(sheet))
    other = make.sheet(juror, 1)
    assert response.url == f"{BASE}{other.code}/"
    sheet.refresh_from_db()
    assert sheet.marks == {"noi-dung": "60.5", "trinh-bay": "20"}


def test_signing_locks_and_shows_the_sheet_read_only(client: Client, panel: Panel) -> None:
    juror = sign_in(client, panel)
    sheet = make.sheet(juror)
    client.post(f"{BASE}{sheet.code}/", posted(sheet, viec="ky"))
    page = text(client.get(f"{BASE}{sheet.code}/"))
    assert "Phiếu đã khóa" in page
    assert "readonly" in page
    assert "judging.js" not in page
    response = client.post(f"{BASE}{sheet.code}/", posted(sheet))
    assert response.status_code == 409
    assert "đã ký và khóa" in text(response)


def test_a_mark_too_high_is_said_beside_its_criterion_and_what_was_typed_stays(client: Client, panel: Panel) -> None:
    juror = sign_in(client, panel)
    sheet = make.sheet(juror)
    response = client.post(f"{BASE}{sheet.code}/", posted(sheet, {"noi-dung": "99"}))
    page = text(response)
    assert response.status_code == 400
    assert "“Nội dung” tối đa 70 điểm." in page
    assert 'value="99"' in page
    assert not Sheet.objects.get(pk=sheet.pk).marks


def test_an_older_form_does_not_overwrite(client: Client, panel: Panel) -> None:
    juror = sign_in(client, panel)
    sheet = make.sheet(juror)
    client.post(f"{BASE}{sheet.code}/", posted(sheet))
    response = client.post(f"{BASE}{sheet.code}/", posted(sheet, {"noi-dung": "1"}))
    assert response.status_code == 409
    assert "cửa sổ hoặc thiết bị khác" in text(response)


def autosave(client: Client, sheet: Sheet, **fields: Any) -> Any:
    body = {"marks": {"noi-dung": "10"}, "comment": "", "revision": sheet.revision, "tab": "t", "seq": 1} | fields
    return client.post(f"{BASE}{sheet.code}/luu/", json.dumps(body), content_type="application/json")


def test_the_script_saves_and_is_told_where_it_stands(client: Client, panel: Panel) -> None:
    juror = sign_in(client, panel)
    sheet = make.sheet(juror)
    answer = autosave(client, sheet).json()
    assert answer == {"revision": 1, "saved_at": "10:00:00", "whole": False, "points": None}
    same = autosave(client, sheet, tab="other", seq=1)
    assert (same.status_code, same.json()["revision"]) == (200, 1), "a page loaded anew repeats its forerunner"
    answer = autosave(client, sheet, tab="other", seq=2, marks={"noi-dung": "11"})
    assert (answer.status_code, "cửa sổ" in answer.json()["error"]) == (409, True)
    wrong = autosave(client, sheet, seq=2, marks={"noi-dung": "71"})
    assert wrong.status_code == 400
    assert wrong.json()["problems"] == {"noi-dung": "“Nội dung” tối đa 70 điểm."}
    whole = autosave(client, sheet, seq=3, marks=make.WHOLE).json()
    assert (whole["whole"], whole["points"]) == (True, "80.5")


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"marks": 1}', "x" * 70_000])
def test_what_cannot_be_read_is_refused(client: Client, panel: Panel, body: str) -> None:
    juror = sign_in(client, panel)
    sheet = make.sheet(juror)
    response = client.post(f"{BASE}{sheet.code}/luu/", body, content_type="application/json")
    assert response.status_code == 400
    assert "tải lại trang" in response.json()["error"]


def test_another_jurors_sheet_is_not_found(client: Client, panel: Panel) -> None:
    sign_in(client, panel)
    sheet = make.sheet(make.juror(panel, 1))
    for response in (
        client.get(f"{BASE}{sheet.code}/"),
        client.post(f"{BASE}{sheet.code}/", posted(sheet)),
        autosave(client, sheet),
        client.get(f"{BASE}{sheet.code}/tep/1/"),
        client.get(f"{BASE}{sheet.code}/xin-khong-cham/"),
    ):
        assert response.status_code == 404


def test_a_work_of_ones_own_unit_is_marked_by_no_address(client: Client) -> None:
    """Its sheet is another juror's; and a sheet dealt before the tie was known is refused in a sentence, unwritten."""
    part = make.judged_part()
    own, other = make.work(part, 1, unit="Phòng Một"), make.work(part, 2, unit="Phòng Hai")
    for n in (1, 2):
        make.works.juror(part, f"Giám Khảo {n} Mẫu")
    unit = part.contest.units.get(name="Phòng Một")
    person = Person.objects.get(full_name="Giám Khảo 1 Mẫu")
    member = RosterEntry(unit=unit.unit, staff_code="1", full_name="X", person=person, valid_from=make.NOW.date())
    member.save()
    panel = open_panel(part, now=make.NOW)
    assign_works(panel, now=make.NOW)
    juror = sign_in(client, panel)
    assert [one.entry for one in juror.sheets.all()] == [other]
    theirs = Sheet.objects.get(entry=own)
    answers = [client.get(f"{BASE}{theirs.code}/"), client.post(f"{BASE}{theirs.code}/", posted(theirs))]
    assert [answer.status_code for answer in [*answers, autosave(client, theirs)]] == [404, 404, 404]
    mine = Sheet.objects.get(entry=other, juror=juror)
    RosterEntry.objects.update(unit=part.contest.units.get(name="Phòng Hai").unit)
    answers = [client.get(f"{BASE}{mine.code}/"), autosave(client, mine)]
    answers.append(client.post(f"{BASE}{mine.code}/", posted(mine, viec="ky")))
    assert [answer.status_code for answer in answers[:2]] == [403, 403]
    assert "của đơn vị bạn" in text(answers[0])
    assert "của đơn vị bạn" in text(answers[2])
    mine.refresh_from_db()
    assert (mine.marks, mine.signed_at, mine.revision) == ({}, None, 0)


def test_after_the_end_it_says_so(client: Client, panel: Panel) -> None:
    juror = sign_in(client, panel)
    sheet = make.sheet(juror)
    close_panel(panel, reason="Hết giờ", now=make.NOW, by=None)
    assert "Đợt chấm đã kết thúc" in text(client.get(f"{BASE}{sheet.code}/"))
    assert client.post(f"{BASE}{sheet.code}/", posted(sheet)).status_code == 409


def test_all_that_is_filled_in_is_signed_together(client: Client, panel: Panel) -> None:
    juror = sign_in(client, panel)
    for n in (0, 1):
        sheet = make.sheet(juror, n)
        client.post(f"{BASE}{sheet.code}/", posted(sheet, viec="luu"))
    page = text(client.post(BASE, follow=True))
    assert "Đã ký 2 phiếu." in page
    assert "Bạn đã ký mọi phiếu" in page


def test_stepping_back_asks_for_a_reason(client: Client, panel: Panel) -> None:
    juror = sign_in(client, panel)
    sheet = make.sheet(juror)
    address = f"{BASE}{sheet.code}/xin-khong-cham/"
    assert "giao cho giám khảo khác" in text(client.get(address))
    assert client.post(address, {"reason": ""}).status_code == 400
    assert client.post(address, {"reason": "Có quan hệ"}).url == BASE
    assert client.get(f"{BASE}{sheet.code}/").status_code == 404


def test_in_a_discussion_one_sees_the_range_and_may_revise(client: Client, panel: Panel) -> None:
    mine, other = make.juror(panel, 0), make.juror(panel, 1)
    sheet = make.signed(mine, content="70", show="30")
    make.signed(other, content="10", show="5")
    open_discussion(panel, sheet.entry, reason="Lệch nhiều", now=make.NOW, by=None)
    sign_in(client, panel)
    page = text(client.get(f"{BASE}{sheet.code}/"))
    assert "khoảng 15 đến 100 điểm" in page
    assert "Sửa và ký lại" in page
    bad = client.post(f"{BASE}{sheet.code}/", posted(sheet, viec="sua"))
    assert bad.status_code == 400
    done = client.post(f"{BASE}{sheet.code}/", posted(sheet, viec="sua") | {"ly-do": "Xem lại phần đầu"})
    assert done.status_code == 302
    sheet.refresh_from_db()
    assert sheet.marks["noi-dung"] == "60.5"


def test_a_live_performance_has_a_sheet_and_no_player(client: Client, panel: Panel) -> None:
    juror = sign_in(client, panel)
    page = text(client.get(f"{BASE}{make.sheet(juror).code}/"))
    assert "biểu diễn trực tiếp" in page
    assert "<video" not in page


def test_on_the_jury_but_given_nothing(client: Client, panel: Panel) -> None:
    late = make.works.juror(panel.part, "Giám Khảo Đến Sau")
    client.force_login(late)
    response = client.get(BASE)
    assert response.status_code == 403
    assert "chưa được phân công chấm" in text(response)


def test_a_part_without_a_jury_is_not_judged(client: Client, panel: Panel) -> None:
    sign_in(client, panel)
    assert client.get("/cuoc-thi/hoi-thi-thu/khac/cham/").status_code == 404


def test_an_upload_is_no_sheet(client: Client, panel: Panel) -> None:
    juror = sign_in(client, panel)
    sheet = make.sheet(juror)
    junk = posted(sheet) | {"diem-noi-dung": SimpleUploadedFile("x", b"1"), "phien-ban": "9" * 40}
    with clock.frozen_at(make.LATER):
        assert client.post(f"{BASE}{sheet.code}/", junk).status_code == 409
