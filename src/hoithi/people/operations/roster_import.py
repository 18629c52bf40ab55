"""A roster of staff from a table: 50 000 rows in seconds, every bad row reported, nothing written before all is well.

One pass with sets, no query per row. The file is the whole roster of each unit it names: whoever it leaves out has
left (`ended`), unless `keep_missing`. Source: docs/rules/units.md, "Rosters".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.core.clock import VIETNAM
from hoithi.core.text import fold
from hoithi.people.imports import ROSTER_COLUMNS, ImportReport, Rows, heading
from hoithi.people.marks import current_version, mark
from hoithi.people.models import RosterEntry, Unit, User
from hoithi.people.queries.units import units_at
from hoithi.people.rules.cells import BadCell, day_of, derived_code, nearest, text_of
from hoithi.people.rules.identity import BadIdentity
from hoithi.people.rules.names import person_sort

SIZES = {"full_name": 120, "staff_code": 80, "position": 160}
CHANGEABLE = ("full_name", "birth_date", "position", "phone_hmac", "email_hmac")
STORED = [*CHANGEABLE, "name_norm", "name_sort", "key_version"]
OLDEST = date(1900, 1, 1)


class _Units:
    """Finds a row's unit by code or name, with a suggestion for a name that is nearly right; each text once."""

    def __init__(self, day: date, only: Unit | None) -> None:
        self.only = only
        units = [only] if only else list(units_at(day))
        self.by_code = {unit.code.casefold(): unit for unit in units if unit.code}
        self.by_name: dict[str, list[Unit]] = {}
        for unit in units:
            for name in {unit.name_norm, fold(unit.short_name)} - {""}:
                self.by_name.setdefault(name, []).append(unit)
        self._answers: dict[tuple[str, str], Unit | str] = {}

    def find(self, code: str, name: str) -> Unit | str:
        """The unit, or the sentence that says why none was found."""
        if self.only is not None and not code and not name:
            return self.only
        if (code, name) not in self._answers:
            self._answers[code, name] = self._find(code, name)
        return self._answers[code, name]

    def _find(self, code: str, name: str) -> Unit | str:
        if code:
            unit = self.by_code.get(code.casefold())
            return unit or str(_("Không có đơn vị mang mã “%(code)s”.") % {"code": code})
        if not name:
            return str(_("Còn trống. Hãy ghi tên hoặc mã đơn vị."))
        found = self.by_name.get(fold(name), [])
        if len(found) == 1:
            return found[0]
        if found:
            return str(_("Có %(n)s đơn vị tên “%(name)s”. Hãy ghi mã đơn vị.") % {"n": len(found), "name": name})
        near = nearest(fold(name), self.by_name.keys())
        if near:
            hint = self.by_name[near][0].name
            return str(_("Không có đơn vị “%(name)s”. Có phải “%(hint)s”?") % {"name": name, "hint": hint})
        return str(_("Không có đơn vị “%(name)s”. Hãy nhập đơn vị trước.") % {"name": name})


@dataclass
class _Reader:
    """Turns rows into roster entries (unsaved), reporting what is wrong with the others."""

    units: _Units
    day: date
    report: ImportReport

    def bad(self, row: int, key: str, message: object) -> None:
        self.report.add(row, heading(ROSTER_COLUMNS, key), message)

    def read(self, rows: Rows) -> list[tuple[int, RosterEntry]]:
        found: list[tuple[int, RosterEntry]] = []
        first: dict[tuple[int, str], int] = {}
        for number, cells in rows:
            text = {key: text_of(cells.get(key)) for key in ROSTER_COLUMNS}
            if not any(text.values()):
                continue
            self.report.rows += 1
            entry = self._entry(number, cells, text)
            if entry is None:
                continue
            earlier = first.setdefault((entry.unit_id, entry.staff_code.casefold()), number)
            if earlier != number:
                message = _("Mã “%(code)s” trùng với dòng %(row)s.") % {"code": entry.staff_code, "row": earlier}
                self.bad(number, "staff_code", message)
                continue
            found.append((number, entry))
        return found

    def _entry(self, number: int, cells: object, text: dict[str, str]) -> RosterEntry | None:
        before = len(self.report.problems)
        if not text["full_name"]:
            self.bad(number, "full_name", _("Còn trống. Hãy ghi họ và tên."))
        for key, size in SIZES.items():
            if len(text[key]) > size:
                self.bad(number, key, _("Dài quá %(size)s ký tự. Hãy rút gọn.") % {"size": size})
        birth = self._birth(number, cells.get("birth_date"), text["birth_date"])  # type: ignore[attr-defined]
        unit = self.units.find(text["unit_code"], text["unit_name"])
        if isinstance(unit, str):
            self.bad(number, "unit_code" if text["unit_code"] else "unit_name", unit)
        phone, email = (self._mark(number, "phone", text["phone"]), self._mark(number, "email", text["email"]))
        code = text["staff_code"]
        if not code and birth and text["full_name"]:
            code = derived_code(text["full_name"], birth)[:80]
        elif not code and not text["birth_date"]:
            self.bad(number, "staff_code", _("Cần mã cán bộ, hoặc ngày sinh nếu cơ quan không dùng mã."))
        if len(self.report.problems) > before or isinstance(unit, str):
            return None
        return RosterEntry(
            unit=unit,
            staff_code=code,
            full_name=text["full_name"],
            name_norm=fold(text["full_name"]),
            name_sort=person_sort(text["full_name"]),
            birth_date=birth,
            position=text["position"],
            phone_hmac=phone,
            email_hmac=email,
            key_version=current_version() if phone or email else None,
            valid_from=self.day,
        )

    def _birth(self, number: int, cell: object, text: str) -> date | None:
        try:
            birth = day_of(cell)
        except BadCell:
            message = _("“%(text)s” không phải là ngày. Hãy ghi dạng 15/3/1990.") % {"text": text}
            self.bad(number, "birth_date", message)
            return None
        if birth is not None and not OLDEST <= birth < self.day:
            self.bad(number, "birth_date", _("Ngày sinh %(text)s không hợp lý.") % {"text": text})
            return None
        return birth

    def _mark(self, number: int, kind: str, text: str) -> str:
        if not text:
            return ""
        if kind == "phone" and text.isdigit() and len(text) == 9:
            text = f"0{text}"  # Excel drops the leading zero of a number
        try:
            return mark(kind, text)
        except BadIdentity:
            message = (
                _("“%(text)s” không phải là số điện thoại.")
                if kind == "phone"
                else _("“%(text)s” không phải là địa chỉ thư điện tử.")
            )
            self.bad(number, kind, message % {"text": text})
            return ""


