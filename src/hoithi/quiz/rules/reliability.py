"""Reliability (độ tin cậy) of results on one quiz, exact: KR-20 where all meet the same questions, else its form for
papers drawn for each person.

With papers of their own, persons and questions are not crossed: questions are *nested* in persons, and KR-20, which
needs everybody's answer to every question, does not apply. The coefficient of the nested design is
ρ² = 1 − mean error variance of a person's own paper / variance of the results; without strata and with right-or-wrong
marks it is KR-21 (Kuder & Richardson 1937; Lord 1957, 1959; Brennan 2001, ch. 2). The error of a paper drawn by
blueprint is taken cell by cell (Rajaratnam, Cronbach & Gleser 1965). Conditions: docs/rules/statistics.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any, Literal

from hoithi.quiz.rules.items import Tally, root

Method = Literal["kr20", "alpha", "nested"]
Level = Literal["high", "good", "fair", "low", "none"]
LEAST_PEOPLE = 30
Z95 = Decimal("1.959964")


@dataclass
class PaperSums:
    """Sums over people of one bank: results and, by size of stratum, the spread of marks within papers.

    `spread[k]` sums k·Σx² − (Σx)² over the strata with k questions.
    """

    n: int = 0
    total: int = 0
    total_sq: int = 0
    spread: dict[int, int] = field(default_factory=dict)

    def add(self, strata: Iterable[Sequence[int]]) -> None:
        """One person's credits, stratum by stratum (`joined`)."""
        total = 0
        for marks in strata:
            k, s = len(marks), sum(marks)
            total += s
            self.spread[k] = self.spread.get(k, 0) + k * sum(x * x for x in marks) - s * s
        self.n += 1
        self.total += total
        self.total_sq += total * total

    def as_json(self) -> dict[str, Any]:
        spread = {str(k): value for k, value in self.spread.items()}
        return {"n": self.n, "total": self.total, "total_sq": self.total_sq, "spread": spread}

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> PaperSums:
        spread = {int(k): value for k, value in data["spread"].items()}
        return cls(data["n"], data["total"], data["total_sq"], spread)

    @property
    def variance(self) -> Fraction:
        """Sample variance of the results, in squared units of credit."""
        if self.n < 2:
            return Fraction(0)
        return Fraction(self.n * self.total_sq - self.total**2, self.n * (self.n - 1))


@dataclass(frozen=True)
class Reliability:
    """`value` ≤ 1 with its 95 % interval; `error` is the standard error of one person's result, in questions."""

    method: Method
    value: Fraction
    low: Fraction
    high: Fraction
    error: Fraction
    n: int

    @property
    def level(self) -> Level:
        """How far results of single people may be told apart."""
        for level, from_ in (("high", 90), ("good", 80), ("fair", 70), ("low", 50)):
            if self.value * 100 >= from_:
                return level  # type: ignore[return-value]
        return "none"


def joined(strata: Mapping[Any, Sequence[int]]) -> list[list[int]]:
    """Strata with at least two questions each: single ones have no spread of their own and go together.

    A single one left alone joins the largest stratum, which can only make the figure lower.
    """
    found = [list(marks) for marks in strata.values() if len(marks) > 1]
    single = [credit for marks in strata.values() if len(marks) == 1 for credit in marks]
    if len(single) == 1 and found:
        max(found, key=len).extend(single)
    elif single:
        found.append(single)
    return found


def nested(sums: PaperSums, *, unit: int, questions: int) -> Reliability | None:
    """For papers drawn for each person. None with too few people or questions, or when all results are equal."""
    if sums.n < LEAST_PEOPLE or questions < 2 or not sums.variance or 1 in sums.spread:
        return None
    error = sum((Fraction(value, (k - 1) * sums.n) for k, value in sums.spread.items()), Fraction(0))
    value = 1 - error / sums.variance
    spare = 2 / Decimal(sums.n - 1) + 2 / Decimal(sums.n * (questions - 1))
    return _result("nested", value, spare, error, sums.n, unit)


def same_paper(items: Sequence[Tally], sums: PaperSums, *, unit: int) -> Reliability | None:
    """KR-20, or Cronbach's alpha where a question can be right in part, for people who all met these questions.

    Interval: Bonett (2002).
    """
    k, n = len(items), sums.n
    if n < LEAST_PEOPLE or k < 2 or not sums.variance:
        return None
    of_items = sum((Fraction(n * item.credit_sq - item.credit**2, n * (n - 1)) for item in items), Fraction(0))
    value = Fraction(k, k - 1) * (1 - of_items / sums.variance)
    two_valued = all(item.credit_sq == unit * item.credit for item in items)
    spare = Decimal(2 * k) / Decimal((k - 1) * (n - 2))
    return _result("kr20" if two_valued else "alpha", value, spare, (1 - value) * sums.variance, n, unit)


def is_same_paper(items: Iterable[Tally], sums: PaperSums, questions: int) -> bool:
    """Whether everybody met the same questions."""
    met = [item.n for item in items if item.n]
    return len(met) == questions and all(n == sums.n for n in met)


def _result(method: Method, value: Fraction, spare: Decimal, error: Fraction, n: int, unit: int) -> Reliability:
    low, high = _interval(value, spare)
    return Reliability(method, value, low, high, root(error / unit**2), n)


def _interval(value: Fraction, spare: Decimal) -> tuple[Fraction, Fraction]:
    """1 − (1 − ρ)·e^(±z·√v), four decimals: the logarithm of 1 − ρ is near normal with variance v = `spare`."""
    left = 1 - value
    with localcontext() as context:
        context.prec = 30
        factor = (Z95 * spare.sqrt()).exp()
        gap = Decimal(left.numerator) / Decimal(left.denominator)
        ends = (1 - gap * factor, 1 - gap / factor)
        low, high = (Fraction(end.quantize(Decimal("0.0001"))) for end in ends)
    return low, high
