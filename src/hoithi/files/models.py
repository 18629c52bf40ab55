"""Uploads under way and files in the store."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class StoredFile(models.Model):
    """A file kept untouched (tệp gốc). Whoever may read it is decided by what points at it, never by its key."""

    key = models.CharField(max_length=120, unique=True)
    """Path inside the store: random, tells nothing."""
    name = models.CharField(max_length=200)
    """As the sender called it, cleaned of path, control characters and direction marks."""
    media_type = models.CharField(max_length=100, blank=True)
    size = models.BigIntegerField()
    """Bytes."""
    sha256 = models.CharField(max_length=64, db_index=True)
    purpose = models.CharField(max_length=60)
    stored_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    stored_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    """The bytes are gone (retention, takedown by law); the row and its digest stay as evidence."""

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A resumable upload (tus 1.0): bytes arrive in order, `offset` of them are safe."""

    token = models.CharField(max_length=43, unique=True)
    """256 random bits; with the owner's session the address of the upload."""
    owner = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=60)
    """Registered in `files.registry`: who may upload, how much, what happens at the end."""
    target = models.CharField(max_length=120, blank=True)
    """What the purpose knows it by: a work's code."""
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100, blank=True)
    length = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)
    backend = models.CharField(max_length=10)
    backend_state = models.JSONField(default=dict)
    """What the store needs to go on: multipart id and part tags; nothing for a local folder."""
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    next_address = models.CharField(max_length=300, blank=True)
    """Where the purpose sends the person once all is there."""
    file = models.OneToOneField(StoredFile, models.SET_NULL, null=True, blank=True, related_name="upload")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(offset__gte=0, offset__lte=F("length")), name="upload_offset_in_length"),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(finished_at__isnull=True), name="upload_unfinished"),
            models.Index(fields=["owner", "purpose"], name="upload_owner"),
        ]
