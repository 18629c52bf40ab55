"""Works on their way to the public: checked, accepted, published; a store with real bytes; who looks at them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.test import Client

from hoithi.contests.models import Part
from hoithi.core import clock
from hoithi.core.canonical import sha256_hex
from hoithi.entries.models import Likeness, Work, WorkFile
from hoithi.entries.operations.moderation import accept_work
from hoithi.entries.operations.publishing import publish_work
from hoithi.entries.operations.work_steps import locked_work, take_step
from hoithi.entries.queries.moderation import checklist_of, version_of
from hoithi.files.models import StoredFile
from hoithi.files.store import store
from hoithi.people.models import User
from tests.contests import factories as make
from tests.entries import factories as works

LATER = works.AFTER + timedelta(days=3)
SLUG = "hoi-thi-thu"
PAGE = f"/cuoc-thi/{SLUG}/video/tac-pham/"
DESK = f"/cuoc-thi/{SLUG}/dieu-hanh/tac-pham/"
QUEUE, LOG, HANDOVER = f"{DESK}duyet/video/", f"{DESK}dang-tai/video/", f"{DESK}ban-giao/video/"
COMMITTEE = ("secretary", "organiser", "leader")
WITH_A_ROLE = set(make.ROLES) - {"anonymous", "contestant"}
CHANNELS = [
    {"key": "cong", "title": "Cổng thông tin", "kind": "portal"},
    {"key": "bao", "title": "Báo tỉnh", "kind": "press"},
]


def opened(**settings: Any) -> Part:
    """A part whose works may be shown, in a contest with two channels."""
    return works.opened(works.entries_part(**settings), channel=CHANNELS)


def bytes_of(work: Work, data: bytes, role: str = WorkFile.ORIGINAL, **fields: Any) -> WorkFile:
    """A file with bytes in the store, of a work that was handed in."""
    digest = sha256_hex(data)
    key = f"thu/{work.pk}-{role}-{digest[:12]}"
    values = {"name": "Phim cua chi Lan.mp4", "media_type": "video/mp4"} | fields
    stored = StoredFile.objects.create(
        key=key, size=len(data), sha256=digest, purpose="entries.original", stored_at=works.NOW, **values
    )
    place = store().path(key)  # type: ignore[attr-defined]  # tests run on the local store
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    if role == WorkFile.ORIGINAL:
        row = work.files.get(role=role, replaced_at__isnull=True)
        row.file = stored
        row.save()
        return row
    source = work.files.filter(role=WorkFile.ORIGINAL, replaced_at__isnull=True).first()
    made = source if role != WorkFile.CAPTIONS else None
    language = "vi" if role == WorkFile.CAPTIONS else ""
    return work.files.create(role=role, file=stored, made_from=made, added_at=works.NOW, language=language)


def handed_in(part: Part, unit: str = "Phòng Một", *, checked: bool = True, **changes: Any) -> Work:
    """A work whose file passed its check (without the queue of the checks)."""
    by, owner = works.coordinator(part, unit)
    work = works.submitted(part, by, owner, **changes)
    if checked:
        WorkFile.objects.filter(work=work).update(check_state=WorkFile.PASSED, facts={"duration_s": 302.4})
        with transaction.atomic():
            take_step(locked_work(work.pk), "check_passed", now=works.NOW + timedelta(hours=1), by=None)
        work.entry.refresh_from_db()
    return work


def many(part: Part, count: int, state: str = "accepted") -> list[Work]:
    """Works of people, each their own: the quota of units stands in nobody's way."""
    found = []
    for n in range(count):
        by, owner = works.person(part, f"Trần Thị Ví Dụ {n}")
        work = works.submitted(
            part, by, owner, authors=[works.Named(f"Trần Thị Ví Dụ {n}", "Chuyên viên", "Tự do", "", "0912000111")]
        )
        WorkFile.objects.filter(work=work).update(check_state=WorkFile.PASSED, facts={"duration_s": 61})
        work.entry.state = state
        work.entry.save()
        if state == "published":
            Work.objects.filter(pk=work.pk).update(published_at=LATER)
        found.append(work)
    return found


def moderator(part: Part, role: str = "organiser") -> User:
    found = make.holder_of(role, part.contest)
    assert found is not None
    return found


def everything(part: Part, work: Work) -> set[str]:
    return {item["key"] for item in checklist_of(part, work)}


def accepted(part: Part, unit: str = "Phòng Một", by: User | None = None, **changes: Any) -> Work:
    work = handed_in(part, unit, **changes)
    by = by or moderator(part)
    return accept_work(work, ticked=everything(part, work), version=version_of(work), now=LATER, by=by)


def published(part: Part, unit: str = "Phòng Một", **changes: Any) -> Work:
    by = moderator(part)
    return publish_work(accepted(part, unit, by, **changes), now=LATER, by=by)


def alike(newer: Work, older: Work) -> Likeness:
    return Likeness.objects.create(
        newer=newer, older=older, kind="near", score_permille=870, moments=[[3, 8.5], [64, 70]], found_at=works.NOW
    )


@contextmanager
def as_role(client: Client, role: str, part: Part, now: datetime = LATER) -> Iterator[User | None]:
    """`client` signed in as somebody of this role, the clock after the close."""
    holder = None
    if role == "contestant":
        holder, _owner = works.person(part, "Người Dự Thi Mẫu")
    else:
        holder = make.holder_of(role, part.contest, part.contest.units.last())
    if holder is not None:
        client.force_login(holder)
    with clock.frozen_at(now):
        yield holder


def expected(role: str, allowed: tuple[str, ...] | set[str], good: int) -> int:
    """What a role meets on the console."""
    if role in allowed:
        return good
    return 302 if role == "anonymous" else 403 if role in WITH_A_ROLE else 404
