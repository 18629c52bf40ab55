"""Sample units (bộ đơn vị mẫu) of a plan: read from its CSV, imported and taken into the contest."""

from __future__ import annotations

import csv
import tomllib
from datetime import datetime
from pathlib import Path

from django.conf import settings

from hoithi.contests.models import Contest
from hoithi.contests.operations.units import take_units
from hoithi.people.models import Unit, UnitKind, User
from hoithi.people.operations.unit_import import import_units

SAMPLES = Path(settings.BASE_DIR) / "samples"


def sample_rows(name: str) -> list[dict[str, str]]:
    """Rows of `samples/units/<name>`; empty when the plan names none or the file is not there."""
    path = SAMPLES / "units" / (name if name.endswith(".csv") else f"{name}.csv")
    if not name or not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def load_kinds() -> None:
    """Titles of unit kinds, once."""
    path = SAMPLES / "units" / "kinds.toml"
    if not path.is_file():
        return
    kinds = tomllib.loads(path.read_text(encoding="utf-8"))["kind"]
    UnitKind.objects.bulk_create(
        (UnitKind(slug=row["slug"], title=row["title"]) for row in kinds), ignore_conflicts=True
    )


def load_units(contest: Contest, rows: list[dict[str, str]], *, now: datetime, by: User | None = None) -> list[Unit]:
    """Import the rows and take those that belong to a group into the contest; returns the units that compete."""
    load_kinds()
    cells = [
        (number, {**row, "headcount": int(row["headcount"]) if row.get("headcount") else None})
        for number, row in enumerate(rows, start=2)
    ]
    report = import_units(cells, dry_run=False, by=by, now=now)
    if not report.ok:
        report.refuse()
    competing = [row for row in rows if row.get("group")]
    by_code = {unit.code: unit for unit in Unit.objects.filter(code__in=[row["code"] for row in competing])}
    groups = {group.key: group for group in contest.groups.filter(subject="unit")}
    units = [by_code[row["code"]] for row in competing]
    chosen = {by_code[row["code"]].pk: groups[row["group"]] for row in competing if row["group"] in groups}
    take_units(contest, units, groups=chosen, now=now, by=by)
    return units
