"""What uploads are for: each purpose says who may send, how much, and what happens when the last byte is safe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hoithi.files.models import StoredFile, Upload
    from hoithi.people.models import User


@dataclass(frozen=True)
class Purpose:
    """A reason to upload. Callables raise a Refusal with the sentence for the person."""

    key: str
    max_bytes: Callable[[User, str, datetime], int]
    """(user, target, now) → most bytes of one file; raises NotAllowed / Refusal where nothing may be sent."""
    finished: Callable[[Upload, StoredFile, datetime], str]
    """Called in the transaction that finishes the upload; returns the address to go on to."""
    suffixes: frozenset[str] = field(default=frozenset())
    """Accepted endings, lower case without the dot; empty for any."""


_purposes: dict[str, Purpose] = {}


def register_purpose(purpose: Purpose) -> None:
    _purposes[purpose.key] = purpose


def purpose_of(key: str) -> Purpose | None:
    return _purposes.get(key)
