"""Which roles a person has in a contest, read from the seats they hold (vai trò theo ban, tổ)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hoithi.contests.models import Body, Contest, ContestUnit, Seat
from hoithi.contests.rules.permission import BANK_READERS, ROLE_OF_BODY, may
from hoithi.core.errors import NotAllowed, NotFound
from hoithi.core.rows import fetch_rows
from hoithi.people.models import Person, User

Visitor = User | AnonymousUser


def seats_held(person: Person, now: datetime) -> QuerySet[Seat]:
    """Seats a person holds at `now`."""
    return Seat.objects.filter(_held(now), person=person)


def _held(now: datetime) -> Q:
    return Q(Q(since__isnull=True) | Q(since__lte=now), Q(until__isnull=True) | Q(until__gt=now))


def body_kinds(person: Person, contest: Contest, now: datetime) -> frozenset[str]:
    """Kinds of the bodies a person sits on in this contest."""
    seats = seats_held(person, now).filter(body__contest=contest)
    return frozenset(seats.values_list("body__kind", flat=True))


def bodies_against(person: Person, contest: Contest, now: datetime) -> frozenset[str]:
    """Kinds of bodies that count when a person is judged: those they sit on, and those where they saw the bank."""
    return bodies_against_many({person.pk}, now).get((person.pk, contest.pk), frozenset())


def bodies_against_many(people: Collection[int], now: datetime) -> dict[tuple[int, int], frozenset[str]]:
    """The same for many people at once, by person and contest; most people sit nowhere and are left out."""
    seats = fetch_rows(Seat, "person", people)
    bodies = {body.pk: body for body in fetch_rows(Body, "id", {seat.body_id for seat in seats})}
    found: dict[tuple[int, int], frozenset[str]] = {}
    for seat in seats:
        person, since, until = seat.person_id, seat.since, seat.until
        contest, kind = bodies[seat.body_id].contest_id, bodies[seat.body_id].kind
        assert person is not None, "asked for by person"
        if kind in BANK_READERS or ((since is None or since <= now) and (until is None or until > now)):
            found[person, contest] = found.get((person, contest), frozenset()) | {kind}
    return found


def bank_readers(contest: Contest) -> QuerySet[Seat]:
    """Seats whose holders read, or once read, the sealed bank: they never enter, also after they have left."""
    return Seat.objects.filter(body__contest=contest, body__kind__in=BANK_READERS, person__isnull=False)


def roles_of(user: Visitor, contest: Contest, now: datetime) -> frozenset[str]:
    """Roles of an account in a contest; everybody is at least a visitor."""
    roles = {"visitor"}
    if not user.is_authenticated:
        return frozenset(roles)
    if user.is_staff:
        roles.add("administrator")
    if user.person is not None:
        roles |= {ROLE_OF_BODY[kind] for kind in body_kinds(user.person, contest, now)}
        if contest.entrants.filter(person=user.person).exists():
            roles.add("contestant")
    return frozenset(roles)


def can(user: Visitor, contest: Contest, action: str, now: datetime) -> bool:
    return may(roles_of(user, contest, now), action)


def require(user: Visitor, contest: Contest, action: str, now: datetime) -> frozenset[str]:
    """The roles of somebody who may do `action`.

    Raises NotAllowed for people with another role in the contest; for anybody else the page does not exist (NotFound).
    """
    roles = roles_of(user, contest, now)
    if may(roles, action):
        return roles
    if roles - {"visitor", "contestant"}:
        raise NotAllowed(
            _("Vai trò của bạn trong cuộc thi này không làm được việc này."),
            hint=_("Nếu cần, hãy đề nghị Tổ Thư ký phân công."),
        )
    raise NotFound(_("Không có trang này, hoặc bạn chưa được phân công trong cuộc thi."))


def own_units(user: Visitor, contest: Contest, now: datetime) -> QuerySet[ContestUnit]:
    """Units a coordinator (đầu mối đơn vị) answers for."""
    if not user.is_authenticated or user.person is None:
        return ContestUnit.objects.none()
    seats = seats_held(user.person, now).filter(body__contest=contest, body__kind="coordinators")
    return ContestUnit.objects.filter(pk__in=seats.values("contest_unit"))


def require_unit(user: Visitor, contest: Contest, code: str, action: str, now: datetime) -> ContestUnit:
    """The unit `code`, for its own coordinator, or for somebody who may see all units. Raises NotFound."""
    unit = contest.units.filter(code=code).first()
    allowed = unit is not None and (
        own_units(user, contest, now).filter(pk=unit.pk).exists() or can(user, contest, action, now)
    )
    if unit is None or not allowed:
        raise NotFound(_("Không có đơn vị này, hoặc bạn không phải là đầu mối của đơn vị."))
    return unit


def contests_of(user: Visitor, now: datetime) -> QuerySet[Contest]:
    """Contests in which the account holds any seat."""
    if not user.is_authenticated or user.person is None:
        return Contest.objects.none()
    return Contest.objects.filter(bodies__seats__in=seats_held(user.person, now)).distinct()
