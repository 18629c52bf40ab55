"""The engine of standings beside sorting plain tuples of the same values."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from bench.figure import Figure, best_of, s

GROUP = "Standings"
SORTING = "sorting plain tuples of the same values"


def measure(*, subjects: int, units: int) -> list[Figure]:
    return [*_people(subjects), *_units(units)]


def _people(subjects: int) -> list[Figure]:
    from hoithi.contests.rules.explain import explain_all
    from hoithi.contests.rules.facts import Row
    from hoithi.contests.rules.rank_key import key_bytes
    from hoithi.contests.rules.ranking import rank
    from hoithi.contests.rules.standing import Key, Standing

    rng = Random(1)
    values = [(rng.randrange(21), rng.randrange(60_000, 1_200_000), rng.randrange(10**9)) for _ in range(subjects)]
    rows = [
        Row(number, {"correct": correct, "elapsed_ms": elapsed, "submitted": at})
        for number, (correct, elapsed, at) in enumerate(values)
    ]
    standing = Standing(keys=(Key("correct"), Key("elapsed_ms", "low"), Key("submitted", "low")))
    tuples = [(-correct, elapsed, at, number) for number, (correct, elapsed, at) in enumerate(values)]
    sorting = best_of(3, lambda: sorted(tuples))
    ranking = best_of(2, lambda: rank(rows, standing))
    places = rank(rows, standing)
    keys = best_of(2, lambda: [key_bytes(place.keys) for place in places])
    why = best_of(1, lambda: explain_all(places))
    beside = f"{SORTING} ({s(sorting)})"
    return [
        Figure(GROUP, f"place {subjects:,} people by three keys", beside, ranking / sorting, s(ranking)),
        Figure(GROUP, f"their {subjects:,} index keys as bytes", beside, keys / sorting, s(keys)),
        Figure(GROUP, f"“vì sao?” for all {subjects:,}", beside, why / sorting, s(why)),
    ]


def _units(units: int) -> list[Figure]:
    from hoithi.contests.rules.facts import Row
    from hoithi.contests.rules.ranking import rank
    from hoithi.contests.rules.units import unit_standing, usual_criteria

    rng = Random(2)
    values = [(rng.randrange(1, 400), rng.randrange(60), Fraction(rng.randrange(10**6), 7)) for _ in range(units)]
    rows = [
        Row(f"u{number}", {"participants": people, "all_correct": right, "mean_s": mean})
        for number, (people, right, mean) in enumerate(values)
    ]
    standing = unit_standing("rank_sum", usual_criteria())
    sorting = best_of(3, lambda: [sorted(value[at] for value in values) for at in range(3)])
    ranking = best_of(3, lambda: rank(rows, standing))
    beside = f"sorting each of the three plain columns ({s(sorting)})"
    return [Figure(GROUP, f"rank sum of {units:,} units with exact means", beside, ranking / sorting, s(ranking))]
