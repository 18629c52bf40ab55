"""Who may enter, judged on the day (điều kiện dự thi)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from hoithi.contests.rules.permission import BANK_READERS, COMMITTEE_BODIES
from hoithi.people.rules.consent import age_on

Reason = Literal[
    "",
    "bank_reader",
    "committee",
    "too_young",
    "birth_date_missing",
    "not_on_roster",
    "unit_missing",
]


@dataclass(frozen=True)
class Conditions:
    """What a group and the contest ask for."""

    min_age: int | None = None
    under_age: Literal["refuse", "practise"] = "refuse"
    roster: bool = False
    unit: Literal["required", "optional", "none"] = "optional"
    hors_concours: bool = False
    committee: Literal["bar", "no_prize", "allow"] = "bar"
    committee_bodies: frozenset[str] = COMMITTEE_BODIES


@dataclass(frozen=True)
class Verdict:
    """May enter (with or without a prize), may only practise, or neither; and why."""

    may_enter: bool
    prize_ok: bool = True
    may_practise: bool = True
    reason: Reason = ""


def judge(
    conditions: Conditions,
    *,
    birth: date | None,
    day: date,
    bodies: Collection[str] = (),
    on_roster: bool = False,
    has_unit: bool = True,
) -> Verdict:
    """Whether a person who sits on `bodies` (kinds) may enter on `day`.

    Readers of the sealed bank are barred whatever the plan says about its committee.
    """
    if not BANK_READERS.isdisjoint(bodies):
        return Verdict(False, False, reason="bank_reader")
    committee = not conditions.committee_bodies.isdisjoint(bodies)
    if committee and conditions.committee == "bar":
        return Verdict(False, False, reason="committee")
    if conditions.roster and not on_roster:
        return Verdict(False, False, reason="not_on_roster")
    if conditions.unit == "required" and not has_unit:
        return Verdict(False, False, reason="unit_missing")
    if conditions.min_age is not None:
        if birth is None:
            return Verdict(False, False, reason="birth_date_missing")
        if age_on(birth, day) < conditions.min_age:
            return Verdict(
                False,
                False,
                may_practise=conditions.under_age == "practise",
                reason="too_young",
            )
    without_prize = conditions.hors_concours or (committee and conditions.committee == "no_prize")
    return Verdict(
        True,
        prize_ok=not without_prize,
        reason="committee" if committee and without_prize else "",
    )
