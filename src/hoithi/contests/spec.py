"""A plan's standing in the words of the pure engine."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from hoithi.contests.rules import aggregate, scales
from hoithi.contests.rules import standing as engine
from hoithi.contests.rules.facts import exact
from hoithi.contests.rules.scales import Better
from hoithi.contests.rules.terms import Term as EngineTerm
from hoithi.contests.schema.standings import Standing, Term


def better(term: Term) -> Better:
    return "low" if term.order == "low" else "high"


def key_of(term: Term) -> engine.Key:
    """A term as an ordering key; a prediction's truth is named by the term itself."""
    if term.order == "near":
        over: Literal["allowed", "last"] = "last" if term.truth_over == "last" else "allowed"
        return engine.Key(term.key, "near", truth=term.key, over=over)
    return engine.Key(term.key, term.order)


def scale_of(term: Term) -> scales.Scale:
    """A term's scale for a weighted total."""
    direction = better(term)
    if term.scale == "rank":
        return scales.Rank(direction)
    if term.scale == "minmax":
        return scales.MinMax(direction)
    if term.scale == "max_share":
        return scales.Share(Fraction(term.maximum or 1))
    if term.scale == "best_share":
        return scales.Relative(direction)
    if term.scale == "step":
        return _steps(term)
    return scales.Raw(better=direction)


def _steps(term: Term) -> scales.Scale:
    rungs = []
    for step in sorted(term.steps, key=lambda step: step.at):
        bonus = None
        if step.every is not None and step.bonus is not None:
            bonus = scales.Bonus(Fraction(step.bonus), Fraction(step.every))
        rungs.append(scales.Rung(Fraction(step.at), Fraction(step.points), bonus))
    return scales.Steps(tuple(rungs))


def weight_of(term: Term) -> Fraction:
    """A term's weight; 1 where none is stated, and 0 stays 0 (shown, counting nothing)."""
    return Fraction(1 if term.weight is None else term.weight)


def engine_standing(spec: Standing) -> engine.Standing:
    """The engine's standing. Raises ValueError while the formula is unset: then nothing may be ranked."""
    if spec.formula is None:
        raise ValueError(f"standing {spec.key} has no formula yet")
    by_key = {term.key: term for term in spec.terms}
    ties = tuple(key_of(by_key[name]) for name in spec.ties)
    floors = tuple(engine.Floor(floor.term, Fraction(floor.at_least)) for floor in spec.floors)
    if spec.formula == "lexicographic":
        keys = tuple(dict.fromkeys([*(key_of(term) for term in spec.terms), *ties]))
        return engine.Standing(keys=keys, floors=floors)
    if spec.formula == "rank_sum":
        terms = tuple(EngineTerm(term.key, scales.Rank(better(term))) for term in spec.terms)
    else:
        terms = tuple(EngineTerm(term.key, scale_of(term), weight_of(term)) for term in spec.terms)
    return engine.Standing(terms=terms, keys=ties, floors=floors)


def aggregate_of(term: Term) -> aggregate.Aggregate:
    """How a unit's value of this term comes from its people's facts."""
    hows: dict[str, aggregate.How] = {"count": "count", "sum": "sum", "mean": "mean", "median": "median"}
    hows |= {"best": "best", "first": "best", "share": "share", "value": "sum"}
    where = []
    if term.where.measure is not None:
        least = exact(term.where.at_least if term.where.at_least is not None else Fraction(1))
        where.append(aggregate.Where(term.where.measure, ">=", least if least is not None else 1))
    measure = None if term.measure == "value" else term.measure
    return aggregate.Aggregate(
        term.key,
        hows[term.agg],
        measure,
        tuple(where),
        over=term.over or "headcount",
        direction="low" if term.agg == "first" else better(term),
    )
