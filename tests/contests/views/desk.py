"""What the console's tests share: a contest at work, and one account for each role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.test import Client

from hoithi.contests.models import Contest, ContestUnit
from hoithi.core import clock
from hoithi.people.models import RosterEntry, User
from tests.contests import factories as make

SLUG = "hoi-thi-thu"
DESK = f"/cuoc-thi/{SLUG}/dieu-hanh/"
UNIT = f"/cuoc-thi/{SLUG}/don-vi/"


@dataclass
class World:
    """A contest with two units; the coordinator answers for the first."""

    contest: Contest
    units: list[ContestUnit]
    client: Client

    def sign_in(self, role: str) -> User | None:
        user = make.holder_of(role, self.contest, self.units[0])
        if user is None:
            self.client.logout()
        else:
            self.client.force_login(user)
        return user

    def get(self, path: str, data: dict[str, Any] | None = None, now: datetime = make.NOW) -> Any:
        with clock.frozen_at(now):
            return self.client.get(path, data or {})

    def post(self, path: str, data: dict[str, Any] | None = None, now: datetime = make.NOW, **extra: Any) -> Any:
        with clock.frozen_at(now):
            return self.client.post(path, data or {}, **extra)


def staff(unit: ContestUnit, *names: str) -> list[RosterEntry]:
    found = []
    for name in names:
        entry = RosterEntry(
            unit=unit.unit,
            staff_code=f"CB{RosterEntry.objects.count() + 1}",
            full_name=name,
            birth_date=date(1990, 1, 1),
            valid_from=date(2024, 1, 1),
        )
        entry.save()
        found.append(entry)
    return found


def text_of(response: Any) -> str:
    return response.content.decode()
