"""How rarely chance makes so many: exact tails of the distributions the detectors compare with.

Floats are right here: these are probabilities that order suspicions for people to look at, never values that rank
anybody. Sources: N. L. Johnson, A. W. Kemp, S. Kotz, "Univariate Discrete Distributions", 3rd ed. (2005), ch. 3–5;
Y. Benjamini, Y. Hochberg, "Controlling the False Discovery Rate", J. R. Stat. Soc. B 57 (1995) 289–300.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
_TINY = 1e-300
_MOST_TERMS = 5000


def poisson(count: int, mean: float) -> float:
    """P(X ≥ count) for a Poisson count."""
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    return _tail(math.exp(count * math.log(mean) - mean - math.lgamma(count + 1)), count, lambda n: mean / (n + 1))


def negative_binomial(count: int, mean: float, size: float) -> float:
    """P(X ≥ count) for counts of this mean with variance mean + mean² / size: the smaller `size`, the burstier."""
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    if size > 1e6:
        return poisson(count, mean)
    part = mean / (mean + size)
    first = math.lgamma(count + size) - math.lgamma(size) - math.lgamma(count + 1)
    first += count * math.log(part) + size * math.log1p(-part)
    return _tail(math.exp(first), count, lambda n: part * (n + size) / (n + 1))


def binomial(count: int, trials: int, chance: float) -> float:
    """P(X ≥ count) of so many trials."""
    if count <= 0 or chance >= 1:
        return 1.0
    if count > trials or chance <= 0:
        return 0.0
    odds = chance / (1 - chance)
    first = math.lgamma(trials + 1) - math.lgamma(count + 1) - math.lgamma(trials - count + 1)
    first += count * math.log(chance) + (trials - count) * math.log1p(-chance)
    return _tail(math.exp(first), count, lambda n: odds * (trials - n) / (n + 1))


def _tail(first: float, start: int, ratio: Callable[[int], float]) -> float:
    """first + the terms after it; each is the one before times `ratio` of its place."""
    total, term, n = 0.0, first, start
    for _step in range(_MOST_TERMS):
        total += term
        term *= ratio(n)
        n += 1
        if term <= total * 1e-12 or term < _TINY:
            break
    return min(1.0, total + term)


def discoveries(p_values: Mapping[K, float], *, tests: int, rate: float) -> set[K]:
    """Which to believe so that of all pointed at, at most the share `rate` is chance: the step-up rule over `tests`."""
    ordered = sorted(p_values.items(), key=lambda pair: (pair[1], repr(pair[0])))
    last = max((k for k, (_key, p) in enumerate(ordered, 1) if p <= rate * k / max(tests, 1)), default=0)
    return {key for key, _p in ordered[:last]}


def one_in(p: float) -> int:
    """1.3e-7 → 7000000, one digit, rounded down; capped at 10¹⁵."""
    times = 10**15 if p < 1e-15 else max(1, int(1 / p))
    digit: int = 10 ** (len(str(times)) - 1)
    return times // digit * digit