@dataclass
class _Plan:
    added: list[RosterEntry]
    changed: list[RosterEntry]
    ended: list[RosterEntry]


def _compare(
    found: list[tuple[int, RosterEntry]], units: Iterable[Unit], keep_missing: bool, report: ImportReport
) -> _Plan:
    """What must be written: the file against the roster in force of the units it names, in memory."""
    ids = {entry.unit_id for _row, entry in found} | {unit.pk for unit in units}
    if not report.dry_run:  # two imports of one unit follow each other
        list(Unit.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    current = {
        (entry.unit_id, entry.staff_code.casefold()): entry
        for entry in RosterEntry.objects.filter(valid_to=None).order_by()
        if entry.unit_id in ids
    }
    plan = _Plan([], [], [])
    for row, entry in found:
        old = current.pop((entry.unit_id, entry.staff_code.casefold()), None)
        if old is None:
            plan.added.append(entry)
        elif all(getattr(old, name) == getattr(entry, name) for name in CHANGEABLE):
            report.unchanged += 1
        elif old.name_norm != entry.name_norm and old.birth_date != entry.birth_date:
            message = _("Mã “%(code)s” đang là của %(name)s. Hãy dùng mã khác cho người mới.")
            column = heading(ROSTER_COLUMNS, "staff_code")
            report.add(row, column, message % {"code": entry.staff_code, "name": old.full_name})
        else:
            for name in STORED:
                setattr(old, name, getattr(entry, name))
            plan.changed.append(old)
    if not keep_missing and report.ok:
        plan.ended = list(current.values())  # with bad rows nobody can tell who is missing
    report.added, report.changed, report.ended = (len(plan.added), len(plan.changed), len(plan.ended))
    return plan


def _write(plan: _Plan, day: date) -> None:
    ended = [entry.pk for entry in plan.ended if entry.valid_from < day]
    same_day = [entry.pk for entry in plan.ended if entry.valid_from >= day]
    for start in range(0, len(ended), 500):
        RosterEntry.objects.filter(pk__in=ended[start : start + 500]).update(valid_to=day)
    for start in range(0, len(same_day), 500):  # entered today by mistake: they never were staff
        RosterEntry.objects.filter(pk__in=same_day[start : start + 500]).delete()
    RosterEntry.objects.bulk_create(plan.added, batch_size=2000)
    RosterEntry.objects.bulk_update(plan.changed, STORED, batch_size=500)


@transaction.atomic
def import_roster(
    rows: Rows,
    *,
    unit: Unit | None = None,
    dry_run: bool,
    by: User | None,
    now: datetime,
    accept_partial: bool = False,
    keep_missing: bool = False,
) -> ImportReport:
    """Enter a roster from rows under the keys of `ROSTER_COLUMNS`, valid from the day of `now`.

    `unit`: every row is of this unit and need not name it. With problems nothing is written unless `accept_partial`,
    which leaves out the bad rows and then ends nobody's entry.
    """
    day = now.astimezone(VIETNAM).date()
    report = ImportReport(dry_run=dry_run)
    found = _Reader(_Units(day, unit), day, report).read(rows)
    plan = _compare(found, [unit] if unit and found else [], keep_missing, report)
    report.problems.sort(key=lambda problem: problem.row)
    report.written = not dry_run and (report.ok or accept_partial)
    if report.written:
        _write(plan, day)
        counts = {
            name: getattr(report, name) for name in ("rows", "added", "changed", "unchanged", "ended", "bad_rows")
        }
        record("people:roster:import", actor=by, target=f"unit:{unit.pk}" if unit else "", data=counts, now=now)
    return report
