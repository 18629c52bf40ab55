"""A contest that is over, with its decision and minutes: people with a clear order, units, prizes that bring more."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hoithi.awards.models import Award
from hoithi.awards.operations import propose_awards, seal_result
from hoithi.awards.operations.decide import decide_awards
from hoithi.contests.models import Contest, ContestUnit, Entrant
from hoithi.contests.operations.publication import publish_results
from hoithi.documents.models import Document
from hoithi.documents.operations import draft_document, issue_document
from tests.awards import story
from tests.contests import factories as make

LATER = make.AFTER + timedelta(hours=1)
BESIDE = [
    {"kind": "bonus_points", "title": "Cộng điểm thi đua", "amount": 7},
    {"kind": "propose_individuals", "title": "Cá nhân đề nghị khen", "amount": 2},
]


def prizes(**first: Any) -> list[dict[str, Any]]:
    """One first, two second prizes for people; one for units, which brings more; two chosen units, three nominees."""
    return [
        {"key": "nhat", "title": "Giải nhất", "standing": "ca-nhan", "quantity": 1, "cash": 300_000} | first,
        {"key": "nhi", "title": "Giải nhì", "standing": "ca-nhan", "quantity": 2, "cash": 200_000},
        {
            "key": "tap-the-nhat",
            "title": "Giải nhất tập thể",
            "standing": "tap-the",
            "quantity": 1,
            "cash": 500_000,
            "consequences": BESIDE,
        },
        {"key": "xet-tap-the", "title": "Tập thể xét chọn", "subject": "unit", "quantity": 1, "cash": 0},
        {"key": "xet-ca-nhan", "title": "Cá nhân xét chọn", "subject": "person", "quantity": 2, "cash": 0},
    ]


def contest_over(people: int = 5, **changes: Any) -> tuple[Contest, list[ContestUnit], list[Entrant]]:
    """A closed contest of two units; the nth person is n seconds slower than the one before."""
    contest, units = story.contest_with_units("Phòng Một", "Phòng Hai", **({"prize": prizes()} | changes))
    found = [story.join(contest, f"Người {'ABCDEFGH'[n]}", units[0]) for n in range(people)]
    for n, who in enumerate(found):
        story.sit(who, right=5, seconds=60 + n)
    story.ended(contest)
    return contest, units, found


def paper(contest: Contest, kind: str = "quyet_dinh", number: int = 12, symbol: str = "QĐ-UBND") -> Document:
    """An issued document of the contest."""
    draft = draft_document(kind, "Văn bản thử", by=None, now=LATER, contest_key=contest.slug)
    return issue_document(
        draft, number=number, issued_on=LATER.date(), signer="Trần Văn Ký Mẫu", symbol=symbol, by=None, now=LATER
    )


def minutes(contest: Contest, number: int = 3) -> Document:
    return paper(contest, "bien_ban", number, "BB-BTC")


def decided(contest: Contest, now: datetime = LATER) -> Document:
    """Proposed, sealed and decided."""
    propose_awards(contest, now=now)
    seal_result(contest, now=now)
    document = paper(contest)
    decide_awards(contest, document=document, now=now)
    return document


def announced(contest: Contest, now: datetime = LATER) -> Document:
    document = decided(contest, now)
    publish_results(contest, now=now)
    contest.refresh_from_db()
    return document


def the(contest: Contest, prize: str, place: int = 0) -> Award:
    """The award of a prize, as it is now."""
    rows = contest.awards.filter(prize__key=prize, state__in=Award.LIVE).order_by("place", "pk")
    return rows.select_related("contest", "prize__standing")[place]


PAID_ON = date(2024, 7, 1)
