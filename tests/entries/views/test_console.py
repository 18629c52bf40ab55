"""The console of works: who may open and do what, every outcome of a decision, how much each page asks."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hoithi.contests.desk import DeskTask
from hoithi.contests.models import Part
from hoithi.core import clock
from hoithi.core.tables import Sheet, read_table, write_xlsx
from hoithi.entries.desk import tasks
from hoithi.entries.models import Publication, WorkFile
from hoithi.entries.queries.moderation import version_of
from hoithi.entries.queries.publications import columns
from hoithi.files.store import store
from tests.contests import factories as make
from tests.entries import factories as works
from tests.entries import showing

pytestmark = pytest.mark.django_db
QUEUE, LOG, LATER = showing.QUEUE, showing.LOG, showing.LATER
VIEWERS, DECIDERS, SECRETARY = ("secretary", "organiser", "leader"), ("secretary", "organiser"), ("secretary",)
LIST, ONE, BOARD = 14, 20, 9
"""Queries of a page, whatever the number of works."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Any:
    settings.FILES_STORE = {"backend": "local", "folder": str(tmp_path)}
    store.cache_clear()
    yield tmp_path
    store.cache_clear()


@pytest.fixture
def part(db: None) -> Part:
    return showing.opened(handover=["Trung tâm Văn hóa"])


PAGES: list[tuple[str, tuple[str, ...]]] = [
    (f"{showing.DESK}duyet/", VIEWERS),
    (QUEUE, VIEWERS),
    (f"{QUEUE}?loc=da-duyet", VIEWERS),
    (f"{QUEUE}N/", VIEWERS),
    (f"{QUEUE}N/goc/1/", VIEWERS),
    (f"{QUEUE}giong-nhau/L/", VIEWERS),
    (f"{QUEUE}giong-nhau/L/phim/moi/", VIEWERS),
    (f"{QUEUE}bat-dau/", DECIDERS),
    (f"{QUEUE}hang-loat/", DECIDERS),
    (f"{QUEUE}dang/", DECIDERS),
    (f"{QUEUE}N/dang/", DECIDERS),
    (f"{QUEUE}N/go/", DECIDERS),
    (f"{QUEUE}N/rut/", DECIDERS),
    (LOG, VIEWERS),
    (f"{LOG}bang.xlsx", VIEWERS),
    (f"{LOG}mau.xlsx", DECIDERS),
    (f"{LOG}nhap/", DECIDERS),
    (f"{LOG}N/", DECIDERS),
    (f"{LOG}bai/P/go/", DECIDERS),
    (showing.HANDOVER, SECRETARY),
]


@pytest.mark.parametrize("role", make.ROLES)
def test_who_may_open(client: Client, part: Part, role: str) -> None:
    work = showing.accepted(part)
    showing.bytes_of(work, b"film")
    older = showing.handed_in(part, "Phòng Hai")
    pair = showing.alike(work, older)
    row = Publication.objects.create(
        work=work, channel="bao", url="https://bao.example", published_on=LATER, by=showing.moderator(part), at=LATER
    )
    with showing.as_role(client, role, part):
        for page, allowed in PAGES:
            path = page.replace("/N/", f"/{work.number}/").replace("/L/", f"/{pair.pk}/").replace("/P/", f"/{row.pk}/")
            good = 302 if page.endswith(("bat-dau/", "tac-pham/duyet/")) else 200
            assert client.get(path).status_code == showing.expected(role, allowed, good), page


POSTS = [f"{QUEUE}hang-loat/", f"{QUEUE}dang/", f"{QUEUE}N/dang/", f"{QUEUE}giong-nhau/L/ket-luan/", f"{LOG}bai/P/go/"]


@pytest.mark.parametrize("role", make.ROLES)
def test_who_may_do(client: Client, part: Part, role: str) -> None:
    work, older = showing.accepted(part), showing.handed_in(part, "Phòng Hai")
    WorkFile.objects.filter(work=older).update(warnings=[{"code": "silent"}])
    pair = showing.alike(work, older)
    row = Publication.objects.create(
        work=work, channel="bao", url="https://bao.example", published_on=LATER, by=showing.moderator(part), at=LATER
    )
    with showing.as_role(client, role, part):
        for page in POSTS:
            part.entries.filter(pk=work.pk).update(state="accepted")
            path = page.replace("/N/", f"/{work.number}/").replace("/L/", f"/{pair.pk}/").replace("/P/", f"/{row.pk}/")
            answer = client.post(path, {"reason": "Đã xem", "verdict": "different"})
            assert answer.status_code == showing.expected(role, DECIDERS, 302), page
        decide = client.post(
            f"{QUEUE}{older.number}/", {"viec": "refuse", "reason": "Lạc đề", "ban": version_of(older)}
        )
        older.entry.refresh_from_db()
        done = showing.expected(role, DECIDERS, 302)
        assert decide.status_code == done
        assert older.entry.state == ("refused" if role in DECIDERS else older.entry.state)


