from __future__ import annotations

from datetime import timedelta

import pytest

from hoithi.people.errors import CodeSpent, CodeWrong, TooManyCodes
from hoithi.people.models import OneTimeCode
from hoithi.people.operations.codes import check_code, send_code
from hoithi.people.rules.codes import PER_ADDRESS
from hoithi.people.rules.identity import Contact
from tests.people.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both]
MINE, OTHER = Contact("phone", "+84912345678"), Contact("phone", "+84987654321")


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.SMS_BACKEND = "hoithi.people.delivery.on_page"


def send(contact=MINE, address="10.0.0.1", now=NOW, **extra):
    return send_code(contact, address=address, now=now, **extra)


def test_a_code_opens_once_for_its_contact_and_purpose():
    sent = send()
    for contact, purpose in ((OTHER, "sign_in"), (MINE, "add_contact")):
        with pytest.raises(CodeSpent):
            check_code(sent.id, contact, sent.shown, now=NOW, purpose=purpose)
    check_code(sent.id, MINE, f"{sent.shown[:3]} {sent.shown[3:]}", now=NOW)
    with pytest.raises(CodeSpent):
        check_code(sent.id, MINE, sent.shown, now=NOW)


def test_a_wrong_try_is_kept_though_it_fails():
    sent = send()
    with pytest.raises(CodeWrong, match="còn 4 lần"):
        check_code(sent.id, MINE, "", now=NOW)
    assert OneTimeCode.objects.get().tries == 1


def test_limits_per_contact_and_address_and_per_contact():
    for minute in range(3):
        send(now=NOW + timedelta(minutes=minute))
    with pytest.raises(TooManyCodes, match="sau 09:10"):
        send(now=NOW + timedelta(minutes=3))
    send(OTHER, now=NOW + timedelta(minutes=3))
    for n in range(7):
        send(address=f"10.0.1.{n}", now=NOW + timedelta(minutes=4))
    with pytest.raises(TooManyCodes):
        send(address="10.0.2.1", now=NOW + timedelta(minutes=5))
    send(address="10.0.2.1", now=NOW + timedelta(minutes=61))


def test_limit_per_address_is_wide():
    send(OTHER)
    row = OneTimeCode.objects.get()
    OneTimeCode.objects.bulk_create(
        OneTimeCode(
            kind="phone",
            purpose="sign_in",
            target=f"{n}",
            address=row.address,
            sent_at=row.sent_at,
            expires_at=row.expires_at,
        )
        for n in range(PER_ADDRESS.count - 2)
    )
    send(Contact("phone", "+84912000001"))
    with pytest.raises(TooManyCodes):
        send(MINE)
    send(MINE, address="10.0.0.2")


def test_old_rows_are_swept():
    send()
    send(OTHER, now=NOW + timedelta(days=3))
    assert OneTimeCode.objects.count() == 1
