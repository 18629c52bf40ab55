"""A part of works being judged: units with a work each, jurors of other units, sheets dealt out."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from hoithi.contests.models import Entry, Part
from hoithi.contests.operations.entrants import register_entrant
from hoithi.core.clock import VIETNAM
from hoithi.entries.models import Work
from hoithi.judging.models import Juror, Panel, Sheet
from hoithi.judging.operations.assignment import assign_works
from hoithi.judging.operations.panel import open_panel
from hoithi.judging.operations.sheet import Given, sign_sheet
from hoithi.people.models import User
from tests.contests import factories as contests
from tests.entries import factories as works

NOW = datetime(2024, 7, 5, 9, 0, tzinfo=VIETNAM)
LATER = NOW + timedelta(hours=1)
CLOSES = datetime(2024, 7, 20, tzinfo=VIETNAM)
CRITERIA: list[dict[str, Any]] = [
    {"key": "noi-dung", "title": "Nội dung", "maximum": 70, "block": "Nội dung"},
    {
        "key": "trinh-bay",
        "title": "Trình bày",
        "maximum": 30,
        "step": 1,
        "block": "Trình bày",
        "descriptors": {"nothing": "Không nghe rõ", "half": "Nghe được", "full": "Rõ và đẹp"},
    },
]
WHOLE = {"noi-dung": "60,5", "trinh-bay": "20"}
_numbers = count(1)


def judged_part(**jury: Any) -> Part:
    """A frozen part of works with a jury; two units unless told otherwise."""
    base = works.entries_part(media="none")
    for key in ("topics", "genre"):
        base["entries"][key] = {"choose": "none", "required": False}
    base["jury"] = {"criteria": CRITERIA, **jury}
    return works.opened(base, *UNITS)


UNITS = ("Phòng Một", "Phòng Hai", "Phòng Ba", "Phòng Bốn", "Phòng Năm", "Phòng Sáu")


def work(part: Part, n: int, **fields: Any) -> Entry:
    """An accepted work of a person; `unit` names the unit it is for."""
    account = contests.user(f"Tác Giả Số {n}")
    assert account.person is not None
    unit = part.contest.units.filter(name=fields.pop("unit", "")).first()
    group = part.contest.groups.get(key="ca-nhan")
    owner = register_entrant(part.contest, account.person, group=group, unit=unit, now=works.BEFORE)
    values: dict[str, Any] = {"title": f"Tác phẩm thứ {n}", "state": "accepted", "created_at": works.NOW}
    entry = Entry.objects.create(part=part, owner=owner, code=f"TP{next(_numbers):06}", **(values | fields))
    Work.objects.create(entry=entry, number=n, started_by=account, updated_at=works.NOW)
    return entry


def panel(part: Part, *, works_count: int = 2, jurors: int = 2, deal: bool = True) -> Panel:
    """Works, jurors, sheets."""
    for n in range(1, works_count + 1):
        work(part, n)
    for n in range(1, jurors + 1):
        works.juror(part, f"Giám Khảo {n} Mẫu")
    found = open_panel(part, now=NOW)
    if deal:
        assign_works(found, now=NOW)
    return found


def juror(of: Panel, n: int = 0) -> Juror:
    found = list(of.jurors.select_related("person", "panel__part__contest").order_by("pk"))[n]
    found.panel.part = of.part
    return found


def account(one: Juror) -> User:
    return User.objects.get(person=one.person_id)


def sheet(one: Juror, n: int = 0) -> Sheet:
    return list(one.sheets.filter(dropped_at=None).select_related("entry", "rubric", "juror").order_by("entry"))[n]


def given(of: Sheet, marks: dict[str, str] | None = None, **fields: Any) -> Given:
    values: dict[str, Any] = {"comment": "", "revision": of.revision}
    return Given(WHOLE if marks is None else marks, **(values | fields))


def signed(one: Juror, n: int = 0, *, content: str = "60,5", show: str = "20", now: datetime = NOW) -> Sheet:
    found = sheet(one, n)
    marks = {"noi-dung": content, "trinh-bay": show}
    return sign_sheet(found.code, one, given(found, marks), now=now, by=account(one))
