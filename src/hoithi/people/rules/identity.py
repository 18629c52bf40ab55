"""One form for a phone number, a CCCD number and an e-mail address, so that they can be matched.

Source: docs/rules/identity.md, "Normal forms".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

ContactKind = Literal["phone", "email"]
_NOISE = re.compile(r"[\s.\-()\u00a0\u200b]+")
_EMAIL = re.compile(r"[^@\s,;<>\"']+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


class BadIdentity(ValueError):
    """A number or address that cannot be one; `kind` says which was expected."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class Contact:
    """A phone in E.164 or an e-mail in lower case."""

    kind: ContactKind
    value: str


def normal_phone(text: str) -> str:
    """ "0912.345 678", "84912345678", "+84 912 345 678" → "+84912345678"; raises BadIdentity.

    Vietnamese numbers have nine digits after the country code (mobile), ten for the fixed lines (02…). A number of
    another country must be written with its "+".
    """
    raw = _NOISE.sub("", text)
    international = raw.startswith("+")
    digits = raw.removeprefix("+")
    if not digits.isascii() or not digits.isdigit():
        raise BadIdentity("phone")
    if international and not digits.startswith("84"):
        if 8 <= len(digits) <= 15:
            return f"+{digits}"
        raise BadIdentity("phone")
    if digits.startswith("84") and (international or len(digits) >= 11):
        digits = digits[2:].removeprefix("0")  # "+84 (0) 912 …" is a common slip
    elif digits.startswith("0"):
        digits = digits[1:]
    if re.fullmatch(r"[35789]\d{8}|2\d{9}", digits):
        return f"+84{digits}"
    raise BadIdentity("phone")


def normal_cccd(text: str) -> str:
    """Twelve digits, spaces and dots dropped; raises BadIdentity (an old nine-digit CMND is refused)."""
    digits = _NOISE.sub("", text)
    if re.fullmatch(r"0[0-9]{11}", digits):  # the first three digits are the place of birth, 001 to 096
        return digits
    raise BadIdentity("cccd")


def normal_email(text: str) -> str:
    """Lower case, no spaces around; raises BadIdentity."""
    email = text.strip().lower()
    if len(email) <= 254 and _EMAIL.fullmatch(email):
        return email
    raise BadIdentity("email")


NORMAL = {"phone": normal_phone, "cccd": normal_cccd, "email": normal_email}


def contact_of(text: str) -> Contact | None:
    """A phone or an e-mail as a person types it, or None when it is neither."""
    try:
        if "@" in text:
            return Contact("email", normal_email(text))
        return Contact("phone", normal_phone(text))
    except BadIdentity:
        return None


def phone_shown(phone: str) -> str:
    """ "+84912345678" → "0912 345 678", as people in Vietnam read it."""
    if not phone.startswith("+84"):
        return phone
    local = "0" + phone[3:]
    return f"{local[:4]} {local[4:7]} {local[7:]}"


def contact_masked(value: str) -> str:
    """Enough of a contact to recognise one's own: "…678", "ng…@example.vn"."""
    if "@" in value:
        name, _, domain = value.partition("@")
        return f"{name[:2]}…@{domain}"
    return f"…{value[-3:]}"
