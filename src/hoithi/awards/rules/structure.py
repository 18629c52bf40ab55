"""The prize structure (cơ cấu giải thưởng) that meets the places of a standing, and what comes out of the meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from hoithi.contests.rules.errors import InvalidStanding
from hoithi.contests.rules.facts import Subject
from hoithi.contests.rules.ranking import Place
from hoithi.contests.rules.standing import TOTAL, Floor, KeyValue

Stacking = Literal["allow", "warn", "one_per_subject"]
VacancyReason = Literal["no_candidates", "below_bar"]
UndecidedReason = Literal["tie", "waits"]
PassedOverReason = Literal["hors_concours", "condition", "per_holder", "stacking"]


@dataclass(frozen=True)
class Prize:
    """A prize (giải): how many, and đồng each (0 = no money, None = the plan leaves it unset).

    `conditions` are a bar for this very prize: rather than go to a lower place it stays vacant.
    """

    key: str
    quantity: int
    cash: int | None = None
    conditions: tuple[Floor, ...] = ()

    def __post_init__(self) -> None:
        if self.quantity < 0 or (self.cash or 0) < 0:
            raise InvalidStanding("prize")

    def open_to(self, place: Place) -> bool:
        """Whether the place meets every condition; `@total` names the standing's own value."""
        facts = {**place.facts, TOTAL: place.total}
        return all(condition.met(facts) for condition in self.conditions)


@dataclass(frozen=True)
class Table:
    """The prizes of one standing, best first, beside its places; `scope` names the round, group, unit or month.

    A prize given in each round (group, …) is one table for each. `holder_of` says whom a subject's prize counts for
    (a work → its unit) and `holder_kind` what that is ("person", "unit"), so that person 5 is never taken for unit 5;
    nobody holds more than `per_holder` prizes of the table. `stacking` is about prizes from tables that come before:
    allowed, allowed and flagged, or passed down. `decisions` are minuted orders of equals.
    """

    standing: str
    prizes: tuple[Prize, ...]
    places: Sequence[Place]
    scope: str = ""
    per_holder: int | None = None
    stacking: Stacking = "allow"
    holder_of: Mapping[Subject, Subject] = field(default_factory=dict)
    holder_kind: str = ""
    holder_kinds: Mapping[Subject, str] = field(default_factory=dict)
    """Of works, sent by units and persons alike: what each subject's holder is."""
    tie_policy: Literal["decision", "share"] = "decision"
    decisions: tuple[tuple[Subject, ...], ...] = ()

    def holder(self, subject: Subject) -> Subject:
        return self.holder_of.get(subject, subject)

    def kind_of_holder(self, subject: Subject) -> str:
        return self.holder_kinds.get(subject, self.holder_kind)


@dataclass(frozen=True)
class Award:
    """A proposed award, with the place and the key values that earned it.

    `stacked`: the holder has another prize from an earlier table. `shared`: equals share it beyond its quantity.
    """

    standing: str
    scope: str
    prize: str
    cash: int | None
    subject: Subject
    holder: Subject
    place: int
    prize_place: int
    keys: tuple[KeyValue, ...]
    stacked: bool = False
    shared: bool = False


@dataclass(frozen=True)
class Vacancy:
    """Prizes nobody takes: fewer eligible than prizes, or the next in line misses this prize's conditions."""

    standing: str
    scope: str
    prize: str
    quantity: int
    reason: VacancyReason


@dataclass(frozen=True)
class Undecided:
    """Prizes kept back: `prizes` (one name per prize) wait for a decision between `subjects`; `unpaid` get none.

    `others` stand level with them and can take none of these prizes; a decision has to order them too.
    "waits": whether these subjects may take a prize here depends on an undecided tie of an earlier table.
    """

    standing: str
    scope: str
    prize_place: int
    subjects: tuple[Subject, ...]
    prizes: tuple[str, ...]
    unpaid: int
    reason: UndecidedReason = "tie"
    others: tuple[Subject, ...] = ()


@dataclass(frozen=True)
class PassedOver:
    """A ranked subject whose turn came and who takes no prize here, and why."""

    standing: str
    scope: str
    subject: Subject
    place: int
    reason: PassedOverReason


@dataclass(frozen=True)
class Allocation:
    """Everything the prizes came to; `complete` when nothing waits for a decision."""

    awards: tuple[Award, ...]
    vacancies: tuple[Vacancy, ...]
    undecided: tuple[Undecided, ...]
    passed_over: tuple[PassedOver, ...]

    @property
    def complete(self) -> bool:
        return not self.undecided

    @property
    def cash(self) -> int | None:
        """Đồng of all awards; None as soon as one amount is unset."""
        amounts = [award.cash for award in self.awards]
        return None if None in amounts else sum(amount or 0 for amount in amounts)


def structure_cash(tables: Sequence[Table]) -> int | None:
    """Đồng of all prizes there are; None as soon as one amount is unset."""
    prizes = [prize for table in tables for prize in table.prizes]
    return None if any(p.cash is None for p in prizes) else sum(p.quantity * (p.cash or 0) for p in prizes)
