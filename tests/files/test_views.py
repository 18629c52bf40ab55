"""Uploads by tus as a client sees them, every refusal with its sentence."""

from __future__ import annotations

import base64
import hashlib
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hoithi.core import clock
from hoithi.files.models import StoredFile, Upload
from hoithi.files.operations import purge_uploads
from hoithi.files.store import local
from hoithi.files.store.disk import Lock
from tests.files.conftest import MOST, Sender

DATA = b"mot cua ve lang " * 1000


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".khoa"]


def test_what_the_server_speaks_anybody_may_ask(client: Client) -> None:
    answer = client.options("/tai-len/")
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Extension"] == "creation,checksum,termination,expiration"
    assert answer["Tus-Checksum-Algorithm"] == "sha1,sha256"


@pytest.mark.both
def test_a_file_arrives_in_pieces_and_reaches_its_purpose(sender: Sender, finished: list[Any], folder: Path) -> None:
    address = sender.begin(len(DATA), name="C:\\Phim\\Một cửa\x00\u202e.mp4")
    first = sender.patch(address, 0, DATA[:5000])
    assert (first.status_code, first["Upload-Offset"]) == (204, "5000")
    assert first["Upload-Expires"].endswith("GMT")
    stands = sender.ask("HEAD", address)
    assert (stands["Upload-Offset"], stands["Upload-Length"], stands["Cache-Control"]) == ("5000", "16000", "no-store")
    last = sender.patch(address, 5000, DATA[5000:])
    assert (last.status_code, last["Upload-Offset"], last["Upload-Next"]) == (204, "16000", "/tac-pham/ABC/")
    stored = StoredFile.objects.get()
    sha256 = hashlib.sha256(DATA).hexdigest()
    assert finished == [("ABC", "Một cửa.mp4", sha256)]
    assert (stored.size, stored.sha256, stored.media_type, stored.stored_by) == (
        16000,
        sha256,
        "video/mp4",
        sender.user,
    )
    assert [path.read_bytes() for path in kept(folder)] == [DATA]
    assert stored.key not in address


@pytest.mark.both
def test_the_last_piece_sent_again_changes_nothing(sender: Sender, finished: list[Any]) -> None:
    address = sender.begin(len(DATA))
    for _time in range(2):
        again = sender.patch(address, 0, DATA)
        assert (again.status_code, again["Upload-Offset"], again["Upload-Next"]) == (204, "16000", "/tac-pham/ABC/")
    assert sender.ask("HEAD", address)["Upload-Next"] == "/tac-pham/ABC/"
    assert len(finished) == StoredFile.objects.count() == 1


def test_a_server_that_fell_before_the_end_finishes_when_asked(sender: Sender, finished: list[Any]) -> None:
    address = sender.begin(len(DATA), target="ABC")
    Upload.objects.update(target="dong")
    refused = sender.patch(address, 0, DATA)
    assert (refused.status_code, refused.json()["message"]) == (403, "Đã hết hạn nộp.")
    assert StoredFile.objects.count() == 0
    Upload.objects.update(target="ABC")
    stands = sender.ask("HEAD", address)
    assert (stands.status_code, stands["Upload-Next"]) == (200, "/tac-pham/ABC/")
    assert len(finished) == StoredFile.objects.count() == 1


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_piece_that_proves_wrong_does_not_count(sender: Sender, finished: list[Any], algorithm: str) -> None:
    address = sender.begin(len(DATA))
    right = base64.b64encode(hashlib.new(algorithm, DATA).digest()).decode()
    wrong = sender.patch(address, 0, DATA[::-1], Upload_Checksum=f"{algorithm} {right}")
    assert wrong.status_code == 460
    assert "sai lệch trên đường truyền" in wrong.json()["message"]
    assert sender.ask("HEAD", address)["Upload-Offset"] == "0"
    assert sender.patch(address, 0, DATA, Upload_Checksum=f"{algorithm} {right}").status_code == 204
    assert len(finished) == 1


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("PATCH", {"Upload_Offset": "7"}, 409),
        ("PATCH", {"Upload_Offset": "-1"}, 400),
        ("PATCH", {}, 400),
        ("PATCH", {"Upload_Offset": "0", "Upload_Checksum": "md5 AAAA"}, 400),
        ("PATCH", {"Upload_Offset": "0", "Upload_Checksum": "sha1 !"}, 400),
        ("PATCH", {"Upload_Offset": "0", "Tus_Resumable": "0.2"}, 412),
        ("HEAD", {"Tus_Resumable": "0.2"}, 412),
        ("POST", {}, 405),
    ],
)
def test_what_does_not_follow_the_protocol(sender: Sender, method: str, headers: dict[str, str], status: int) -> None:
    address = sender.begin(len(DATA))
    assert sender.ask(method, address, DATA if method == "PATCH" else b"", **headers).status_code == status
    assert Upload.objects.get().offset == 0


