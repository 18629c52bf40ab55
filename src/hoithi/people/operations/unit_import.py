"""Units from a table: every bad row is reported, and nothing is written unless all is well (or partial is accepted).

A row with the code of a unit in force corrects that unit; a change that has a day (a new name, a merger) is not a
correction and has its own operation. Source: docs/rules/units.md, "Import".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.core.text import fold
from hoithi.people.imports import UNIT_COLUMNS, ImportReport, Rows, heading
from hoithi.people.models import Unit, User
from hoithi.people.operations.units import ensure_kind
from hoithi.people.rules.cells import BadCell, count_of, day_of, nearest, slug_of, text_of

FIELDS = ("name", "short_name", "code", "headcount", "valid_from", "valid_to")


@dataclass
class _Line:
    row: int
    code: str
    name: str
    kind_title: str
    short_name: str
    parent_ref: str
    valid_from: date | None
    valid_to: date | None
    headcount: int | None
    bad: bool = False
    above: _Line | None = None
    unit: Unit | None = None

    @property
    def key(self) -> str:
        """What tells units apart: the code, else kind and name."""
        return self.code.casefold() or f"{slug_of(self.kind_title)}/{fold(self.name)}"


def _bad(report: ImportReport, row: int, key: str, message: object) -> None:
    report.add(row, heading(UNIT_COLUMNS, key), message)


def _read(rows: Rows, report: ImportReport) -> list[_Line]:
    lines: list[_Line] = []
    for number, cells in rows:
        text = {key: text_of(cells.get(key)) for key in UNIT_COLUMNS}
        if not any(text.values()):
            continue
        report.rows += 1
        before = len(report.problems)
        for key, size in (("name", 200), ("kind", 40), ("code", 40), ("short_name", 80)):
            if key in ("name", "kind") and not text[key]:
                _bad(report, number, key, _("Còn trống. Hãy điền giá trị cho ô này."))
            elif len(text[key]) > size:
                _bad(report, number, key, _("Dài quá %(size)s ký tự. Hãy rút gọn.") % {"size": size})
        days: dict[str, date | None] = {"valid_from": None, "valid_to": None}
        for key in days:
            try:
                days[key] = day_of(cells.get(key))
            except BadCell:
                message = _("“%(text)s” không phải là ngày. Hãy ghi dạng 1/7/2025.") % {"text": text[key]}
                _bad(report, number, key, message)
        begins, ends = days["valid_from"], days["valid_to"]
        if begins and ends and ends <= begins:
            _bad(report, number, "valid_to", _("Ngày kết thúc phải sau ngày bắt đầu."))
        headcount = None
        try:
            headcount = count_of(cells.get("headcount"))
        except BadCell:
            message = _("“%(text)s” không phải là số nguyên không âm.") % {"text": text["headcount"]}
            _bad(report, number, "headcount", message)
        lines.append(
            _Line(
                row=number,
                code=text["code"],
                name=text["name"],
                kind_title=text["kind"],
                short_name=text["short_name"],
                parent_ref=text["parent_code"],
                valid_from=begins,
                valid_to=ends,
                headcount=headcount,
                bad=len(report.problems) > before,
            )
        )
    return lines


class _Known:
    """Units already entered, by key, and by code or name as a parent is written; the version in force wins."""

    def __init__(self) -> None:
        self.by_key: dict[str, Unit] = {}
        self.by_ref: dict[str, Unit] = {}
        for unit in sorted(Unit.objects.all(), key=lambda unit: (unit.valid_to is None, unit.pk)):
            self.by_key[unit.code.casefold() or f"{unit.kind}/{unit.name_norm}"] = unit
            self.by_ref[unit.name_norm] = unit
        for unit in list(self.by_key.values()):
            if unit.code:
                self.by_ref[fold(unit.code)] = unit


def _refuse_repeats(lines: list[_Line], report: ImportReport) -> None:
    first: dict[str, _Line] = {}
    for line in lines:
        earlier = first.setdefault(line.key, line)
        if earlier is not line:
            line.bad = True
            message = _("Trùng với dòng %(row)s. Nếu là hai đơn vị khác nhau, hãy ghi hai mã khác nhau.")
            _bad(report, line.row, "code" if line.code else "name", message % {"row": earlier.row})


def _unknown_parent(ref: str, near: str) -> object:
    if near:
        return _("Không có đơn vị cấp trên “%(ref)s”. Có phải “%(near)s”?") % {"ref": ref, "near": near}
    return _("Không có đơn vị cấp trên “%(ref)s” trong tệp và trong hệ thống.") % {"ref": ref}


def _order(lines: list[_Line], known: _Known, report: ImportReport) -> list[_Line]:
    """Parents before children; unknown parents, circles and children of bad rows become problems."""
    refs = {fold(line.name): line for line in lines} | {fold(line.code): line for line in lines if line.code}
    for line in lines:
        ref = fold(line.parent_ref)
        line.above = refs.get(ref) if ref else None
        if ref and line.above is None and ref not in known.by_ref:
            near = nearest(ref, refs.keys() | known.by_ref.keys())
            name = refs[near].name if near in refs else known.by_ref[near].name if near else ""
            line.bad = True
            _bad(report, line.row, "parent_code", _unknown_parent(line.parent_ref, name))
    ordered: list[_Line] = []
    waiting = lines
    placed: set[int] = set()
    while waiting:
        ready = [line for line in waiting if line.above is None or line.above.row in placed]
        if not ready:
            break
        ordered += ready
        placed |= {line.row for line in ready}
        waiting = [line for line in waiting if line.row not in placed]
    for line in waiting:
        line.bad = True
        _bad(report, line.row, "parent_code", _("Các đơn vị trực thuộc lẫn nhau thành vòng tròn."))
    for line in ordered:
        if line.above is not None and line.above.bad and not line.bad:
            line.bad = True
            message = _("Đơn vị cấp trên ở dòng %(row)s chưa hợp lệ.") % {"row": line.above.row}
            _bad(report, line.row, "parent_code", message)
    return ordered


def _place(line: _Line, known: _Known, report: ImportReport, write: bool) -> None:
    """Count one good row and, when writing, enter or correct its unit."""
    unit = known.by_key.get(line.key)
    if line.above is not None:
        parent = line.above.unit
    else:
        parent = known.by_ref[fold(line.parent_ref)] if line.parent_ref else None
    values = {name: getattr(line, name) for name in FIELDS} | {"kind": slug_of(line.kind_title)}
    fresh = unit is None
    if unit is None:
        report.added += 1
        unit = Unit()
    elif all(getattr(unit, name) == value for name, value in values.items()) and unit.parent_id == getattr(
        parent, "pk", None
    ):
        report.unchanged += 1
    else:
        report.changed += 1
        fresh = True
    line.unit = unit
    if write and fresh:
        for name, value in values.items():
            setattr(unit, name, value)
        unit.parent = parent
        unit.save()


@transaction.atomic
def import_units(
    rows: Rows, *, dry_run: bool, by: User | None, now: datetime, accept_partial: bool = False
) -> ImportReport:
    """Enter or correct units from rows under the keys of `UNIT_COLUMNS`; the report says what happened, or would.

    With problems nothing is written (see `report.written`) unless `accept_partial`, which leaves out the bad rows.
    """
    report = ImportReport(dry_run=dry_run)
    lines = _read(rows, report)
    _refuse_repeats(lines, report)
    known = _Known()
    ordered = _order(lines, known, report)
    write = not dry_run and (report.ok or accept_partial)
    good = [line for line in ordered if not line.bad]
    if write:
        for title in {line.kind_title for line in good}:
            ensure_kind(title)
    for line in good:
        _place(line, known, report, write)
    report.problems.sort(key=lambda problem: problem.row)
    report.written = write
    if write:
        data = {"rows": report.rows, "added": report.added, "changed": report.changed, "bad": report.bad_rows}
        record("people:unit:import", actor=by, data=data, now=now)
    return report
