"""Somebody's own uploads; those of others do not exist."""

from __future__ import annotations

from datetime import datetime

from hoithi.files.errors import NoSuchUpload, UploadExpired
from hoithi.files.models import Upload
from hoithi.people.models import User


def own_upload(owner: User, token: str, *, now: datetime) -> Upload:
    """Raises NoSuchUpload (unknown, or another's), UploadExpired."""
    upload = Upload.objects.select_related("owner").filter(token=token, owner=owner).first()
    if upload is None:
        raise NoSuchUpload
    if upload.finished_at is None and now >= upload.expires_at:
        raise UploadExpired
    return upload


def unfinished(owner: User, purpose: str, target: str, *, now: datetime) -> list[Upload]:
    """What the person may go on with for this target, the newest first, at most five."""
    found = Upload.objects.filter(
        owner=owner, purpose=purpose, target=target, finished_at__isnull=True, expires_at__gt=now
    )
    return list(found.order_by("-created_at", "-pk")[:5])
