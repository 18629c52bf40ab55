"""The board of units that owe works: counts, filters, one reminder a day, Excel and paper."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from python_calamine import CalamineWorkbook

from hoithi.audit.models import AuditEvent
from hoithi.entries.operations.reminders import RemindedAlready, remind_units
from hoithi.entries.queries import board
from hoithi.people.models import Letter
from hoithi.people.operations.outbox import send_due
from tests.entries import factories as works
from tests.entries.views.conftest import Desk, text_of

NOW = works.NOW


@pytest.fixture
def met(desk: Desk) -> Desk:
    """The first unit handed one in, the second has a draft only; the first also withdrew one."""
    account, unit = works.coordinator(desk.part)
    works.submitted(desk.part, account, unit)
    other, second = works.coordinator(desk.part, "Phòng Hai")
    works.draft(desk.part, other, second)
    desk.sign_in("secretary")
    return desk


def rows(desk: Desk, **narrowed: str) -> list[tuple[str, int, int, int | None, int]]:
    found = board.narrowed(board.board_rows(desk.part, board.unit_groups(desk.part)), **narrowed)
    return [(one.name, one.held, one.owed, one.most, one.drafts) for one in found]  # type: ignore[attr-defined]


@pytest.mark.both
def test_counts_and_filters(met: Desk) -> None:
    one, two = ("Phòng Một", 1, 1, 2, 0), ("Phòng Hai", 0, 1, 2, 1)
    assert rows(met) == [one, two]
    assert rows(met, only="chua-nop") == rows(met, only="chua-du") == [two]
    assert rows(met, only="da-du") == [one]
    assert rows(met, text="phong mot") == [one]
    assert rows(met, group="khac") == []
    assert board.totals(board.board_rows(met.part, board.unit_groups(met.part))) == board.Totals(2, 1, 1, 1, 1)


def test_the_page_shows_who_owes_and_what_each_may_send(met: Desk) -> None:
    html = text_of(met.get(f"{met.console}theo-doi/"))
    assert "phải nộp ít nhất 1, nhiều nhất 2 tác phẩm" in html
    assert "Nhắc 1 đơn vị chưa nộp đủ" in html
    assert "còn thiếu tác phẩm của Phòng Hai." in html
    html = text_of(met.get(f"{met.console}theo-doi/", loc="chua-du"))
    assert "1 trên 2 đơn vị" in html
    assert met.get(f"{met.console}theo-doi/", phan="khong-co").status_code == 404


def test_one_press_a_day_writes_to_the_coordinators_of_those_who_owe(met: Desk) -> None:
    path = f"{met.console}theo-doi/nhac/"
    assert met.post(path).status_code == 302
    assert send_due(NOW) == 1
    (letter,) = mail.outbox
    assert "Kính gửi đầu mối của Phòng Hai," in letter.body
    assert "ít nhất 1 tác phẩm, đến nay đã nộp 0" in letter.body
    assert f"http://testserver{met.home}" in letter.body
    assert "disabled" in text_of(met.get(f"{met.console}theo-doi/"))
    assert met.post(path, now=NOW + timedelta(hours=23)).status_code == 409
    assert met.post(path, now=NOW + timedelta(hours=24)).status_code == 302
    events = AuditEvent.objects.filter(action="entries:units:reminded")
    assert [event.data["letters"] for event in events] == [1, 1]


def test_units_nobody_can_write_to_are_named(desk: Desk) -> None:
    works.coordinator(desk.part, "Phòng Hai")
    by = desk.sign_in("secretary")
    assert by is not None
    done = remind_units(desk.part, now=NOW, by=by, link="https://vidu.example/")
    assert (done.units, done.letters, done.unreached) == (2, 1, ("Phòng Một",))
    with pytest.raises(RemindedAlready, match="09:00 ngày 11/6/2024"):
        remind_units(desk.part, now=NOW + timedelta(minutes=1), by=by, link="")


def test_no_reminder_after_the_close_nor_where_nobody_owes(desk: Desk) -> None:
    for name in ("Phòng Một", "Phòng Hai"):
        account, unit = works.coordinator(desk.part, name)
        works.submitted(desk.part, account, unit)
    desk.sign_in("secretary")
    path = f"{desk.console}theo-doi/nhac/"
    assert "Không còn đơn vị nào thiếu" in text_of(desk.post(path))
    assert "Đã hết hạn" in text_of(desk.post(path, now=works.AFTER))


def test_excel_and_paper_hold_every_row(met: Desk) -> None:
    response = met.get(f"{met.console}theo-doi/bang.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    cells = book.get_sheet_by_index(0).to_python()
    assert [row[1:7] for row in cells[-2:]] == [
        ["Phòng Một", "Đơn vị", 1, 2, 1, 0],
        ["Phòng Hai", "Đơn vị", 1, 2, 0, 1],
    ]
    html = text_of(met.get(f"{met.console}theo-doi/ban-in/"))
    assert "1/2 đơn vị đã nộp đủ, 1 tác phẩm đã nhận" in html


@pytest.mark.parametrize("n", [1, 3])
def test_the_board_costs_the_same_whatever_it_holds(
    db: None, client: Client, n: int, django_assert_num_queries: Any
) -> None:
    names = [f"Phòng {at}" for at in range(n)]
    desk = Desk(works.opened(None, "Phòng Thiếu", *names), client)
    for name in names:
        account, unit = works.coordinator(desk.part, name)
        works.submitted(desk.part, account, unit)
    desk.sign_in("secretary")
    desk.get(f"{desk.console}theo-doi/")
    with django_assert_num_queries(15):
        desk.get(f"{desk.console}theo-doi/")
    with django_assert_num_queries(11):
        desk.get(f"{desk.console}theo-doi/ban-in/")


PERSONS = [
    {"key": "don-vi", "title": "Đơn vị", "subject": "unit", "unit_kinds": ["phong-ban"]},
    {"key": "ca-nhan", "title": "Cá nhân", "subject": "person", "min": 1, "max": 2, "unit": "optional"},
]


def test_a_group_of_persons_with_a_minimum_is_on_the_board_and_reminded(client: Client, db: None) -> None:
    desk = Desk(works.opened(group=PERSONS), client)
    done, owner = works.person(desk.part, "Người Đã Nộp")
    works.submitted(desk.part, done, owner)
    works.person(desk.part, "Người Còn Thiếu")
    desk.sign_in("secretary")
    html = text_of(desk.get(f"{desk.console}theo-doi/"))
    assert "1 trên 2 người đã đăng ký chưa nộp đủ." in html
    assert "Người Còn Thiếu" in html
    assert "Người Đã Nộp" not in html
    assert desk.post(f"{desk.console}theo-doi/nhac/", {"ai": "ca-nhan"}).status_code == 302
    letter = Letter.objects.get(key__startswith="works-reminder-people:")
    assert "bạn cần nộp ít nhất 1 tác phẩm, đến nay đã nộp 0." in letter.text
    assert desk.post(f"{desk.console}theo-doi/nhac/", {"ai": "ca-nhan"}).status_code == 409, "once a day"
    assert AuditEvent.objects.filter(action="entries:people:reminded").count() == 1
    desk.sign_in("leader")
    html = text_of(desk.get(f"{desk.console}theo-doi/"))
    assert "chưa nộp đủ" in html
    assert "Người Còn Thiếu" not in html, "names are for the secretary"
