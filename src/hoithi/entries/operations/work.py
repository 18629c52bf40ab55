"""A work before it is handed in: drafts, texts, files (soạn tác phẩm)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.contests.models import Contest, ContestUnit, Entrant, Entry, Part
from hoithi.contests.operations.entrants import check_may_attempt
from hoithi.core.canonical import random_code
from hoithi.core.errors import Problem, Refusal
from hoithi.core.text import fold
from hoithi.entries.models import Work, WorkFile
from hoithi.entries.operations.authors import Named, check_authors, set_authors
from hoithi.entries.operations.checking import ask_check
from hoithi.entries.operations.work_errors import ChangedMeanwhile, Incomplete, NotReceiving, WorkClosed
from hoithi.entries.operations.work_steps import locked_work, take_step
from hoithi.entries.queries.settings import settings_of
from hoithi.entries.rules.othercheck import link_is_proper
from hoithi.entries.rules.states import after
from hoithi.entries.schema import EntriesSettings
from hoithi.files.models import StoredFile
from hoithi.people.models import User

CODE_SYMBOLS = 20
"""98 random bits: the code stands on receipts."""
LONGEST_TITLE, LONGEST_TEXT = 200, 4000


@dataclass(frozen=True)
class Written:
    """What the owner writes about a work."""

    title: str
    description: str = ""
    genre: str = ""
    topics: Sequence[str] = ()
    group_name: str = ""
    link: str = ""
    authors: Sequence[Named] = field(default_factory=tuple)


@transaction.atomic
def unit_entrant(contest: Contest, unit: ContestUnit, *, now: datetime, by: User | None = None) -> Entrant:
    """The unit as an entrant, entered the first time somebody acts for it. Raises Refusal (it does not compete)."""
    ContestUnit.objects.select_for_update().values_list("pk").get(pk=unit.pk)
    found = Entrant.objects.filter(contest=contest, contest_unit=unit, kind="unit").select_related("group").first()
    if found is not None:
        return found
    if unit.group is None or unit.group.subject != "unit" or not unit.competes:
        raise Refusal(
            _("Đơn vị này không thuộc đối tượng dự thi là tập thể."), hint=_("Cá nhân trong đơn vị tự đăng ký dự thi.")
        )
    entrant = Entrant.objects.create(
        contest=contest,
        code=random_code(),
        kind="unit",
        contest_unit=unit,
        group=unit.group,
        display_name=unit.name[:200],
        prize_ok=unit.group.spec.prize != "hors_concours",
        counts_for_unit=unit.group.spec.counts_for_unit,
        registered_at=now,
    )
    data = {"group": unit.group.key, "unit": unit.code}
    record("contests:entrant:registered", now=now, contest_key=contest.slug, actor=by, target=entrant.code, data=data)
    return entrant


@transaction.atomic
def start_work(part: Part, owner: Entrant, written: Written, *, now: datetime, by: User) -> Work:
    """A new draft. Raises Refusal (online intake off, group not of this part), NotReceiving, NotEligible."""
    settings = settings_of(part)
    if not settings.intake.online:
        raise Refusal(
            _("Phần thi này không nhận tác phẩm qua mạng."),
            hint=_("Nơi nhận: {place}.").format(place=settings.intake.place or part.contest.plan.organiser.name),
        )
    check_drafting(part, settings, now)
    return open_draft(part, owner, written, now=now, by=by)


def open_draft(part: Part, owner: Entrant, written: Written, *, now: datetime, by: User, intake: str = "") -> Work:
    """The rows of a draft, in the caller's transaction; online, or entered on behalf of the owner."""
    groups = part.spec.groups
    if owner.contest_id != part.contest_id or (groups and owner.group.key not in groups):
        raise Refusal(_("Bạn không thuộc đối tượng dự thi của phần thi này."), hint=_("Hãy xem lại thể lệ."))
    check_may_attempt(owner, now)
    entry = Entry.objects.create(part=part, owner=owner, code=random_code(CODE_SYMBOLS), title="", created_at=now)
    work = Work.objects.create(entry=entry, started_by=by, intake=intake or Work.ONLINE, updated_at=now)
    record("entries:work:started", now=now, contest_key=part.contest.slug, actor=by, target=entry.code)
    write_work(work, written, now=now)
    return work


@transaction.atomic
def change_work(work: Work, written: Written, *, now: datetime, by: User, seen: datetime | None = None) -> Work:
    """Correct a draft or a work handed in, before the deadline. `seen`: `updated_at` of what was being corrected.

    Raises WorkClosed, NotReceiving, InvalidInput, ChangedMeanwhile (somebody else was faster).
    """
    work = locked_work(work.pk)
    if after(work.entry.state, "submit") is None:
        raise WorkClosed
    if seen is not None and work.updated_at != seen:
        raise ChangedMeanwhile(work.updated_at)
    check_drafting(work.entry.part, settings_of(work.entry.part), now)
    write_work(work, written, now=now)
    record("entries:work:changed", now=now, contest_key=work.entry.part.contest.slug, actor=by, target=work.entry.code)
    return work


