"""A contest of works to try things with: units that owe one and may send two, people who may send two."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from hoithi.contests.models import Body, Contest, Entrant, Part
from hoithi.contests.operations.entrants import register_entrant
from hoithi.core.canonical import digest
from hoithi.entries.models import Work, WorkFile
from hoithi.entries.operations.authors import Named
from hoithi.entries.operations.intake import start_intake, take_in
from hoithi.entries.operations.submit import submit_work
from hoithi.entries.operations.work import Written, attach_file, start_work, unit_entrant
from hoithi.files.models import StoredFile
from hoithi.people.models import User
from tests.contests import factories as make

OPENS, CLOSES, BEFORE, NOW, AFTER = make.OPENS, make.CLOSES, make.BEFORE, make.NOW, make.AFTER
AGREED = ["ban-quyen"]
_names = count(1)


def entries_part(**settings: Any) -> dict[str, Any]:
    """The part's table; `settings` go over the defaults of `entries`."""
    return {
        "key": "video",
        "kind": "entries",
        "title": "Thi video",
        "groups": ["don-vi", "ca-nhan"],
        "opens": OPENS,
        "closes": CLOSES,
        "entries": {
            "media": "video",
            "topics": {"choose": "many", "required": True},
            "genre": {"choose": "one", "required": True},
            "genres": [{"key": "phong-su", "title": "Phóng sự"}, {"key": "hoat-hinh", "title": "Hoạt hình"}],
            "authors": {"fields": ["name", "position", "unit", "phone"], "max": 5},
            "declarations": [{"key": "ban-quyen", "title": "Bản quyền", "text": "Tác phẩm là của chúng tôi."}],
            "intake": {"on_behalf": True},
            **settings,
        },
    }


def definition(part: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    base = make.definition()
    base.update(
        topic=[{"key": "dich-vu-cong", "title": "Dịch vụ công"}, {"key": "vneid", "title": "VNeID"}],
        group=[
            {
                "key": "don-vi",
                "title": "Đơn vị",
                "subject": "unit",
                "mandatory": True,
                "min": 1,
                "max": 2,
                "unit_kinds": ["phong-ban"],
            },
            {"key": "ca-nhan", "title": "Cá nhân", "subject": "person", "max": 2, "unit": "optional"},
        ],
        part=[part or entries_part()],
        standing=[
            {
                "key": "cham",
                "title": "Kết quả chấm",
                "subject": "entry",
                "formula": "lexicographic",
                "show": "hidden",
                "terms": [{"key": "jury", "title": "Điểm", "part": "video", "measure": "jury", "missing": "unranked"}],
            }
        ],
        prize=[{"key": "nhat", "title": "Giải nhất", "standing": "cham", "quantity": 1, "cash": 1000}],
        entry={"committee": "bar", "coauthors": True},
    )
    return base | changes


def contest(part: dict[str, Any] | None = None, **changes: Any) -> Contest:
    return make.contest(**definition(part, **changes))


def part_of(of: Contest) -> Part:
    return of.parts.select_related("contest").get()


def opened(part: dict[str, Any] | None = None, *units: str, **changes: Any) -> Part:
    """A frozen part with units; receiving from `OPENS`."""
    of = contest(part, **changes)
    make.units(of, *(units or ("Phòng Một", "Phòng Hai")))
    of.units.update(group=of.groups.get(key="don-vi"))
    found = part_of(of)
    found.frozen_at, found.frozen_hash = BEFORE, digest(found.content)
    found.save()
    return found


def written(**changes: Any) -> Written:
    n = next(_names)
    fields: dict[str, Any] = {
        "title": f"Một cửa gần dân {n}",
        "description": "Phim ngắn về bộ phận một cửa.",
        "genre": "phong-su",
        "topics": ["vneid"],
        "authors": [Named("Nguyễn Văn Mẫu", "Chuyên viên", "Phòng Một", "", "0912000111")],
    }
    return Written(**(fields | changes))


def stored(text: str = "", **fields: Any) -> StoredFile:
    """A file in the store, by its digest only; bytes come with the upload tests."""
    n = next(_names)
    digest = hashlib.sha256((text or f"phim {n}").encode()).hexdigest()
    values: dict[str, Any] = {
        "key": f"{n:02}/{digest[:20]}",
        "name": f"phim-{n}.mp4",
        "media_type": "video/mp4",
        "size": 1000 + n,
        "sha256": digest,
        "purpose": "entries.original",
        "stored_at": NOW,
    }
    return StoredFile.objects.create(**(values | fields))


def coordinator(part: Part, unit: str = "Phòng Một") -> tuple[User, Entrant]:
    """The coordinator of a unit and the unit as an entrant."""
    contest_unit = part.contest.units.get(name=unit)
    holder = make.holder_of("coordinator", part.contest, contest_unit)
    assert holder is not None
    return holder, unit_entrant(part.contest, contest_unit, now=BEFORE)


def juror(part: Part, name: str = "Lê Giám Khảo Mẫu", **fields: Any) -> User:
    """Somebody who sits on the jury."""
    account = make.user(name, **fields)
    if not part.contest.bodies.filter(kind="jury").exists():
        Body.objects.create(contest=part.contest, key="ban-giam-khao", kind="jury", title="Ban Giám khảo")
    make.seat(part.contest, "jury", account)
    return account


def person(part: Part, name: str = "Trần Thị Ví Dụ") -> tuple[User, Entrant]:
    account = make.user(name)
    assert account.person is not None
    group = part.contest.groups.get(key="ca-nhan")
    return account, register_entrant(part.contest, account.person, group=group, unit=None, now=BEFORE)


def draft(part: Part, by: User, owner: Entrant, now: datetime = NOW, **changes: Any) -> Work:
    return start_work(part, owner, written(**changes), now=now, by=by)


def with_file(work: Work, by: User, now: datetime = NOW, **fields: Any) -> WorkFile:
    return attach_file(work, stored(**fields), now=now, by=by)


def submitted(part: Part, by: User, owner: Entrant, now: datetime = NOW, **changes: Any) -> Work:
    """A work handed in with one file, waiting for the check."""
    work = draft(part, by, owner, now, **changes)
    with_file(work, by, now)
    return submit_work(work, agreed=AGREED, now=now + timedelta(minutes=5), by=by)


def taken(part: Part, *, done: bool = False, unit: str = "Phòng Một", now: datetime = NOW) -> Work:
    """A work brought to the office for a unit, with its file; `done`: with its receipt."""
    secretary = make.holder_of("secretary", part.contest)
    assert secretary is not None
    owner = unit_entrant(part.contest, part.contest.units.get(name=unit), now=BEFORE)
    work = start_intake(part, owner, written(), way=Work.HANDED_IN, now=now, by=secretary)
    with_file(work, secretary, now)
    if not done:
        return work
    return take_in(
        work, received=now, note="", agreed=AGREED, now=now, by=secretary, check_base="https://vidu.example/bien-nhan/"
    )
