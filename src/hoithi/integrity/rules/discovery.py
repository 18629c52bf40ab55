"""Which of many tests to believe: false discoveries kept below a stated share.

Source: Y. Benjamini, Y. Hochberg, "Controlling the False Discovery Rate", J. R. Stat. Soc. B 57 (1995) 289–300. Floats
are right here: these are probabilities that order suspicions for people to look at, never values that rank anybody.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def discoveries(p_values: Mapping[K, float], *, tests: int, rate: float) -> set[K]:
    """The step-up rule: with p(1) ≤ p(2) ≤ …, everything up to the largest k with p(k) ≤ rate · k / tests.

    `tests` counts every comparison there was, also those not worth computing, whose p-value is taken as 1.
    Raises ValueError when it is smaller than the number of p-values.
    """
    if tests < len(p_values):
        raise ValueError("fewer tests than p-values")
    ordered = sorted(p_values.items(), key=lambda pair: pair[1])
    last = max((k for k, (_, p) in enumerate(ordered, 1) if p <= rate * k / tests), default=0)
    return {key for key, _ in ordered[:last]}


def at_least(probabilities: Sequence[float], count: int) -> float:
    """P(at least `count` of independent events happen), each with its own probability (Poisson-binomial, exact).

    The tail is summed on its own rather than as 1 − P(fewer), so that 10⁻¹⁵ stays 10⁻¹⁵.
    """
    if count <= 0:
        return 1.0
    if count > len(probabilities):
        return 0.0
    below = [1.0] + [0.0] * (count - 1)  # P(exactly k so far) for k < count
    reached = 0.0
    for p in probabilities:
        reached += below[count - 1] * p
        for k in range(count - 1, 0, -1):
            below[k] = below[k] * (1 - p) + below[k - 1] * p
        below[0] *= 1 - p
    return min(1.0, reached)


def lower_tail(z: float) -> float:
    """P(Z ≤ z) of the standard normal distribution."""
    return 0.5 * math.erfc(-z / math.sqrt(2))


def one_in(p: float) -> int:
    """1.3e-7 → 7000000: how people read a small probability, rounded down to one digit; capped at 10¹⁵."""
    if p >= 1:
        return 1
    times = int(1 / p) if p > 1e-15 else 10**15
    digit = int("1" + "0" * (len(str(times)) - 1))
    return times // digit * digit
