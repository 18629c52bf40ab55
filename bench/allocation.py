"""Handing out prizes among many, beside placing the same entrants."""

from __future__ import annotations

from random import Random

from bench.figure import Figure, best_of, s

GROUP = "Awards"
QUANTITIES = (1, 2, 3, 5, 10)


def measure(*, subjects: int) -> list[Figure]:
    from hoithi.awards.rules.allocation import allocate
    from hoithi.awards.rules.structure import Prize, Table
    from hoithi.contests.rules.facts import Row
    from hoithi.contests.rules.ranking import rank
    from hoithi.contests.rules.standing import Key, Standing

    rng = Random(6)
    rows = [
        Row(number, {"correct": rng.randrange(21), "elapsed_ms": rng.randrange(60_000, 1_200_000)}, rng.random() < 0.01)
        for number in range(subjects)
    ]
    standing = Standing(keys=(Key("correct"), Key("elapsed_ms", "low")))
    places = rank(rows, standing)
    few = tuple(Prize(f"p{n}", quantity, 1_000) for n, quantity in enumerate(QUANTITIES))
    everybody = (*few, Prize("all", subjects, 0))
    placing = best_of(2, lambda: rank(rows, standing))
    usual = best_of(3, lambda: allocate([Table("s", few, places, stacking="warn")]))
    whole = best_of(1, lambda: allocate([Table("s", everybody, places, stacking="warn", tie_policy="share")]))
    beside = f"placing them ({s(placing)})"
    return [
        Figure(GROUP, f"{sum(QUANTITIES)} prizes among {subjects:,} entrants", beside, usual / placing, s(usual)),
        Figure(GROUP, f"a prize for each of {subjects:,} entrants", beside, whole / placing, s(whole)),
    ]
