"""Who reaches a work and its files: everybody once it is published, before that its owner and the committee alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from hoithi.contests.models import Part
from hoithi.contests.queries.names import names_hidden
from hoithi.contests.queries.roles import Visitor, can
from hoithi.core.errors import NotAllowed, NotFound
from hoithi.entries.models import Work
from hoithi.entries.queries.own import own_entrants
from hoithi.entries.slots import slots

Kind = Literal["public", "preview", "gone"]
GONE = frozenset({"taken_down", "withdrawn"})


@dataclass(frozen=True)
class Seen:
    """A work and as what somebody sees it; `gone` was public once. `nameless`: without author and unit."""

    work: Work
    kind: Kind
    nameless: bool = False


class MarksBlind(NotAllowed):
    """A juror of a blind marking on a page that says whose works are, whatever their other seats allow."""

    def __init__(self) -> None:
        super().__init__(
            _("Phần thi này đang chấm kín và bạn là giám khảo, nên chưa xem được trang có tên tác giả, đơn vị."),
            hint=_("Hãy nhờ thành viên khác làm việc này; trang mở lại cho bạn khi chấm xong."),
        )


def check_may_know(user: Visitor, part: Part, now: datetime) -> None:
    """Raises MarksBlind."""
    if names_hidden(user, part, now):
        raise MarksBlind


def no_such_work() -> NotFound:
    """The same sentence for what never was and for what is not public: an address tells nothing."""
    return NotFound(_("Không có tác phẩm này, hoặc tác phẩm chưa được đăng."), hint=_("Hãy vào từ trang cuộc thi."))


def numbered_work(slug: str, key: str, number: int) -> Work:
    """A work of a part by its number, whatever its state. Raises NotFound."""
    found = Work.objects.filter(entry__part__contest__slug=slug, entry__part__key=key, number=number)
    work = found.select_related("entry__part__contest", "entry__owner__group", "entry__owner__contest_unit").first()
    if work is None:
        raise no_such_work()
    return work


def seen_work(user: Visitor, slug: str, key: str, number: int, now: datetime) -> Seen:
    """The public page of a work, its preview before publication, or what is left after. Raises NotFound."""
    work = numbered_work(slug, key, number)
    nameless = names_hidden(user, work.entry.part, now)
    if work.entry.state == "published":
        return Seen(work, "public", nameless)
    if work.entry.state in GONE and work.published_at is not None:
        return Seen(work, "gone")
    if reads_unpublished(user, work, now):
        return Seen(work, "preview", nameless)
    raise no_such_work()


def reads_unpublished(user: Visitor, work: Work, now: datetime) -> bool:
    """The committee, the owner, and whom a room above lets read: a juror in turn."""
    if not user.is_authenticated:
        return False
    contest = work.entry.part.contest
    if can(user, contest, "work.view_all", now):
        return True
    return own_entrants(user, contest, now).filter(pk=work.entry.owner_id).exists() or slots.reads(user, work, now)


def file_readable(user: Visitor, work: Work, now: datetime) -> bool:
    """Whether the files of a work may be played by this person now. Taken down is taken down for everybody else."""
    return work.entry.state == "published" or reads_unpublished(user, work, now)


def gone_reason(work: Work) -> str:
    """The part of the reason everybody reads: its first line."""
    step = work.steps.filter(step__in=("take_down", "withdraw")).order_by("pk").last()
    return step.reason.partition("\n")[0] if step is not None else ""
