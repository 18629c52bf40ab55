"""Who marks what: dealt out evenly, kept where somebody has begun, dealt again when somebody steps back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.contests.models import Entry, Seat
from hoithi.contests.queries.roles import seats_held
from hoithi.core.canonical import random_code
from hoithi.core.errors import Refusal
from hoithi.judging.errors import MarkingClosed, NoReason, NoRubric, SheetNotFound, SheetSigned
from hoithi.judging.models import Juror, Panel, Recusal, Sheet, SheetEvent
from hoithi.judging.operations.panel import locked_panel
from hoithi.judging.queries.conflicts import conflicts_of
from hoithi.judging.queries.settings import rubric_of, settings_of, works_of
from hoithi.judging.rules.assignment import assign
from hoithi.people.models import Person, User

CODE = 10


@dataclass
class Dealt:
    """What an assignment changed, and the works that lack jurors: (work, how many)."""

    given: int = 0
    taken: int = 0
    short: list[tuple[Entry, int]] = field(default_factory=list)


def seated_people(panel: Panel, now: datetime) -> set[int]:
    """Persons who sit on the body that judges this part."""
    body = settings_of(panel.part).body
    seats = Seat.objects.filter(body__contest=panel.part.contest_id, body__kind="jury", person__isnull=False)
    if seats.filter(body__key=body).exists():
        seats = seats.filter(body__key=body)
    people = Person.objects.filter(seats__in=seats).distinct()
    return {person.pk for person in people if seats_held(person, now).filter(pk__in=seats.values("pk")).exists()}


@transaction.atomic
def assign_works(panel: Panel, *, now: datetime, by: User | None = None, anew: bool = True) -> Dealt:
    """Deal works out to those who sit on the jury. With `anew` only sheets begun stay where they are, else all do.

    Raises MarkingClosed, NoRubric, Refusal (nobody sits on the jury).
    """
    panel = locked_panel(panel.pk)
    if panel.closed_at:
        raise MarkingClosed
    jurors = _jurors(panel, now)
    if settings_of(panel.part).mode == "pairwise":
        return Dealt()
    rubric = rubric_of(panel)
    if rubric is None:
        raise NoRubric
    return _deal(panel, jurors, now, by, anew=anew)


def _jurors(panel: Panel, now: datetime) -> list[Juror]:
    """Everybody with a seat is a juror; whoever lost theirs has left."""
    seated = seated_people(panel, now)
    if not seated:
        raise Refusal(
            _("Ban Giám khảo chưa có ai nên chưa phân công được."), hint=_("Hãy cử giám khảo ở trang Ban, tổ.")
        )
    known = {juror.person_id: juror for juror in panel.jurors.select_related("person")}
    for person in sorted(seated - set(known)):
        known[person] = Juror.objects.create(panel=panel, person_id=person, code=random_code(CODE), joined_at=now)
    for juror in known.values():
        if juror.person_id not in seated and juror.left_at is None:
            _leave(juror, _("Không còn trong Ban Giám khảo"), now)
    return list(panel.jurors.select_related("person"))


def _deal(panel: Panel, jurors: list[Juror], now: datetime, by: User | None, *, anew: bool) -> Dealt:
    works = list(works_of(panel.part))
    sheets = list(
        Sheet.objects.select_for_update(of=("self",), no_key=True)
        .filter(juror__panel=panel, dropped_at=None)
        .select_related("juror", "entry")
        .order_by("pk")
    )
    kept: dict[str, set[str]] = {}
    for sheet in sheets:
        if not anew or begun(sheet):
            kept.setdefault(sheet.entry.code, set()).add(sheet.juror.code)
    conflicts = {work: set(found) for work, found in conflicts_of(panel.part, works, jurors, now).items()}
    for work in works:  # sheets signed by those who left stay; nothing new goes to them
        conflicts[work.code] |= {j.code for j in jurors if j.left_at and j.code not in kept.get(work.code, ())}
        conflicts[work.code] -= {s.juror.code for s in sheets if s.signed_at and s.entry_id == work.pk}
    result = assign(
        [work.code for work in works],
        [juror.code for juror in jurors],
        settings_of(panel.part).jurors_per_work,
        conflicts=conflicts,
        seed=bytes(panel.seed),
        kept=kept,
    )
    dealt = _carry_out(panel, works, jurors, sheets, result.jurors, now)
    dealt.short = [(work, result.short[work.code]) for work in works if result.short.get(work.code)]
    dealt.short += [(work, 1) for work in works if not result.jurors[work.code] and work.code not in result.short]
    data = {"part": panel.part.key, "dealt": dealt.given, "dropped": dealt.taken, "short": len(dealt.short)}
    slug = panel.part.contest.slug
    record("judging:panel:assigned", now=now, contest_key=slug, actor=by, target=panel.part.title, data=data)
    return dealt


def _carry_out(
    panel: Panel,
    works: list[Entry],
    jurors: list[Juror],
    sheets: list[Sheet],
    wanted: dict[str, frozenset[str]],
    now: datetime,
) -> Dealt:
    judged = {work.pk for work in works}
    held = {(sheet.entry.code, sheet.juror.code) for sheet in sheets}
    too_many = [
        sheet
        for sheet in sheets
        if not sheet.signed_at and sheet.entry_id in judged and sheet.juror.code not in wanted[sheet.entry.code]
    ]
    untouched = [sheet for sheet in too_many if not begun(sheet)]
    Sheet.objects.filter(pk__in=[sheet.pk for sheet in untouched if sheet.revision == 0]).delete()
    for sheet in too_many:
        if sheet.pk is not None and not (sheet in untouched and sheet.revision == 0):
            drop_sheet(sheet, _("Phân công lại"), now, None)
    rubric = rubric_of(panel)
    fresh = [
        Sheet(juror=juror, entry=work, code=random_code(CODE), rubric=rubric, dealt_at=now)
        for work in works
        for juror in jurors
        if juror.code in wanted[work.code] and (work.code, juror.code) not in held
    ]
    Sheet.objects.bulk_create(fresh)
    return Dealt(len(fresh), len(too_many))


def begun(sheet: Sheet) -> bool:
    return bool(sheet.signed_at or sheet.marks or sheet.comment)


def drop_sheet(sheet: Sheet, reason: str, now: datetime, by: User | None) -> None:
    """Take a locked, unsigned sheet off its juror; what stood on it is kept."""
    sheet.dropped_at = now
    sheet.revision += 1
    sheet.save(update_fields=["dropped_at", "revision"])
    SheetEvent.objects.create(
        sheet=sheet,
        event=SheetEvent.DROPPED,
        marks=sheet.marks,
        comment=sheet.comment,
        reason=reason,
        by=by,
        at=now,
    )


def _leave(juror: Juror, reason: str, now: datetime, by: User | None = None) -> None:
    juror.left_at, juror.left_reason = now, reason
    juror.save(update_fields=["left_at", "left_reason"])
    rows = Sheet.objects.select_for_update(no_key=True).filter(juror=juror, dropped_at=None, signed_at=None)
    for sheet in rows.order_by("pk"):
        drop_sheet(sheet, reason, now, by)


@transaction.atomic
def replace_juror(juror: Juror, *, reason: str, now: datetime, by: User | None) -> Dealt:
    """Take a juror off: signed sheets stay, the others go to the rest of the jury (vacate the seat first)."""
    panel = locked_panel(juror.panel_id)
    if panel.closed_at:
        raise MarkingClosed
    if not reason.strip():
        raise NoReason
    if juror.person_id in seated_people(panel, now):
        raise Refusal(
            _("Người này còn trong Ban Giám khảo nên sẽ được phân công lại."),
            hint=_("Hãy thôi cử ở trang Ban, tổ (và cử người thay) trước, rồi làm lại bước này."),
        )
    _leave(juror, reason.strip(), now, by)
    data = {"juror": juror.code, "reason": reason.strip()}
    slug = panel.part.contest.slug
    record("judging:juror:replaced", now=now, contest_key=slug, actor=by, target=panel.part.title, data=data)
    return assign_works(panel, now=now, by=by, anew=False)


@transaction.atomic
def recuse(sheet: Sheet, *, reason: str, now: datetime, by: User) -> Dealt:
    """A juror steps back from a work (xin không chấm); it goes to somebody else. Raises SheetSigned, NoReason."""
    panel = locked_panel(sheet.juror.panel_id)
    rows = Sheet.objects.select_for_update(of=("self",), no_key=True).select_related("juror", "entry")
    locked = rows.filter(pk=sheet.pk, dropped_at=None).first()
    if panel.closed_at:
        raise MarkingClosed
    if locked is None:  # dealt to somebody else a moment ago
        raise SheetNotFound
    sheet = locked
    if sheet.signed_at:
        raise SheetSigned
    if not reason.strip():
        raise NoReason
    Recusal.objects.create(juror=sheet.juror, entry=sheet.entry, reason=reason.strip(), by=by, at=now)
    drop_sheet(sheet, reason.strip(), now, by)
    slug = panel.part.contest.slug
    record("judging:sheet:recused", now=now, contest_key=slug, actor=by, target=sheet.code, data={})
    return assign_works(panel, now=now, by=by, anew=False)
