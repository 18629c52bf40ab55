"""Small makers of real rows for tests of the contest floor: one invented contest, people with seats."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, datetime
from itertools import count
from typing import Any

from hoithi.contests.models import Body, Contest, ContestUnit, Seat
from hoithi.contests.operations.bodies import appoint
from hoithi.contests.operations.definition import define_contest
from hoithi.contests.operations.entrants import register_entrant
from hoithi.contests.operations.units import take_units
from hoithi.contests.schema import Plan
from hoithi.core.clock import VIETNAM
from hoithi.documents.models import Document
from hoithi.people.models import Person, Unit, User

OPENS = datetime(2024, 6, 1, tzinfo=VIETNAM)
CLOSES = datetime(2024, 7, 1, tzinfo=VIETNAM)
BEFORE = datetime(2024, 5, 20, 9, 0, tzinfo=VIETNAM)
NOW = datetime(2024, 6, 10, 9, 0, tzinfo=VIETNAM)
AFTER = datetime(2024, 7, 2, 9, 0, tzinfo=VIETNAM)
_numbers = count(1)

PERSONAL = [
    {"key": "correct", "title": "Số câu đúng", "part": "trac-nghiem", "measure": "correct"},
    {"key": "elapsed_ms", "title": "Thời gian", "part": "trac-nghiem", "measure": "elapsed_ms", "order": "low"},
    {"key": "submitted", "title": "Nộp sớm", "part": "trac-nghiem", "measure": "submitted", "order": "low"},
]
COLLECTIVE = [
    {"key": "participants", "title": "Người dự thi", "part": "trac-nghiem", "measure": "taken", "agg": "count"},
    {"key": "all_correct", "title": "Đúng hết", "part": "trac-nghiem", "measure": "all_correct", "agg": "sum"},
    {
        "key": "mean_s",
        "title": "Thời gian trung bình",
        "part": "trac-nghiem",
        "measure": "elapsed_ms",
        "agg": "mean",
        "order": "low",
    },
]


def definition(**changes: Any) -> dict[str, Any]:
    """The data of an invented quiz contest with people and units ranked."""
    data: dict[str, Any] = {
        "slug": "hoi-thi-thu",
        "title": "Hội thi thử",
        "short_title": "Hội thi thử",
        "year": 2024,
        "organiser": {"name": "Phòng Thử nghiệm"},
        "codes": {"prefix": "HT24"},
        "rules_text": {"required": False},
        "entry": {"committee": "no_prize"},
        "body": [
            {
                "key": "ban-to-chuc",
                "kind": "organising",
                "title": "Ban Tổ chức",
                "seat": [{"title": "Trưởng ban", "agency": "Đại diện lãnh đạo"}, {"title": "Thành viên"}],
            },
            {"key": "to-ra-de", "kind": "authors", "title": "Tổ ra đề"},
            {"key": "to-tham-dinh", "kind": "reviewers", "title": "Tổ thẩm định đề"},
        ],
        "group": [
            {
                "key": "can-bo",
                "title": "Cán bộ",
                "subject": "person",
                "mandatory": True,
                "unit": "required",
                "eligible": {"roster": True},
            },
            {
                "key": "cong-dan",
                "title": "Công dân",
                "subject": "person",
                "counts_for_unit": False,
                "eligible": {"min_age": 15, "under_age": "practise"},
            },
        ],
        "part": [
            {
                "key": "trac-nghiem",
                "kind": "quiz",
                "title": "Thi trắc nghiệm",
                "opens": OPENS,
                "closes": CLOSES,
                "quiz": {"questions": 5, "time_limit_min": 10, "attempts": 3},
            }
        ],
        "standing": [
            {
                "key": "ca-nhan",
                "title": "Cá nhân",
                "subject": "person",
                "formula": "lexicographic",
                "terms": PERSONAL,
            },
            {
                "key": "tap-the",
                "title": "Tập thể",
                "subject": "unit",
                "formula": "rank_sum",
                "terms": COLLECTIVE,
                "ties": ["participants"],
                "counts": "roster",
            },
        ],
        "prize": [
            {"key": "nhat", "title": "Giải nhất", "standing": "ca-nhan", "quantity": 1, "cash": 300_000},
            {"key": "nhi", "title": "Giải nhì", "standing": "ca-nhan", "quantity": 2, "cash": 200_000},
            {
                "key": "tap-the-nhat",
                "title": "Giải nhất tập thể",
                "standing": "tap-the",
                "quantity": 1,
                "cash": 500_000,
            },
        ],
    }
    return deepcopy(data | changes)  # a test may write into it


def plan(**changes: Any) -> Plan:
    return Plan.model_validate(definition(**changes))


def contest(now: datetime = BEFORE, **changes: Any) -> Contest:
    return define_contest(plan(**changes), now=now).contest


def person(name: str = "Nguyễn Văn Mẫu", birth: date | None = date(1990, 1, 1)) -> Person:
    return Person.objects.create(full_name=name, birth_date=birth, created_at=BEFORE)


def user(name: str = "Nguyễn Văn Mẫu", birth: date | None = date(1990, 1, 1), **fields: Any) -> User:
    """An account with a person; each call another one."""
    return User.objects.create_user(f"nguoi{next(_numbers)}@vidu.example", person=person(name, birth), **fields)


def unit(name: str = "Phòng Ví dụ", headcount: int = 10, code: str = "") -> Unit:
    return Unit.objects.create(
        kind="phong-ban", name=name, code=code or f"dv{next(_numbers)}", headcount=headcount, valid_from=None
    )


def units(of: Contest, *names: str) -> list[ContestUnit]:
    take_units(of, [unit(name) for name in names], now=BEFORE)
    return list(of.units.order_by("position"))


def seat(of: Contest, kind: str, holder: User, contest_unit: ContestUnit | None = None) -> Seat:
    """Seat an account's person on the first body of a kind."""
    body = Body.objects.filter(contest=of, kind=kind).first()
    assert body is not None, kind
    assert holder.person is not None
    return appoint(body, holder.person, now=BEFORE, contest_unit=contest_unit)


ROLES = (
    "anonymous",
    "contestant",
    "coordinator",
    "author",
    "reviewer",
    "juror",
    "secretary",
    "organiser",
    "leader",
    "operator",
    "administrator",
)
BODY_OF = {
    "coordinator": "coordinators",
    "author": "authors",
    "reviewer": "reviewers",
    "juror": "jury",
    "secretary": "secretariat",
    "organiser": "organising",
    "leader": "leaders",
    "operator": "operators",
}


def holder_of(role: str, of: Contest, contest_unit: ContestUnit | None = None) -> User | None:
    """An account that has exactly this role in the contest; None for anonymous."""
    if role == "anonymous":
        return None
    if role == "administrator":
        return user("Trần Quản Trị Mẫu", is_staff=True)
    holder = user(f"Vai Trò {role} Mẫu")
    if role == "contestant":
        assert holder.person is not None
        register_entrant(of, holder.person, group=of.groups.get(key="cong-dan"), unit=None, now=NOW, by=holder)
        return holder
    kind = BODY_OF[role]
    if not of.bodies.filter(kind=kind).exists():
        Body.objects.create(contest=of, key=kind, kind=kind, title=kind)
    seat(of, kind, holder, contest_unit if role == "coordinator" else None)
    return holder


def paper(of: Contest, title: str) -> Document:
    """A document (văn bản) of the contest."""
    return Document.objects.create(kind="thong-bao", title=title, contest_key=of.slug, created_at=NOW)
