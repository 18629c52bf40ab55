"""A running campaign on the 28th of its first month, and somebody at every door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from hoithi.contests.models import Body, ContestUnit, Part, Seat
from hoithi.core import clock
from hoithi.emulation.models import MonthlyReport
from hoithi.people.models import User
from tests.contests import factories as contests
from tests.contests.factories import ROLES as KNOWN
from tests.emulation import factories as make


def seated(user: User) -> User:
    """Their seats held in this campaign's year: the makers appoint later."""
    Seat.objects.filter(person=user.person).update(since=None)
    return user


ROLES = (*KNOWN, "helper")
NOW = make.on(make.JUNE, 28)


@dataclass
class Stage:
    """A client with the addresses of one unit and of the console."""

    part: Part
    unit: ContestUnit
    client: Client

    @property
    def slug(self) -> str:
        return self.part.contest.slug

    @property
    def own(self) -> str:
        return f"/cuoc-thi/{self.slug}/{self.part.key}/don-vi/{self.unit.code}/"

    @property
    def desk(self) -> str:
        return f"/cuoc-thi/{self.slug}/dieu-hanh/thi-dua/{self.part.key}/"

    @property
    def public(self) -> str:
        return f"/cuoc-thi/{self.slug}/{self.part.key}/bang-diem/"

    def report(self, month: str = make.JUNE) -> str:
        return f"{self.own}bao-cao/{month}/"

    def sign_in(self, role: str) -> Any:
        if role == "helper" and not self.part.contest.bodies.filter(kind="helpers").exists():
            Body.objects.create(contest=self.part.contest, key="giup-viec", kind="helpers", title="Tổ giúp việc")
        if role == "contestant":
            return self._contestant()
        if role == "helper":
            user = contests.user("Vai Trò Giúp Việc")
            contests.seat(self.part.contest, "helpers", user)
        else:
            user = contests.holder_of(role, self.part.contest, self.unit)  # type: ignore[assignment]
        if user is None:
            self.client.logout()
        else:
            self.client.force_login(seated(user))
        return user

    def _contestant(self) -> Any:
        """This campaign ranks units; whoever else has an account is a visitor."""
        user = contests.user("Người Dân Mẫu")
        self.client.force_login(user)
        return user

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(path, query)

    def post(self, path: str, data: dict[str, Any] | None = None) -> Any:
        return self.client.post(path, data or {})

    def send(self, month: str = make.JUNE, now: datetime | None = None, **figures: Any) -> MonthlyReport:
        options = {"now": now} if now else {}
        return make.send(self.part, self.unit, month, make.figures(**figures), **options).report


@pytest.fixture(autouse=True)
def _moment() -> Iterator[None]:
    cache.clear()
    with clock.frozen_at(NOW):
        yield


@pytest.fixture
def stage(db: None) -> Stage:
    part = make.campaign()
    return Stage(part, make.unit(part), Client())
