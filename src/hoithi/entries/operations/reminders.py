"""Reminding units that still owe works (nhắc nộp tác phẩm): one press, at most once a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.contests.models import Part
from hoithi.core.errors import Refusal
from hoithi.core.spoken import end_moment, moment
from hoithi.entries.operations.work_errors import NotReceiving
from hoithi.entries.queries.addresses import coordinator_addresses
from hoithi.entries.queries.board import board_rows, last_reminder, narrowed, reminder_key, unit_groups
from hoithi.entries.queries.owing import owing, people_key, people_reminded_at, people_rows, person_groups
from hoithi.people.models import User
from hoithi.people.operations.outbox import letter, queue_letters

PAUSE = timedelta(days=1)


class RemindedAlready(Refusal):
    """The coordinators were written to less than a day ago."""

    def __init__(self, at: datetime) -> None:
        super().__init__(
            _("Đã nhắc các đơn vị lúc {moment}.").format(moment=moment(at)),
            hint=_("Mỗi ngày chỉ nhắc một lần; có thể nhắc lại sau {moment}.").format(moment=moment(at + PAUSE)),
        )


@dataclass(frozen=True)
class Reminded:
    """How many units owe works, how many letters go out, and who has nobody to write to."""

    units: int
    letters: int
    unreached: tuple[str, ...]


@transaction.atomic
def remind_units(part: Part, *, now: datetime, by: User, link: str) -> Reminded:
    """Write to the coordinators of every unit that owes works; `link` is the page to hand in at.

    Raises RemindedAlready, NotReceiving, Refusal (nobody owes, nobody can be written to).
    """
    part = Part.objects.select_for_update(of=("self",), no_key=True).select_related("contest").get(pk=part.pk)
    if part.closes is None or now >= part.closes:
        raise NotReceiving(part.opens, part.closes, now)
    at = last_reminder(part)
    if at is not None and now < at + PAUSE:
        raise RemindedAlready(at)
    units = list(narrowed(board_rows(part, unit_groups(part)), only="chua-du"))
    if not units:
        raise Refusal(_("Không còn đơn vị nào thiếu tác phẩm."), hint=_("Không cần nhắc."))
    addresses = coordinator_addresses(part.contest_id, {unit.pk for unit in units}, now)
    letters = [
        letter(
            address,
            _("Nhắc nộp tác phẩm: {contest}").format(contest=part.contest.short_title),
            _text(part, unit, link),
            key=f"{reminder_key(part)}{unit.pk}:{now:%Y%m%d%H%M%S}:{address}",
            now=now,
        )
        for unit in units
        for address in addresses.get(unit.pk, [])
    ]
    unreached = tuple(unit.name for unit in units if unit.pk not in addresses)
    if not letters:
        raise Refusal(
            _("Chưa đầu mối nào của các đơn vị này có thư điện tử."),
            hint=_("Hãy chép tin nhắc dưới đây để gửi qua Zalo hoặc điện thoại."),
        )
    queue_letters(letters)
    data = {"part": part.key, "units": len(units), "letters": len(letters), "unreached": len(unreached)}
    record("entries:units:reminded", now=now, contest_key=part.contest.slug, actor=by, target=part.key, data=data)
    return Reminded(len(units), len(letters), unreached)


@transaction.atomic
def remind_people(part: Part, *, now: datetime, by: User, link: str) -> int:
    """Write to everybody of a group of persons who owes works; returns how many. At most once a day.

    Raises RemindedAlready, NotReceiving, Refusal (nobody owes, nobody can be written to).
    """
    part = Part.objects.select_for_update(of=("self",), no_key=True).select_related("contest").get(pk=part.pk)
    if part.closes is None or now >= part.closes:
        raise NotReceiving(part.opens, part.closes, now)
    at = people_reminded_at(part)
    if at is not None and now < at + PAUSE:
        raise RemindedAlready(at)
    people = owing(people_rows(part, person_groups(part)))
    addressed = people.filter(person__user__is_active=True, person__user__email__isnull=False)
    letters = [
        letter(
            address,
            _("Nhắc nộp tác phẩm: {contest}").format(contest=part.contest.short_title),
            _own_text(part, one, link),
            key=f"{people_key(part)}{one.pk}:{now:%Y%m%d%H%M%S}",
            now=now,
        )
        for one, address in ((one, one.address) for one in addressed.annotate(address=F("person__user__email")))
        if address
    ]
    if not letters:
        raise Refusal(
            _("Không có ai thiếu tác phẩm mà có thư điện tử."), hint=_("Hãy gọi điện cho những người còn thiếu.")
        )
    queue_letters(letters)
    data = {"part": part.key, "people": len(letters)}
    record("entries:people:reminded", now=now, contest_key=part.contest.slug, actor=by, target=part.key, data=data)
    return len(letters)


def _own_text(part: Part, one: Any, link: str) -> str:
    assert part.closes is not None  # checked before
    words = {"contest": part.contest.title, "part": part.title, "owed": one.owed, "held": one.held}
    return "\n".join(
        [
            _("Kính gửi {name},").format(name=one.display_name),
            "",
            _("{contest}, {part}: bạn cần nộp ít nhất {owed} tác phẩm, đến nay đã nộp {held}.").format(**words),
            _("Hạn nhận: {end}.").format(end=end_moment(part.closes)),
            _("Nộp tại: {link}").format(link=link),
        ]
    )


def _text(part: Part, unit: Any, link: str) -> str:
    assert part.closes is not None  # checked before
    return "\n".join(
        [
            _("Kính gửi đầu mối của {unit},").format(unit=unit.name),
            "",
            _("{contest}, {part}: đơn vị cần nộp ít nhất {owed} tác phẩm, đến nay đã nộp {held}.").format(
                contest=part.contest.title, part=part.title, owed=unit.owed, held=unit.held
            ),
            _("Hạn nhận: {end}.").format(end=end_moment(part.closes)),
            _("Nộp tại: {link}").format(link=link),
        ]
    )
