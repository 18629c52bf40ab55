"""Units change by law or decision: founded, renamed, moved, merged, split, ended. Each change has its day.

Source: docs/rules/units.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.core.spoken import day as day_text
from hoithi.people.errors import UnitCodeTaken, UnitCycle, UnitDatesWrong, UnitNotCurrent
from hoithi.people.models import RosterEntry, Unit, UnitKind, UnitLink, User
from hoithi.people.queries.units import unit_tree
from hoithi.people.rules.cells import slug_of


@dataclass(frozen=True)
class NewUnit:
    """What a unit to be founded is called; `kind` may be a slug or a title ("Phường")."""

    kind: str
    name: str
    code: str = ""
    short_name: str = ""
    parent: Unit | None = None
    headcount: int | None = None
    valid_from: date | None = field(default=None)


def ensure_kind(title: str) -> str:
    """The slug of a kind, entered with this title when it is new."""
    slug = slug_of(title)
    UnitKind.objects.get_or_create(slug=slug, defaults={"title": title})
    return slug


def _insert(new: NewUnit, valid_from: date | None) -> Unit:
    unit = Unit(
        kind=ensure_kind(new.kind),
        name=new.name,
        code=new.code,
        short_name=new.short_name,
        parent=new.parent,
        headcount=new.headcount,
        valid_from=valid_from,
    )
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError as error:
        raise UnitCodeTaken(
            _("Mã đơn vị “%(code)s” đang dùng cho đơn vị khác. Hãy chọn mã khác.") % {"code": new.code}
        ) from error
    return unit


@transaction.atomic
def create_unit(new: NewUnit, *, by: User | None, now: datetime) -> Unit:
    """Found a unit; raises UnitCodeTaken when a unit in force has the code."""
    unit = _insert(new, new.valid_from)
    record("people:unit:create", actor=by, target=f"unit:{unit.pk}", now=now)
    return unit


def _lock(unit: Unit) -> Unit:
    """The same object, read again under the row lock, so that the caller's copy does not go stale."""
    unit.refresh_from_db(from_queryset=Unit.objects.select_for_update())
    return unit


def _close(unit: Unit, on: date) -> None:
    if unit.valid_to is not None:
        raise UnitNotCurrent(
            _("%(unit)s đã kết thúc từ ngày %(day)s nên không thay đổi được nữa.")
            % {"unit": unit.name, "day": day_text(unit.valid_to)}
        )
    if unit.valid_from is not None and on <= unit.valid_from:
        raise UnitDatesWrong(
            _("%(unit)s bắt đầu từ ngày %(day)s; hãy chọn một ngày sau đó.")
            % {"unit": unit.name, "day": day_text(unit.valid_from)}
        )
    unit.valid_to = on
    unit.save(update_fields=["valid_to"])


def _carry_roster(source: Unit, target: Unit, on: date) -> int:
    """Staff go over to the unit that takes over; a code already used there is made distinct by the old unit's."""
    current = list(RosterEntry.objects.filter(unit=source, valid_to=None))
    taken = set(RosterEntry.objects.filter(unit=target, valid_to=None).values_list("staff_code", flat=True))
    moved = []
    for entry in current:
        code = entry.staff_code
        if code in taken:
            code = f"{source.code or source.pk}-{code}"[:80]
        taken.add(code)
        fresh = RosterEntry(
            **{f.attname: getattr(entry, f.attname) for f in entry._meta.concrete_fields if not f.primary_key}
        )
        fresh.unit, fresh.staff_code, fresh.valid_from = (target, code, max(on, entry.valid_from))
        moved.append(fresh)
    started = [entry.pk for entry in current if entry.valid_from < on]
    RosterEntry.objects.filter(pk__in=started).update(valid_to=on)
    RosterEntry.objects.filter(unit=source, valid_to=None).delete()  # would have begun only after the unit's end
    RosterEntry.objects.bulk_create(moved, batch_size=2000)
    return len(moved)


def _follow(source: Unit, target: Unit, kind: str, on: date) -> None:
    UnitLink.objects.create(from_unit=source, to_unit=target, kind=kind, on=on)


