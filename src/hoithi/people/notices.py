"""What rooms above ask or tell a person: lines on top of the pages a person sees after signing in.

Whoever gave only a telephone number gets no letters; these lines are how they learn that something waits for them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hoithi.people.models import User


@dataclass(frozen=True)
class Notice:
    """`about`: which contest; `label` and `url`: what to do and where."""

    about: str
    label: str
    url: str


sources: list[Callable[[User], Sequence[Notice]]] = []
"""Registered once by a room above, in its app's `ready()`."""


def notices_of(user: object) -> list[Notice]:
    """Everything that waits for this account; nothing for a visitor."""
    if not isinstance(user, User) or user.person_id is None:
        return []
    return [notice for source in sources for notice in source(user)]
