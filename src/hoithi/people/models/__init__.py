"""Accounts, persons, units, rosters, consents: shapes and constraints only."""

from hoithi.people.models.account import ExternalIdentity, OneTimeCode, User
from hoithi.people.models.outbox import Letter
from hoithi.people.models.person import Consent, DataRequest, Identity, Person
from hoithi.people.models.unit import RosterEntry, Unit, UnitKind, UnitLink

__all__ = [
    "Consent",
    "DataRequest",
    "ExternalIdentity",
    "Identity",
    "Letter",
    "OneTimeCode",
    "Person",
    "RosterEntry",
    "Unit",
    "UnitKind",
    "UnitLink",
    "User",
]
