"""An upload begins: who may, how much, and whether there is room."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Sum

from hoithi.files.errors import EmptyFile, NoSuchPurpose, StoreFull, TooLarge, TooManyUploads, WrongEnding
from hoithi.files.models import Upload
from hoithi.files.registry import purpose_of
from hoithi.files.rules.names import clean_name, clean_type, suffix_of
from hoithi.files.store import store
from hoithi.people.models import User

SPARE_BYTES = 256 * 1024 * 1024
"""Room that uploads leave to the database beside them."""


def begin_upload(
    owner: User, *, purpose: str, target: str, name: str, media_type: str, length: int, now: datetime
) -> Upload:
    """A new upload of `length` bytes. Raises Refusal: the purpose's own, or about size, ending, quota, room."""
    registered = purpose_of(purpose)
    if registered is None or len(target) > 120:
        raise NoSuchPurpose
    most = registered.max_bytes(owner, target, now)
    name = clean_name(name)
    if registered.suffixes and suffix_of(name) not in registered.suffixes:
        raise WrongEnding(name, registered.suffixes)
    if length == 0:
        raise EmptyFile
    if length > most:
        raise TooLarge(most)
    with transaction.atomic():
        User.objects.select_for_update().values_list("pk").get(pk=owner.pk)  # one after the other: quotas are counted
        _check_quota(owner, length, now)
        return Upload.objects.create(
            token=secrets.token_urlsafe(32),
            owner=owner,
            purpose=purpose,
            target=target,
            name=name,
            media_type=clean_type(media_type),
            length=length,
            backend=store().name,
            created_at=now,
            expires_at=now + lifetime(),
        )


def lifetime() -> timedelta:
    """How long an upload may lie untouched."""
    return timedelta(hours=settings.UPLOAD_KEEP_HOURS)


def _check_quota(owner: User, length: int, now: datetime) -> None:
    waiting = Upload.objects.filter(finished_at__isnull=True, expires_at__gt=now)
    own = waiting.filter(owner=owner).aggregate(n=Count("pk"), promised=Sum("length", default=0))
    if own["n"] >= settings.UPLOAD_MOST_OPEN or own["promised"] + length > settings.UPLOAD_MOST_OPEN_GB * 10**9:
        raise TooManyUploads
    free = store().free_bytes()
    if free is not None:
        promised = waiting.aggregate(rest=Sum(F("length") - F("offset"), default=0))["rest"]
        if length + promised + SPARE_BYTES > free:
            raise StoreFull
