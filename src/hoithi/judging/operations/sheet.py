"""A sheet's life: saved while it is filled in, signed and locked, unlocked by the secretariat, revised in a discussion.

A save says which revision it was made on and which page sends it. It is taken when nobody else wrote since; a save of
the same page that was sent twice is known again by its counter; an older page is told so and overwrites nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.core.canonical import digest
from hoithi.core.errors import Problem, Refusal
from hoithi.judging.errors import (
    BadSheet,
    MarkingClosed,
    MarkingNotOpen,
    NoReason,
    OwnUnit,
    SheetMoved,
    SheetNotFound,
    SheetSigned,
)
from hoithi.judging.models import Juror, Panel, Sheet, SheetEvent
from hoithi.judging.operations.marking import mark_standings
from hoithi.judging.operations.panel import locked_panel
from hoithi.judging.queries.conflicts import conflict
from hoithi.judging.queries.settings import engine_rubric, settings_of
from hoithi.judging.rules.sheet import Problem as Wrong
from hoithi.judging.rules.sheet import problems
from hoithi.people.models import User

MOST_SEQ, MOST_COMMENT = 2**53, 5000


@dataclass(frozen=True)
class Given:
    """What a page sends: marks as written ("7,5"; "" = no mark), comment, and where it stands."""

    marks: Mapping[str, str]
    comment: str
    revision: int
    tab: str = ""
    seq: int = 0


def check_open(panel: Panel, now: datetime) -> None:
    """Raises MarkingNotOpen, MarkingClosed."""
    settings = settings_of(panel.part)
    if panel.closed_at or (settings.closes and now >= settings.closes):
        raise MarkingClosed
    if settings.opens and now < settings.opens:
        raise MarkingNotOpen


def _locked(code: str, juror: Juror) -> Sheet:
    rows = Sheet.objects.select_for_update(of=("self",), no_key=True).select_related("rubric", "entry__owner")
    sheet = rows.filter(code=code, juror=juror, dropped_at=None).first()
    if sheet is None:
        raise SheetNotFound
    sheet.juror = juror
    return sheet


def read_marks(sheet: Sheet, given: Mapping[str, str], *, whole: bool) -> dict[str, str]:
    """Marks as they are stored. Raises BadSheet, naming every criterion that is wrong."""
    rubric, titles = engine_rubric(sheet.rubric.criteria), {one["key"]: one for one in sheet.rubric.criteria}
    exact: dict[str, Fraction] = {}
    stored: dict[str, str] = {}
    found: list[Problem] = []
    for key, text in given.items():
        written = text.strip().replace(",", ".")
        if not written:
            continue
        try:
            value = Decimal(written)
            if not value.is_finite() or len(written) > 12:
                raise InvalidOperation
        except InvalidOperation:
            words = {"title": titles.get(key, {}).get("title", key), "written": text[:20]}
            found.append(Problem(key, _("“%(title)s” cần một con số, không phải “%(written)s”.") % words))
            continue
        exact[key], stored[key] = Fraction(value), format(value, "f")
    found += [
        Problem(key, _sentence(wrong, titles.get(key, {"title": key})))
        for key, wrong in problems(rubric, exact, whole=whole)
        if not (wrong == "missing" and any(one.at == key for one in found))
    ]
    if found:
        raise BadSheet(found)
    return stored


def _sentence(wrong: Wrong, criterion: Mapping[str, str]) -> str:
    said = {
        "missing": _("“{title}” chưa có điểm."),
        "unknown": _("Không có tiêu chí “{title}” trong thang điểm; hãy tải lại trang."),
        "below": _("“{title}” không được dưới 0 điểm."),
        "above": _("“{title}” tối đa {maximum} điểm."),
        "step": _("“{title}” chấm theo bước {step} điểm."),
    }
    told = {name: str(criterion.get(name, "")).replace(".", ",") for name in ("maximum", "step")}
    return said[wrong].format(title=criterion["title"], **told)


@transaction.atomic
def save_sheet(code: str, juror: Juror, given: Given, *, now: datetime) -> Sheet:
    """Keep what stands on the page. Raises SheetMoved, SheetSigned, BadSheet (nothing is stored), MarkingClosed, …"""
    check_open(juror.panel, now)
    sheet = _locked(code, juror)
    if sheet.signed_at:
        raise SheetSigned
    if reason := conflict(juror.panel.part, sheet.entry, juror, now):
        raise OwnUnit(reason)
    _take(sheet, given, now, whole=False)
    return sheet


def _take(sheet: Sheet, given: Given, now: datetime, *, whole: bool) -> None:
    same_page = bool(given.tab) and given.tab == sheet.tab
    if same_page and given.seq <= sheet.seq and not whole:
        return  # sent twice, or overtaken by a later one of the same page
    marks, comment = read_marks(sheet, given.marks, whole=whole), given.comment.strip()[:MOST_COMMENT]
    if not same_page and given.revision != sheet.revision:
        if (marks, comment) == (sheet.marks, sheet.comment):
            return  # a page loaded anew sends what its forerunner had still managed to send
        raise SheetMoved
    if not 0 <= given.seq < MOST_SEQ or len(given.tab) > 40:
        raise SheetMoved
    sheet.marks, sheet.comment = marks, comment
    sheet.revision += 1
    sheet.tab, sheet.seq, sheet.saved_at = given.tab, given.seq, now
    sheet.save(update_fields=["marks", "comment", "revision", "tab", "seq", "saved_at"])


@transaction.atomic
def sign_sheet(code: str, juror: Juror, given: Given | None, *, now: datetime, by: User | None) -> Sheet:
    """Sign and lock a whole sheet as it stands on the page (or as it was saved, without `given`).

    Standings take notice in the same transaction. Signing twice is one signature. Raises BadSheet, SheetMoved, …
    """
    panel = locked_panel(juror.panel_id)
    check_open(panel, now)
    sheet = _locked(code, juror)
    if sheet.signed_at:
        return sheet
    if reason := conflict(panel.part, sheet.entry, juror, now):
        raise OwnUnit(reason)
    if given is not None:
        _take(sheet, given, now, whole=True)
    read_marks(sheet, sheet.marks, whole=True)
    if settings_of(panel.part).comment == "required" and not sheet.comment:
        raise BadSheet([Problem("comment", _("Cần ghi nhận xét trước khi ký."))])
    _seal(sheet, SheetEvent.SIGNED, "", now, by)
    _record("signed", sheet, panel, now, by)
    mark_standings(panel.part)
    return sheet


def _seal(sheet: Sheet, event: str, reason: str, now: datetime, by: User | None) -> None:
    said = {
        "sheet": sheet.code,
        "work": sheet.entry.code,
        "juror": sheet.juror.code,
        "rubric": sheet.rubric.hash,
        "marks": sheet.marks,
        "comment": sheet.comment,
        "at": now,
    }
    sheet.signed_at, sheet.digest = now, digest(said)
    sheet.revision += 1
    sheet.save(update_fields=["signed_at", "digest", "revision", "marks", "comment"])
    _note(sheet, event, reason, now, by)


def _note(sheet: Sheet, event: str, reason: str, now: datetime, by: User | None) -> None:
    SheetEvent.objects.create(
        sheet=sheet,
        event=event,
        marks=sheet.marks,
        comment=sheet.comment,
        reason=reason,
        digest=sheet.digest,
        by=by,
        at=now,
    )


def _record(action: str, sheet: Sheet, panel: Panel, now: datetime, by: User | None) -> None:
    data = {"part": panel.part.key, "digest": sheet.digest}
    slug = panel.part.contest.slug
    record(f"judging:sheet:{action}", now=now, contest_key=slug, actor=by, target=sheet.code, data=data)


@transaction.atomic
def unlock_sheet(sheet: Sheet, *, reason: str, now: datetime, by: User | None) -> Sheet:
    """Give a signed sheet back to its juror; the signed state stays in its history. Raises NoReason, MarkingClosed."""
    panel = locked_panel(sheet.juror.panel_id)
    if panel.closed_at:
        raise MarkingClosed
    rows = Sheet.objects.select_for_update(of=("self",), no_key=True).select_related("juror", "rubric", "entry")
    locked = rows.filter(pk=sheet.pk, dropped_at=None).first()
    if locked is None:
        raise SheetNotFound
    sheet = locked
    if not reason.strip():
        raise NoReason
    if sheet.juror.left_at:
        raise Refusal(
            _("Giám khảo này không còn trong Ban Giám khảo nên phiếu đã ký được giữ nguyên."),
            hint=_("Hãy phân công thêm giám khảo khác nếu cần."),
        )
    if sheet.signed_at is None:
        return sheet
    _note(sheet, SheetEvent.UNLOCKED, reason.strip(), now, by)
    _record("unlocked", sheet, panel, now, by)
    sheet.signed_at, sheet.digest, sheet.tab, sheet.seq = None, "", "", 0
    sheet.revision += 1
    sheet.save(update_fields=["signed_at", "digest", "tab", "seq", "revision"])
    mark_standings(panel.part)
    return sheet


@transaction.atomic
def revise_sheet(code: str, juror: Juror, given: Given, *, reason: str, now: datetime, by: User | None) -> Sheet:
    """Change a signed sheet while its work is being discussed; it stays signed. Raises SheetSigned where it is not."""
    panel = locked_panel(juror.panel_id)
    if panel.closed_at:
        raise MarkingClosed
    sheet = _locked(code, juror)
    if sheet.signed_at is None or not sheet.entry.discussions.filter(closed_at=None).exists():
        raise SheetSigned
    if given.revision != sheet.revision:
        raise SheetMoved
    if not reason.strip():
        raise NoReason
    sheet.marks = read_marks(sheet, given.marks, whole=True)
    sheet.comment = given.comment.strip()[:MOST_COMMENT]
    _seal(sheet, SheetEvent.REVISED, reason.strip(), now, by)
    _record("revised", sheet, panel, now, by)
    mark_standings(panel.part)
    return sheet