def test_a_body_longer_than_the_file_is_not_taken(sender: Sender, finished: list[Any]) -> None:
    address = sender.begin(10)
    assert sender.patch(address, 0, b"x" * 11).status_code == 409
    assert finished == []


def test_another_content_type_is_refused(sender: Sender) -> None:
    address = sender.begin(4)
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0"}
    answer = sender.client.generic("PATCH", address, b"abcd", content_type="text/plain", headers=headers)
    assert answer.status_code == 415


def test_where_a_proxy_knows_no_patch(sender: Sender, finished: list[Any]) -> None:
    address = sender.begin(4)
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    answer = sender.client.generic(
        "POST", address, b"abcd", content_type="application/offset+octet-stream", headers=headers
    )
    assert (answer.status_code, len(finished)) == (204, 1)


@pytest.mark.parametrize(
    ("length", "named", "status", "sentence"),
    [
        (0, {}, 400, "Tệp rỗng"),
        (MOST + 1, {}, 413, "Tệp quá lớn: tối đa 400 MB."),
        ("abc", {}, 400, "Upload-Length"),
        (10, {"name": "phim.mkv"}, 415, "không thuộc loại được nhận"),
        (10, {"name": "\x00\u202e.."}, 415, "“tep”"),
        (10, {"target": "dong"}, 403, "Đã hết hạn nộp."),
        (10, {"target": "x" * 121}, 404, "Không có nơi nhận"),
    ],
)
def test_an_upload_that_may_not_begin(sender: Sender, length: Any, named: Any, status: int, sentence: str) -> None:
    answer = sender.create(length, **named)
    assert answer.status_code == status
    assert sentence in answer.json()["message"]
    assert Upload.objects.count() == 0


def test_unknown_purposes_bad_metadata_and_nobody(sender: Sender) -> None:
    answer = sender.ask("POST", "/tai-len/?purpose=la", Upload_Length="4")
    assert answer.status_code == 404
    assert sender.ask("POST", "/tai-len/", Upload_Length="4", Upload_Metadata="filename ???").status_code == 400
    address = sender.begin(4)
    sender.client.logout()
    for answer in (sender.create(4), sender.ask("HEAD", address), sender.patch(address, 0, b"abcd")):
        assert answer.status_code == 401


def test_somebody_elses_upload_does_not_exist(sender: Sender, stranger: Sender, folder: Path) -> None:
    address = sender.begin(len(DATA))
    sender.patch(address, 0, DATA[:100])
    for answer in (
        stranger.ask("HEAD", address),
        stranger.patch(address, 100, DATA[100:]),
        stranger.ask("DELETE", address),
    ):
        assert answer.status_code == 404
    assert sender.ask("HEAD", address)["Upload-Offset"] == "100"


def test_a_foreign_page_cannot_send_in_ones_name(sender: Sender) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(sender.user)
    answer = strict.post("/tai-len/", headers={"Tus-Resumable": "1.0.0", "Upload-Length": "4"})
    assert answer.status_code == 403
    assert Upload.objects.count() == 0


@pytest.mark.both
def test_quotas_of_a_person(sender: Sender, settings: Any) -> None:
    settings.UPLOAD_MOST_OPEN = 2
    sender.begin(10)
    sender.begin(10)
    assert sender.create(10).status_code == 429
    settings.UPLOAD_MOST_OPEN, settings.UPLOAD_MOST_OPEN_GB = 20, 0
    assert sender.create(10).status_code == 429


@pytest.mark.both
def test_given_up(sender: Sender, finished: list[Any], folder: Path) -> None:
    address = sender.begin(len(DATA))
    sender.patch(address, 0, DATA[:100])
    assert sender.ask("DELETE", address).status_code == 204
    assert (sender.ask("HEAD", address).status_code, kept(folder), Upload.objects.count()) == (404, [], 0)
    address = sender.begin(len(DATA))
    sender.patch(address, 0, DATA)
    assert sender.ask("DELETE", address).status_code == 204
    assert (len(kept(folder)), StoredFile.objects.count()) == (1, 1)  # what arrived belongs to its purpose


