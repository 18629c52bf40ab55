"""One-time codes (mã dùng một lần): sent to anybody who asks, whether or not an account exists."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.core.clock import VIETNAM
from hoithi.core.randomness import random_bytes
from hoithi.people.delivery import deliver
from hoithi.people.errors import CodeSpent, CodeWrong, ContactInvalid, TooManyCodes
from hoithi.people.marks import secret_hash
from hoithi.people.models import OneTimeCode
from hoithi.people.rules import codes as rule
from hoithi.people.rules.identity import Contact, contact_of

SIGN_IN = "sign_in"
KEEP = timedelta(days=2)


@dataclass(frozen=True)
class SentCode:
    """`shown` is the code itself in a demonstration, else ""."""

    id: int
    contact: Contact
    shown: str


def parse_contact(text: str) -> Contact:
    """A phone or e-mail as typed; raises ContactInvalid."""
    contact = contact_of(text)
    if contact is None:
        raise ContactInvalid(
            _("Đây chưa phải là số điện thoại hay thư điện tử. Hãy nhập như 0912 345 678 hoặc ten@example.vn.")
        )
    return contact


def send_code(contact: Contact, *, address: str, now: datetime, purpose: str = SIGN_IN) -> SentCode:
    """Send a fresh code; earlier ones for this contact and purpose stop working.

    Raises TooManyCodes (per contact, per contact and address, per address) and DeliveryUnset. It does not look
    whether an account exists, so neither its answer nor its time can tell.
    """
    target, source = (secret_hash("target", contact.value), secret_hash("address", address))
    code = f"{int.from_bytes(random_bytes(16)) % 10**rule.DIGITS:0{rule.DIGITS}d}"
    with transaction.atomic():
        _check_limits(target, source, now)
        OneTimeCode.objects.filter(sent_at__lt=now - KEEP).delete()
        OneTimeCode.objects.filter(target=target, purpose=purpose, used_at=None).update(used_at=now)
        row = OneTimeCode.objects.create(
            kind=contact.kind,
            purpose=purpose,
            target=target,
            address=source,
            code_hash="",
            sent_at=now,
            expires_at=now + rule.LIFETIME,
        )
        row.code_hash = _code_hash(row.pk, code)
        row.save(update_fields=["code_hash"])
    return SentCode(row.pk, contact, deliver(contact, code))  # outside the transaction: sending may be slow


def _code_hash(pk: int, code: str) -> str:
    return secret_hash("code", str(pk), code)


def _check_limits(target: str, source: str, now: datetime) -> None:
    recent = OneTimeCode.objects.filter(sent_at__gt=now - rule.LONGEST)
    mine = list(recent.filter(target=target).values_list("sent_at", "address"))
    here = recent.filter(address=source, sent_at__gt=now - rule.PER_ADDRESS.span).order_by("-sent_at")
    nth = rule.PER_ADDRESS.count - 1  # of thousands behind one address only the one that decides is read
    first = here.values_list("sent_at", flat=True)[nth : nth + 1]
    waits = [
        rule.wait_until([at for at, _address in mine], rule.PER_TARGET, now),
        rule.wait_until([at for at, address in mine if address == source], rule.PER_TARGET_AND_ADDRESS, now),
        *(at + rule.PER_ADDRESS.span for at in first),
    ]
    until = max((wait for wait in waits if wait is not None), default=None)
    if until is not None:
        moment = until.astimezone(VIETNAM) + timedelta(seconds=59)
        raise TooManyCodes(
            _("Đã gửi nhiều mã trong thời gian ngắn. Hãy dùng mã mới nhận được, hoặc xin mã khác sau %(time)s.")
            % {"time": f"{moment:%H:%M}"}
        )


def check_code(code_id: int, contact: Contact, typed: str, *, now: datetime, purpose: str = SIGN_IN) -> None:
    """Accept the code once; every wrong try is counted even though the request fails.

    Raises CodeWrong (with the tries left) and CodeSpent.
    """
    digits = "".join(char for char in typed if char.isdigit())
    with transaction.atomic():
        row = (
            OneTimeCode.objects.select_for_update()
            .filter(pk=code_id, target=secret_hash("target", contact.value), purpose=purpose)
            .first()
        )
        if row is None or rule.spent(expires_at=row.expires_at, tries=row.tries, used=row.used_at is not None, now=now):
            raise CodeSpent(_("Mã này không còn dùng được. Hãy xin mã mới."))
        right = hmac.compare_digest(row.code_hash, _code_hash(row.pk, digits))
        if right:
            row.used_at = now
        row.tries += 1
        row.save(update_fields=["used_at", "tries"])
    if not right:
        left = rule.MAX_TRIES - row.tries
        if left == 0:
            raise CodeSpent(_("Mã chưa đúng và đã thử quá 5 lần. Hãy xin mã mới."))
        raise CodeWrong(_("Mã chưa đúng. Bạn còn %(left)s lần thử.") % {"left": left})
