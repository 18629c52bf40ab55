"""Accounts, persons, units, rosters, consents: shapes and constraints only."""

from hoithi.people.models.account import OneTimeCode, User
from hoithi.people.models.outbox import Letter
from hoithi.people.models.person import Consent, DataRequest, Identity, Person
from hoithi.people.models.unit import RosterEntry, Unit, UnitKind, UnitLink

__all__ = [
    "Consent",
    "DataRequest",
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
