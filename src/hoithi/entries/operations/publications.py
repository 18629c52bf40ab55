"""Noting where works were published (ghi nhật ký đăng tải): one line, or a whole sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.contests.models import Part
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import InvalidInput, Problem, Refusal
from hoithi.core.tables import read_table
from hoithi.core.text import fold
from hoithi.entries.models import Publication, Work
from hoithi.entries.operations.work_errors import WorkClosed
from hoithi.entries.operations.work_steps import locked_work
from hoithi.entries.queries import publications as read
from hoithi.entries.queries.words import number_of
from hoithi.entries.rules.states import IN_CONTEST
from hoithi.people.models import User

_url = URLValidator(schemes=["http", "https"])
LAYOUTS = ("%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%H:%M %d/%m/%Y")


@dataclass(frozen=True)
class Placed:
    """Where a work was made public; an address, or words where there is none (số báo, giờ phát)."""

    channel: str
    url: str
    note: str
    published_on: datetime


@transaction.atomic
def note_publication(work: Work, placed: Placed, *, now: datetime, by: User) -> Publication:
    """Add a line to the log. Raises WorkClosed (not in the contest), InvalidInput."""
    work = locked_work(work.pk)
    if work.entry.state not in IN_CONTEST:
        raise WorkClosed
    if problems := _problems(work.entry.part, placed, now):
        raise InvalidInput(problems)
    return _noted(work, placed, now, by)


@transaction.atomic
def withdraw_publication(row: Publication, *, now: datetime, by: User) -> Publication:
    """The post was taken off its channel; the line stays in the log. Raises Refusal."""
    row = (
        Publication.objects.select_for_update(of=("self",)).select_related("work__entry__part__contest").get(pk=row.pk)
    )
    if row.withdrawn_at is not None:
        raise Refusal(_("Bài đăng này đã được ghi là gỡ rồi."))
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    _record("entries:publication:withdrawn", row, now, by)
    return row


@transaction.atomic
def import_publications(part: Part, data: bytes, filename: str, *, now: datetime, by: User) -> int:
    """Add every line of a sheet the log does not hold yet; how many. Raises InvalidInput: then nothing was added."""
    table = read_table(data, filename, read.columns())
    table.refuse()
    works = {fold(number_of(work)): work for work in read.works_to_publish(part)}
    keys = {fold(str(one.title)): one.key for one in read.channels(part)} | {
        one.key: one.key for one in read.channels(part)
    }
    problems: list[Problem] = []
    lines: list[tuple[Work, Placed]] = []
    for row in table.rows:
        values, at = row.values, _("dòng {n}").format(n=row.number)
        if not any(values.get(key) for key in ("channel", "url", "note", "published_on")):
            continue  # a work of the empty form nobody filled in
        work = works.get(fold(str(values.get("number") or "")))
        channel = keys.get(fold(str(values.get("channel") or "")))
        when = _moment_of(values.get("published_on"))
        if work is None:
            problems.append(
                Problem(at, _("không có tác phẩm được duyệt mang số “{n}”").format(n=values.get("number") or ""))
            )
        if channel is None:
            problems.append(Problem(at, _("không có kênh “{name}”").format(name=values.get("channel") or "")))
        if when is None:
            problems.append(Problem(at, _("thời gian đăng chưa đúng, ví dụ 20/6/2024 hoặc 20/6/2024 08:30")))
        if work is None or channel is None or when is None:
            continue
        placed = Placed(channel, str(values.get("url") or ""), str(values.get("note") or ""), when)
        problems += [Problem(at, one.message) for one in _problems(part, placed, now)]
        lines.append((work, placed))
    if problems:
        raise InvalidInput(problems)
    return sum(_added(work, placed, now, by) for work, placed in lines)


def _added(work: Work, placed: Placed, now: datetime, by: User) -> bool:
    """The same line sent twice is one line."""
    same = {"channel": placed.channel, "url": placed.url, "note": placed.note, "published_on": placed.published_on}
    if Publication.objects.filter(work=work, **same).exists():
        return False
    _noted(work, placed, now, by)
    return True


def _noted(work: Work, placed: Placed, now: datetime, by: User) -> Publication:
    row = Publication.objects.create(
        work=work,
        channel=placed.channel,
        url=placed.url.strip(),
        note=placed.note.strip(),
        published_on=placed.published_on,
        by=by,
        at=now,
    )
    _record("entries:publication:noted", row, now, by)
    return row


def _problems(part: Part, placed: Placed, now: datetime) -> list[Problem]:
    found = []
    if placed.channel not in {one.key for one in read.channels(part)}:
        found.append(Problem("channel", _("kênh này không có trong kế hoạch")))
    url, note = placed.url.strip(), placed.note.strip()
    if not url and not note:
        found.append(Problem("url", _("cần đường dẫn, hoặc ghi chú số báo, giờ phát")))
    if url:
        try:
            _url(url)
        except ValidationError:
            found.append(Problem("url", _("đường dẫn phải bắt đầu bằng http:// hoặc https://")))
    if len(url) > 500 or len(note) > 300:
        found.append(Problem("url", _("đường dẫn hoặc ghi chú dài quá mức cho phép")))
    if placed.published_on > now:
        found.append(Problem("published_on", _("thời gian đăng ở sau lúc này")))
    return found


def _moment_of(cell: object) -> datetime | None:
    if isinstance(cell, datetime):
        return cell if cell.tzinfo else cell.replace(tzinfo=VIETNAM)
    if isinstance(cell, date):
        return datetime.combine(cell, time(0), tzinfo=VIETNAM)
    text = " ".join(str(cell or "").split())
    for layout in LAYOUTS:
        try:
            return datetime.strptime(text, layout).replace(tzinfo=VIETNAM)
        except ValueError:
            continue
    return None


def _record(action: str, row: Publication, now: datetime, by: User) -> None:
    entry = row.work.entry
    data = {"part": entry.part.key, "number": row.work.number, "channel": row.channel, "url": row.url}
    record(action, now=now, contest_key=entry.part.contest.slug, actor=by, target=entry.code, data=data)
