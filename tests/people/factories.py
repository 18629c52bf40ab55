"""Small makers of real rows for the tests of this room."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from hoithi.core.clock import VIETNAM
from hoithi.people.models import RosterEntry, Unit, User
from hoithi.people.operations.accounts import open_account
from hoithi.people.operations.units import NewUnit, create_unit

NOW = datetime(2026, 8, 3, 9, 0, tzinfo=VIETNAM)
TODAY = NOW.date()


def unit(name: str, kind: str = "Xã", **fields: Any) -> Unit:
    return create_unit(NewUnit(kind=kind, name=name, **fields), by=None, now=NOW)


def account(name: str = "Nguyễn Thị Ánh", contact: str = "0912345678", **fields: Any) -> User:
    fields.setdefault("birth_date", date(1990, 3, 15))
    return open_account(full_name=name, contact=contact, now=NOW, **fields)


def staff(of: Unit, code: str, name: str = "Trần Văn Bình", **fields: Any) -> RosterEntry:
    fields.setdefault("valid_from", date(2024, 1, 1))
    return RosterEntry.objects.create(unit=of, staff_code=code, full_name=name, **fields)
