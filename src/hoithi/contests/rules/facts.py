"""The fact table every rule reads: subject → {measure: exact number, or None where unknown}."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from hoithi.contests.rules.errors import DuplicateSubject, InexactValue

Subject = str | int
Value = int | Fraction
Facts = Mapping[str, Value | None]


def exact(value: object) -> Value | None:
    """The same number as int (when whole) or Fraction; None stays None. Raises InexactValue, always for a float."""
    if value is None:
        return None
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise InexactValue(value)
        value = Fraction(value)
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else value
    if isinstance(value, int):
        return int(value)
    raise InexactValue(value)


def ratio(part: Value | None, whole: Value | None) -> Value | None:
    """part ÷ whole, exactly; None where either is unknown or the whole is 0."""
    if part is None or not whole:
        return None
    return exact(Fraction(part) / Fraction(whole))


@dataclass(frozen=True)
class Row:
    """One subject's facts. Empty facts = took no part. Hors concours (không xét giải) keeps a place, takes no prize."""

    subject: Subject
    facts: Facts = field(default_factory=dict)
    hors_concours: bool = False


def subject_order(subject: Subject) -> tuple[bool, int, str]:
    """A fixed order for *listing* equals: whole numbers first, then text. It never decides a place."""
    return (True, 0, subject) if isinstance(subject, str) else (False, subject, "")


def checked(rows: Iterable[Row]) -> list[Row]:
    """The rows with every value made exact. Raises DuplicateSubject, InexactValue."""
    seen: set[Subject] = set()
    out = []
    for row in rows:
        if row.subject in seen:
            raise DuplicateSubject(row.subject)
        seen.add(row.subject)
        facts = {measure: exact(value) for measure, value in row.facts.items()}
        out.append(Row(row.subject, facts, row.hors_concours))
    return out
