"""What identifies a person is kept as keyed marks only; a CCCD belongs to one person."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.actor import Acting
from hoithi.audit.operations import record
from hoithi.people.errors import IdentityInvalid, IdentityTaken
from hoithi.people.marks import current_version, mark, marks
from hoithi.people.models import Identity, Person, RosterEntry, User
from hoithi.people.rules.identity import BadIdentity

BAD = {
    "cccd": _("Số căn cước công dân gồm 12 chữ số. Hãy xem lại số trên thẻ."),
    "phone": _("Số điện thoại chưa đúng. Hãy nhập số di động, ví dụ 0912 345 678."),
    "email": _("Địa chỉ thư điện tử chưa đúng. Hãy nhập dạng ten@example.vn."),
}


@transaction.atomic
def add_identity(person: Person, kind: str, text: str, *, now: datetime, by: Acting | None = None) -> Identity:
    """Keep the mark of a CCCD, phone or e-mail; the number itself is not stored.

    Raises IdentityInvalid, and IdentityTaken when the CCCD is another person's (under any pepper).
    """
    try:
        every = marks(kind, text)
    except BadIdentity as error:
        raise IdentityInvalid(BAD[kind]) from error
    taken = IdentityTaken(
        _("Số căn cước này đã được dùng ở một tài khoản khác. Nếu là của bạn, hãy liên hệ Ban Tổ chức.")
    )
    if kind == Identity.Kind.CCCD:
        for version, value in every.items():
            others = Identity.objects.filter(kind=kind, hmac=value, key_version=version).exclude(person=person)
            if others.exists():
                raise taken
    version = current_version()
    try:
        with transaction.atomic():
            identity, fresh = Identity.objects.get_or_create(
                person=person, kind=kind, hmac=every[version], key_version=version
            )
    except IntegrityError as error:  # another person was faster
        raise taken from error
    if fresh:
        record("people:identity:add", actor=by, target=f"person:{person.pk}", data={"kind": kind}, now=now)
    return identity


@transaction.atomic
def link_roster(entry: RosterEntry, person: Person, *, now: datetime, by: User | None = None) -> None:
    """Say that this member of staff is this person; the caller has checked the match or asked the coordinator."""
    RosterEntry.objects.filter(pk=entry.pk).update(person=person)
    entry.person = person
    record("people:roster:link", actor=by, target=f"roster:{entry.pk}", data={"person": person.pk}, now=now)


def identity_known(person: Person, kind: str, text: str) -> bool:
    """Whether this number is the person's own, under any pepper: for checks before a prize is paid."""
    return any(
        Identity.objects.filter(person=person, kind=kind, hmac=mark(kind, text, version=version)).exists()
        for version in marks(kind, text)
    )
