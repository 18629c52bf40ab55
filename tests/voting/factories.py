"""A vote to try things with: published works, people who may vote, solved challenges."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import altcha
from django.db import transaction

from hoithi.contests.models import Part
from hoithi.core.clock import VIETNAM
from hoithi.entries.models import Work
from hoithi.entries.operations.work_steps import locked_work, take_step
from hoithi.people.models import User
from hoithi.voting.challenge import new_challenge
from hoithi.voting.marks import Marks
from hoithi.voting.models import Ballot
from hoithi.voting.operations.tally import fold_changes
from hoithi.voting.operations.vote import BY_CODE, Cast, cast_vote
from tests.contests import factories as make
from tests.entries import factories as works

SLUG = "hoi-thi-thu"
OPENS = datetime(2024, 7, 5, 8, tzinfo=VIETNAM)
CLOSES = datetime(2024, 7, 15, tzinfo=VIETNAM)
BEFORE, NOW, AFTER = datetime(2024, 7, 4, tzinfo=VIETNAM), datetime(2024, 7, 8, 9, tzinfo=VIETNAM), CLOSES
_numbers = count(1)
STANDING = {
    "key": "binh-chon",
    "title": "Được bình chọn nhiều nhất",
    "subject": "entry",
    "formula": "lexicographic",
    "show": "after_close",
    "terms": [{"key": "votes", "title": "Phiếu", "part": "video", "measure": "votes", "missing": "unranked"}],
}


def vote_part(*, publish: int = 2, **vote: Any) -> Part:
    """A part whose works are received, `publish` of them public, with a vote open from OPENS to CLOSES."""
    part_table = works.entries_part()
    part_table["vote"] = {"opens": OPENS, "closes": CLOSES, **vote}
    prize = {"key": "binh-chon", "title": "Bình chọn", "standing": "binh-chon", "quantity": 1, "cash": 1000}
    part = works.opened(part_table, standing=[STANDING], prize=[prize])
    for _n in range(publish):
        published(part)
    return part


def outside_part(**vote: Any) -> Part:
    return vote_part(**{"source": "snapshot", "page": {"title": "Trang ví dụ"}, "evidence": False, **vote})


def published(part: Part, name: str = "") -> Work:
    """A new public work of somebody of its own."""
    account, entrant = works.person(part, name or f"Người Nộp {next(_numbers)}")
    return publish(works.submitted(part, account, entrant))


def publish(work: Work) -> Work:
    with transaction.atomic():
        for step in ("accept", "publish"):
            take_step(locked_work(work.pk), step, now=works.AFTER, by=None)  # type: ignore[arg-type]
    work.refresh_from_db()
    return work


def voter(name: str = "Lê Thị Phiếu", *, joined: datetime | None = None) -> User:
    user = make.user(name)
    user.date_joined = joined or BEFORE - timedelta(days=90)
    user.save(update_fields=["date_joined"])
    return user


def proof(part: Part, user: User, now: datetime = NOW) -> str:
    """A solved challenge, as a browser sends it."""
    challenge = altcha.Challenge.from_dict(new_challenge(part.pk, user.pk, now=now))
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return str(altcha.Payload(challenge, solution).to_base64())


def vote(part: Part, number: int, user: User | None = None, now: datetime = NOW, **given: Any) -> Cast:
    """A vote with a code instead of a challenge: fast where the challenge is not what is tried."""
    values: dict[str, Any] = {"proof": BY_CODE, "marks": Marks(), **given}
    return cast_vote(part, number, user or voter(), now=now, **values)


def counted(now: datetime = NOW) -> None:
    while fold_changes(now=now):
        pass


def ballot(part: Part, number: int, **fields: Any) -> Ballot:
    """A vote with these marks and moment."""
    done = vote(part, number, voter()).ballot
    Ballot.objects.filter(pk=done.pk).update(**fields)
    done.refresh_from_db()
    return done
