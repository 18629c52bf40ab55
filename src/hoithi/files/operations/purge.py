"""Uploads nobody went on with are thrown away."""

from __future__ import annotations

from datetime import datetime

from hoithi.core.canonical import sha256_hex
from hoithi.files.errors import UploadBusy
from hoithi.files.models import Upload
from hoithi.files.operations.terminate import terminate_upload
from hoithi.files.store import store

AT_ONCE = 200


def purge_uploads(now: datetime) -> int:
    """Delete what expired, and bytes without a row. Returns how many uploads went."""
    gone = 0
    for upload in Upload.objects.filter(finished_at__isnull=True, expires_at__lte=now).order_by("expires_at")[:AT_ONCE]:
        try:
            terminate_upload(upload)
            gone += 1
        except UploadBusy:  # bytes are coming in this moment
            continue
    held = store().tokens()  # listed before the rows are: an upload has a row before it has bytes
    if held:
        waiting = Upload.objects.filter(finished_at__isnull=True).values_list("token", flat=True)
        known = {sha256_hex(token.encode()) for token in waiting.iterator()}
        for digest in set(held) - known:
            store().sweep(digest)
    return gone
