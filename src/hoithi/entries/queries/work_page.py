"""Everything the owner's page of one work says: state, files, what is missing, what may be done now and until when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from hoithi.contests.models import Entrant, Part
from hoithi.core.spoken import end_moment
from hoithi.entries.models import Work, WorkFile, WorkStep
from hoithi.entries.queries.moderation import open_question
from hoithi.entries.queries.own import handed_in
from hoithi.entries.queries.receipt import Receipt, receipts_of
from hoithi.entries.queries.settings import quota_for, settings_of
from hoithi.entries.queries.words import LIVE, STEPS, WORDS, StateWords, Text, number_of
from hoithi.entries.rules.states import LIVE as ALIVE
from hoithi.entries.rules.states import after
from hoithi.entries.schema import EntriesSettings
from hoithi.entries.spec import said


@dataclass(frozen=True)
class StepShown:
    """One line of the history; who did it is the committee's business."""

    label: Text
    at: datetime
    reason: str


@dataclass(frozen=True)
class FileShown:
    """One original: in force, or waiting for the next submission; with what the check says."""

    row: WorkFile
    waiting: bool

    @property
    def problems(self) -> list[dict[str, str]]:
        return [said(one) for one in self.row.problems] if self.row.check_state == WorkFile.FAILED else []

    @property
    def warnings(self) -> list[dict[str, str]]:
        return [said(one) for one in self.row.warnings]

    @property
    def percent(self) -> int | None:
        """While it is being looked into."""
        return self.row.progress if self.row.check_state in (WorkFile.WAITING, WorkFile.RUNNING) else None


@dataclass
class WorkState:
    """The part of the page that updates by itself."""

    work: Work
    number: str
    words: StateWords
    files: list[FileShown]
    steps: list[StepShown]
    reason: str
    until: str
    link: str
    busy: bool
    """Something is going on: the page looks again soon."""
    waiting: bool = False
    """A file was sent that is not handed in yet."""


def state_of_work(work: Work, now: datetime) -> WorkState:
    """Two queries: steps and files."""
    steps = list(work.steps.all())
    originals = work.files.filter(role=WorkFile.ORIGINAL, replaced_at__isnull=True).select_related("file")
    files = [FileShown(one, one.handed_in_at is None) for one in originals.order_by("place", "-id")]
    state = work.entry.state
    words = LIVE if state in ("submitted", "checking") and not files else WORDS[state]
    part = work.entry.part
    receiving = part.closes is not None and now < part.closes
    until = ""
    if state == "held" and part.closes is not None:
        fix = _("Hãy sửa, tải tệp lên lại và nộp lại trước {end}.").format(end=end_moment(part.closes))
        until = fix if receiving else _("Đã hết hạn nộp lại, Ban Tổ chức sẽ xem xét và trả lời tại trang này.")
    looking = any(one.percent is not None for one in files)
    return WorkState(
        work=work,
        number=number_of(work),
        words=words,
        files=files,
        steps=[StepShown(STEPS.get(one.step, one.step), one.at, _reason(one)) for one in reversed(steps)],
        reason=next((_reason(one) for one in reversed(steps) if _decides(one) and one.state == state), ""),
        until=until,
        link=public_link(work),
        busy=state in ALIVE and (looking or state in ("submitted", "checking")),
        waiting=state != "draft" and any(one.waiting for one in files),
    )


def _reason(step: WorkStep) -> str:
    """What the check found stands with the file itself."""
    return step.reason if step.step != "check_failed" else ""


def _decides(step: WorkStep) -> bool:
    return bool(step.reason) and step.step not in ("ask", "answer")


def public_link(work: Work) -> str:
    """The page everybody sees, once there is one."""
    if work.entry.state != "published" or work.number is None:
        return ""
    part = work.entry.part
    try:
        return reverse("entries:public_work", args=[part.contest.slug, part.key, work.number])
    except NoReverseMatch:
        return ""


@dataclass
class WorkPage:
    """What the owner may do now; `locked` says why nothing may be changed any more."""

    settings: EntriesSettings
    may_edit: bool
    may_submit: bool
    locked: str
    question: str = ""
    """What the committee asked and waits for an answer to."""
    receipts: list[Receipt] = field(default_factory=list)

    @property
    def takes_file(self) -> bool:
        return self.settings.media not in ("none", "link")


def work_page(work: Work, now: datetime) -> WorkPage:
    part, settings = work.entry.part, settings_of(work.entry.part)
    state = work.entry.state
    possible = after(state, "submit") is not None
    receiving = part.closes is not None and now < part.closes and part.opens is not None
    started = part.opens is not None and now >= part.opens and part.frozen_at is not None
    locked = ""
    if state in ("draft", "submitted", "checking", "held") and not receiving and part.closes is not None:
        locked = _("Đã hết hạn lúc {end}: thông tin, tác giả và tệp không đổi được nữa.").format(
            end=end_moment(part.closes)
        )
    elif state in ("accepted", "published"):
        locked = _("Tác phẩm đã được duyệt nên không sửa được nữa.")
    asked = open_question(work) if work.number is not None else None
    return WorkPage(
        settings=settings,
        may_edit=possible and receiving,
        may_submit=possible and receiving and started,
        locked=locked,
        question=asked.reason if asked is not None else "",
        receipts=receipts_of(work) if work.number is not None else [],
    )


@dataclass(frozen=True)
class OwnerQuota:
    """How many works somebody has handed in, may and must still hand in."""

    held: int
    left: int | None
    missing: int

    @property
    def sentence(self) -> str:
        """ "Đã nộp 1 tác phẩm, còn nộp được 1." """
        parts = [_("Đã nộp {n} tác phẩm").format(n=self.held)]
        if self.missing:
            parts.append(_("còn phải nộp ít nhất {n}").format(n=self.missing))
        if self.left is not None:
            parts.append(_("còn nộp được {n}").format(n=self.left) if self.left else _("đã đủ số lượng theo thể lệ"))
        return ", ".join(parts) + "."


def quota_left(part: Part, owner: Entrant) -> OwnerQuota:
    limits = quota_for(part, owner)
    held = handed_in(part, owner).count()
    return OwnerQuota(held, limits.left(held), limits.missing(held))
