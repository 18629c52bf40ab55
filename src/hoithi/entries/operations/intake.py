"""Works that reach the office another way (tiếp nhận hộ): brought, mailed, e-mailed; entered for their owner."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.contests.models import ContestUnit, Entrant, Group, Part, Seat
from hoithi.contests.operations.entrants import register_entrant
from hoithi.core.errors import Refusal
from hoithi.core.spoken import end_moment, moment
from hoithi.core.text import fold
from hoithi.entries.models import Work
from hoithi.entries.operations.receipts import send_receipt
from hoithi.entries.operations.submit import hand_in
from hoithi.entries.operations.work import Written, open_draft, write_work
from hoithi.entries.operations.work_errors import ChangedMeanwhile, NotAtHand, NotReceiving, WorkClosed
from hoithi.entries.operations.work_steps import locked_work
from hoithi.entries.queries.settings import settings_of
from hoithi.people.models import User
from hoithi.people.operations.accounts import create_person

WAYS = (Work.HANDED_IN, Work.MAILED, Work.E_MAILED)
OPEN = frozenset({"draft", "held"})
"""States in which the desk goes on with a work: not taken in yet, or another file was asked for."""


@transaction.atomic
def person_entrant(
    part: Part,
    name: str,
    *,
    birth_date: date | None,
    contact: str,
    group: Group,
    unit: ContestUnit | None,
    now: datetime,
    by: User,
) -> Entrant:
    """Somebody who brings a work, entered into the contest: by the account of `contact`, else without an account.

    Raises NotEligible, NameInvalid, BirthDateInvalid, FieldsLocked.
    """
    account = User.objects.by_contact(contact) if contact else None
    person = account.person if account is not None else None
    if person is None or person.name_norm != fold(name):  # a family may share a telephone
        person = create_person(name, birth_date, now=now)
    else:
        entered = Entrant.objects.filter(contest=part.contest, person=person).first()
        if entered is not None:
            return entered
    return register_entrant(part.contest, person, group=group, unit=unit, now=now, by=by)


@transaction.atomic
def start_intake(part: Part, owner: Entrant, written: Written, *, way: str, now: datetime, by: User) -> Work:
    """A draft for a work that lies on the desk. Raises Refusal (the plan takes none this way), InvalidInput."""
    if not settings_of(part).intake.on_behalf:
        raise Refusal(
            _("Thể lệ phần thi này không có việc tiếp nhận tác phẩm trực tiếp hay qua thư."),
            hint=_("Người dự thi tự nộp tại trang cuộc thi."),
        )
    if way not in WAYS:
        raise Refusal(_("Chưa chọn cách tác phẩm được gửi đến."), hint=_("Hãy chọn một cách."))
    if part.opens is None or now < part.opens:
        raise NotReceiving(part.opens, part.closes, now)
    return open_draft(part, owner, written, now=now, by=by, intake=way)


@transaction.atomic
def change_intake(work: Work, written: Written, *, now: datetime, by: User, seen: datetime | None = None) -> Work:
    """Correct what was copied from paper, until it is taken in. Raises WorkClosed, ChangedMeanwhile, InvalidInput."""
    work = locked_work(work.pk)
    if work.intake == Work.ONLINE or work.entry.state not in OPEN:
        raise WorkClosed
    if seen is not None and work.updated_at != seen:
        raise ChangedMeanwhile(work.updated_at)
    write_work(work, written, now=now)
    record("entries:work:changed", now=now, contest_key=work.entry.part.contest.slug, actor=by, target=work.entry.code)
    return work


@transaction.atomic
def take_in(
    work: Work,
    *,
    received: datetime,
    note: str,
    agreed: Collection[str],
    now: datetime,
    by: User,
    check_base: str,
) -> Work:
    """Receive the work: number and receipt by the moment it reached the office; `agreed` are declarations on paper.

    After the close only what had arrived before it is taken in, and the note says how that is known. Raises NotAtHand,
    WorkClosed, NotReceiving, and what `hand_in` raises.
    """
    work = locked_work(work.pk)
    part = work.entry.part
    if work.intake == Work.ONLINE or work.entry.state not in OPEN:
        raise WorkClosed
    if part.frozen_at is None or part.opens is None or part.closes is None or now < part.opens:
        raise NotReceiving(part.opens, part.closes, now)
    _check_moment(part.opens, part.closes, received, note, now)
    work.intake_note = note.strip()[:300]
    work.save(update_fields=["intake_note"])
    work = hand_in(work, agreed=agreed, now=now, by=by, received=received)
    data = {"way": work.intake, "received": received, "number": work.number, "part": part.key}
    record("entries:work:taken_in", now=now, contest_key=part.contest.slug, actor=by, target=work.entry.code, data=data)
    send_receipt(work, now=now, to=_owner_addresses(work, now), check_base=check_base)
    return work


def _check_moment(opens: datetime, closes: datetime, received: datetime, note: str, now: datetime) -> None:
    if received > now:
        raise NotAtHand(_("Thời điểm nhận không thể ở sau lúc này."), hint=_("Hãy xem lại ngày, giờ nhận."))
    if received < opens:
        raise NotAtHand(
            _("Phần thi nhận tác phẩm từ {moment}.").format(moment=moment(opens)),
            hint=_("Tác phẩm đến sớm hơn được ghi nhận vào lúc mở."),
        )
    if received >= closes:
        raise NotAtHand(
            _("Tác phẩm đến sau hạn ({end}) nên không tiếp nhận được.").format(end=end_moment(closes)),
            hint=_("Nếu đã nhận trước hạn, hãy ghi đúng thời điểm nhận."),
        )
    if now >= closes and not note.strip():
        raise NotAtHand(
            _("Đã hết hạn nhận: cần ghi chú căn cứ cho thấy tác phẩm đến trước hạn."),
            hint=_("Ví dụ: số công văn đến, dấu bưu điện, giờ của thư điện tử."),
        )


def _owner_addresses(work: Work, now: datetime) -> list[str]:
    """Where the owner's accounts read mail: the person's own, for a unit its coordinators'."""
    owner = work.entry.owner
    seats = Seat.objects.filter(Q(until__isnull=True) | Q(until__gt=now), body__kind="coordinators")
    theirs = seats.filter(body__contest=owner.contest_id, contest_unit=owner.contest_unit_id, person__isnull=False)
    people = [owner.person_id] if owner.kind == "person" else list(theirs.values_list("person_id", flat=True))
    accounts = User.objects.filter(is_active=True, email__isnull=False, person__in=people)
    return [address for address in accounts.values_list("email", flat=True) if address]
