"""Was the draw even? (rút đề có đều không): each question's frequency against what chance gives, once a part is over.

Questions of one topic and difficulty have the same chance on every paper. With pᵢ = k ÷ m for a paper that took k of
the m questions of such a class, every question is expected E = Σ pᵢ times, and Σ (observed − E)² ÷ (Σ pᵢ(1 − pᵢ))
× (m − 1) ÷ m follows the chi-square distribution with m − 1 degrees of freedom (drawing without replacement makes the
questions of one paper push each other out, which the factor accounts for). Classes are independent, so sums add up.
The statistic is exact; only its probability is a float, shown to people and deciding nothing.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

DOUBT, ALARM = 0.05, 0.001
"""Below the first, chance does this once in twenty parts; below the second, once in a thousand."""
ENOUGH = 5
"""Expected times a question from which the distribution is a fair description."""


@dataclass(frozen=True)
class ClassDraw:
    """Questions with the same chance: how often each was drawn, how often each was to be expected."""

    name: tuple[str, str]
    observed: Mapping[str, int]
    expected: Fraction


@dataclass(frozen=True)
class DrawTest:
    """The whole part. `verdict`: "too_few", "fixed" (every paper has every question), "even", "doubt", "alarm"."""

    papers: int
    classes: Sequence[ClassDraw]
    statistic: Fraction
    freedom: int
    probability: float
    verdict: str


def as_json(test: DrawTest) -> dict[str, Any]:
    """What is kept of a test: sums by class, no question's own count."""
    return {
        "papers": test.papers,
        "statistic": str(test.statistic),
        "freedom": test.freedom,
        "probability": test.probability,
        "verdict": test.verdict,
        "classes": [
            {
                "topic": one.name[0],
                "difficulty": one.name[1],
                "questions": len(one.observed),
                "expected": str(one.expected),
                "least": min(one.observed.values()),
                "most": max(one.observed.values()),
            }
            for one in test.classes
        ],
    }


def measure_draw(bank: Mapping[str, tuple[str, str]], papers: Iterable[Sequence[str]]) -> DrawTest:
    """`bank`: question id → (topic, difficulty); `papers`: ids on each paper."""
    members: dict[tuple[str, str], list[str]] = defaultdict(list)
    for question, name in bank.items():
        members[name].append(question)
    observed: Counter[str] = Counter()
    taken: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    count = 0
    for paper in papers:
        count += 1
        observed.update(paper)
        for name, many in Counter(bank[question] for question in paper).items():
            taken[name][many] += 1
    classes, statistic, freedom, least = [], Fraction(0), 0, None
    for name, questions in sorted(members.items()):
        size = len(questions)
        chances = [(Fraction(many, size), times) for many, times in taken[name].items()]
        expected = sum((chance * times for chance, times in chances), Fraction(0))
        spread = sum((chance * (1 - chance) * times for chance, times in chances), Fraction(0))
        classes.append(ClassDraw(name, {question: observed[question] for question in sorted(questions)}, expected))
        if spread:
            squares = sum((observed[question] - expected) ** 2 for question in questions)
            statistic += squares * Fraction(size - 1, size) / spread
            freedom += size - 1
            least = expected if least is None else min(least, expected)
    probability = chi_square_tail(float(statistic), freedom) if freedom else 1.0
    return DrawTest(count, classes, statistic, freedom, probability, _verdict(count, freedom, least, probability))


def _verdict(papers: int, freedom: int, least: Fraction | None, probability: float) -> str:
    if papers and not freedom:
        return "fixed"
    if least is None or least < ENOUGH:
        return "too_few"
    if probability < ALARM:
        return "alarm"
    return "doubt" if probability < DOUBT else "even"


def chi_square_tail(value: float, freedom: int) -> float:
    """P(X ≥ value) for a chi-square distribution: the regularised upper incomplete gamma function Q(f/2, value/2).

    Series below freedom/2 + 1, continued fraction (Lentz) above; Abramowitz & Stegun 6.5.29 and 6.5.31.
    """
    a, x = freedom / 2, value / 2
    if x <= 0:
        return 1.0
    front = math.exp(-x + a * math.log(x) - math.lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        n = a
        while term > total * 1e-15:
            n += 1
            term *= x / n
            total += term
        return max(0.0, 1 - total * front)
    b = x + 1 - a
    c, d = 1e300, 1 / b
    h = d
    for i in range(1, 10_000):
        step = -i * (i - a)
        b += 2
        d = 1 / (step * d + b)
        c = b + step / c
        h *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return front * h
