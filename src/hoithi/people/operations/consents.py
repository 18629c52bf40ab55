"""Consents are given and withdrawn one purpose at a time, with proof; requests about one's data get their deadline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.core.clock import VIETNAM
from hoithi.people.errors import GuardianRequired
from hoithi.people.marks import secret_hash
from hoithi.people.models import Consent, DataRequest, Person, User
from hoithi.people.purposes import purpose as find_purpose
from hoithi.people.queries.people import PUBLISH_NAME
from hoithi.people.rules.consent import ADULT_AGE, reply_due, stop_due


def proof_of(*, method: str, address: str = "", extra: Mapping[str, object] | None = None) -> dict[str, object]:
    """What shows that the consent was given: how, and from where (the address only as a keyed hash)."""
    return {"method": method, "from": secret_hash("address", address) if address else "", **(extra or {})}


@transaction.atomic
def give_consent(
    person: Person,
    purpose: str,
    *,
    proof: Mapping[str, object],
    now: datetime,
    by: User | None = None,
    by_guardian: bool = False,
) -> Consent:
    """Agree to one purpose in its present version; giving it again in the same version changes nothing.

    Raises ConsentUnknown; GuardianRequired for a minor's publication without the guardian's agreement.
    """
    text = find_purpose(purpose)
    age = person.age_on(now.astimezone(VIETNAM).date())
    minor = age is not None and age < ADULT_AGE
    if purpose == PUBLISH_NAME and minor and not (by_guardian and person.guardian_name):
        raise GuardianRequired(_("Bạn chưa đủ 18 tuổi nên việc công bố họ tên cần cha, mẹ hoặc người giám hộ đồng ý."))
    Person.objects.select_for_update().get(pk=person.pk)
    current = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None).first()
    if current is not None:
        if current.text_version == text.version and current.by_guardian >= by_guardian:
            return current
        current.withdrawn_at = now
        current.save(update_fields=["withdrawn_at"])
    guardian = {"guardian": person.guardian_name} if by_guardian else {}
    consent = Consent.objects.create(
        person=person,
        purpose=purpose,
        text_version=text.version,
        given_at=now,
        by_guardian=by_guardian,
        proof={**proof, "text_sha256": text.text_sha256, **guardian},
    )
    data = {"purpose": purpose, "version": text.version}
    record("people:consent:give", actor=by, target=f"person:{person.pk}", data=data, now=now)
    return consent


@transaction.atomic
def withdraw_consent(person: Person, purpose: str, *, now: datetime, by: User | None = None) -> bool:
    """Withdraw one purpose; False when there was nothing to withdraw."""
    count = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None).update(withdrawn_at=now)
    if count:
        record("people:consent:withdraw", actor=by, target=f"person:{person.pk}", data={"purpose": purpose}, now=now)
    return bool(count)


@transaction.atomic
def request_data(person: Person, kind: str, text: str, *, now: datetime, by: User | None = None) -> DataRequest:
    """A request about one's own data, with the days by which it must be answered and processing must stop."""
    today = now.astimezone(VIETNAM).date()
    stops = kind in (DataRequest.Kind.STOP, DataRequest.Kind.ERASE)
    request = DataRequest.objects.create(
        person=person,
        kind=kind,
        text=text,
        made_at=now,
        reply_due=reply_due(today),
        stop_due=stop_due(today) if stops else None,
    )
    record("people:data_request:make", actor=by, target=f"person:{person.pk}", data={"kind": kind}, now=now)
    return request


@transaction.atomic
def answer_request(request: DataRequest, answer: str, *, now: datetime, by: User) -> None:
    """The administrator's reply, shown on the person's account page."""
    request.answer, request.answered_at = answer, now
    request.save(update_fields=["answer", "answered_at"])
    record("people:data_request:answer", actor=by, target=f"person:{request.person_id}", now=now)