def _replace(unit: Unit, new: NewUnit, on: date) -> Unit:
    old = _lock(unit)
    _close(old, on)
    fresh = _insert(new, on)
    _follow(old, fresh, UnitLink.Kind.SUCCESSOR, on)
    _carry_roster(old, fresh, on)
    return fresh


def _same(unit: Unit, **changes: object) -> NewUnit:
    values = {name: getattr(unit, name) for name in ("kind", "name", "code", "short_name", "parent", "headcount")}
    return NewUnit(**{**values, **changes})


@transaction.atomic
def rename_unit(
    unit: Unit, name: str, *, on: date, by: User | None, now: datetime, kind: str = "", short_name: str | None = None
) -> Unit:
    """A new version of the unit under its new name from `on`; staff and children follow it."""
    short = unit.short_name if short_name is None else short_name
    fresh = _replace(unit, _same(unit, name=name, kind=kind or unit.kind, short_name=short), on)
    record("people:unit:rename", actor=by, target=f"unit:{unit.pk}", data={"to": fresh.pk, "on": str(on)}, now=now)
    return fresh


@transaction.atomic
def move_unit(unit: Unit, parent: Unit | None, *, on: date, by: User | None, now: datetime) -> Unit:
    """A new version of the unit under another parent from `on`; raises UnitCycle for itself or a unit below."""
    tree = unit_tree(on)
    if parent is not None and unit.pk in tree.path(parent.pk):
        raise UnitCycle(_("%(unit)s không thể trực thuộc chính mình hoặc đơn vị dưới mình.") % {"unit": unit.name})
    fresh = _replace(unit, _same(unit, parent=parent), on)
    record("people:unit:move", actor=by, target=f"unit:{unit.pk}", data={"to": fresh.pk, "on": str(on)}, now=now)
    return fresh


@transaction.atomic
def merge_units(units: Sequence[Unit], into: Unit | NewUnit, *, on: date, by: User | None, now: datetime) -> Unit:
    """Several units become one, new or existing, from `on`; staff and children follow it."""
    target = _insert(into, on) if isinstance(into, NewUnit) else _lock(into)
    if target.valid_to is not None and target.valid_to <= on:
        raise UnitNotCurrent(_("%(unit)s không còn hoạt động vào ngày này.") % {"unit": target.name})
    for unit in sorted(units, key=lambda unit: unit.pk):
        if unit.pk == target.pk:
            continue
        old = _lock(unit)
        _close(old, on)
        _follow(old, target, UnitLink.Kind.MERGED, on)
        _carry_roster(old, target, on)
    data = {"from": [unit.pk for unit in units], "on": str(on)}
    record("people:unit:merge", actor=by, target=f"unit:{target.pk}", data=data, now=now)
    return target


@transaction.atomic
def split_unit(
    unit: Unit, into: Sequence[NewUnit], *, on: date, by: User | None, now: datetime, ends: bool = True
) -> list[Unit]:
    """A unit is divided from `on`; it ends unless `ends` is False. Staff are not divided: import the new rosters."""
    old = _lock(unit)
    if ends:
        _close(old, on)
        RosterEntry.objects.filter(unit=old, valid_to=None, valid_from__lt=on).update(valid_to=on)
    fresh = [_insert(new, on) for new in into]
    for part in fresh:
        _follow(old, part, UnitLink.Kind.SPLIT, on)
    data = {"into": [part.pk for part in fresh], "on": str(on)}
    record("people:unit:split", actor=by, target=f"unit:{unit.pk}", data=data, now=now)
    return fresh


@transaction.atomic
def end_unit(unit: Unit, *, on: date, by: User | None, now: datetime) -> None:
    """The unit ceases on `on` without a successor; its children rise to the unit above it."""
    old = _lock(unit)
    _close(old, on)
    RosterEntry.objects.filter(unit=old, valid_to=None, valid_from__lt=on).update(valid_to=on)
    record("people:unit:end", actor=by, target=f"unit:{unit.pk}", data={"on": str(on)}, now=now)
