"""The sender gives an upload up (tus: termination)."""

from __future__ import annotations

from hoithi.files.models import Upload
from hoithi.files.rules.keys import key_of
from hoithi.files.store import store


def terminate_upload(upload: Upload) -> None:
    """Row and bytes go. A finished upload stays: its file belongs to its purpose. Raises UploadBusy."""
    writer = store().writer(upload.token, key_of(upload.token))
    try:
        fresh = Upload.objects.filter(pk=upload.pk, finished_at__isnull=True).first()
        if fresh is not None:
            writer.open(safe=fresh.offset, state=fresh.backend_state)
            writer.discard()
            fresh.delete()
    finally:
        writer.close()
