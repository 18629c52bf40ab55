"""Bytes arrive: taken under the upload's lock, made safe every few megabytes or seconds, kept when the line is cut."""

from __future__ import annotations

import hashlib
import time
from datetime import datetime

from hoithi.files.errors import ChecksumMismatch, NoSuchUpload, UploadExpired, WrongOffset
from hoithi.files.models import Upload
from hoithi.files.operations.begin import lifetime
from hoithi.files.operations.finish import finish_upload
from hoithi.files.rules.keys import key_of
from hoithi.files.rules.tus import Checksum
from hoithi.files.store import Writer, store

SAFE_EVERY_BYTES = 8 * 1024 * 1024
SAFE_EVERY_S = 5.0
"""What a killed server may lose: whichever comes first."""


def receive(upload: Upload, *, offset: int | None = None, checksum: Checksum | None = None, now: datetime) -> Reception:
    """Lock the upload and stand ready at `offset`, or wherever it ends.

    Raises UploadBusy, WrongOffset, UploadExpired, NoSuchUpload. Whoever calls ends it with `finish`, `keep` or `close`.
    """
    writer = store().writer(upload.token, key_of(upload.token))
    try:
        fresh = Upload.objects.select_related("owner").filter(pk=upload.pk).first()
        if fresh is None:  # gone while the lock was taken
            raise NoSuchUpload
        if now >= fresh.expires_at and fresh.finished_at is None:
            raise UploadExpired
        writer.open(safe=fresh.offset, state=fresh.backend_state)
        if offset not in (None, writer.offset):
            save_progress(fresh, writer, now=now)
            raise WrongOffset
    except BaseException:
        writer.close()
        raise
    return Reception(fresh, writer, checksum, now)


def save_progress(upload: Upload, writer: Writer, *, now: datetime) -> None:
    """The row learns what the store holds for certain."""
    upload.offset, upload.backend_state, upload.expires_at = writer.safe, writer.state, now + lifetime()
    upload.save(update_fields=["offset", "backend_state", "expires_at"])
    writer.settled()


class Reception:
    """One PATCH: `take` bytes, then `finish` (all came) or `keep` (the line was cut)."""

    def __init__(self, upload: Upload, writer: Writer, checksum: Checksum | None, now: datetime) -> None:
        self.upload, self._writer, self._checksum, self._now = upload, writer, checksum, now
        self._hash = hashlib.new(checksum.algorithm, usedforsecurity=False) if checksum else None
        self._saved_at = time.monotonic()

    @property
    def offset(self) -> int:
        return self._writer.offset

    def take(self, data: bytes) -> None:
        """Raises StoreFull, StoreUnreachable (what was safe stays), WrongOffset (more than the file is long)."""
        if self._writer.offset + len(data) > self.upload.length:
            raise WrongOffset
        self._writer.write(data)
        if self._hash is not None:  # nothing of it counts before all of it has proved right
            self._hash.update(data)
            return
        if (
            self._writer.offset - self._writer.safe >= SAFE_EVERY_BYTES
            or time.monotonic() - self._saved_at > SAFE_EVERY_S
        ):
            self._save()

    def _save(self) -> None:
        self._writer.flush()
        save_progress(self.upload, self._writer, now=self._now)
        self._saved_at = time.monotonic()

    def keep(self) -> None:
        """The line was cut: what came counts, unless a checksum was promised that cannot be proved any more."""
        if self._checksum is None:
            self._save()

    def finish(self) -> Upload:
        """The body is complete. Raises ChecksumMismatch, and what `finish_upload` raises; what came is safe first."""
        if self._hash is not None and self._checksum is not None and self._hash.digest() != self._checksum.digest:
            self._writer.back()
            raise ChecksumMismatch
        self._save()
        if self.upload.offset == self.upload.length:
            finish_upload(self.upload, self._writer, now=self._now)
        return self.upload

    def close(self) -> None:
        """Give the lock back; what was not saved is thrown away by the next writer."""
        self._writer.close()
