"""Letters are written with what they tell of and sent afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import override_settings

from hoithi.people.models import Letter
from hoithi.people.operations.outbox import KEEP, queue_letter, send_due
from hoithi.people.rules.outbox import LEASE, WAITS
from tests.contests.factories import NOW

pytestmark = pytest.mark.django_db
DEAD = "django.core.mail.backends.smtp.EmailBackend"


def queue(key: str = "a", **changes: Any) -> bool:
    return queue_letter("a@vidu.example", "Biên nhận", "Đã nhận.", **({"key": key, "now": NOW} | changes))


@pytest.mark.both
def test_a_letter_goes_out_once_and_leaves_no_address() -> None:
    assert queue()
    assert not queue()
    assert mail.outbox == []
    assert send_due(NOW) == 1
    assert send_due(NOW + timedelta(days=1)) == 0
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["a@vidu.example"], "Biên nhận", "Đã nhận.")
    row = Letter.objects.get()
    assert (row.to, row.text, row.sent_at) == ("", "", NOW)


def test_a_write_that_fails_sends_nothing() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        queue()
        raise RuntimeError
    assert send_due(NOW) == 0


def test_a_server_that_is_down_is_tried_again_and_given_up_in_the_end() -> None:
    queue()
    now = NOW
    with override_settings(EMAIL_BACKEND=DEAD, EMAIL_HOST="127.0.0.1", EMAIL_PORT=9, EMAIL_TIMEOUT=1):
        for wait in WAITS:
            assert send_due(now) == 0
            assert Letter.objects.get().due_at == now + wait
            now += wait
        assert send_due(now) == 0
    row = Letter.objects.get()
    assert (row.due_at, row.sent_at, row.to) == (None, None, "")


def test_a_letter_taken_by_a_process_that_died_is_taken_again() -> None:
    queue()
    Letter.objects.update(due_at=NOW + LEASE)
    assert send_due(NOW) == 0
    assert send_due(NOW + LEASE) == 1


def test_old_letters_are_forgotten() -> None:
    queue()
    send_due(NOW)
    send_due(NOW + KEEP + timedelta(seconds=1))
    assert not Letter.objects.exists()
