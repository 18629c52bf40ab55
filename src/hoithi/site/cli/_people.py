"""People as the console's commands know them."""

from __future__ import annotations

from hoithi.audit.actor import Actor
from hoithi.people.models import User
from hoithi.people.rules.identity import phone_shown

CONSOLE = Actor(label="dòng lệnh")
"""Who has done what a command did: whoever sits at the server, not an account."""


def contact_shown(user: User) -> str:
    """The account's phone, else its e-mail, as people write it."""
    return phone_shown(user.phone) if user.phone else user.contact
