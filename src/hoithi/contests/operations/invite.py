"""Somebody who is appointed before ever having signed in."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hoithi.people.models import Person, User
from hoithi.people.operations.accounts import open_account
from hoithi.people.operations.codes import parse_contact


@transaction.atomic
def invite_person(*, full_name: str, contact: str, now: datetime, by: User) -> Person:
    """A person with an account on this contact; they prove it is theirs by the code of their first sign-in.

    Raises ContactInvalid, ContactTaken (search by the contact instead), NameInvalid.
    """
    user = open_account(full_name=full_name, birth_date=None, contact=parse_contact(contact), now=now, by=by)
    assert user.person is not None
    return user.person
