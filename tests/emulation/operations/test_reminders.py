"""Reminders: on the plan's days before and after, each letter once; and by one press."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hoithi.core.errors import Refusal
from hoithi.emulation.operations.reminders import remind_due, remind_units
from hoithi.people.models import Letter
from tests.emulation import factories as td

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("day", "letters"), [(21, 0), (22, 1), (23, 0), (24, 1), (25, 0), (26, 1), (28, 1), (29, 0)])
def test_units_that_owe_are_written_to_on_the_plan_s_days(day: int, letters: int) -> None:
    part = td.campaign()
    td.coordinator(part, td.unit(part))
    assert remind_due(td.on(td.JUNE, day)) == letters


def test_each_letter_once_and_only_to_units_that_owe() -> None:
    part = td.campaign()
    td.coordinator(part, td.unit(part))
    td.coordinator(part, td.unit(part, "Xã Bốn"))
    td.send(part, td.unit(part, "Xã Bốn"))
    assert remind_due(td.on(td.JUNE, 24)) == 1
    assert remind_due(td.on(td.JUNE, 24, 15)) == 0
    (letter,) = Letter.objects.all()
    assert "tháng 6/2021" in letter.subject
    assert "Hạn đến hết ngày 25/6/2021" in letter.text
    assert "Xã Ba" in letter.text
    assert remind_due(td.on(td.JUNE, 26)) == 1
    assert "quá hạn" in Letter.objects.order_by("pk").last().text  # type: ignore[union-attr]


def test_nobody_is_reminded_of_a_closed_month() -> None:
    part = td.campaign()
    td.coordinator(part, td.unit(part))
    td.close(part, now=td.on(td.JUNE, 27))
    assert remind_due(td.on(td.JUNE, 28)) == 0


@pytest.fixture
def link() -> str:
    return "https://vidu.example/bao-cao/"


def test_one_press_reminds_once_a_day(link: str) -> None:
    part = td.campaign()
    holder = td.coordinator(part, td.unit(part))
    now = td.on(td.JUNE, 23)
    done = remind_units(part, td.JUNE, link=link, now=now, by=holder)
    assert (done.units, done.letters, len(done.unreached)) == (6, 1, 5)
    with pytest.raises(Refusal, match="Đã nhắc"):
        remind_units(part, td.JUNE, link=link, now=now + timedelta(hours=23), by=holder)
    remind_units(part, td.JUNE, link=link, now=now + timedelta(hours=25), by=holder)
    with pytest.raises(Refusal, match="Chưa đến kỳ"):
        remind_units(part, td.JULY, link=link, now=now, by=holder)


def test_nobody_owes_or_nobody_can_be_reached(link: str) -> None:
    part = td.campaign()
    holder = td.coordinator(part, td.unit(part))
    td.send(part, td.unit(part))
    with pytest.raises(Refusal, match="thư điện tử"):
        remind_units(part, td.JUNE, link=link, now=td.on(td.JUNE, 23), by=holder)
    for name in (*td.OFFICES, *td.COMMUNES[1:]):
        td.send(part, td.unit(part, name))
    with pytest.raises(Refusal, match="Mọi đơn vị"):
        remind_units(part, td.JUNE, link=link, now=td.on(td.JUNE, 23), by=holder)
