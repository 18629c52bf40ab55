"""Matching marks: HMAC-SHA-256 of a normalised identity under the current pepper, and under all known ones."""

from __future__ import annotations

from django.conf import settings

from hoithi.core.canonical import keyed
from hoithi.people.rules.identity import NORMAL


def peppers() -> dict[int, bytes]:
    """Version → pepper; they live in the environment, never in the database or its backups."""
    found: dict[int, bytes] = getattr(settings, "IDENTITY_PEPPERS", {})
    return found or {1: b"development pepper " + settings.SECRET_KEY.encode()}


def current_version() -> int:
    return max(peppers())


def mark(kind: str, text: str, *, version: int | None = None) -> str:
    """The mark (64 hex digits) of a phone, CCCD or e-mail in any way of writing; raises BadIdentity."""
    key = peppers()[current_version() if version is None else version]
    return keyed(key, kind, NORMAL[kind](text)).hex()


def marks(kind: str, text: str) -> dict[int, str]:
    """The mark under every known pepper, to find people entered before a change of pepper."""
    return {version: mark(kind, text, version=version) for version in peppers()}


def secret_hash(*parts: str) -> str:
    """A keyed hash of something that must not be read back from the database: an address, a one-time code."""
    return keyed(peppers()[current_version()], "secret", *parts).hex()
