"""Age, and whose name may be made public.

Source: docs/rules/identity.md, "Publication"; Luật 91/2025/QH15 (personal data), Nghị định 356/2025.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

ADULT_AGE = 18
REPLY_WORKING_DAYS = 2
STOP_DAYS = 15


def age_on(birth: date, day: date) -> int:
    """Completed years on `day`; someone born on 29 February has their birthday on 1 March in common years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


@dataclass(frozen=True)
class Publication:
    """What is known about a person when a name is about to be published."""

    birth_date: date | None
    on_roster: bool
    consent: bool
    consent_by_guardian: bool
    withdrawn: bool


def may_publish_name(facts: Publication, on: date) -> bool:
    """A prize winner's name is public, unless withdrawn; under 18 only with a guardian's consent.

    Someone whose age is unknown counts as a minor unless a roster of staff names them.
    """
    adult = facts.on_roster if facts.birth_date is None else age_on(facts.birth_date, on) >= ADULT_AGE
    if adult:
        return facts.consent or not facts.withdrawn
    return facts.consent and facts.consent_by_guardian


def add_working_days(day: date, count: int) -> date:
    """The day `count` working days after `day`; Saturdays and Sundays do not count (public holidays do)."""
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < 5:
            count -= 1
    return day


def reply_due(made_on: date) -> date:
    """When a request about personal data must have its reply: two working days."""
    return add_working_days(made_on, REPLY_WORKING_DAYS)


def stop_due(made_on: date) -> date:
    """When processing must have stopped: fifteen days."""
    return made_on + timedelta(days=STOP_DAYS)