def sign_in(client: Client, part: Part, role: str = "organiser") -> None:
    client.force_login(showing.moderator(part, role))


def test_a_decision_goes_on_to_the_next_work(client: Client, part: Part) -> None:
    first, second = showing.handed_in(part), showing.handed_in(part)
    sign_in(client, part)
    with clock.frozen_at(LATER):
        sent = {"viec": "accept", "muc": list(showing.everything(part, first)), "ban": version_of(first)}
        answer = client.post(f"{QUEUE}{first.number}/", sent)
        assert answer["Location"] == f"{QUEUE}{second.number}/"
        sent = {"viec": "ask", "reason": "Nhạc ở đâu?", "ban": version_of(second)}
        assert client.post(f"{QUEUE}{second.number}/", sent)["Location"] == QUEUE
        page = client.get(f"{QUEUE}{second.number}/").content.decode()
    assert "Nhạc ở đâu?" in page
    assert "Đã hỏi, chờ trả lời" in page


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"viec": "accept"}, "chưa xác nhận"),
        ({"viec": "refuse"}, "Cần nêu lý do"),
        ({"viec": "accept", "ban": "1"}, "đã thay đổi"),
        ({"viec": "accept", "ban": "x" * 20}, "đã thay đổi"),
        ({"viec": "la"}, "Hãy chọn một quyết định"),
        ({}, "Hãy chọn một quyết định"),
    ],
)
def test_what_cannot_be_decided_says_why_and_changes_nothing(
    client: Client, part: Part, sent: dict[str, str], words: str
) -> None:
    work = showing.handed_in(part)
    sign_in(client, part)
    with clock.frozen_at(LATER):
        answer = client.post(f"{QUEUE}{work.number}/", {"ban": version_of(work), **sent})
    assert answer.status_code == 409
    assert words in answer.content.decode()
    work.entry.refresh_from_db()
    assert work.entry.state == "checking"


def test_nothing_of_votes_and_marks_is_shown(client: Client, part: Part) -> None:
    work = showing.accepted(part)
    sign_in(client, part)
    with clock.frozen_at(LATER):
        told = client.get(f"{QUEUE}{work.number}/").content.decode().lower()
    for word in ("phiếu bầu", "lượt bình chọn", "điểm giám khảo", "điểm chấm"):
        assert word not in told


