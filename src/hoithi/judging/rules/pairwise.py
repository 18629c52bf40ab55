"""Scores from comparisons "which of these two is better" (so sánh từng cặp): Bradley–Terry.

The chance that a beats b is s(a) ÷ (s(a) + s(b)); strengths by minorisation–maximisation (Hunter, "MM algorithms for
generalized Bradley–Terry models", Annals of Statistics 32, 2004). Each work plays one drawn game against a work of
strength 1, so that works never beaten and groups never compared have finite strengths (a weak prior, as in Caron &
Doucet 2012). Points are 1 000 + 400·log10 of the strength, rounded to a tenth: 400 points apart means ten to one.
Decimal arithmetic with fixed precision: the same on every machine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

Comparison = tuple[str, str]
"""(better, worse)"""
ROUNDS, ENOUGH = 500, Decimal("1e-9")
TENTH = Decimal("0.1")


def strengths(works: Sequence[str], comparisons: Iterable[Comparison]) -> dict[str, Decimal]:
    """Strength of each work, 1 in the middle. Raises KeyError for a comparison of a work that is not listed."""
    wins: dict[str, Decimal] = {work: Decimal("0.5") for work in works}
    met: dict[str, dict[str, int]] = {work: defaultdict(int) for work in works}
    for better, worse in comparisons:
        wins[better] += 1
        met[better][worse] += 1
        met[worse][better] += 1
    with localcontext() as context:
        context.prec = 28
        found = dict.fromkeys(works, Decimal(1))
        for _round in range(ROUNDS):
            following = {
                work: wins[work]
                / (1 / (found[work] + 1) + sum(n / (found[work] + found[other]) for other, n in met[work].items()))
                for work in works
            }
            moved = max((abs(following[work] / found[work] - 1) for work in works), default=Decimal(0))
            found = following
            if moved < ENOUGH:
                break
        return found


def scores(works: Sequence[str], comparisons: Iterable[Comparison]) -> dict[str, Fraction]:
    """Points of each work, exact tenths: equal records give equal points."""
    with localcontext() as context:
        context.prec = 28
        return {
            work: Fraction((1000 + 400 * strength.log10()).quantize(TENTH, rounding=ROUND_HALF_EVEN))
            for work, strength in strengths(works, comparisons).items()
        }


def records(works: Sequence[str], comparisons: Iterable[Comparison]) -> dict[str, tuple[int, int]]:
    """(times found better, times found worse) of each work."""
    better: dict[str, int] = dict.fromkeys(works, 0)
    worse: dict[str, int] = dict.fromkeys(works, 0)
    for one, other in comparisons:
        better[one] += 1
        worse[other] += 1
    return {work: (better[work], worse[work]) for work in works}


def upheld(points: Mapping[str, Fraction], comparisons: Sequence[Comparison]) -> Fraction | None:
    """The share of comparisons that the order by points says too, a draw half; None of none: how far jurors agree."""
    if not comparisons:
        return None
    said = sum(2 if points[one] > points[other] else points[one] == points[other] for one, other in comparisons)
    return Fraction(said, 2 * len(comparisons))


def next_pair(
    works: Sequence[str], comparisons: Sequence[Comparison], seen: Iterable[frozenset[str]]
) -> Comparison | None:
    """The pair that tells most to somebody who has not compared the pairs in `seen`: fewest games, then closest points.

    None when everything has been compared.
    """
    games: dict[str, int] = dict.fromkeys(works, 0)
    for better, worse in comparisons:
        games[better] += 1
        games[worse] += 1
    done, points = set(seen), scores(works, comparisons)

    def tells(pair: Comparison) -> tuple[int, Fraction, Comparison]:
        one, other = pair
        return games[one] + games[other], abs(points[one] - points[other]), pair

    pairs = ((one, other) for at, one in enumerate(works) for other in works[at + 1 :])
    return min((pair for pair in pairs if frozenset(pair) not in done), key=tells, default=None)
