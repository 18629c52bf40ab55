"""The vote on the console: who may, each outcome, how much the pages ask the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hoithi.contests.models import Body, Part
from hoithi.core import clock
from hoithi.core.tables import Sheet, write_xlsx
from hoithi.files.models import StoredFile
from hoithi.files.store import store
from hoithi.people.models import User
from hoithi.voting.marks import Marks
from hoithi.voting.models import Ballot, Discount, Scan, Snapshot, Suspicion, Tally
from hoithi.voting.operations.scan import scan_votes
from tests.contests import factories as make
from tests.entries import factories as works
from tests.voting import factories as own

pytestmark = pytest.mark.django_db
DESK = f"/cuoc-thi/{own.SLUG}/dieu-hanh/binh-chon/"
SEES, REVIEWS, ENTERS = {"secretary", "organiser", "leader"}, {"secretary", "organiser"}, {"secretary"}
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
LATER = own.NOW + timedelta(hours=1)


class World:
    def __init__(self, client: Client, part: Part) -> None:
        self.client, self.part = client, part

    def sign_in(self, role: str) -> User | None:
        if role == "contestant":
            user: User | None = works.person(self.part)[0]
        else:
            user = make.holder_of(role, self.part.contest, self.part.contest.units.first())
        if user is not None:
            self.client.force_login(user)
        return user

    def sheet(self, *rows: list[object]) -> SimpleUploadedFile:
        heads = ["Số tác phẩm", "Lượt thích"]
        return SimpleUploadedFile("so-lieu.xlsx", write_xlsx([Sheet("So lieu", heads, rows)]))

    def sent(self, *rows: list[object], **changes: object) -> dict[str, object]:
        day = {"day_day": "8", "day_month": "7", "day_year": "2024"}
        return {
            "sheet": self.sheet(*rows),
            **day,
            "time": "08:30",
            "signer": "Nguyễn Văn Ký",
            "evidence": SimpleUploadedFile("anh.png", PNG),
            **changes,
        }


@pytest.fixture
def world(client: Client) -> Iterator[World]:
    part = own.vote_part()
    for n in range(30):
        own.vote(part, 1, now=own.NOW + timedelta(seconds=n), marks=Marks(f"d{n}", "farm"))
    own.counted(LATER)
    scan_votes(part, now=LATER)
    with clock.frozen_at(LATER):
        yield World(client, part)


@pytest.fixture
def outside(client: Client, tmp_path: Path, settings: Any) -> Iterator[World]:
    settings.FILES_STORE = {"backend": "local", "folder": str(tmp_path / "store")}
    store.cache_clear()
    part = own.outside_part(evidence=True)
    with clock.frozen_at(own.NOW):
        yield World(client, part)
    store.cache_clear()


def expected(role: str, good: int, allowed: set[str]) -> int:
    if role in allowed:
        return good
    return 302 if role == "anonymous" else 404 if role == "contestant" else 403


PAGES = [("", 302, SEES), ("video/", 200, SEES), ("video/dau-hieu/1/", 200, SEES), ("video/so-lieu/", 200, SEES)]
PAGES += [("video/so-lieu/nhap/", 200, ENTERS), ("video/so-lieu/mau.xlsx", 200, ENTERS)]


@pytest.mark.parametrize(("page", "good", "allowed"), PAGES)
@pytest.mark.parametrize("role", make.ROLES)
def test_who_may_open(world: World, role: str, page: str, good: int, allowed: set[str]) -> None:
    world.sign_in(role)
    assert world.client.get(DESK + page).status_code == expected(role, good, allowed)


@pytest.mark.parametrize("page", ["video/kiem-tra/", "video/kiem-lai/"])
@pytest.mark.parametrize("role", make.ROLES)
def test_who_may_do(world: World, role: str, page: str) -> None:
    world.sign_in(role)
    assert world.client.post(DESK + page).status_code == expected(role, 302, REVIEWS)


@pytest.mark.parametrize("role", make.ROLES)
def test_who_may_decide(world: World, role: str) -> None:
    world.sign_in(role)
    sent = {"decision": "discount", "reason": "Một mạng, nửa phút"}
    answer = world.client.post(f"{DESK}video/dau-hieu/1/", sent)
    assert answer.status_code == expected(role, 302, REVIEWS)
    assert Discount.objects.exists() == (role in REVIEWS)


def test_a_juror_who_also_organises_sees_no_count(world: World) -> None:
    user = world.sign_in("organiser")
    assert user is not None
    if not world.part.contest.bodies.filter(kind="jury").exists():
        Body.objects.create(contest=world.part.contest, key="bgk", kind="jury", title="Ban Giám khảo")
    make.seat(world.part.contest, "jury", user)
    assert world.client.get(f"{DESK}video/").status_code == 403


def test_the_page_shows_counts_findings_and_the_picture(world: World) -> None:
    world.sign_in("secretary")
    text = world.client.get(f"{DESK}video/").content.decode()
    assert "Dồn dập từ một mạng" in text
    assert "Phiếu theo giờ" in text
    text = world.client.get(f"{DESK}video/dau-hieu/1/").content.decode()
    assert "Có thể" in text
    assert "Mạng 1" in text


def test_a_decision_is_made_and_taken_back(world: World) -> None:
    world.sign_in("organiser")
    no = Suspicion.objects.get(kind="network").no
    url = f"{DESK}video/dau-hieu/{no}/"
    assert world.client.post(url, {"decision": "discount", "reason": ""}).status_code == 400
    assert world.client.post(url, {"reason": "Chưa chọn"}).status_code == 400
    assert world.client.post(url, {"decision": "discount", "reason": "Một mạng"}).status_code == 302
    assert Ballot.objects.filter(discount__isnull=False).count() == 30
    assert world.client.post(url, {"decision": "clear", "reason": "Muộn"}).status_code == 400
    back = f"{DESK}video/loai/1/huy/"
    assert "Hủy quyết định loại 30 phiếu" in world.client.get(back).content.decode()
    assert world.client.post(back, {"reason": ""}).status_code == 400
    assert world.client.post(back, {"reason": "Là cuộc họp"}).status_code == 302
    assert not Ballot.objects.filter(discount__isnull=False).exists()


def test_clearing_lets_everything_count(world: World) -> None:
    world.sign_in("organiser")
    no = Suspicion.objects.get(kind="network").no
    sent = {"decision": "clear", "reason": "Cuộc họp"}
    assert world.client.post(f"{DESK}video/dau-hieu/{no}/", sent).status_code == 302
    assert not Ballot.objects.filter(discount__isnull=False).exists()


def test_asking_and_counting_again(world: World) -> None:
    world.sign_in("secretary")
    world.client.post(f"{DESK}video/kiem-tra/")
    assert Scan.objects.get().requested_at == LATER
    text = world.client.post(f"{DESK}video/kiem-lai/", follow=True).content.decode()
    assert "đều khớp" in text
    Tally.objects.update(cast=7)
    text = world.client.post(f"{DESK}video/kiem-lai/", follow=True).content.decode()
    assert "lệch và đã được sửa" in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_for_one_and_three(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    part = own.vote_part(publish=count)
    for n in range(count):
        values = {"mark": f"m{n}", "since": own.NOW, "until": own.NOW, "count": 20, "expected": "1,0", "one_in": 10**6}
        Suspicion.objects.create(
            part=part, no=n + 1, kind="network", key=f"k{n}", entry=part.entries.first(), found_at=own.NOW, **values
        )
    client.force_login(make.holder_of("secretary", part.contest))
    with clock.frozen_at(own.NOW), django_assert_num_queries(DESK_QUERIES):
        assert client.get(f"{DESK}video/").status_code == 200


DESK_QUERIES = 18


def test_figures_are_entered_from_a_sheet_with_evidence(outside: World) -> None:
    outside.sign_in("secretary")
    url = f"{DESK}video/so-lieu/nhap/"
    assert outside.client.post(url, outside.sent([1, 10], [2, 20])).status_code == 302
    snapshot = Snapshot.objects.get()
    assert snapshot.evidence is not None
    assert snapshot.evidence.media_type == "image/png"
    assert snapshot.taken_at == own.NOW - timedelta(minutes=30)
    text = outside.client.get(f"{DESK}video/so-lieu/").content.decode()
    assert "Nguyễn Văn Ký" in text
    answer = outside.client.get(f"{DESK}video/so-lieu/1/minh-chung/")
    assert answer.status_code == 200
    lower = outside.client.post(url, outside.sent([1, 5], [2, 20], reason="Đếm lại"), follow=True)
    assert "thấp hơn lần ghi trước" in lower.content.decode()
    assert "giảm từ 10 xuống 5" in lower.content.decode()


@pytest.mark.parametrize(
    ("rows", "changes", "said"),
    [
        ([[1, -5]], {}, "dòng 2"),
        ([[7, 5]], {}, "không có tác phẩm số 7"),
        ([[1, "nhiều"], [2, 4]], {}, "dòng 2"),
        ([[1, 5]], {"time": "23:59"}, "tương lai"),
        ([[1, 5]], {"evidence": SimpleUploadedFile("x.png", b"MZ not a picture")}, "phải là ảnh PNG"),
        ([[1, 5]], {"evidence": ""}, "cần tệp minh chứng"),
        ([[1, 5]], {"sheet": SimpleUploadedFile("x.xlsx", b"PK nothing")}, ""),
    ],
)
def test_bad_figures_are_named_and_nothing_is_kept(
    outside: World, rows: list[list[object]], changes: dict[str, object], said: str
) -> None:
    outside.sign_in("secretary")
    before = StoredFile.objects.count()
    answer = outside.client.post(f"{DESK}video/so-lieu/nhap/", outside.sent(*rows, **changes))
    assert answer.status_code == 400
    assert said in re.sub(r"<[^>]+>", "", answer.content.decode()).split("<main", 1)[-1]
    assert not Snapshot.objects.exists()
    assert StoredFile.objects.count() == before


def test_the_list_of_what_to_do_names_findings_and_missing_figures(world: World) -> None:
    world.sign_in("secretary")
    assert (
        "dấu hiệu bất thường trong bình chọn" in world.client.get(f"/cuoc-thi/{own.SLUG}/dieu-hanh/").content.decode()
    )
