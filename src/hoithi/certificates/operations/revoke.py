"""Taking papers back (thu hồi giấy): the row stays, the check page says so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.awards.models import Award
from hoithi.certificates.errors import AlreadyRevoked
from hoithi.certificates.models import Certificate
from hoithi.contests.models import Contest
from hoithi.core.errors import InvalidInput, Problem
from hoithi.core.text import nfc
from hoithi.people.models import User


@transaction.atomic
def revoke_certificate(certificate: Certificate, *, reason: str, now: datetime, by: User | None) -> Certificate:
    """Take one paper back; afterwards another may be given for the same award. Raises AlreadyRevoked, InvalidInput."""
    reason = nfc(reason).strip()
    if not reason:
        raise InvalidInput([Problem("reason", _("hãy ghi lý do thu hồi"))])
    rows = Certificate.objects.select_for_update(of=("self",)).select_related("design__contest")
    found = rows.get(pk=certificate.pk)
    if found.revoked_at is not None:
        raise AlreadyRevoked(_("Giấy số {number} đã được thu hồi trước đó.").format(number=found.number))
    found.revoked_at, found.revoked_by, found.reason = now, by, reason
    found.save(update_fields=["revoked_at", "revoked_by", "reason"])
    contest = found.design.contest.slug
    record("certificates:certificate:revoked", now=now, contest_key=contest, actor=by, target=found.number)
    return found


def revoke_with_awards(contest: Contest, now: datetime) -> None:
    """Papers of awards that were revoked go with them; called inside the transaction that revokes."""
    gone = Certificate.objects.filter(
        design__contest=contest, revoked_at=None, award__state__in=(Award.REVOKED, Award.WITHDRAWN)
    )
    for certificate in gone.select_related("design__contest"):
        revoke_certificate(certificate, reason=_("Giải thưởng đã bị thu hồi."), now=now, by=None)
