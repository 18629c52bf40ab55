"""Money of prizes from their structure: what they come to, and whether it fits the estimate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Given:
    """A prize of the structure: `quantity` of `cash` đồng each (None = unset), given `times` over.

    `recurring`: given every month (round, group, …); then `times` is None while nobody knows how often.
    """

    quantity: int
    cash: int | None
    recurring: bool = False
    times: int | None = 1


@dataclass(frozen=True)
class PrizeMoney:
    """`once`: đồng of prizes given once; `each`: đồng of one turn of the recurring ones; `whole`: everything.

    None where an amount is unset, or nobody knows how often a recurring prize is given.
    """

    once: int | None
    each: int | None
    whole: int | None
    recurring: bool


def prize_money(prizes: Iterable[Given]) -> PrizeMoney:
    """Totals; an unset amount leaves every total it belongs to unset, and 0 is never assumed."""
    given = list(prizes)
    once = _sum(one.quantity * one.cash if one.cash is not None else None for one in given if not one.recurring)
    again = [one for one in given if one.recurring]
    each = _sum(one.quantity * one.cash if one.cash is not None else None for one in again)
    turns = _sum(
        None if one.cash is None or one.times is None else one.quantity * one.cash * one.times for one in again
    )
    return PrizeMoney(once, each, None if once is None or turns is None else once + turns, bool(again))


def _sum(amounts: Iterable[int | None]) -> int | None:
    total = 0
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total


def over_run(needed: int | None, planned: int | None) -> int:
    """Đồng by which what is needed exceeds what is planned; 0 where it fits or either is unset."""
    if needed is None or planned is None:
        return 0
    return max(0, needed - planned)