def write_work(work: Work, written: Written, *, now: datetime) -> None:
    """Store what the owner wrote, with every problem named. Raises InvalidInput; then nothing was changed."""
    part = work.entry.part
    settings = settings_of(part)
    problems = [
        *_text_problems(part, settings, written),
        *check_authors(work.entry.owner, settings, written.authors, now),
    ]
    if problems:
        raise Incomplete(problems, _("Chưa lưu được vì có chỗ chưa đúng."))
    work.entry.title = " ".join(written.title.split())
    work.entry.save(update_fields=["title"])
    work.description, work.genre, work.link = written.description.strip(), written.genre, written.link.strip()
    work.topics, work.group_name = list(dict.fromkeys(written.topics)), written.group_name.strip()
    work.updated_at = now
    set_authors(work, written.authors)
    index_work(work)


def index_work(work: Work) -> None:
    """Keep what a search without diacritics looks through, and the line that credits the work."""
    owner, names = work.entry.owner, list(work.authors.values_list("name", flat=True))
    unit = owner.contest_unit.name if owner.contest_unit else ""
    work.search = fold(" ".join([work.entry.title, work.group_name, *names, owner.display_name, unit]))[:2000]
    work.credit_line = (work.group_name or ", ".join(names) or owner.display_name)[:300]
    work.save()


def _text_problems(part: Part, settings: EntriesSettings, written: Written) -> Iterable[Problem]:
    if not written.title.strip():
        yield Problem("title", _("chưa đặt tên tác phẩm"))
    if len(written.title) > LONGEST_TITLE:
        yield Problem("title", _("tên tác phẩm dài quá {n} ký tự").format(n=LONGEST_TITLE))
    if len(written.description) > LONGEST_TEXT:
        yield Problem("description", _("phần giới thiệu dài quá {n} ký tự").format(n=LONGEST_TEXT))
    if written.genre and written.genre not in {genre.key for genre in settings.genres}:
        yield Problem("genre", _("thể loại không có trong thể lệ"))
    if written.link.strip() and not link_is_proper(written.link.strip()):
        yield Problem(
            "link", _("đường dẫn phải là địa chỉ của một bài đăng công khai, như https://example.vn/bai-viet")
        )
    known = {topic.key for topic in part.contest.plan.topics}
    if not set(written.topics) <= known:
        yield Problem("topics", _("chủ đề không có trong thể lệ"))
    if settings.topics.choose == "one" and len(set(written.topics)) > 1:
        yield Problem("topics", _("chỉ chọn một chủ đề"))


def check_drafting(part: Part, settings: EntriesSettings, now: datetime) -> None:
    """Drafts may be made before the opening where the plan lets them, never after the deadline."""
    early = part.opens is not None and now < part.opens
    if part.opens is None or part.closes is None or now >= part.closes or (early and not settings.intake.drafts_before):
        raise NotReceiving(part.opens, part.closes, now)


@transaction.atomic
def attach_file(
    work: Work, stored: StoredFile, *, now: datetime, by: User, role: str = WorkFile.ORIGINAL, place: int = 1
) -> WorkFile:
    """A finished upload becomes the file the next submission carries; the one handed in stays until then."""
    work = locked_work(work.pk)
    if after(work.entry.state, "submit") is None:
        raise WorkClosed
    waiting = work.files.filter(role=role, place=place, handed_in_at__isnull=True, replaced_at__isnull=True)
    waiting.update(replaced_at=now)
    kept = work.files.create(role=role, place=place, file=stored, added_by=by, added_at=now)
    data = {"sha256": stored.sha256, "size": stored.size, "role": role}
    slug = work.entry.part.contest.slug
    record("entries:file:added", now=now, contest_key=slug, actor=by, target=work.entry.code, data=data)
    ask_check(kept, now=now)
    return kept


@transaction.atomic
def withdraw_work(work: Work, *, reason: str, now: datetime, by: User) -> Work:
    """The owner takes a work back before the deadline; afterwards it goes by the committee. Raises NotReceiving."""
    work = locked_work(work.pk)
    if work.entry.part.closes is None or now >= work.entry.part.closes:
        raise NotReceiving(work.entry.part.opens, work.entry.part.closes, now)
    take_step(work, "withdraw", now=now, by=by, reason=reason)
    return work