def test_a_locked_queue_says_from_when(client: Client, part: Part) -> None:
    showing.handed_in(part)
    sign_in(client, part)
    with clock.frozen_at(works.NOW):
        told = client.get(QUEUE).content.decode()
    assert "Duyệt được từ" in told
    assert "Duyệt lần lượt" not in told


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_asks_the_same_for_one_and_three(
    client: Client, part: Part, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    showing.many(part, count, "checking")
    sign_in(client, part)
    with clock.frozen_at(LATER), django_assert_num_queries(LIST):
        assert client.get(QUEUE).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_a_work_asks_the_same_for_one_and_three(
    client: Client, part: Part, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    found = showing.many(part, 2, "checking") + showing.many(part, count, "checking")
    sign_in(client, part)
    with clock.frozen_at(LATER), django_assert_num_queries(ONE):
        assert client.get(f"{QUEUE}{found[0].number}/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_log_asks_the_same_for_one_and_three(
    client: Client, part: Part, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    showing.many(part, count)
    sign_in(client, part)
    with clock.frozen_at(LATER), django_assert_num_queries(BOARD):
        assert client.get(LOG).content.decode().count("HT24-1-00") == count


def test_the_log_of_channels(client: Client, part: Part) -> None:
    work, other = showing.published(part), showing.accepted(part, "Phòng Hai")
    sign_in(client, part)
    with clock.frozen_at(LATER):
        good = {
            "channel": "bao",
            "url": "https://bao.example/7",
            "day_day": "2",
            "day_month": "7",
            "day_year": "2024",
            "hour": "08:30",
        }
        assert client.post(f"{LOG}{work.number}/", good).status_code == 302
        bad = client.post(f"{LOG}{work.number}/", good | {"url": "javascript:alert(1)"})
        assert bad.status_code == 400
        assert "bắt đầu bằng http" in bad.content.decode()
        assert client.post(f"{LOG}{work.number}/", good | {"url": ""}).status_code == 400
        assert client.post(f"{LOG}{work.number}/", good | {"day_year": "2031"}).status_code == 400
        missing = client.get(f"{LOG}?thieu=bao").content.decode()
        assert work.entry.title not in missing
        assert other.entry.title in missing
        row = Publication.objects.get()
        assert client.post(f"{LOG}bai/{row.pk}/go/").status_code == 302
        assert client.post(f"{LOG}bai/{row.pk}/go/").status_code == 409
        assert work.entry.title in client.get(f"{LOG}?thieu=bao").content.decode()
    assert row.published_on.isoformat() == "2024-07-02T01:30:00+00:00"


def sheet(rows: list[list[str]]) -> SimpleUploadedFile:
    heads = ["Số tác phẩm", "Tên tác phẩm", "Kênh", "Đường dẫn", "Thời gian đăng", "Ghi chú"]
    return SimpleUploadedFile("nhat-ky.xlsx", write_xlsx([Sheet("Nhật ký", heads, rows)]))


def test_a_sheet_of_publications_goes_in_whole_or_not_at_all(client: Client, part: Part) -> None:
    showing.published(part)
    sign_in(client, part)
    good = ["HT24-1-001", "", "Báo tỉnh", "https://bao.example/1", "2/7/2024 08:30", ""]
    with clock.frozen_at(LATER):
        bad = client.post(f"{LOG}nhap/", {"file": sheet([good, ["HT24-1-009", "", "Đài", "", "mai", ""]])})
        told = bad.content.decode()
        assert bad.status_code == 400
        for words in ("HT24-1-009", "không có kênh “Đài”", "thời gian đăng chưa đúng"):
            assert words in told
        assert not Publication.objects.exists()
        for _ in range(2):
            assert (
                client.post(f"{LOG}nhap/", {"file": sheet([good, ["HT24-1-001", "", "", "", "", ""]])}).status_code
                == 302
            )
        assert Publication.objects.count() == 1
        log = read_table(client.get(f"{LOG}bang.xlsx").content, "x.xlsx", columns())
        assert dict(log.rows[0].values)["number"] == "HT24-1-001"
        assert dict(log.rows[0].values)["url"] == "https://bao.example/1"
        form = read_table(client.get(f"{LOG}mau.xlsx").content, "x.xlsx", columns())
        assert [row.values["number"] for row in form.rows] == ["HT24-1-001"]
        assert client.post(f"{LOG}nhap/", {}).status_code == 400
        assert client.post(f"{LOG}nhap/", {"file": SimpleUploadedFile("x.xlsx", b"PK no")}).status_code == 400


def test_the_package(client: Client, part: Part) -> None:
    work = showing.accepted(part, title="Một cửa: về làng?")
    showing.bytes_of(work, b"film " * 10)
    sign_in(client, part, "secretary")
    with clock.frozen_at(LATER):
        answer = client.post(showing.HANDOVER, {"agency": "Trung tâm Văn hóa"})
        assert answer.streaming
        assert answer["Content-Encoding"] == "identity"
        book = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[arg-type]
        assert client.post(showing.HANDOVER, {"agency": "Công ty lạ"}).status_code == 409
    assert book.namelist()[0] == "HT24-1-001 - Phòng Một - Một cửa về làng.mp4"
    with clock.frozen_at(works.NOW):
        early = client.post(showing.HANDOVER, {"agency": "Trung tâm Văn hóa"})
        assert early.status_code == 409
        assert "sau khi hết hạn" in early.content.decode()


def test_two_films_side_by_side(client: Client, part: Part) -> None:
    older, newer = showing.handed_in(part), showing.handed_in(part, "Phòng Hai")
    for one in (older, newer):
        showing.bytes_of(one, b"film")
    pair = showing.alike(newer, older)
    sign_in(client, part)
    path = f"{QUEUE}giong-nhau/{pair.pk}/"
    with clock.frozen_at(LATER):
        told = client.get(path).content.decode()
        assert 'data-newer="64.0"' in told
        assert 'data-older="70.0"' in told
        assert "87 %" in told.replace("\u00a0", " ")
        assert client.post(f"{path}ket-luan/", {"verdict": "copy", "reason": ""}).status_code == 409
        assert client.post(f"{path}ket-luan/", {"verdict": "", "reason": "x"}).status_code == 409
        assert (
            client.post(f"{path}ket-luan/", {"verdict": "different", "reason": "Chỉ cùng phim gốc"}).status_code == 302
        )
        assert "Chỉ cùng phim gốc" in client.get(path).content.decode()
        assert client.get(f"{QUEUE}giong-nhau/9999/").status_code == 404


def labels(found: Any) -> list[tuple[str, str]]:
    return [(str(task.label), task.state) for task in found if isinstance(task, DeskTask)]


def test_what_the_console_lists(part: Part) -> None:
    assert tasks(part, now=LATER) == []
    showing.handed_in(part)
    assert labels(tasks(part, now=works.NOW)) == [("Duyệt 1 tác phẩm", "locked")]
    showing.accepted(part, "Phòng Hai")
    assert labels(tasks(part, now=LATER)) == [("Duyệt 1 tác phẩm", "todo"), ("Đăng 1 tác phẩm đã duyệt", "todo")]
