"""Before a juror has signed, no address they reach tells another's marks, a vote or a count of an outside page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from hoithi.contests.models import Entry, Part
from hoithi.contests.operations.standings import refresh_standing
from hoithi.core import clock
from hoithi.entries.models import Work
from hoithi.judging.models import Panel
from hoithi.people.models import User
from hoithi.voting.models import Snapshot, SnapshotRow, Tally
from tests.judging import factories as make
from tests.judging.views.test_blind import BASE, GALLERY, body_of, walked

pytestmark = pytest.mark.django_db
VOTES, LIKES, POINTS, SCORE = 98_765, 87_654, "41,5", "55,5"
"""Nobody would see these by chance; the second juror gives 41,5 + 14."""
SECRET = ("98.765", "98765", "87.654", "87654", POINTS, "41.5", SCORE, "Lời chê của người khác")
MIX = {"votes": {"share": "50", "max": 100_000}, "likes": {"share": "50", "max": 100_000}}


def standing(key: str, measure: str) -> dict[str, Any]:
    term = {"key": measure, "title": measure, "part": "video", "measure": measure}
    table = {"key": key, "title": key, "subject": "entry", "formula": "lexicographic", "show": "live"}
    return table | {"show_names": "all", "terms": [term]}


@pytest.fixture
def panel() -> Panel:
    """A live vote mixed with likes, a live board of votes and one of marks, and a second juror who has signed."""
    table = make.works.entries_part(media="none")
    for key in ("topics", "genre"):
        table["entries"][key] = {"choose": "none", "required": False}
    table["jury"] = {"criteria": make.CRITERIA, "blind": False}
    window = {"opens": make.works.BEFORE, "closes": make.CLOSES, "display": "live"}
    table["vote"] = {"source": "mix", "mix": MIX, "page": {"title": "Trang"}, "evidence": False, **window}
    part = make.works.opened(
        table, *make.UNITS, standing=[standing("phieu", "votes"), standing("diem", "jury")], prize=[]
    )
    found = make.panel(part, works_count=2)
    secret_counts(part)
    one = make.juror(found, 1)
    sheet = make.sheet(one)
    given = make.given(sheet, {"noi-dung": POINTS, "trinh-bay": "14"}, comment=SECRET[-1])
    make.sign_sheet(sheet.code, one, given, now=make.NOW, by=make.account(one))
    for board in part.contest.standings.select_related("contest"):
        refresh_standing(board, now=make.LATER)
    return found


def secret_counts(part: Part) -> None:
    Entry.objects.filter(part=part).update(state="published")
    Work.objects.filter(entry__part=part).update(published_at=make.NOW)
    by = make.contests.user("Người Nhập Mẫu")
    shot = Snapshot.objects.create(
        part=part, no=1, taken_at=make.NOW, page="Trang", signer="Ông Ký", entered_by=by, entered_at=make.NOW
    )
    for entry in part.entries.all():
        Tally.objects.create(entry=entry, cast=VOTES, counted_at=make.NOW)
        SnapshotRow.objects.create(snapshot=shot, entry=entry, likes=LIKES, views=LIKES)


def told(client: Client) -> tuple[set[str], list[str]]:
    """(addresses seen, those that tell)."""
    seen, found = set(), []
    with clock.frozen_at(make.LATER):
        for start in (BASE, f"{BASE}dieu-hanh/", f"{BASE}video/binh-chon/", f"{BASE}video/binh-chon/minh-bach/"):
            for address, response in walked(client, start):
                seen.add(address)
                found += [f"{address}: {secret}" for secret in SECRET if secret in body_of(response)]
    return seen, found


@pytest.mark.parametrize("seat", ["", "organising", "secretariat"])
def test_nothing_of_others_before_signing(panel: Panel, client: Client, seat: str) -> None:
    account = make.account(make.juror(panel, 0))
    if seat:
        make.contests.seat(panel.part.contest, seat, account)
    client.force_login(account)
    seen, found = told(client)
    assert found == []
    assert {GALLERY, f"{GALLERY}1/", f"{BASE}xep-hang/phieu/", f"{BASE}video/binh-chon/"} <= seen


def test_everybody_else_sees_the_votes(panel: Panel, client: Client) -> None:
    """The walk would have found them."""
    client.force_login(voter())
    _seen, found = told(client)
    assert any(GALLERY in line and "98.765" in line for line in found)
    assert not any(POINTS in line for line in found), "marks wait for the end of the marking"


def voter() -> User:
    return make.contests.user("Người Xem Mẫu")
