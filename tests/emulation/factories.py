"""A campaign to try things with: the signed plan's scorecard in an invented contest, two offices and four communes."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime, time, timedelta
from functools import lru_cache
from itertools import count
from typing import Any

from hoithi.contests.models import Contest, ContestUnit, Part
from hoithi.contests.operations.bodies import appoint
from hoithi.contests.operations.definition import define_contest
from hoithi.contests.operations.opening import freeze_part
from hoithi.contests.operations.units import take_units
from hoithi.contests.schema import Plan
from hoithi.core.clock import VIETNAM
from hoithi.emulation.models import MonthlyReport
from hoithi.emulation.operations.reports import Submitted, submit_report
from hoithi.emulation.operations.verification import close_month, verify_report
from hoithi.files.models import StoredFile
from hoithi.people.models import Unit, User
from tests.contests import factories as make
from tests.plans.conftest import ROOT

ISSUE = datetime(2021, 6, 1, tzinfo=VIETNAM)
BEFORE = datetime(2021, 5, 20, 9, tzinfo=VIETNAM)
JUNE, JULY, AUGUST = "2021-06", "2021-07", "2021-08"
MONTHS = ["2021-06", "2021-07", "2021-08", "2021-09", "2021-10", "2021-11", "2021-12"]
SIGNER = "Nguyễn Văn Mẫu, Trưởng phòng"
_numbers = count(1)
OFFICES, COMMUNES = ("Phòng Một", "Phòng Hai"), ("Xã Ba", "Xã Bốn", "Xã Năm", "Thị trấn Sáu")
Figures = dict[str, Any]


@lru_cache(maxsize=1)
def _plan() -> dict[str, Any]:
    return tomllib.loads((ROOT / "plans" / "chau-thanh-a-2021.toml").read_text())


def definition(slug: str = "thi-dua-thu", **scorecard: Any) -> dict[str, Any]:
    """The signed plan with a day of issue; `scorecard` goes over its table."""
    data = deepcopy(_plan())
    part = data["part"][0]
    part["opens"] = ISSUE
    part["scorecard"] |= scorecard
    data |= {"slug": slug, "rules_text": {"required": False}, "open_question": []}
    return data


def campaign(slug: str = "thi-dua-thu", *, frozen: bool = True, **scorecard: Any) -> Part:
    """A campaign that runs since its issue, its units taken in."""
    contest = define_contest(Plan.model_validate(definition(slug, **scorecard)), now=BEFORE).contest
    rows = [_unit("phong-ban", name) for name in OFFICES] + [_unit("ubnd-xa", name) for name in COMMUNES]
    of_kind = {kind: group for group in contest.groups.all() for kind in group.spec.unit_kinds}
    take_units(contest, rows, groups={row.pk: of_kind[row.kind] for row in rows}, now=BEFORE)
    part = contest.parts.get()
    return fresh(freeze_part(part, now=ISSUE) if frozen else part)


def _unit(kind: str, name: str) -> Unit:
    return Unit.objects.create(kind=kind, name=name, code=f"td{next(_numbers)}", headcount=10, valid_from=None)


def fresh(part: Part) -> Part:
    return Part.objects.select_related("contest").get(pk=part.pk)


def unit(part: Part, name: str = "Xã Ba") -> ContestUnit:
    return part.contest.units.select_related("group").get(name=name)


def figures(
    plan: int = 1,
    procedures: int = 1,
    accounts: int = 1500,
    dossiers: int = 200,
    resolved: int = 196,
    received: int = 200,
) -> Figures:
    return {
        "plan": plan,
        "procedures": procedures,
        "accounts": accounts,
        "dossiers": dossiers,
        "resolved": resolved,
        "received": received,
    }


def on(month: str, day: int, hour: int = 9) -> datetime:
    """A moment of a month: 9 o'clock on that day; day 0 … of the next month by going on counting."""
    year, number = map(int, month.split("-"))
    return datetime.combine(datetime(year, number, 1).date() + timedelta(days=day - 1), time(hour), VIETNAM)


def send(
    part: Part, who: ContestUnit, month: str = JUNE, values: Mapping[str, object] | None = None, **options: Any
) -> Submitted:
    """A report, on the 20th unless `now` is given."""
    options.setdefault("now", on(month, 20))
    options.setdefault("by", None)
    return submit_report(part, who, month, values or figures(), **options)


def confirm(report: MonthlyReport, **options: Any) -> MonthlyReport:
    report.refresh_from_db()
    options.setdefault("now", on(report.period, 26))
    options = {"decision": "confirm", "signer": SIGNER, "version": report.version, "by": None} | options
    verify_report(report, **options)
    report.refresh_from_db()
    return report


def close(part: Part, month: str = JUNE, **options: Any) -> None:
    options.setdefault("now", on(month, 30))
    close_month(part, month, signer=SIGNER, by=None, **options)


def whole_month(part: Part, month: str, by_name: Mapping[str, Figures]) -> None:
    """Reports of some units, confirmed, and the month closed; the others have not reported."""
    for name, values in by_name.items():
        confirm(send(part, unit(part, name), month, values).report)
    close(part, month)


def points(part: Part, name: str, month: str) -> Any:
    return part.scores.get(unit__name=name, period=month).values["points"]  # type: ignore[attr-defined]


def stored(name: str = "bien-ban.pdf") -> StoredFile:
    number = next(_numbers)
    return StoredFile.objects.create(
        key=f"thu/{number}",
        name=name,
        media_type="application/pdf",
        size=1000,
        sha256=hashlib.sha256(str(number).encode()).hexdigest(),
        purpose="emulation.evidence",
        stored_at=BEFORE,
    )


def coordinator(part: Part, who: ContestUnit) -> User:
    holder = make.user("Đầu Mối Mẫu")
    body = part.contest.bodies.get(kind="coordinators")
    assert holder.person is not None
    appoint(body, holder.person, now=BEFORE, contest_unit=who)
    return holder


def contest_of(part: Part) -> Contest:
    return Contest.objects.get(pk=part.contest_id)
