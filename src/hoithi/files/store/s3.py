"""The store in an S3-compatible bucket: bytes gather in a local spool and go up as parts of a multipart upload.

Why the server stands between browser and bucket: docs/decisions/0016. Files are read back by presigned addresses.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from hoithi.core.canonical import sha256_hex
from hoithi.core.errors import Refusal
from hoithi.files.errors import StoreUnreachable
from hoithi.files.store import BLOCK
from hoithi.files.store.disk import Lock, full_disk_told, write_all

PART_BYTES = 8 * 1024 * 1024
"""S3 takes parts of 5 MiB or more and 10 000 of them: 80 GB."""
Answer = TypeVar("Answer")


class LibraryMissing(Refusal):
    """STORAGE_URL asks for a bucket and boto3 is not installed."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            _("STORAGE_URL=s3://… cần thư viện boto3 mà máy chủ chưa cài."), hint=_("Chạy: pip install 'hoithi[s3]'.")
        )


class BucketStore:
    """Files in a bucket; credentials come from where boto3 looks for them (AWS_ACCESS_KEY_ID, …)."""

    name = "s3"

    def __init__(self, bucket: str, prefix: str, endpoint: str, region: str, spool: str) -> None:
        self.bucket, self.prefix, self.spool = bucket, prefix, Path(spool)
        self._endpoint, self._region = endpoint, region

    @cached_property
    def client(self) -> Any:
        try:
            import boto3
            from botocore.config import Config
        except ModuleNotFoundError as error:
            raise LibraryMissing from error
        config = Config(
            signature_version="s3v4",
            connect_timeout=10,
            read_timeout=60,
            retries={"max_attempts": 3, "mode": "standard"},
            s3={"addressing_style": "path" if self._endpoint else "virtual"},  # the policy of pages names this host
            request_checksum_calculation="when_required",  # not every compatible store knows the newer trailers
            response_checksum_validation="when_required",
        )
        return boto3.client("s3", endpoint_url=self._endpoint or None, region_name=self._region, config=config)

    def at(self, key: str) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": f"{self.prefix}{key}"}

    def writer(self, token: str, key: str) -> BucketWriter:
        return BucketWriter(self, self.spool / sha256_hex(token.encode()), key)

    def blocks(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        if length == 0:
            return
        last = "" if length is None else str(start + length - 1)
        asked = {"Range": f"bytes={start}-{last}"} if start or length is not None else {}
        try:
            body = reached(lambda: self.client.get_object(**self.at(key), **asked))["Body"]
        except KeyError as error:
            raise FileNotFoundError(key) from error
        try:
            while data := reached(lambda: body.read(BLOCK)):
                yield data
        finally:
            body.close()

    def size(self, key: str) -> int | None:
        """Bytes of a whole file, None where there is none."""
        try:
            return int(reached(lambda: self.client.head_object(**self.at(key)))["ContentLength"])
        except KeyError:
            return None

    def put(self, key: str, source: Path) -> None:
        reached(lambda: self.client.upload_file(str(source), self.bucket, self.at(key)["Key"]))

    def remove(self, key: str) -> None:
        reached(lambda: self.client.delete_object(**self.at(key)))

    @contextmanager
    def local_copy(self, key: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="hoithi-") as folder:
            path = Path(folder) / "tep"
            with full_disk_told(), path.open("wb") as taken:
                for data in self.blocks(key):
                    taken.write(data)
            yield path

    def address(self, key: str, *, seconds: int, headers: dict[str, str]) -> str | None:
        said = {f"Response{name.replace('-', '')}": value for name, value in headers.items()}
        return str(self.client.generate_presigned_url("get_object", Params={**self.at(key), **said}, ExpiresIn=seconds))

    def free_bytes(self) -> int | None:
        """The bucket's room is its owner's affair, the spool's is ours; parts pass through it one by one."""
        return None

    def tokens(self) -> list[str]:
        return sorted({path.name.split(".")[0] for path in self.spool.glob("*.*")})

    def sweep(self, token: str) -> None:
        """What reached the bucket without a row is ended by the bucket's own rule for incomplete uploads."""
        for path in self.spool.glob(f"{token}.*"):
            path.unlink(missing_ok=True)


class BucketWriter:
    """Spools to `<digest>.<bytes in parts before it>`; `state` is {"id", "parts": [[etag, size], …]}."""

    def __init__(self, store: BucketStore, base: Path, key: str) -> None:
        self._store, self._base, self._key = store, base, key
        self.offset = self.safe = 0
        self.state: dict[str, Any] = {}
        self._fd, self._done, self._spool = -1, False, base
        self._lock = Lock(base.with_suffix(".khoa"))

    def open(self, *, safe: int, state: dict[str, Any]) -> None:
        self.state, self._done = dict(state), bool(state.get("complete"))
        if self._done:
            self.offset = self.safe = safe
        else:
            self._open(safe)

    @property
    def _up(self) -> int:
        """Bytes in parts."""
        return sum(size for _etag, size in self.state.get("parts", []))

    def _open(self, safe: int) -> None:
        self._spool = self._base.with_suffix(f".{self._up}")
        with full_disk_told():
            self._fd = os.open(self._spool, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self.offset = self.safe = self._up + min(max(safe - self._up, 0), os.fstat(self._fd).st_size)
        self.back()

    def write(self, data: bytes) -> None:
        try:
            write_all(self._fd, data)
        except BaseException:
            self.back()
            raise
        self.offset += len(data)

    def flush(self) -> None:
        if self._done or self.offset == self.safe:
            return
        try:
            with full_disk_told():
                os.fsync(self._fd)
            if self.offset - self._up >= PART_BYTES:
                self._send_part()
        except BaseException:
            self.back()
            raise
        self.safe = self.offset

    def _send_part(self) -> None:
        """The whole spool becomes the next part; the spool itself goes once the row knows (`settled`)."""
        at, client = self._store.at(self._key), self._store.client
        begun = self.state.get("id") or reached(lambda: client.create_multipart_upload(**at))["UploadId"]
        parts = list(self.state.get("parts", []))
        with self._spool.open("rb") as body:
            sent = reached(
                lambda: client.upload_part(**at, UploadId=begun, PartNumber=len(parts) + 1, Body=body), missing=False
            )
        self.state = {"id": begun, "parts": [*parts, [sent["ETag"], self.offset - self._up]]}

    def settled(self) -> None:
        if self._done:
            for path in self._base.parent.glob(f"{self._base.name}.*"):
                if path.suffix != ".khoa":
                    path.unlink(missing_ok=True)
            return
        if self._spool == self._base.with_suffix(f".{self._up}"):
            return
        os.close(self._fd)
        self._spool.unlink(missing_ok=True)
        self._open(self.safe)

    def back(self) -> None:
        if self._fd < 0:
            return
        base = int(self._spool.suffix[1:])
        os.ftruncate(self._fd, max(self.safe - base, 0))
        os.lseek(self._fd, 0, os.SEEK_END)
        self.offset = self.safe

    def complete(self) -> None:
        if self._done:
            return
        if self._store.size(self._key) != self.offset:  # else it was completed before, and the row was not told
            if self.offset > self._up:
                self._send_part()
            parts = [{"ETag": etag, "PartNumber": n} for n, (etag, _size) in enumerate(self.state["parts"], 1)]
            at, client = self._store.at(self._key), self._store.client
            whole = {"Parts": parts}
            reached(
                lambda: client.complete_multipart_upload(**at, UploadId=self.state["id"], MultipartUpload=whole),
                missing=False,
            )
        self.safe, self.state, self._done = self.offset, {"complete": True}, True

    def discard(self) -> None:
        at, client = self._store.at(self._key), self._store.client
        if begun := self.state.get("id"):
            with suppress(KeyError):
                reached(lambda: client.abort_multipart_upload(**at, UploadId=begun))
        self._store.remove(self._key)
        for path in self._base.parent.glob(f"{self._base.name}.*"):
            path.unlink(missing_ok=True)

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
        self._lock.close()


def reached(call: Callable[[], Answer], *, missing: bool = True) -> Answer:
    """Ask the bucket. Raises KeyError where it has no such thing (`missing`), else StoreUnreachable."""
    try:
        from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
    except ModuleNotFoundError as error:
        raise LibraryMissing from error
    try:
        return call()
    except ClientError as error:
        if missing and error.response.get("Error", {}).get("Code") in ("404", "NoSuchKey", "NoSuchUpload", "NotFound"):
            raise KeyError from error
        raise StoreUnreachable from error
    except (BotoCoreError, HTTPClientError) as error:
        raise StoreUnreachable from error
