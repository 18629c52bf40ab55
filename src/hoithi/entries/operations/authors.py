"""Authors of a work (tác giả): stored as given, and held against the committee."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from hoithi.contests.models import Entrant, Seat
from hoithi.contests.queries.entrants import conditions_of
from hoithi.contests.queries.roles import bodies_against
from hoithi.core.errors import Problem
from hoithi.core.text import fold
from hoithi.entries.models import Author, Work
from hoithi.entries.operations.work_errors import AuthorBarred
from hoithi.entries.schema import EntriesSettings
from hoithi.people.models import Person, User


class Named(NamedTuple):
    """One author as typed."""

    name: str
    position: str = ""
    unit: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    outside: bool = False


def check_authors(
    owner: Entrant, settings: EntriesSettings, authors: Sequence[Named], now: datetime
) -> Iterable[Problem]:
    """What is wrong with a list of authors. Raises AuthorBarred for a member of the committee among them."""
    most = settings.authors.max
    if most is not None and len(authors) > most:
        yield Problem("authors", _("thể lệ nhận nhiều nhất %(n)s tác giả") % {"n": most})
    for at, author in enumerate(authors):
        if not author.name.strip():
            yield Problem(f"authors[{at}]", _("tác giả thứ %(n)s chưa có họ tên") % {"n": at + 1})
        for name, limit in (("name", 120), ("position", 160), ("unit", 200), ("address", 200), ("email", 120)):
            if len(getattr(author, name)) > limit:
                yield Problem(f"authors[{at}]", _("tác giả thứ %(n)s có mục dài quá mức cho phép") % {"n": at + 1})
        if author.outside and not settings.authors.outside:
            yield Problem(f"authors[{at}]", _("thể lệ không nhận tác giả mời ngoài đơn vị"))
    if owner.contest.plan.entry.coauthors:
        _check_committee(owner, authors, now)


def _check_committee(owner: Entrant, authors: Sequence[Named], now: datetime) -> None:
    """By account where telephone or e-mail leads to one; by name and agency where they are the same as a seat's.

    A name alone decides nothing: the moderator is shown it (`queries.moderation`).
    """
    conditions = conditions_of(owner.contest, owner.group)
    if conditions.committee != "bar":
        return
    seats = Seat.objects.filter(
        body__contest=owner.contest, body__kind__in=conditions.committee_bodies, person__isnull=False
    )
    named = {(fold(seat.person.full_name), fold(seat.agency)) for seat in seats.select_related("person") if seat.person}
    for author in authors:
        person = person_of(author)
        sits = person is not None and not conditions.committee_bodies.isdisjoint(
            bodies_against(person, owner.contest, now)
        )
        if sits or (author.unit and (fold(author.name), fold(author.unit)) in named):
            raise AuthorBarred(author.name)


def person_of(author: Named) -> Person | None:
    """The person behind an author's telephone or e-mail, where an account has it."""
    for contact in (author.phone, author.email):
        account = User.objects.by_contact(contact) if contact else None
        if account is not None and account.person is not None:
            return account.person
    return None


def set_authors(work: Work, authors: Sequence[Named]) -> None:
    """Replace the authors of a locked work."""
    work.authors.all().delete()
    Author.objects.bulk_create(
        Author(
            work=work,
            place=at,
            name=" ".join(one.name.split()),
            name_norm=fold(one.name)[:120],
            position=one.position.strip(),
            unit=one.unit.strip(),
            address=one.address.strip(),
            phone=one.phone.strip()[:20],
            email=one.email.strip(),
            outside=one.outside,
            person=person_of(one),
        )
        for at, one in enumerate(authors, 1)
    )
