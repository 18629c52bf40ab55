"""Figures as JSON carries them: whole numbers as they are, others as "n/d", unknown ones as null."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from hoithi.contests.rules.facts import Value, exact
from hoithi.emulation.rules.explain import Because
from hoithi.emulation.rules.reports import Deduction
from hoithi.emulation.rules.scorecard import Item


def plain(value: Value | None) -> int | str | None:
    if value is None or isinstance(value, int):
        return value
    return f"{value.numerator}/{value.denominator}"


def number(stored: int | str | None) -> Value | None:
    return stored if stored is None or isinstance(stored, int) else exact(Fraction(stored))


def stored(values: Mapping[str, Value | None]) -> dict[str, int | str | None]:
    return {name: plain(value) for name, value in values.items()}


def read(values: Mapping[str, int | str | None] | None) -> dict[str, Value | None]:
    return {name: number(value) for name, value in (values or {}).items()}


def item_json(item: Item) -> dict[str, Any]:
    """One line of a score with its reason; what says nothing is left out."""
    why = {} if item.because is None else _lean(vars(item.because))
    parent = {"parent": item.parent} if item.parent else {}
    return {
        "criterion": item.criterion,
        "value": plain(item.value),
        "points": plain(item.points),
        "base": plain(item.base),
        "bonus": plain(item.bonus),
        **parent,
        "because": why,
    }


def _lean(why: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in why.items() if value is not None and value is not False}
    return {name: plain(value) if isinstance(value, Fraction) else value for name, value in kept.items()}


def because_of(why: Mapping[str, Any]) -> Because:
    """The reason `item_json` wrote."""
    kept = ("reason", "first", "proportional")
    given: dict[str, Any] = {"value": None, "raw": 0}
    given |= {name: value if name in kept else number(value) for name, value in why.items()}
    return Because(**given)


def deduction_json(period: str, one: Deduction) -> dict[str, Any]:
    return {
        "period": period,
        "due": one.due.isoformat(),
        "kind": one.kind,
        "days_late": one.days_late,
        "points": plain(one.points),
    }
