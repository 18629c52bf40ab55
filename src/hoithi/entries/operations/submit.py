"""Handing a work in (nộp tác phẩm): everything it needs, the quota, the number on its receipt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from hoithi.contests.models import Entrant, Entry, Part
from hoithi.contests.operations.entrants import check_may_attempt, lock_fields
from hoithi.core.errors import Problem
from hoithi.entries.models import Author, Declared, Work, WorkFile
from hoithi.entries.operations.checking import copy_problems, follow_submission
from hoithi.entries.operations.work import index_work
from hoithi.entries.operations.work_errors import Incomplete, NotReceiving, QuotaFull
from hoithi.entries.operations.work_steps import locked_work, take_step
from hoithi.entries.queries.own import handed_in
from hoithi.entries.queries.settings import quota_for, settings_of
from hoithi.entries.schema import Declaration, EntriesSettings
from hoithi.people.models import User


@transaction.atomic
def submit_work(work: Work, *, agreed: Collection[str], now: datetime, by: User) -> Work:
    """Hand in, or hand in again before the deadline: the newest file and texts count. `agreed`: declaration keys.

    Raises NotReceiving, QuotaFull, Incomplete (everything that is missing), AuthorBarred, NotEligible, WorkClosed.
    """
    part = work.entry.part
    if part.frozen_at is None or not _open(part, now):
        raise NotReceiving(part.opens, part.closes, now)
    return hand_in(work, agreed=agreed, now=now, by=by)


def hand_in(work: Work, *, agreed: Collection[str], now: datetime, by: User, received: datetime | None = None) -> Work:
    """The submission itself, in the caller's transaction; the owner's row is locked first, so a quota holds.

    `received`: when the work reached the office, where somebody enters it for its owner at `now`.
    """
    owner_id = Entry.objects.values_list("owner_id", flat=True).get(pk=work.pk)
    Entrant.objects.select_for_update(no_key=True).values_list("pk").get(pk=owner_id)
    work = locked_work(work.pk)
    part, owner = work.entry.part, work.entry.owner
    settings = settings_of(part)
    check_may_attempt(owner, now)
    _check_quota(work)
    if problems := list(missing_in(work, settings, agreed)):
        raise Incomplete(problems, _("Chưa nộp được vì còn thiếu."))
    _force_files(work, now)
    _declare(work, settings.declarations, agreed, now, by)
    if work.number is None:
        Part.objects.select_for_update(no_key=True).values_list("pk").get(pk=part.pk)
        work.number = (Work.objects.filter(entry__part=part).aggregate(most=Max("number"))["most"] or 0) + 1
    work.submitted_at, work.submitted_by, work.updated_at = received or now, by, now
    work.rules_text_id = owner.rules_text_id or _rules_in_force(part)
    work.rules_hash = part.frozen_hash
    work.licence_text = settings.licence.purpose
    index_work(work)
    take_step(work, "submit", now=now, by=by)
    follow_submission(work, now=now)
    lock_fields(owner, now)
    return work


def _open(part: Part, now: datetime) -> bool:
    exact = part.opens is not None and part.closes is not None and part.precision == "exact"
    return exact and part.opens <= now < part.closes  # type: ignore[operator]  # exact says both are set


def _check_quota(work: Work) -> None:
    limits = quota_for(work.entry.part, work.entry.owner)
    held = handed_in(work.entry.part, work.entry.owner).exclude(pk=work.pk).count()
    if limits.left(held) == 0:
        assert limits.most is not None, "without a limit there is always room"
        raise QuotaFull(limits.most)


def missing_in(work: Work, settings: EntriesSettings, agreed: Collection[str]) -> Iterable[Problem]:
    """Everything that must stand before a work is handed in, in the order of the form."""
    authors = list(work.authors.all())
    if not work.entry.title:
        yield Problem("title", _("chưa đặt tên tác phẩm"))
    if settings.genre.choose != "none" and settings.genre.required and not work.genre:
        yield Problem("genre", _("chưa chọn thể loại"))
    if settings.topics.choose != "none" and settings.topics.required and not work.topics:
        yield Problem("topics", _("chưa chọn chủ đề"))
    if not authors:
        yield Problem("authors", _("chưa có tác giả"))
    yield from _author_gaps(authors, settings)
    if settings.media == "link" and not work.link:
        yield Problem("link", _("chưa có đường dẫn bài đăng"))
    if settings.media not in ("none", "link") and not newest_originals(work):
        yield Problem("file", _("chưa tải tệp lên xong"))
    yield from copy_problems(work, settings, newest_originals(work))
    for statement in settings.declarations:
        if statement.required and statement.key not in agreed:
            yield Problem(f"declaration-{statement.key}", _("chưa đồng ý với cam kết “%s”") % statement.title)


def _author_gaps(authors: Sequence[Author], settings: EntriesSettings) -> Iterable[Problem]:
    titles = {
        "position": _("chức vụ"),
        "unit": _("đơn vị"),
        "address": _("địa chỉ"),
        "phone": _("số điện thoại"),
        "email": _("thư điện tử"),
    }
    for author in authors:
        gaps = [titles[name] for name in settings.authors.fields if name in titles and not getattr(author, name)]
        if gaps:
            names = {"name": author.name, "gaps": ", ".join(gaps)}
            yield Problem(f"authors[{author.place - 1}]", _("tác giả %(name)s còn thiếu: %(gaps)s") % names)


def newest_originals(work: Work) -> list[WorkFile]:
    """The files the next submission carries: the newest of each place."""
    rows = work.files.filter(role=WorkFile.ORIGINAL, replaced_at__isnull=True).order_by("place", "-added_at", "-id")
    newest: dict[int, WorkFile] = {}
    for row in rows:
        newest.setdefault(row.place, row)
    return list(newest.values())


def _force_files(work: Work, now: datetime) -> None:
    for newest in newest_originals(work):
        old = work.files.filter(role=WorkFile.ORIGINAL, place=newest.place, replaced_at__isnull=True)
        old.exclude(pk=newest.pk).update(replaced_at=now)
        if newest.handed_in_at is None:
            newest.handed_in_at = now
            newest.save(update_fields=["handed_in_at"])


def _declare(work: Work, declarations: Sequence[Declaration], agreed: Collection[str], now: datetime, by: User) -> None:
    rows = [
        Declared(work=work, key=one.key, version=one.version, text=one.text, by=by, at=now)
        for one in declarations
        if one.key in agreed
    ]
    Declared.objects.bulk_create(rows, ignore_conflicts=True)


def _rules_in_force(part: Part) -> int | None:
    published = part.contest.rules_texts.filter(published_at__isnull=False)
    return published.values_list("pk", flat=True).last()
