"""The last byte is safe: the whole is hashed, stored under its key and handed to its purpose, all or nothing."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from hoithi.audit.actor import acting_as
from hoithi.files.errors import NoSuchPurpose, NoSuchUpload, StoreUnreachable
from hoithi.files.models import StoredFile, Upload
from hoithi.files.registry import purpose_of
from hoithi.files.rules.keys import key_of
from hoithi.files.store import Writer, store


def finish_upload(upload: Upload, writer: Writer, *, now: datetime) -> Upload:
    """End a complete upload, once; asked again it changes nothing. The caller holds the lock (`writer`).

    Raises Refusal from `Purpose.finished`: nothing is stored then, the bytes wait and the end may be tried again.
    """
    if upload.finished_at is not None:
        return upload
    writer.complete()
    Upload.objects.filter(pk=upload.pk).update(backend_state=writer.state)
    writer.settled()
    key = key_of(upload.token)
    sha256, size = measured(key)
    if size != upload.length:
        raise StoreUnreachable
    with transaction.atomic():
        locked = Upload.objects.select_for_update().filter(pk=upload.pk).first()
        if locked is None:
            raise NoSuchUpload
        if locked.finished_at is None:
            _hand_over(locked, key, sha256, now)
    upload.refresh_from_db()
    return upload


def measured(key: str) -> tuple[str, int]:
    """(SHA-256, bytes) of what the store really holds, in constant memory."""
    sha256, size = hashlib.sha256(), 0
    for data in store().blocks(key):
        sha256.update(data)
        size += len(data)
    return sha256.hexdigest(), size


def _hand_over(upload: Upload, key: str, sha256: str, now: datetime) -> None:
    purpose = purpose_of(upload.purpose)
    if purpose is None:
        raise NoSuchPurpose
    stored = StoredFile.objects.create(
        key=key,
        name=upload.name,
        media_type=upload.media_type,
        size=upload.length,
        sha256=sha256,
        purpose=upload.purpose,
        stored_by=upload.owner,
        stored_at=now,
    )
    upload.file, upload.finished_at = stored, now
    with acting_as(upload.owner):
        upload.next_address = purpose.finished(upload, stored, now)
    upload.save(update_fields=["file", "finished_at", "next_address"])
