"""The same uploads into a bucket: parts, resumption, a bucket that does not answer, presigned reading."""

from __future__ import annotations

import builtins
import hashlib
import random
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

from hoithi.core import clock
from hoithi.files.models import StoredFile, Upload
from hoithi.files.operations import add_file, purge_uploads, remove_file
from hoithi.files.queries import StoreTrouble, local_path, send
from hoithi.files.store import store
from hoithi.files.store.s3 import PART_BYTES, LibraryMissing
from tests.contests import factories as make
from tests.files.conftest import Sender
from tests.files.store.bucket import Bucket, serving

DATA = random.Random(3).randbytes(2 * PART_BYTES + 4321)
EARLY, LATE = PART_BYTES + 100, 2 * PART_BYTES + 200


@pytest.fixture
def bucket(folder: Path, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "thu")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "thu")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with serving() as bucket:
        options = {"bucket": "kho", "prefix": "hoi-thi/", "endpoint": bucket.endpoint, "region": "hn"}
        settings.FILES_STORE = {"backend": "s3", "options": {**options, "spool": str(tmp_path / "spool")}}
        store.cache_clear()
        yield bucket
        if "client" in vars(store()):
            store().client.close()  # type: ignore[attr-defined]


def spooled(tmp_path: Path) -> list[int]:
    return sorted(path.stat().st_size for path in (tmp_path / "spool").glob("*") if path.suffix != ".khoa")


@pytest.mark.both
def test_parts_go_up_as_they_are_full(sender: Sender, bucket: Bucket, finished: list[Any], tmp_path: Path) -> None:
    address = sender.begin(len(DATA))
    assert sender.patch(address, 0, DATA[:EARLY])["Upload-Offset"] == str(EARLY)
    assert sum(len(part) for part in bucket.parts["u0"].values()) + sum(spooled(tmp_path)) == EARLY
    assert sender.patch(address, EARLY, DATA[EARLY:LATE]).status_code == 204
    last = sender.patch(address, LATE, DATA[LATE:])
    assert (last.status_code, last["Upload-Next"]) == (204, "/tac-pham/ABC/")
    stored = StoredFile.objects.get()
    assert finished[0][2] == stored.sha256 == hashlib.sha256(DATA).hexdigest()
    assert bucket.objects == {f"/kho/hoi-thi/{stored.key}": DATA}
    assert spooled(tmp_path) == []


def test_a_bucket_that_does_not_answer_costs_nothing(
    sender: Sender, bucket: Bucket, finished: list[Any], tmp_path: Path
) -> None:
    address = sender.begin(len(DATA))
    sender.patch(address, 0, DATA[:1000])
    bucket.down = True
    answer = sender.patch(address, 1000, DATA[1000:])
    assert (answer.status_code, answer.json()["code"]) == (503, "StoreUnreachable")
    bucket.down = False
    stands = int(sender.ask("HEAD", address)["Upload-Offset"])
    assert stands == 1000
    bucket.down = True
    Upload.objects.update(length=2000)
    assert sender.patch(address, 1000, DATA[1000:2000]).status_code == 503  # all is spooled, the end fails
    bucket.down = False
    assert sender.ask("HEAD", address)["Upload-Next"] == "/tac-pham/ABC/"
    assert finished[0][2] == hashlib.sha256(DATA[:2000]).hexdigest()


def test_a_purpose_that_refuses_at_the_end_may_be_asked_again(
    sender: Sender, bucket: Bucket, finished: list[Any]
) -> None:
    address = sender.begin(1000)
    Upload.objects.update(target="dong")
    assert sender.patch(address, 0, DATA[:1000]).status_code == 403
    Upload.objects.update(target="ABC")
    assert sender.ask("HEAD", address)["Upload-Next"] == "/tac-pham/ABC/"
    assert len(finished) == 1


def test_given_up_and_purged(sender: Sender, bucket: Bucket, tmp_path: Path) -> None:
    for end in ("given up", "expired"):
        address = sender.begin(len(DATA))
        sender.patch(address, 0, DATA[:EARLY])
        if end == "given up":
            assert sender.ask("DELETE", address).status_code == 204
        else:
            Upload.objects.update(expires_at=clock.now())
            assert purge_uploads(clock.now()) == 1
        assert (bucket.parts, bucket.objects, spooled(tmp_path)) == ({}, {}, [])


def test_read_back_by_presigned_addresses_and_as_a_path(sender: Sender, bucket: Bucket, tmp_path: Path) -> None:
    path = tmp_path / "nguon"
    path.write_bytes(DATA)
    stored = add_file(path, name="Một cửa.mp4", media_type="video/mp4", purpose="thu", now=make.NOW)
    answer = send(RequestFactory().get("/"), stored)
    assert answer.status_code == 302
    assert "X-Amz-Signature=" in answer["Location"]
    assert "response-content-type=video%2Fmp4" in answer["Location"]
    with urllib.request.urlopen(answer["Location"]) as given:
        assert given.read() == DATA
    head = send(RequestFactory().head("/"), stored)
    assert (head.status_code, head["Content-Length"]) == (200, str(len(DATA)))
    assert b"".join(store().blocks(stored.key, 5, 10)) == DATA[5:15]
    with local_path(stored) as copy:
        assert copy.read_bytes() == DATA
    remove_file(stored, now=make.NOW)
    with pytest.raises(StoreTrouble), local_path(stored):
        pass
    with pytest.raises(FileNotFoundError):
        list(store().blocks(stored.key))


def test_without_the_library_one_sentence(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **named: Any) -> Any:
        if name.partition(".")[0] in ("boto3", "botocore"):
            raise ModuleNotFoundError(name)
        return real(name, *args, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(LibraryMissing, match="boto3"):
        list(store().blocks("ab/cd"))
