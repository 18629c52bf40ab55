"""Appointing people to seats (cử người vào ban, tổ)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.contests.models import Body, ContestUnit, Entrant, Seat
from hoithi.contests.rules.permission import BANK_READERS
from hoithi.core.errors import Refusal
from hoithi.people.models import Person, User


class SeatTaken(Refusal):
    """Somebody else has been appointed to this seat meanwhile."""


class AlreadyEntered(Refusal):
    """Somebody who has sat the contest cannot become a reader of its sealed bank."""


@transaction.atomic
def appoint(
    body: Body,
    person: Person,
    *,
    now: datetime,
    by: User | None = None,
    seat: Seat | None = None,
    title: str = "",
    contest_unit: ContestUnit | None = None,
) -> Seat:
    """Seat a person on a body: an empty seat of the plan, or an added one. Doing it twice changes nothing.

    Raises AlreadyEntered when a reader of the sealed bank has already sat the contest, SeatTaken when the seat is not
    empty any more.
    """
    body = Body.objects.select_for_update().select_related("contest").get(pk=body.pk)
    held = body.seats.filter(person=person, contest_unit=contest_unit, until__isnull=True).first()
    if held is not None:
        return held
    _check_not_entered(body, person)
    if seat is not None:
        seat = body.seats.select_related("body__contest").get(pk=seat.pk)
        if seat.person_id is not None:
            raise SeatTaken(
                _("Ghế này vừa có người được cử."), hint=_("Hãy xem lại danh sách, hoặc thôi cử người đó trước.")
            )
    else:
        position = body.seats.count()
        seat = Seat(body=body, position=position, title=title or "Thành viên")
    seat.person, seat.contest_unit, seat.since, seat.until = person, contest_unit, now, None
    seat.save()
    _log(seat, "contests:seat:appointed", now, by)
    return seat


@transaction.atomic
def vacate(seat: Seat, *, now: datetime, by: User | None = None) -> Seat:
    """End a person's time on a seat; the seat's past stays readable, a plan's seat is empty again beside it."""
    seat = Seat.objects.select_for_update().select_related("body__contest").get(pk=seat.pk)
    if seat.person_id is None or seat.until is not None:
        return seat
    seat.until = now
    was_from_plan, seat.from_plan = seat.from_plan, False
    seat.save(update_fields=["until", "from_plan"])
    if was_from_plan:
        Seat.objects.create(
            body=seat.body,
            position=seat.position,
            title=seat.title,
            agency=seat.agency,
            invited=seat.invited,
            from_plan=True,
        )
    _log(seat, "contests:seat:vacated", now, by)
    return seat


def _check_not_entered(body: Body, person: Person) -> None:
    if body.kind not in BANK_READERS:
        return
    # The entrant's row is locked: a start under way is waited for, and one that comes later sees the new seat.
    entrant = Entrant.objects.select_for_update(no_key=True).filter(contest=body.contest, person=person).first()
    if entrant is not None and entrant.locked_at is not None:
        raise AlreadyEntered(
            _("Người này đã dự thi nên không thể tham gia %(body)s.") % {"body": body.title},
            hint=_("Hãy cử người khác."),
        )


def _log(seat: Seat, action: str, now: datetime, by: User | None) -> None:
    record(
        action,
        now=now,
        contest_key=seat.body.contest.slug,
        actor=by,
        target=seat.body.title,
        data={"seat": seat.pk, "person": seat.person_id or 0},
    )
