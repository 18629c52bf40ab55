"""Sending letters without holding anything up: `queue_letter` in the transaction of the write, `send_due` by a job.

A mail server that is slow or down loses no submission and keeps no row locked; the letter waits and is tried again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.mail import send_mail
from django.db import transaction

from hoithi.people.models import Letter
from hoithi.people.rules.outbox import LEASE, next_try

logger = logging.getLogger(__name__)
KEEP = timedelta(days=60)
AT_A_TIME = 50


def queue_letter(to: str, subject: str, text: str, *, key: str, now: datetime) -> bool:
    """Write a letter beside what it tells of, in the caller's transaction; False where `key` was written before."""
    fresh = letter(to, subject, text, key=key, now=now)
    before = Letter.objects.filter(key=fresh.key).exists()
    queue_letters([fresh])
    return not before


def letter(to: str, subject: str, text: str, *, key: str, now: datetime) -> Letter:
    """A letter to be queued with others."""
    return Letter(key=key[:160], to=to, subject=subject[:200], text=text, queued_at=now, due_at=now)


def queue_letters(letters: Iterable[Letter]) -> None:
    """The same for many, with few statements; one whose key was written before is left out."""
    Letter.objects.bulk_create(letters, ignore_conflicts=True, batch_size=500)


def send_due(now: datetime, *, most: int = AT_A_TIME) -> int:
    """Send what is due, each outside any transaction; returns how many went out."""
    sent = 0
    for pk in list(Letter.objects.filter(due_at__lte=now).order_by("due_at").values_list("pk", flat=True)[:most]):
        letter = _taken(pk, now)
        if letter is not None and _send(letter, now):
            sent += 1
    Letter.objects.filter(due_at__isnull=True, queued_at__lt=now - KEEP).delete()
    return sent


def _taken(pk: int, now: datetime) -> Letter | None:
    """The letter, kept from others for a while; None where another process was faster."""
    with transaction.atomic():
        mine = Letter.objects.filter(pk=pk, due_at__lte=now).update(due_at=now + LEASE)
        return Letter.objects.get(pk=pk) if mine else None


def _send(letter: Letter, now: datetime) -> bool:
    letter.tries += 1
    try:
        send_mail(letter.subject, letter.text, None, [letter.to])
    except Exception:  # whatever the mail server does, the letter stays and is tried again
        logger.warning("letter %s could not be sent, try %s", letter.key, letter.tries, exc_info=True)
        letter.due_at = next_try(letter.tries, now)
        if letter.due_at is None:
            letter.to = letter.text = ""
        letter.save(update_fields=["tries", "due_at", "to", "text"])
        return False
    letter.sent_at, letter.due_at, letter.to, letter.text = now, None, "", ""
    letter.save(update_fields=["tries", "sent_at", "due_at", "to", "text"])
    return True
