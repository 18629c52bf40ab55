"""Blind marking: every address a juror reaches is walked; no answer holds a planted name, number, hash or file name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hoithi.audit.operations import record
from hoithi.contests.models import Entry, Part
from hoithi.core import clock
from hoithi.entries.models import Work, WorkFile
from hoithi.judging.models import Panel
from hoithi.judging.operations.assignment import assign_works
from hoithi.judging.operations.discussion import open_discussion
from hoithi.judging.operations.panel import close_panel, open_panel
from hoithi.people.models import User
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
TITLE = "Cấp giấy tại nhà"
BASE = "/cuoc-thi/hoi-thi-thu/"
GALLERY = f"{BASE}video/tac-pham/"
HREF = re.compile(rb'(?:href|src|action|poster|data-save)="(/[^"#]*)')
ELSEWHERE = ("/dang-xuat/", "/static/", "/tai-khoan/", "/ngon-ngu/")


def planted_work(part: Part) -> Entry:
    entry = make.work(part, 8731, unit=PLANTED["unit"], title=TITLE)
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


def blind_panel(**jury: Any) -> Panel:
    base = make.works.entries_part()
    for key in ("topics", "genre"):
        base["entries"][key] = {"choose": "none", "required": False}
    base["jury"] = {"criteria": make.CRITERIA, "blind": True, **jury}
    part = make.works.opened(base, PLANTED["unit"], "Phòng Khác")
    planted_work(part)
    make.work(part, 8732)
    for n in (1, 2):
        make.works.juror(part, f"Giám Khảo {n} Mẫu")
    found = open_panel(part, now=make.NOW)
    assign_works(found, now=make.NOW)
    return found


@pytest.fixture
def panel() -> Panel:
    return blind_panel()


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
    entry = Entry.objects.get(title=TITLE)
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
    entry = Entry.objects.get(title=TITLE)
    one = make.juror(panel)
    mine = one.sheets.get(entry=entry)
    client.force_login(make.account(one))
    with clock.frozen_at(make.LATER):
        response = client.get(f"/cuoc-thi/hoi-thi-thu/video/cham/{mine.code}/tep/1/")
    assert response.status_code == 200
    assert f"phieu-{mine.code}.mp4" in response.headers["Content-Disposition"]
    assert WorkFile.objects.get().file.sha256 not in str(response.headers)


def test_saving_signing_and_a_discussion_tell_no_more(panel: Panel, client: Client) -> None:
    entry = Entry.objects.get(title=TITLE)
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


def shown_to_all(panel: Panel) -> Entry:
    """The work is public, voted on, noted on an outside page, and its outside page names the author."""
    entry = Entry.objects.get(title=TITLE)
    Entry.objects.filter(pk=entry.pk).update(state="published")
    Work.objects.filter(pk=entry.pk).update(published_at=make.NOW, credit_line=PLANTED["credit"])
    entry.work.publications.create(
        channel="fanpage",
        url="https://vidu.example/quach-bi-mat",
        published_on=make.NOW,
        at=make.NOW,
        by=make.contests.user("Người Đăng Mẫu"),
    )
    author = User.objects.get(person=entry.owner.person_id)
    unit = entry.owner.contest_unit
    make.contests.seat(entry.part.contest, "coordinators", author, unit)  # who hands in for a unit holds a seat
    for action in ("entries:work:started", "entries:work:submit", "entries:work:publish"):
        record(action, now=make.NOW, contest_key="hoi-thi-thu", actor=author, target=entry.code, data={"number": 8731})
    return entry


def leaks(client: Client, start: str, entry: Entry) -> tuple[list[str], list[str]]:
    """(every address from `start` on, those that tell of this work whose it is)."""
    names = [value for key, value in PLANTED.items() if key != "other juror"]
    names += ["vidu.example/quach-bi-mat"]
    seen, told = [], []
    with clock.frozen_at(make.LATER):
        for address, response in walked(client, start):
            seen.append(address)
            body = body_of(response)
            about = any(known in body for known in (TITLE, entry.code, "8731/", "số 8731"))
            told += [f"{address}: {name}" for name in names if about and name in body]
    return seen, told


def test_the_gallery_tells_a_juror_no_author(panel: Panel, client: Client) -> None:
    entry = shown_to_all(panel)
    client.force_login(make.account(make.juror(panel)))
    seen, told = leaks(client, BASE, entry)
    assert told == []
    assert {f"{GALLERY}", f"{GALLERY}8731/"} <= set(seen)
    with clock.frozen_at(make.LATER):
        for query in ("q=quach", "q=phong+an+danh", "q=che+kin"):
            assert client.get(f"{GALLERY}?{query}").context["page"].found == 0, query
        assert client.get(f"{GALLERY}?q=tai+nha+cap").context["page"].found == 1
        code = panel.part.contest.units.get(name=PLANTED["unit"]).code
        assert client.get(f"{GALLERY}?don-vi={code}").context["page"].found == 1, "as if nothing was chosen"
        assert "Đang chấm kín" in client.get(f"{GALLERY}8731/").content.decode()


@pytest.mark.parametrize("role", ["secretary", "organiser", "leader"])
def test_a_juror_with_another_seat_finds_no_author_on_the_console(panel: Panel, client: Client, role: str) -> None:
    entry = shown_to_all(panel)
    account = make.account(make.juror(panel))
    make.contests.seat(panel.part.contest, make.contests.BODY_OF[role], account)
    client.force_login(account)
    seen, told = leaks(client, f"{BASE}dieu-hanh/", entry)
    assert told == []
    assert len(seen) > 10
    with clock.frozen_at(make.LATER):
        for path in ("duyet/video/", "duyet/video/8731/", "dang-tai/video/", "ban-giao/video/", "tiep-nhan/"):
            answer = client.get(f"{BASE}dieu-hanh/tac-pham/{path}")
            assert answer.status_code == 403, path


def test_the_plan_may_hide_names_from_everybody_until_the_marking_is_over(client: Client) -> None:
    panel = blind_panel(hidden_from="everybody")
    entry = shown_to_all(panel)
    assert leaks(client, BASE, entry)[1] == []
    voter = make.contests.user("Người Xem Mẫu")
    client.force_login(voter)
    assert leaks(client, GALLERY, entry)[1] == []
    secretary = make.contests.holder_of("secretary", panel.part.contest)
    assert secretary is not None
    with clock.frozen_at(make.LATER):
        client.force_login(secretary)
        assert PLANTED["credit"] in client.get(f"{GALLERY}8731/").content.decode(), "who checks works knows"
        close_panel(panel, reason="Đủ phiếu", now=make.LATER, by=secretary)
        client.logout()
        assert PLANTED["credit"] in client.get(f"{GALLERY}8731/").content.decode()


def test_without_the_setting_everybody_else_reads_who_made_it(panel: Panel, client: Client) -> None:
    shown_to_all(panel)
    with clock.frozen_at(make.LATER):
        assert PLANTED["credit"] in client.get(f"{GALLERY}8731/").content.decode()
        assert PLANTED["unit"] in client.get(GALLERY).content.decode()


def make_form(revision: int) -> dict[str, Any]:
    marks = {f"diem-{key}": value for key, value in make.WHOLE.items()}
    return marks | {"phien-ban": revision, "nhan-xet": "", "trang": "", "lan": "0"}
