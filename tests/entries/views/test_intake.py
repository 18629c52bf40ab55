"""Works brought, mailed, e-mailed: whose they are, when they came, the file, the receipt for the bearer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from hoithi.audit.models import AuditEvent
from hoithi.contests.models import Entrant
from hoithi.entries.models import Work
from hoithi.entries.operations.uploads import finished, most_bytes, page_of
from hoithi.files.models import Upload
from hoithi.people.models import User
from hoithi.people.operations.outbox import send_due
from tests.contests import factories as make
from tests.entries import factories as works
from tests.entries.views.conftest import Desk, text_of, typed

NOW = works.NOW
BROUGHT = {"cach-way": "handed_in"}
NEW_PERSON = BROUGHT | {
    "nguoi-full_name": "Lý Thị Mới",
    "nguoi-birth_date_day": "20",
    "nguoi-birth_date_month": "6",
    "nguoi-birth_date_year": "1980",
    "nguoi-contact": "0912 555 666",
    "nguoi-group": "ca-nhan",
}


def came(day: str = "10", month: str = "6", hour: str = "08:15", **fields: Any) -> dict[str, Any]:
    data = {"day_day": day, "day_month": month, "day_year": "2024", "hour": hour, "note": ""}
    return data | {"declaration-ban-quyen": "on"} | fields


@pytest.fixture
def office(desk: Desk) -> Desk:
    desk.sign_in("secretary")
    return desk


def secretary() -> User:
    return User.objects.get(person__full_name="Vai Trò secretary Mẫu")


def started(office: Desk, query: str = "", **fields: Any) -> Work:
    response = office.post(f"{office.console}tiep-nhan/moi/{query}", typed("Nguyễn Văn Mẫu", **(BROUGHT | fields)))
    assert response.status_code == 302, text_of(response)
    return Work.objects.select_related("entry__owner").latest("entry__created_at", "pk")


def test_a_work_brought_for_a_unit_gets_its_receipt_by_the_moment_it_came(office: Desk) -> None:
    coordinator, _unit = works.coordinator(office.part)
    assert office.unit.code in text_of(office.get(f"{office.console}tiep-nhan/", q="phong mot"))
    work = started(office, f"?don-vi={office.unit.code}")
    assert (work.entry.owner.kind, work.intake, work.number) == ("unit", Work.HANDED_IN, None)
    path = f"{office.console}tiep-nhan/{work.entry.code}/"
    assert "Chưa tải tệp lên xong" in text_of(office.get(path))
    works.with_file(work, secretary())
    response = office.post(path, came(note="Chị Mẫu mang đến"))
    assert response.url == f"{path}bien-nhan/"
    html = text_of(office.get(response.url))
    assert "08:15:00" in html
    assert "HT24-1-001" in html
    assert "Nộp trực tiếp" in html
    assert "Chị Mẫu mang đến" in html
    work.refresh_from_db()
    assert work.submitted_at == NOW.replace(hour=8, minute=15)
    event = AuditEvent.objects.get(action="entries:work:taken_in")
    assert (event.data["way"], event.data["number"]) == ("handed_in", 1)
    send_due(NOW)
    assert [letter.to for letter in mail.outbox] == [[coordinator.email]]
    assert "HT24-1-001" in text_of(office.get(f"{office.console}tiep-nhan/"))


def test_everything_missing_is_named_and_nothing_is_half_written(office: Desk) -> None:
    work = started(office, f"?don-vi={office.unit.code}", topics=[])
    path = f"{office.console}tiep-nhan/{work.entry.code}/"
    sent = came()
    del sent["declaration-ban-quyen"]
    response = office.post(path, sent)
    html = text_of(response)
    assert response.status_code == 400
    for said in ("Chưa chọn chủ đề", "Chưa tải tệp", "Chưa đồng ý với cam kết"):
        assert said in html
    work.refresh_from_db()
    assert (work.number, work.intake_note, work.entry.state) == (None, "", "draft")


@pytest.mark.parametrize(
    ("day", "hour", "note", "now", "said"),
    [
        ("10", "09:01", "", NOW, "không thể ở sau lúc này"),
        ("30", "10:00", "", works.AFTER, "cần ghi chú căn cứ"),
        ("10", "25:00", "", NOW, "Hãy nhập giờ như 14:05."),
        ("31", "10:00", "", NOW, "không có trong lịch"),
    ],
)
def test_the_moment_it_came_is_looked_at(office: Desk, day: str, hour: str, note: str, now: Any, said: str) -> None:
    work = works.taken(office.part)
    path = f"{office.console}tiep-nhan/{work.entry.code}/"
    response = office.post(path, came(day, hour=hour, note=note), now=now)
    assert response.status_code == 400
    assert said in text_of(response)


def test_too_early_and_too_late(office: Desk) -> None:
    path = f"{office.console}tiep-nhan/{works.taken(office.part).entry.code}/"
    assert "nhận tác phẩm từ 00:00 ngày 1/6/2024" in text_of(office.post(path, came("31", "5")))
    late = came("1", "7", "00:00", note="Dấu bưu điện")
    assert "đến sau hạn" in text_of(office.post(path, late, now=works.AFTER))


def test_after_the_close_what_had_come_before_it_is_taken_in_with_a_note(office: Desk) -> None:
    work = works.taken(office.part, now=works.AFTER)
    path = f"{office.console}tiep-nhan/{work.entry.code}/"
    assert "Đã hết hạn nhận" in text_of(office.get(path, now=works.AFTER))
    response = office.post(path, came("30", hour="23:59:59", note="Công văn đến số 15"), now=works.AFTER)
    assert response.url == f"{path}bien-nhan/"
    assert "23:59:59" in text_of(office.get(response.url, now=works.AFTER))


def test_somebody_without_an_account_is_entered_as_on_the_paper(office: Desk) -> None:
    work = started(office, **NEW_PERSON)
    owner = work.entry.owner
    assert (owner.kind, owner.display_name, owner.group.key) == ("person", "Lý Thị Mới", "ca-nhan")
    assert not User.objects.filter(person=owner.person).exists()
    assert "Lý Thị Mới" in text_of(office.get(f"{office.console}tiep-nhan/", q="ly thi"))
    again = started(office, f"?nguoi={owner.code}")
    assert again.entry.owner == owner


def test_a_shared_telephone_does_not_make_two_people_one(office: Desk) -> None:
    known = make.user("Lý Thị Mới", phone="+84912555666")
    assert started(office, **NEW_PERSON).entry.owner.person == known.person
    other = started(office, **(NEW_PERSON | {"nguoi-full_name": "Lý Văn Khác"}))
    assert other.entry.owner.display_name == "Lý Văn Khác"
    assert Entrant.objects.filter(person=known.person).count() == 1


def test_what_is_wrong_with_the_person_is_said_and_all_stays(office: Desk) -> None:
    sent = typed("Nguyễn Văn Mẫu", **(NEW_PERSON | {"nguoi-full_name": "", "cach-way": ""}))
    response = office.post(f"{office.console}tiep-nhan/moi/", sent)
    html = text_of(response)
    assert response.status_code == 400
    assert "Hãy chọn một cách." in html
    assert 'value="0912 555 666"' in html
    assert "Phim ngắn." in html
    assert not Work.objects.exists()


def test_an_upload_belongs_to_whoever_takes_the_work_in(office: Desk) -> None:
    by = secretary()
    work = works.taken(office.part)
    assert most_bytes(by, work.entry.code, NOW) == 8_000_000_000
    upload = Upload(owner=by, target=work.entry.code)
    assert finished(upload, works.stored(name="moi.mp4"), works.AFTER) == page_of(work, by, NOW)
    stranger, _owner = works.person(office.part)
    with pytest.raises(Exception, match="Không tìm thấy tác phẩm này"):
        most_bytes(stranger, work.entry.code, NOW)


def test_the_desk_touches_no_work_handed_in_online(office: Desk) -> None:
    account, unit = works.coordinator(office.part)
    work = works.submitted(office.part, account, unit)
    assert office.get(f"{office.console}tiep-nhan/{work.entry.code}/").status_code == 404
    assert office.post(f"{office.console}tiep-nhan/{work.entry.code}/", came()).status_code == 404


def test_two_at_the_desk_correct_one_paper(office: Desk) -> None:
    work = works.taken(office.part)
    path = f"{office.console}tiep-nhan/{work.entry.code}/sua/"
    version = office.get(path).context["form"].initial["version"]
    sent = typed("Nguyễn Văn Mẫu", title="Lần một", version=version)
    assert office.post(path, sent, now=NOW + timedelta(seconds=1)).status_code == 302
    response = office.post(path, sent | {"title": "Lần hai"}, now=NOW + timedelta(seconds=2))
    assert response.status_code == 409
    assert "Lần hai" in text_of(response)


def test_once_taken_in_it_is_not_taken_in_again(office: Desk) -> None:
    work = works.taken(office.part, done=True)
    path = f"{office.console}tiep-nhan/{work.entry.code}/"
    assert "sang bước khác" in text_of(office.post(path, came()))
    assert office.get(f"{path}sua/").status_code == 302


def test_a_plan_that_takes_nothing_in_for_others_says_so(db: None, client: Any) -> None:
    desk = Desk(works.opened(works.entries_part(intake={"on_behalf": False})), client)
    desk.sign_in("secretary")
    assert "không có việc tiếp nhận" in text_of(desk.get(f"{desk.console}tiep-nhan/"))
    sent = typed("Nguyễn Văn Mẫu", **BROUGHT)
    assert desk.post(f"{desk.console}tiep-nhan/moi/?don-vi={desk.unit.code}", sent).status_code == 400
