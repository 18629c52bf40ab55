"""Everything this room keeps about one account, for its owner (quyền tiếp cận dữ liệu cá nhân)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from hoithi.core.canonical import instant_text
from hoithi.people.models import RosterEntry, User


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _moment(value: datetime | None) -> str | None:
    return instant_text(value) if value else None


def my_data(user: User) -> dict[str, Any]:
    """JSON-ready; days are ISO dates, instants carry Vietnam's offset."""
    account = {
        "phone": user.phone,
        "email": user.email,
        "opened_at": _moment(user.date_joined),
        "external": [
            {"issuer": one.issuer, "subject": one.subject, "linked_at": _moment(one.linked_at)}
            for one in user.external.all()
        ],
    }
    person = user.person
    if person is None:
        return {"account": account}
    return {
        "account": account,
        "person": {
            "full_name": person.full_name,
            "birth_date": _day(person.birth_date),
            "guardian_name": person.guardian_name,
            "guardian_phone": person.guardian_phone,
        },
        "rosters": [
            {
                "unit": entry.unit.name,
                "position": entry.position,
                "from": _day(entry.valid_from),
                "to": _day(entry.valid_to),
            }
            for entry in RosterEntry.objects.filter(person=person).select_related("unit")
        ],
        "consents": [
            {
                "purpose": consent.purpose,
                "version": consent.text_version,
                "given_at": _moment(consent.given_at),
                "withdrawn_at": _moment(consent.withdrawn_at),
            }
            for consent in person.consents.all()
        ],
        "requests": [
            {"kind": request.kind, "text": request.text, "made_at": _moment(request.made_at), "answer": request.answer}
            for request in person.data_requests.all()
        ],
    }
