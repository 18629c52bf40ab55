"""Consents a plan asks for, as purposes of the people floor: separate, versioned, proven and withdrawn like all others.

A consent of the plan whose key names a common purpose (`take_part`, `publish_name`, …) is that purpose; any other
belongs to its contest alone and has a key of its own.
"""

from __future__ import annotations

from hoithi.contests.models import Contest
from hoithi.contests.schema.office import Consent
from hoithi.core.canonical import sha256_hex
from hoithi.people.purposes import Purpose, purposes, register_source

PREFIX = "cuoc-thi-"
LONGEST = 40


def purpose_key(contest: Contest, consent: Consent) -> str:
    """The key consents are kept under."""
    if consent.key in {common.key for common in purposes()}:
        return consent.key
    key = f"{PREFIX}{contest.pk}-{consent.key}"
    return key if len(key) <= LONGEST else f"{PREFIX}{contest.pk}-{sha256_hex(consent.key.encode())[:16]}"


def purpose_of(contest: Contest, consent: Consent) -> Purpose:
    """The purpose with the text that is shown: the plan's own, or the common one's."""
    key = purpose_key(contest, consent)
    common = next((one for one in purposes() if one.key == key), None)
    return common or Purpose(key, consent.title, consent.text, str(consent.version), required=consent.required)


def purposes_of(contest: Contest) -> list[Purpose]:
    return [purpose_of(contest, consent) for consent in contest.plan.consents]


def find(key: str) -> Purpose | None:
    """The purpose of a contest's own consent, by key."""
    number = key.removeprefix(PREFIX).partition("-")[0]
    if not key.startswith(PREFIX) or not number.isascii() or not number.isdigit():
        return None
    contest = Contest.objects.filter(pk=int(number)).first()
    return next((one for one in purposes_of(contest) if one.key == key), None) if contest else None


def register() -> None:
    register_source(find)
