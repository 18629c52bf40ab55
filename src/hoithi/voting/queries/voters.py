"""Who may vote, and what they hold."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hoithi.contests.models import Entrant, Entry, Part
from hoithi.core.clock import VIETNAM
from hoithi.entries.models import Author
from hoithi.people.models import User
from hoithi.people.oidc import provider
from hoithi.people.queries.external import is_linked
from hoithi.people.queries.rosters import roster_at
from hoithi.voting.errors import NotAVoter, NotPublished, NoVote
from hoithi.voting.models import Ballot
from hoithi.voting.queries.settings import settings_of


def check_voter(user: User, part: Part, now: datetime) -> None:
    """Raises NotAVoter with what to do. Accounts are opened by a code sent to their phone or e-mail, all of them."""
    who = settings_of(part).who
    if who == "anyone":
        return
    if user.person is None:
        raise NotAVoter(
            _("Cần có họ tên trong tài khoản mới bình chọn được."), hint=_("Hãy điền ở mục “Thông tin của tôi”.")
        )
    if who == "oidc" and not is_linked(user):
        title = provider().get("title", "")
        raise NotAVoter(
            _("Thể lệ chỉ cho tài khoản đã nối với {title} bình chọn.").format(title=title or "OpenID"),
            hint=_("Hãy bấm nối ở “Trang của tôi” rồi quay lại bình chọn.")
            if title
            else _("Trang này chưa bật cách đăng nhập ấy; hãy báo Ban Tổ chức."),
        )
    if who == "entrants" and not Entrant.objects.filter(contest=part.contest_id, person=user.person).exists():
        raise NotAVoter(
            _("Thể lệ chỉ cho người dự thi bình chọn, tài khoản của bạn chưa đăng ký dự thi."),
            hint=_("Nếu được dự thi, hãy đăng ký ở trang cuộc thi trước."),
        )
    if who == "roster" and not _on_roster(user, part, now):
        raise NotAVoter(
            _("Thể lệ chỉ cho người có tên trong danh sách cán bộ của các đơn vị dự thi bình chọn."),
            hint=_("Nếu thấy thiếu tên mình, hãy hỏi đầu mối đơn vị."),
        )


def _on_roster(user: User, part: Part, now: datetime) -> bool:
    entrants = Entrant.objects.filter(contest=part.contest_id, person=user.person, roster_entry__isnull=False)
    if entrants.exists():
        return True
    units = part.contest.units.values_list("unit_id", flat=True)
    return roster_at(now.astimezone(VIETNAM).date(), units=units).filter(person=user.person).exists()


def votable(part: Part, number: int) -> Entry:
    """A work of this part by its number. Raises NoVote (none, or of another contest), NotPublished."""
    entry = Entry.objects.select_related("owner").filter(part=part, work__number=number).first()
    if entry is None:
        raise NoVote(_("Không có tác phẩm này trong cuộc bình chọn."), hint=_("Hãy chọn từ danh sách tác phẩm."))
    if entry.state != "published":
        raise NotPublished
    return entry


def is_own(user: User, entry: Entry) -> bool:
    """Whether the account's person owns the work or is one of its authors."""
    if user.person_id is None:
        return False
    return (
        entry.owner.person_id == user.person_id or Author.objects.filter(work=entry.pk, person=user.person_id).exists()
    )


def period_of(part: Part, now: datetime) -> str:
    """The day where people vote anew each day, else ""."""
    return now.astimezone(VIETNAM).date().isoformat() if settings_of(part).period == "day" else ""


def own_ballots(user: User, part: Part) -> QuerySet[Ballot]:
    """A person's votes in a part, newest first; taken back ones left out."""
    rows = Ballot.objects.filter(card__user=user, card__part=part, withdrawn_at__isnull=True)
    return rows.select_related("entry__work").order_by("-at")


def held_works(user: User, part: Part, now: datetime) -> set[int]:
    """Ids of the works this person votes for in the present period."""
    return set(own_ballots(user, part).filter(period=period_of(part, now)).values_list("entry_id", flat=True))
