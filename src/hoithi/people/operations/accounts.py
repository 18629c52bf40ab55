"""Accounts: opened when somebody registers for a contest, changed by their owner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.actor import Acting
from hoithi.audit.operations import record
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import InvalidInput, Problem
from hoithi.core.text import nfc
from hoithi.people.errors import BirthDateInvalid, ContactTaken, IdentityInvalid, NameInvalid
from hoithi.people.models import ExternalIdentity, Person, User
from hoithi.people.operations.codes import parse_contact
from hoithi.people.operations.identities import BAD, add_identity
from hoithi.people.rules.identity import BadIdentity, Contact, normal_phone

OLDEST_YEARS = 120
ON_ERASE: list[Callable[[Person], None]] = []
"""What rooms above keep of a person's name: each empties its own, in the same transaction."""


def _checked_name(full_name: str) -> str:
    name = nfc(full_name)
    if not 2 <= len(name) <= 120 or not any(char.isalpha() for char in name):
        raise NameInvalid(_("Hãy nhập đủ họ và tên như trên giấy tờ."))
    return name


def _checked_birth(birth_date: date | None, now: datetime) -> date | None:
    today = now.astimezone(VIETNAM).date()
    if birth_date is not None and not (today.year - OLDEST_YEARS <= birth_date.year and birth_date <= today):
        raise BirthDateInvalid(_("Ngày sinh chưa hợp lý. Hãy xem lại ngày, tháng, năm."))
    return birth_date


@transaction.atomic
def create_person(
    full_name: str, birth_date: date | None, *, now: datetime, guardian_name: str = "", guardian_phone: str = ""
) -> Person:
    """A person without an account: a juror to be invited, an author credited. Raises NameInvalid, BirthDateInvalid."""
    person = Person(birth_date=_checked_birth(birth_date, now), guardian_name=nfc(guardian_name), created_at=now)
    person.set_name(_checked_name(full_name))
    if guardian_phone:
        person.guardian_phone = _phone(guardian_phone)
    person.save()
    return person


@transaction.atomic
def create_person_for(
    user: User,
    full_name: str,
    birth_date: date | None,
    *,
    now: datetime,
    guardian_name: str = "",
    guardian_phone: str = "",
) -> Person:
    """An account made without a person (an administrator's) says who its owner is."""
    person = create_person(full_name, birth_date, now=now, guardian_name=guardian_name, guardian_phone=guardian_phone)
    user.person = person
    user.save(update_fields=["person"])
    record("people:person:change", actor=user, target=f"person:{person.pk}", now=now)
    return person


def _phone(text: str) -> str:
    try:
        return normal_phone(text)
    except BadIdentity as error:
        raise IdentityInvalid(BAD["phone"]) from error


@transaction.atomic
def open_account(
    *,
    full_name: str,
    birth_date: date | None,
    contact: Contact | str,
    now: datetime,
    guardian_name: str = "",
    guardian_phone: str = "",
    password: str | None = None,
    person: Person | None = None,
    is_staff: bool = False,
    by: Acting | None = None,
) -> User:
    """Open an account on a contact whose owner has typed the code sent to it (the caller has seen to that).

    `person`: someone already entered (a juror, a member of staff) gets the account. `by`: who opens it, its owner
    unless given. Raises ContactInvalid, ContactTaken, NameInvalid, BirthDateInvalid.
    """
    if isinstance(contact, str):
        contact = parse_contact(contact)
    if person is None:
        person = create_person(
            full_name, birth_date, now=now, guardian_name=guardian_name, guardian_phone=guardian_phone
        )
    fields = {contact.kind: contact.value}
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                password=password, person=person, is_staff=is_staff, date_joined=now, **fields
            )
    except IntegrityError as error:
        raise ContactTaken(
            _("Số điện thoại hoặc thư điện tử này đã có tài khoản. Hãy đăng nhập rồi làm tiếp.")
        ) from error
    add_identity(person, contact.kind, contact.value, now=now, by=by or user)
    told = {"administrator": True} if is_staff else {}
    record("people:account:open", actor=by or user, target=f"user:{user.pk}", data=told, now=now)
    return user


@transaction.atomic
def change_person(
    person: Person,
    *,
    full_name: str,
    birth_date: date | None,
    now: datetime,
    by: User,
    guardian_name: str = "",
    guardian_phone: str = "",
) -> None:
    """Correct one's own data. Contests lock what they took over at the first attempt: they hold their own copy."""
    person.set_name(_checked_name(full_name))
    person.birth_date = _checked_birth(birth_date, now)
    person.guardian_name = nfc(guardian_name)
    person.guardian_phone = _phone(guardian_phone) if guardian_phone else ""
    person.save()
    record("people:person:change", actor=by, target=f"person:{person.pk}", now=now)


@transaction.atomic
def set_password(user: User, password: str | None, *, now: datetime, by: Acting) -> None:
    """A new password, or None to sign in by code only. Raises InvalidInput with every reason it is too weak."""
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise InvalidInput([Problem("", message) for message in error.messages]) from error
    user.set_password(password)
    user.save(update_fields=["password"])
    record("people:account:password", actor=by, target=f"user:{user.pk}", now=now)


@transaction.atomic
def add_contact(user: User, contact: Contact, *, now: datetime) -> None:
    """Put a proven phone or e-mail on the account, replacing the former one of its kind. Raises ContactTaken."""
    setattr(user, contact.kind, contact.value)
    try:
        with transaction.atomic():
            user.save(update_fields=[contact.kind])
    except IntegrityError as error:
        raise ContactTaken(_("Số điện thoại hoặc thư điện tử này đã có tài khoản khác.")) from error
    if user.person is not None:
        add_identity(user.person, contact.kind, contact.value, now=now, by=user)


def note_sign_in(user: User, *, now: datetime) -> None:
    """Write the sign-in into the log."""
    record("people:account:sign_in", actor=user, target=f"user:{user.pk}", now=now)


@transaction.atomic
def erase_person(person: Person, *, now: datetime, by: User) -> None:
    """Erase who this was, keep that somebody was: results and counts stay, without name, contact or identity.

    The account can no longer sign in. Rosters are their unit's own data: they stay, without the link. Consents keep
    purpose and times, their proof is emptied.
    """
    person.set_name("Người đã xóa dữ liệu")
    person.birth_date, person.guardian_name, person.guardian_phone, person.erased_at = None, "", "", now
    person.save()
    person.identities.all().delete()
    ExternalIdentity.objects.filter(user__person=person).delete()
    person.roster.update(person=None)
    person.consents.filter(withdrawn_at=None).update(withdrawn_at=now)
    person.consents.update(proof={})
    for empty in ON_ERASE:
        empty(person)
    User.objects.filter(person=person).update(
        email=None, phone=None, is_active=False, is_staff=False, password=make_password(None)
    )
    record("people:person:erase", actor=by, target=f"person:{person.pk}", now=now)
