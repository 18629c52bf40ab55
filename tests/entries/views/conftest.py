"""What the tests of works' pages share: a part that receives works, one account for each role, a clock of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from hoithi.contests.models import Body, ContestUnit, Entrant, Part
from hoithi.contests.operations.entrants import register_entrant
from hoithi.core import clock
from hoithi.people.models import User
from tests.contests import factories as make
from tests.entries import factories as works

ROLES = (*make.ROLES, "helper")


@dataclass
class Desk:
    """A part of works with two units; the coordinator answers for the first."""

    part: Part
    client: Client

    @property
    def unit(self) -> ContestUnit:
        return self.part.contest.units.get(name="Phòng Một")

    @property
    def home(self) -> str:
        return f"/cuoc-thi/{self.part.contest.slug}/{self.part.key}/nop/"

    @property
    def console(self) -> str:
        return f"/cuoc-thi/{self.part.contest.slug}/dieu-hanh/tac-pham/"

    def sign_in(self, role: str) -> User | None:
        user = self.holder(role)
        if user is None:
            self.client.logout()
        else:
            self.client.force_login(user)
        return user

    def holder(self, role: str) -> User | None:
        contest = self.part.contest
        if role == "contestant":
            account = make.user("Vai Trò contestant Mẫu")
            assert account.person is not None
            group = contest.groups.get(key="ca-nhan")
            register_entrant(contest, account.person, group=group, unit=None, now=works.BEFORE)
            return account
        if role == "helper":
            Body.objects.get_or_create(contest=contest, kind="helpers", defaults={"key": "giup", "title": "Tổ giúp"})
            account = make.user("Vai Trò helper Mẫu")
            make.seat(contest, "helpers", account)
            return account
        return make.holder_of(role, contest, self.unit if role == "coordinator" else None)

    def entrant_of(self, user: User) -> Entrant:
        return Entrant.objects.get(contest=self.part.contest, person=user.person)

    def get(self, path: str, now: datetime = works.NOW, **data: Any) -> Any:
        with clock.frozen_at(now):
            return self.client.get(path, data)

    def post(self, path: str, data: dict[str, Any] | None = None, now: datetime = works.NOW) -> Any:
        with clock.frozen_at(now):
            return self.client.post(path, data or {})


@pytest.fixture
def desk(db: None, client: Client) -> Desk:
    return Desk(works.opened(), client)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def typed(*names: str, **fields: Any) -> dict[str, Any]:
    """The form of a work as a browser sends it, one row of authors for each name."""
    data: dict[str, Any] = {
        "title": "Một cửa gần dân",
        "description": "Phim ngắn.",
        "genre": "phong-su",
        "topics": ["vneid"],
        "group_name": "",
        "version": "",
        "tac-gia-TOTAL_FORMS": str(len(names)),
        "tac-gia-INITIAL_FORMS": "0",
    }
    for at, name in enumerate(names):
        author = {"name": name, "position": "Chuyên viên", "unit": "Phòng Một", "phone": "0912000111", "email": ""}
        data |= {f"tac-gia-{at}-{key}": value for key, value in author.items()}
    return data | fields
