"""Letters on their way (thư chờ gửi): written with the business transaction, sent after it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Letter(models.Model):
    """An e-mail to be sent once. Address and text are emptied as soon as it is sent or given up."""

    key = models.CharField(max_length=160, unique=True)
    """What it is about and to whom: the same thing is never written twice."""
    to = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    """When it is tried next; null once it is sent or given up."""
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="letter_due")]

    def __str__(self) -> str:
        return self.key
