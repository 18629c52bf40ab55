"""What a standing (bảng xếp hạng) is: floors, weighted terms and ordered keys; data only.

Lexicographic = keys alone; weighted = terms; rank-sum = terms on the scale `Rank`; keys after terms break ties.
Source: docs/rules/ranking.md, "A standing".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hoithi.contests.rules.errors import InvalidStanding
from hoithi.contests.rules.facts import Facts, Value
from hoithi.contests.rules.scales import Better
from hoithi.contests.rules.terms import Term, better_of

Direction = Literal["high", "low", "near"]
TOTAL = "@total"
DECISION = "@decision"
Order = tuple[int, Value]
_GOOD, _OVER, _MISSING = 0, 1, 2


@dataclass(frozen=True)
class Key:
    """One ordering key. "near" (câu dự đoán) ranks by distance to the truth named `truth`.

    `over`: "last" puts every guess above the truth after all others. Unknown values always come last.
    """

    measure: str
    direction: Direction = "high"
    truth: str | None = None
    over: Literal["allowed", "last"] = "allowed"

    def __post_init__(self) -> None:
        if (self.direction == "near") != (self.truth is not None):
            raise InvalidStanding("key.truth")
        if self.measure.startswith("@"):
            raise InvalidStanding("key.measure")


@dataclass(frozen=True)
class Floor:
    """A condition to be considered at all (điều kiện xét): the measure is known and at least `at_least`."""

    measure: str
    at_least: Value

    def met(self, facts: Facts) -> bool:
        value = facts.get(self.measure)
        return value is not None and value >= self.at_least


@dataclass(frozen=True)
class Standing:
    """Ordered best first by the total of `terms` (if any), then by `keys`.

    Only those are ranked who meet all `floors` and have every measure of `required` known.
    """

    terms: tuple[Term, ...] = ()
    keys: tuple[Key, ...] = ()
    floors: tuple[Floor, ...] = ()
    required: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.terms and not self.keys:
            raise InvalidStanding("standing.empty")
        if self.terms:
            better_of(self.terms)

    @property
    def better(self) -> Better:
        """Which way the total of the terms is good."""
        return better_of(self.terms)

    @property
    def deciding(self) -> tuple[str, ...]:
        """The measures that decide, in order, each once."""
        return tuple(dict.fromkeys([t.measure for t in self.terms] + [k.measure for k in self.keys]))

    @property
    def measures(self) -> tuple[str, ...]:
        """Every measure the facts must carry."""
        return tuple(
            dict.fromkeys(
                [
                    *self.deciding,
                    *self.required,
                    *(floor.measure for floor in self.floors),
                ]
            )
        )


@dataclass(frozen=True)
class KeyValue:
    """One key's value for one subject. `order` compares as a tuple, smaller is better; `error` = distance to truth."""

    measure: str
    direction: Direction
    value: Value | None
    order: Order
    error: Value | None = None


def order_of(value: Value | None, direction: Better) -> Order:
    """A comparable pair, smaller is better, unknown last."""
    if value is None:
        return (_MISSING, 0)
    return (_GOOD, -value if direction == "high" else value)


def near_value(key: Key, value: Value | None, truth: Value) -> KeyValue:
    """A guess beside the truth."""
    if value is None:
        return KeyValue(key.measure, "near", None, (_MISSING, 0))
    error: Value = max(value - truth, truth - value)
    late = key.over == "last" and value > truth
    return KeyValue(key.measure, "near", value, (_OVER if late else _GOOD, error), error)
