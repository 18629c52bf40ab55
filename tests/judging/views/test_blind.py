"""Blind marking: every address a juror reaches is walked; no answer holds a planted name, number, hash or file name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hoithi.contests.models import Entry, Part
from hoithi.core import clock
from hoithi.entries.models import WorkFile
from hoithi.judging.models import Panel
from hoithi.judging.operations.assignment import assign_works
from hoithi.judging.operations.discussion import open_discussion
from hoithi.judging.operations.panel import open_panel
from tests.judging import factories as make

pytestmark = pytest.mark.django_db
PLANTED = {
    "author": "Quách Bí Mật",
    "owner": "Tác Giả Số 8731",
    "unit": "Phòng Ẩn Danh",
    "group": "Nhóm Che Kín",
    "credit": "Dòng ghi công lộ",
    "file": "quach-bi-mat-phong-an-danh",
    "phone": "0912000999",
    "position": "Chức vụ riêng",
    "other juror": "Giám Khảo 2 Mẫu",
    "other comment": "Lời chê của người khác",
    "unlocking": "Quách kêu oan",
}
HREF = re.compile(rb'(?:href|src|action|poster|data-save)="(/[^"#]*)')
ELSEWHERE = ("/dang-xuat/", "/static/", "/tai-khoan/", "/ngon-ngu/")


def planted_work(part: Part) -> Entry:
    entry = make.work(part, 8731, unit=PLANTED["unit"], title="Cấp giấy tại nhà")
    work = entry.work
    work.group_name, work.credit_line, work.search = PLANTED["group"], PLANTED["credit"], PLANTED["author"]
    work.intake_note, work.description = PLANTED["author"], "Một ngày ở bộ phận một cửa."
    work.save()
    work.authors.create(
        place=1,
        name=PLANTED["author"],
        name_norm="quach bi mat",
        unit=PLANTED["unit"],
        phone=PLANTED["phone"],
        position=PLANTED["position"],
    )
    stored = make.works.stored(name=f"{PLANTED['file']}.mp4")
    WorkFile.objects.create(
        work=work,
        role=WorkFile.ORIGINAL,
        file=stored,
        check_state=WorkFile.PASSED,
        facts={"title": PLANTED["author"]},
        added_at=make.NOW,
        handed_in_at=make.NOW,
    )
    return entry


@pytest.fixture
def panel() -> Panel:
    base = make.works.entries_part()
    for key in ("topics", "genre"):
        base["entries"][key] = {"choose": "none", "required": False}
    base["jury"] = {"criteria": make.CRITERIA, "blind": True}
    part = make.works.opened(base, PLANTED["unit"], "Phòng Khác")
    planted_work(part)
    make.work(part, 8732)
    for n in (1, 2):
        make.works.juror(part, f"Giám Khảo {n} Mẫu")
    found = open_panel(part, now=make.NOW)
    assign_works(found, now=make.NOW)
    return found


def walked(client: Client, start: str) -> Iterator[tuple[str, Any]]:
    """Every page that links lead to, from `start` on."""
    waiting, seen = [start], set()
    while waiting:
        address = waiting.pop().replace("&amp;", "&")
        if address in seen or address.startswith(ELSEWHERE):
            continue
        seen.add(address)
        response = client.get(address)
        yield address, response
        if response.status_code in (301, 302):
            waiting.append(response.url)
        elif "html" in response.headers.get("Content-Type", ""):
            waiting += [found.decode() for found in HREF.findall(response.content)]


def body_of(response: Any) -> str:
    data = b"" if response.streaming else response.content
    return data.decode(errors="replace") + str(dict(response.headers))


def test_no_address_a_juror_reaches_leads_to_the_author(panel: Panel, client: Client) -> None:
    entry = Entry.objects.get(title="Cấp giấy tại nhà")
    original = WorkFile.objects.get()
    hidden = [*PLANTED.values(), entry.code, entry.owner.code, original.file.sha256, "8731"]
    one, two = make.juror(panel, 0), make.juror(panel, 1)
    theirs = two.sheets.get(entry=entry)
    theirs.comment = PLANTED["other comment"]
    theirs.save()
    client.force_login(make.account(one))
    seen = []
    with clock.frozen_at(make.LATER):
        for address, response in walked(client, "/cuoc-thi/hoi-thi-thu/video/cham/"):
            seen.append(address)
            found = [planted for planted in hidden if planted in body_of(response) or planted in address]
            # one's own name is one's own
            assert not found, (address, found)
    mine = one.sheets.get(entry=entry)
    assert f"/cuoc-thi/hoi-thi-thu/video/cham/{mine.code}/" in seen
    assert f"/cuoc-thi/hoi-thi-thu/video/cham/{mine.code}/tep/1/" in seen
    assert f"/cuoc-thi/hoi-thi-thu/video/cham/{mine.code}/xin-khong-cham/" in seen


def test_the_file_goes_by_the_sheets_name(panel: Panel, client: Client, settings: Any) -> None:
    settings.FILES_ACCEL = "/trong-kho/"
    entry = Entry.objects.get(title="Cấp giấy tại nhà")
    one = make.juror(panel)
    mine = one.sheets.get(entry=entry)
    client.force_login(make.account(one))
    with clock.frozen_at(make.LATER):
        response = client.get(f"/cuoc-thi/hoi-thi-thu/video/cham/{mine.code}/tep/1/")
    assert response.status_code == 200
    assert f"phieu-{mine.code}.mp4" in response.headers["Content-Disposition"]
    assert WorkFile.objects.get().file.sha256 not in str(response.headers)


def test_saving_signing_and_a_discussion_tell_no_more(panel: Panel, client: Client) -> None:
    entry = Entry.objects.get(title="Cấp giấy tại nhà")
    one, two = make.juror(panel, 0), make.juror(panel, 1)
    mine, theirs = one.sheets.get(entry=entry), two.sheets.get(entry=entry)
    client.force_login(make.account(one))
    base = f"/cuoc-thi/hoi-thi-thu/video/cham/{mine.code}/"
    with clock.frozen_at(make.LATER):
        body = {"marks": {"noi-dung": "99"}, "comment": "", "revision": 0, "tab": "t", "seq": 1}
        answers = [client.post(f"{base}luu/", body, content_type="application/json")]
        body["marks"] = make.WHOLE
        answers.append(client.post(f"{base}luu/", body, content_type="application/json"))
        answers.append(client.post(base, {"phien-ban": "0", "viec": "sau"}))
        answers.append(client.post(base, make_form(1) | {"viec": "ky"}, follow=True))
        make.sign_sheet(theirs.code, two, make.given(theirs, comment=PLANTED["other comment"]), now=make.LATER, by=None)
        open_discussion(panel, entry, reason="Lệch nhau nhiều", now=make.LATER, by=None)
        answers.append(client.get(base))
    for answer in answers:
        found = [planted for planted in [*PLANTED.values(), entry.code, "8731"] if planted in body_of(answer)]
        assert not found, found
    assert mine.signed_at is None
    assert timedelta(hours=1) == make.LATER - make.NOW


def make_form(revision: int) -> dict[str, Any]:
    marks = {f"diem-{key}": value for key, value in make.WHOLE.items()}
    return marks | {"phien-ban": revision, "nhan-xet": "", "trang": "", "lan": "0"}
