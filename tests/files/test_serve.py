"""Sending stored files: seeking, validators, what a browser may show, the proxy's way."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import AsyncRequestFactory, RequestFactory

from hoithi.core.errors import NotFound
from hoithi.files.models import StoredFile
from hoithi.files.operations import add_file, remove_file
from hoithi.files.queries import StoreTrouble, local_path, send
from hoithi.files.queries.serve import _off_the_loop
from hoithi.files.store import BLOCK, store
from tests import loops
from tests.contests import factories as make

DATA = bytes(range(256)) * 8192  # two blocks


@pytest.fixture
def stored(db: None, folder: Path, tmp_path: Path) -> StoredFile:
    path = tmp_path / "nguon.mp4"
    path.write_bytes(DATA)
    return add_file(path, name="Một cửa.mp4", media_type="video/mp4", purpose="thu", now=make.NOW)


def get(stored: StoredFile, *, method: str = "GET", as_attachment: bool = False, **headers: str) -> HttpResponseBase:
    asked = RequestFactory().generic(method, "/", headers={n.replace("_", "-"): v for n, v in headers.items()})
    return send(asked, stored, as_attachment=as_attachment)


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_all_of_it(stored: StoredFile) -> None:
    answer = get(stored, Accept_Encoding="gzip")
    assert (answer.status_code, answer["Content-Length"], answer["Accept-Ranges"]) == (200, str(len(DATA)), "bytes")
    assert answer["ETag"] == f'"{stored.sha256}"'
    assert answer["Content-Disposition"] == "inline; filename*=utf-8''M%E1%BB%99t%20c%E1%BB%ADa.mp4"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert content(answer) == DATA


def test_a_part_of_it(stored: StoredFile) -> None:
    answer = get(stored, Range=f"bytes={BLOCK - 5}-{BLOCK + 4}")
    assert (answer.status_code, answer["Content-Length"]) == (206, "10")
    assert answer["Content-Range"] == f"bytes {BLOCK - 5}-{BLOCK + 4}/{len(DATA)}"
    assert content(answer) == DATA[BLOCK - 5 : BLOCK + 5]
    assert content(get(stored, Range="bytes=-3")) == DATA[-3:]
    beyond = get(stored, Range=f"bytes={len(DATA)}-")
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(DATA)}")


def test_validators_and_head(stored: StoredFile) -> None:
    etag = f'"{stored.sha256}"'
    for tag in (etag, f"W/{etag}", "*"):
        assert get(stored, If_None_Match=tag).status_code == 304
    same, other = (get(stored, Range="bytes=0-1", If_Range=tag) for tag in (etag, '"x"'))
    assert (same.status_code, other.status_code) == (206, 200)
    for answer in (same, other):
        content(answer)
    head = get(stored, method="HEAD", Range="bytes=0-1")
    assert (head.status_code, head["Content-Length"], head.content) == (200, str(len(DATA)), b"")  # type: ignore[attr-defined]


def test_what_might_run_in_our_name_is_only_saved(stored: StoredFile) -> None:
    stored.media_type, stored.name = "text/html", "a\r\n.html"
    answer = get(stored, method="HEAD")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    stored.media_type = "video/mp4"
    assert get(stored, method="HEAD", as_attachment=True)["Content-Disposition"].startswith("attachment")


def test_the_proxy_sends_it(stored: StoredFile, settings: Any) -> None:
    settings.FILES_ACCEL = "/kho/"
    answer = get(stored, Range="bytes=0-1")
    assert (answer.status_code, answer["X-Accel-Redirect"]) == (200, f"/kho/{stored.key}")
    assert answer["Content-Type"] == "video/mp4"


def test_under_asgi_it_is_sent_piece_by_piece(stored: StoredFile) -> None:
    answer: Any = send(AsyncRequestFactory().get("/"), stored)
    assert answer.is_async

    async def first_two() -> list[bytes]:
        pieces = answer.streaming_content
        found = [await anext(pieces), await anext(pieces)]
        await pieces.aclose()
        return found

    found = loops.run(first_two())
    assert b"".join(found) == DATA


def test_paths_for_programs_and_what_was_taken_away(stored: StoredFile) -> None:
    with local_path(stored) as path:
        assert path.read_bytes() == DATA
    remove_file(stored, now=make.NOW)
    with pytest.raises(StoreTrouble), local_path(stored):
        pass
    with pytest.raises(NotFound):
        get(stored)
    assert StoredFile.objects.get().sha256


def test_a_full_disk_leaves_no_half_file(
    db: None, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "nguon"
    path.write_bytes(DATA)

    def full(_fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("hoithi.files.store.local.os.fsync", full)
    with pytest.raises(Exception, match="đã đầy"):
        add_file(path, name="a", media_type="", purpose="thu", now=make.NOW)
    assert list(_files(folder)) == []
    assert StoredFile.objects.count() == 0


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def test_the_store_is_one_per_process(folder: Path) -> None:
    assert store() is store()
    assert (store().free_bytes() or 0) > 0


def test_bytes_that_are_missing_are_said_before_the_answer_begins(stored: StoredFile) -> None:
    store().remove(stored.key)
    with pytest.raises(NotFound, match="không còn tệp này"):
        get(stored)


def test_somebody_who_goes_away_while_a_block_is_read_breaks_nothing() -> None:
    """The answer is cancelled in the middle of a read: no error gets out, and the file is closed afterwards."""
    reads, go_on, closed = threading.Event(), threading.Event(), threading.Event()

    def slow() -> Iterator[bytes]:
        try:
            reads.set()
            go_on.wait(5)
            yield b"x"
        finally:
            closed.set()

    async def visit() -> None:
        answer = asyncio.ensure_future(anext(_off_the_loop(slow())))
        await asyncio.to_thread(reads.wait, 5)
        answer.cancel()
        with pytest.raises(asyncio.CancelledError):
            await answer
        go_on.set()
        assert await asyncio.to_thread(closed.wait, 5)

    loops.run(visit())
