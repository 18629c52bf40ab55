"""The package: every byte as received, names Windows takes, checksums, a sheet; memory stays small at any size."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import AsyncRequestFactory

from hoithi.audit.models import AuditEvent
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import Refusal
from hoithi.core.tables import Column, read_table
from hoithi.entries.formats.package import Member, stream_zip
from hoithi.entries.operations.handover import SHEET, SUMS, TROUBLE, hand_over
from hoithi.entries.views.handover import sent
from hoithi.files.store import store
from tests import loops
from tests.entries import factories as works
from tests.entries import showing

AT = datetime(2024, 7, 2, 9, 0, tzinfo=VIETNAM)
AGENCY = "Trung tâm Văn hóa"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Any:
    settings.FILES_STORE = {"backend": "local", "folder": str(tmp_path)}
    store.cache_clear()
    yield tmp_path
    store.cache_clear()


def opened(pieces: Iterator[bytes]) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces)))


@pytest.mark.django_db
def test_every_work_in_the_contest_with_sheet_and_checksums() -> None:
    part = showing.opened(handover=[AGENCY])
    films = [b"film one " * 5000, b"film two " * 7000]
    one, two = showing.accepted(part), showing.published(part, "Phòng Hai")
    showing.handed_in(part)
    for work, film in zip((one, two), films, strict=True):
        showing.bytes_of(work, film)
    by = showing.moderator(part, "secretary")
    book = opened(hand_over(part, AGENCY, now=showing.LATER, by=by).pieces)
    assert book.testzip() is None
    names = book.namelist()
    assert names[0].startswith("HT24-1-001 - Phòng Một - ")
    assert names[2:] == [SHEET, SUMS]
    assert [book.read(name) for name in names[:2]] == films
    assert all(book.getinfo(name).compress_type == zipfile.ZIP_STORED for name in names[:2])
    sums = [f"{hashlib.sha256(film).hexdigest()}  {name}" for film, name in zip(films, names, strict=False)]
    assert book.read(SUMS).decode().splitlines() == sums
    columns = [Column("number", "Số tác phẩm"), Column("authors", "Tác giả"), Column("sha256", "SHA-256")]
    rows = [dict(row.values) for row in read_table(book.read(SHEET), "x.xlsx", columns).rows]
    assert [row["number"] for row in rows] == ["HT24-1-001", "HT24-1-002"]
    assert "0912000111" in rows[0]["authors"]
    assert rows[1]["sha256"] == hashlib.sha256(films[1]).hexdigest()
    event = AuditEvent.objects.get(action="entries:works:handed_over")
    assert event.data["works"] == 2


@pytest.mark.django_db
def test_a_file_that_is_not_what_was_received_is_named_and_a_missing_one_stops_nothing() -> None:
    part = showing.opened(handover=[AGENCY])
    changed, missing = showing.accepted(part), showing.accepted(part, "Phòng Hai")
    kept = showing.bytes_of(changed, b"as received")
    lost = showing.bytes_of(missing, b"lost")
    store().path(kept.file.key).write_bytes(b"changed since")  # type: ignore[attr-defined]
    store().path(lost.file.key).unlink()  # type: ignore[attr-defined]
    book = opened(hand_over(part, AGENCY, now=showing.LATER, by=showing.moderator(part, "secretary")).pieces)
    told = book.read(TROUBLE).decode("utf-8-sig").splitlines()
    assert len(book.namelist()) == 4
    assert "nội dung khác với lúc nhận" in told[0]
    assert "không đọc được tệp" in told[1]


@pytest.mark.django_db
def test_not_before_the_close_and_to_nobody_else() -> None:
    part = showing.opened(handover=[AGENCY])
    by = showing.moderator(part, "secretary")
    with pytest.raises(Refusal, match="sau khi hết hạn"):
        hand_over(part, AGENCY, now=works.NOW, by=by)
    with pytest.raises(Refusal, match="không giao tác phẩm"):
        hand_over(part, "Công ty lạ", now=showing.LATER, by=by)


def flood(count: int) -> Iterator[bytes]:
    block = bytes(1024 * 1024)
    yield from (block for _ in range(count))


def test_memory_stays_small_while_hundreds_of_megabytes_pass() -> None:
    members = [Member(f"{n}.mp4", lambda: flood(64), AT) for n in range(8)]
    tracemalloc.start()
    size = sum(len(piece) for piece in stream_zip(members))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 8 * 64 * 1024 * 1024
    assert peak < 8 * 1024 * 1024
    assert all(one.size == 64 * 1024 * 1024 for one in members)


def test_a_thousand_small_files_open_again() -> None:
    members = [Member(f"Tác phẩm {n}.mp4", lambda n=n: [str(n).encode()], AT) for n in range(1000)]  # type: ignore[misc]
    book = opened(stream_zip(members))
    assert book.read("Tác phẩm 999.mp4") == b"999"
    assert book.getinfo("Tác phẩm 7.mp4").date_time[:3] == (2024, 7, 2)


def test_the_first_bytes_leave_before_the_last_are_read() -> None:
    """As the server sends it: an ordinary iterator would be read to its end first."""
    taken = []

    def counted() -> Iterator[bytes]:
        for n in range(50):
            taken.append(n)
            yield b"x" * 1000

    async def first() -> bytes:
        request: Any = AsyncRequestFactory().get("/")
        response = sent(request, stream_zip([Member("a.mp4", counted, AT)]), "gói.zip")
        assert response.is_async
        async for piece in response:
            return bytes(piece)
        return b""

    assert loops.run(first()).startswith(b"PK")
    assert len(taken) < 5
