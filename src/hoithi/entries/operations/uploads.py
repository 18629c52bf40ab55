"""What uploads of this room are for: the file of a work, sent by its owner or by whoever takes the work in."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from hoithi.contests.queries.roles import can
from hoithi.core.errors import NotFound, Refusal
from hoithi.entries.models import Work
from hoithi.entries.operations.work import attach_file, check_drafting
from hoithi.entries.operations.work_errors import WorkClosed
from hoithi.entries.queries.own import own_work
from hoithi.entries.queries.settings import settings_of
from hoithi.entries.rules.states import after
from hoithi.files.models import StoredFile, Upload
from hoithi.files.registry import Purpose, register_purpose
from hoithi.people.models import User

ORIGINAL = "entries.original"
MOST_BYTES = 8_000_000_000
"""Where the plan names no size of its own."""


def target_of(work: Work, place: int = 1) -> str:
    """What an upload is for: a work, and which of its files where it has several."""
    return work.entry.code if place == 1 else f"{work.entry.code}:{place}"


def work_to_fill(user: User, target: str, now: datetime) -> tuple[Work, int]:
    """The work an account may send a file for now, and the place of the file. Raises NotFound, Refusal."""
    code, _colon, place = target.partition(":")
    work = _own_or_taken_in(user, code, now)
    part = work.entry.part
    settings = settings_of(part)
    if settings.media in ("none", "link"):
        raise Refusal(_("Phần thi này không nhận tệp."), hint=_("Hãy xem lại thể lệ."))
    number = int(place) if place.isdecimal() else 1
    if not 1 <= number <= settings.file.count:
        raise NotFound(_("Thể lệ không nhận thêm tệp cho tác phẩm này."))
    if after(work.entry.state, "submit") is None:
        raise WorkClosed
    if work.intake == Work.ONLINE:
        check_drafting(part, settings, now)
    return work, number


def _own_or_taken_in(user: User, code: str, now: datetime) -> Work:
    taken_in = Work.objects.filter(entry__code=code).exclude(intake=Work.ONLINE)
    work = taken_in.select_related("entry__part__contest", "entry__owner__group").first()
    if work is not None and can(user, work.entry.part.contest, "work.intake", now):
        return work
    return own_work(user, code, now)


def most_bytes(user: User, target: str, now: datetime) -> int:
    work, _place = work_to_fill(user, target, now)
    most = settings_of(work.entry.part).file.max_mb
    return MOST_BYTES if most is None else most * 1_000_000


def finished(upload: Upload, stored: StoredFile, now: datetime) -> str:
    """The last byte is safe: the file is the work's. Raises what `work_to_fill` raises, after the deadline too."""
    work, place = work_to_fill(upload.owner, upload.target, now)
    attach_file(work, stored, now=now, by=upload.owner, place=place)
    return page_of(work, upload.owner, now)


def page_of(work: Work, user: User, now: datetime) -> str:
    """Where somebody goes on with a work: the desk for whoever takes it in, else the owner's page."""
    contest = work.entry.part.contest
    if work.intake != Work.ONLINE and can(user, contest, "work.intake", now):
        return reverse("entries:intake_work", args=[contest.slug, work.entry.code])
    return reverse("entries:work", args=[work.entry.code])


def register() -> None:
    register_purpose(Purpose(ORIGINAL, most_bytes, finished))
