"""Importing a portal's export (số liệu cổng): every bad row is told at once, nothing is kept unless all is well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.contests.models import ContestUnit, Part
from hoithi.contests.rules.facts import Value
from hoithi.core.errors import InvalidInput, Problem
from hoithi.emulation.models import PortalFigure, PortalImport
from hoithi.emulation.operations.errors import NoSuchPeriod
from hoithi.emulation.queries.campaign import scored_units
from hoithi.emulation.queries.names import UnitNames
from hoithi.emulation.queries.periods import period_of
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.queries.words import fault_problem
from hoithi.emulation.rules import counts
from hoithi.emulation.rules.counts import Fault
from hoithi.emulation.rules.stored import stored
from hoithi.emulation.spec import shares_of
from hoithi.files.models import StoredFile
from hoithi.people.models import User


@dataclass(frozen=True)
class PortalRow:
    """One unit's figures as read; `place` names the line for messages ("dòng 7")."""

    unit: ContestUnit
    figures: Mapping[str, Value]
    place: str = ""


@dataclass(frozen=True)
class RowProblem(Problem):
    """What is wrong with a line; `suggestion` is the code of the unit whose name is nearest."""

    suggestion: str = ""


@dataclass(frozen=True)
class Read:
    """Rows that are well, and everything that is not."""

    rows: list[PortalRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_rows(part: Part, lines: Sequence[tuple[str, Mapping[str, str]]]) -> Read:
    """Lines of a table as (place, cells): `unit` (name or code) and figures by key; empty cells are not counted there.

    A name nobody has comes with the nearest one that somebody has.
    """
    settings, names = settings_of(part), UnitNames(scored_units(part))
    kinds = {one.key: one.kind for one in settings.asked}
    found = Read()
    seen: dict[int, str] = {}  # unit id → the line it stood in first
    for place, cells in lines:
        unit = names.find(cells.get("unit", ""))
        if unit is None:
            found.problems.append(_unknown(names, place, cells.get("unit", "")))
            continue
        if unit.pk in seen:
            sentence = _("“{unit}” đã có ở {place}.").format(unit=unit.name, place=seen[unit.pk])
            found.problems.append(Problem(place, sentence))
            continue
        seen[unit.pk] = place
        values, faults = _values(cells, kinds)
        faults += counts.share_faults(values, [one for one in shares_of(settings) if set(one) <= set(values)])
        found.problems.extend(Problem(place, fault_problem(settings, fault).message) for fault in faults)
        if not faults and not values:
            found.problems.append(Problem(place, _("Dòng này không có số liệu nào.")))
        elif not faults:
            found.rows.append(PortalRow(unit, values, place))
    return found


def _values(cells: Mapping[str, str], kinds: Mapping[str, counts.Kind]) -> tuple[dict[str, Value], list[Fault]]:
    values, faults = {}, []
    for key, kind in kinds.items():
        read = counts.read(key, kind, cells.get(key))
        if isinstance(read, Fault):
            faults.append(read)
        elif read is not None:
            values[key] = read
    return values, faults


def _unknown(names: UnitNames, place: str, typed: str) -> Problem:
    nearest = names.nearest(typed)
    if nearest is None:
        return RowProblem(place, _("Không có đơn vị “{typed}” trong đợt thi đua.").format(typed=typed))
    told = {"typed": typed, "unit": nearest.name}
    sentence = _("Không có đơn vị “{typed}”; có phải là “{unit}”?").format(**told)
    return RowProblem(place, sentence, nearest.code)


@transaction.atomic
def import_portal(
    part: Part,
    period: str,
    rows: Sequence[PortalRow],
    *,
    problems: Sequence[Problem] = (),
    skip_bad: bool = False,
    taken_at: datetime,
    note: str = "",
    evidence: StoredFile | None = None,
    now: datetime,
    by: User | None,
) -> PortalImport:
    """Keep an export of a month. With `problems` nothing is kept, unless the person was told and wants the rest
    (`skip_bad`). Raises InvalidInput with every problem, NoSuchPeriod.
    """
    if period_of(part, period) is None:
        raise NoSuchPeriod(period)
    wrong = [] if skip_bad else list(problems)
    if taken_at > now:
        wrong.append(Problem("taken_at", _("Thời điểm lấy số liệu ở tương lai.")))
    if not rows:
        wrong.append(Problem("", _("Chưa có số liệu của đơn vị nào.")))
    if wrong:
        raise InvalidInput(wrong, _("Chưa nhập số liệu vì có chỗ chưa đúng."))
    done = PortalImport.objects.create(
        part=part, period=period, taken_at=taken_at, note=note.strip()[:300], evidence=evidence, at=now, by=by
    )
    PortalFigure.objects.bulk_create(
        PortalFigure(portal_import=done, unit=row.unit, figures=stored(row.figures)) for row in rows
    )
    data = {"units": len(rows), "skipped": len(problems) if skip_bad else 0, "taken_at": taken_at}
    slug = part.contest.slug
    record("emulation:portal:imported", now=now, contest_key=slug, actor=by, target=period, data=data)
    return done