@pytest.mark.both
def test_expired_uploads_are_refused_then_purged(sender: Sender, folder: Path) -> None:
    address = sender.begin(len(DATA))
    sender.patch(address, 0, DATA[:100])
    Upload.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    for answer in (sender.ask("HEAD", address), sender.patch(address, 100, DATA[100:])):
        assert answer.status_code == 410
    held = Lock(next((folder / "dang-tai").glob("*.phan")).with_suffix(".khoa"))
    assert purge_uploads(clock.now()) == 0  # bytes are coming in
    held.close()
    (folder / "dang-tai" / ("ab" * 32 + ".phan")).write_bytes(b"of an upload no row knows")
    going_on = sender.begin(3)
    sender.patch(going_on, 0, b"ab")
    assert purge_uploads(clock.now()) == 1
    assert [path.read_bytes() for path in kept(folder)] == [b"ab"]
    assert sender.ask("HEAD", address).status_code == 404


def test_two_tabs_one_writer(sender: Sender, folder: Path) -> None:
    address = sender.begin(len(DATA))
    sender.patch(address, 0, DATA[:100])
    held = Lock(next((folder / "dang-tai").glob("*.phan")).with_suffix(".khoa"))
    busy = sender.patch(address, 100, DATA[100:])
    assert (busy.status_code, busy["Retry-After"]) == (423, "3")
    assert "cửa sổ khác" in busy.json()["message"]
    held.close()
    assert sender.patch(address, 100, DATA[100:]).status_code == 204


def test_a_full_disk_keeps_what_was_safe(
    sender: Sender, finished: list[Any], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk takes half of a piece and no more: a clear sentence, the half is gone, the rest goes on later."""
    address = sender.begin(len(DATA))
    sender.patch(address, 0, DATA[:4000])
    room, write = [1000], os.write

    def small(fd: int, data: Any) -> int:
        if not room[0]:
            raise OSError(28, "No space left on device")
        taken = write(fd, bytes(data)[: room[0]])
        room[0] -= taken
        return taken

    monkeypatch.setattr("hoithi.files.store.disk.os.write", small)
    full = sender.patch(address, 4000, DATA[4000:])
    assert (full.status_code, full.json()["message"]) == (507, "Kho tệp của máy chủ đã đầy nên chưa nhận thêm được.")
    monkeypatch.undo()
    assert [path.stat().st_size for path in kept(folder)] == [4000]
    assert sender.ask("HEAD", address)["Upload-Offset"] == "4000"


def test_no_room_for_a_new_one(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local.shutil, "disk_usage", lambda _folder: type("Usage", (), {"free": 300_000_000})())
    assert sender.create(100_000_000).status_code == 507
    assert sender.create(10_000_000).status_code == 201


def test_bytes_lost_with_the_machine_are_sent_again(sender: Sender, finished: list[Any], folder: Path) -> None:
    """The row promises more than the disk holds (a copy put back): the store's own end counts."""
    address = sender.begin(len(DATA))
    sender.patch(address, 0, DATA[:8000])
    os.truncate(kept(folder)[0], 3000)
    assert sender.patch(address, 8000, DATA[8000:]).status_code == 409
    assert sender.ask("HEAD", address)["Upload-Offset"] == "3000"
    assert sender.patch(address, 3000, DATA[3000:]).status_code == 204
    assert finished[0][2] == hashlib.sha256(DATA).hexdigest()


def test_a_whole_file_without_scripts(sender: Sender, finished: list[Any], folder: Path) -> None:
    form = {"purpose": "thu", "target": "ABC"}
    sent = SimpleUploadedFile("Một cửa.mp4", DATA, "video/mp4")
    answer = sender.client.post("/tai-len/gui/", {**form, "file": sent})
    assert (answer.status_code, answer["Location"]) == (302, "/tac-pham/ABC/")
    assert finished == [("ABC", "Một cửa.mp4", hashlib.sha256(DATA).hexdigest())]
    assert sender.client.post("/tai-len/gui/", form).status_code == 400
    empty = sender.client.post("/tai-len/gui/", {**form, "file": SimpleUploadedFile("a.mp4", b"")})
    assert empty.status_code == 400
    assert "Tệp rỗng" in empty.content.decode()
    assert Client().post("/tai-len/gui/", form).status_code == 302
    assert (StoredFile.objects.count(), Upload.objects.count()) == (1, 1)
