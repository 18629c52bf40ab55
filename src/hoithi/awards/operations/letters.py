"""Letters to winners (thư báo giải): that there is a prize and where to read about it, nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from hoithi.awards.models import Award
from hoithi.awards.queries.lines import AwardLine, lines_of
from hoithi.contests.models import Contest, Seat
from hoithi.people.models import User
from hoithi.people.operations.outbox import letter, queue_letters


def tell_winners(contest: Contest, awards: Sequence[Award], *, now: datetime) -> int:
    """Queue a letter to each announced winner (of a unit: to its coordinators) with an address; once per award."""
    if not awards:
        return 0
    speakers = _speakers(contest)
    told = [(line, person) for line in lines_of(contest, awards) for person in _people(line, speakers)]
    users = User.objects.filter(person__in={person for _line, person in told}, is_active=True)
    to = {person: email for person, email in users.values_list("person_id", "email") if email}
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("{title}: bạn có giải thưởng").format(title=contest.short_title)
        letters = [
            letter(
                to[person], subject, _text(contest, line.prize_title), key=f"award:{line.award_id}:{person}", now=now
            )
            for line, person in told
            if person in to
        ]
    queue_letters(letters)
    return len(letters)


def _speakers(contest: Contest) -> dict[int, list[int]]:
    """Contest unit → people who speak for it (đầu mối)."""
    seats = Seat.objects.filter(body__contest=contest, body__kind="coordinators", person__isnull=False)
    found: dict[int, list[int]] = {}
    for unit, person in seats.values_list("contest_unit_id", "person_id"):
        found.setdefault(unit or 0, []).append(person or 0)
    return found


def _people(line: AwardLine, speakers: dict[int, list[int]]) -> list[int]:
    if line.person_id is not None:
        return [line.person_id]
    return speakers.get(line.unit_id or 0, [])


def _text(contest: Contest, prize: str) -> str:
    lines = [
        _("Chúc mừng bạn đạt “{prize}” của {contest}.").format(prize=prize, contest=contest.title),
        _("Hãy đăng nhập, mở trang “Giải của tôi” để xem cần mang gì và nhận giải ở đâu."),
        _("Thư này không có liên kết và không hỏi mật khẩu hay mã đăng nhập của bạn."),
    ]
    return "\n\n".join(lines) + "\n"
